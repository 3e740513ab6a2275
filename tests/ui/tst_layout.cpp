// Every place at its smallest size: nothing is clipped, and everything that takes the keyboard has a name.
#include "harness.h"
#include "layoutchecks.h"

#include "shell/mainwindow.h"

using namespace fpx;
using namespace fpx::test;

class TestLayout : public QObject
{
    Q_OBJECT

    static const QStringList &places()
    {
        static const QStringList all{QStringLiteral("requests"), QStringLiteral("sharing"), QStringLiteral("sources"),
                                     QStringLiteral("rules"),    QStringLiteral("history"), QStringLiteral("settings")};
        return all;
    }

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    void only_the_visible_place_is_built()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        QVERIFY(find(window, "requestsPlace"));
        QVERIFY(!find(window, "sharingPlace"));
        QVERIFY(!find(window, "settingsPlace"));
        window.showPlace(QStringLiteral("settings"));
        QVERIFY(find(window, "settingsPlace"));
    }
    void places_clip_at_720_by_520_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("preset");
        for (const QString &place : places()) {
            QTest::addRow("%s, empty", qPrintable(place)) << place << static_cast<int>(Preset::Empty);
            QTest::addRow("%s, typical", qPrintable(place)) << place << static_cast<int>(Preset::Typical);
            QTest::addRow("%s, overfull", qPrintable(place)) << place << static_cast<int>(Preset::Overfull);
        }
    }
    void places_clip_at_720_by_520()
    {
        QFETCH(QString, place);
        QFETCH(int, preset);
        FakeFacade facade(static_cast<Preset>(preset));
        ui::MainWindow window({&facade, &facade.clock});
        window.resize(720, 520);
        window.show();
        window.showPlace(place);
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.size(), QSize(720, 520));
        QCOMPARE(clipped(window).join(QLatin1Char('\n')), QString());
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
    }
    void prompts_have_names_and_fit()
    {
        PromptStage stage;
        stage.window.resize(500, 440);
        stage.prompt->setError(
            Error{"source_unreachable", QStringLiteral("City Hospital did not answer. Nothing was shared."), {}});
        QVERIFY(QTest::qWaitForWindowExposed(&stage.window));
        QCOMPARE(nameless(stage.window).join(QLatin1Char('\n')), QString());
        QCOMPARE(clipped(stage.window).join(QLatin1Char('\n')), QString());
    }
};

QTEST_MAIN(TestLayout)
#include "tst_layout.moc"
