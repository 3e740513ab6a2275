// The first run, from the welcome to the wallet, with everything that can go otherwise.
#include "harness.h"
#include "layoutchecks.h"

#include "onboarding/firstrun.h"
#include "shell/mainwindow.h"

#include <QClipboard>
#include <QLineEdit>

using namespace fpx;
using namespace fpx::test;

class TestFirstRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    void first_run()
    {
        FakeFacade facade(Preset::Empty);
        facade.setPhase(wallet::Facade::Phase::FirstRun);
        ui::MainWindow window({&facade, &facade.clock});
        window.resize(720, 520);
        window.show();
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        click(window, "firstRunStart");
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        click(window, "firstRunBack"); // back always works
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::Welcome);
        click(window, "firstRunStart");
        auto *search = find<QLineEdit>(window, "providerSearch");
        QVERIFY(search->isVisible()); // more than six
        search->setText(QStringLiteral("universite"));
        QVERIFY(!find(window, "provider-maple-bank")->isVisible());
        search->clear();
        click(window, "provider-careid-ontario");
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::InBrowser);
        QVERIFY(!find(window, "browserObstacle")->isVisible());
        facade.step->meet(QStringLiteral("Your browser insists on https."));
        QVERIFY(find(window, "browserObstacle")->isVisible());
        click(window, "browserOpenAgain");
        QCOMPARE(facade.step->opened, 1);
        click(window, "browserCopyLink");
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("http://127.0.0.1:28950/start/")));
        click(window, "browserCancel");
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::Choose);

        click(window, "provider-careid-ontario");
        facade.step->answer({{QStringLiteral("Name"), QStringLiteral("Not Me")}});
        click(window, "confirmNo");
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::Choose);
        QCOMPARE(facade.phase(), wallet::Facade::Phase::FirstRun);

        click(window, "provider-careid-ontario");
        facade.step->failWith(Error{"idp_unreachable",
                                    QStringLiteral("CareID Ontario did not answer. Nothing was changed."),
                                    {},
                                    Retry::Later});
        click(window, "browserTryAgain");
        facade.step->answer({{QStringLiteral("Name"), QStringLiteral("Aïcha Benali")}});
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        click(window, "confirmYes");
        QCOMPARE(facade.phase(), wallet::Facade::Phase::Ready);
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::YouAreIn); // stays although the facade is ready
        click(window, "networkJoin-great-lakes");
        QCOMPARE(facade.joined, QStringList{QStringLiteral("great-lakes")});
        QTRY_VERIFY(find(window, "networkDirect-great-lakes"));
        click(window, "networkDirect-great-lakes");
        QVERIFY(facade.networkModel.index(1).data(wallet::role(wallet::NetworkRole::OpenDirectly)).toBool());
        QTRY_COMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        find<QAbstractButton>(window, "firstRunFinish")->click();
        QVERIFY(find(window, "requestsPlace")->isVisible());
    }
};

QTEST_MAIN(TestFirstRun)
#include "tst_firstrun.moc"
