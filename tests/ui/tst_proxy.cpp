// A proxy asks for a password: the dialog, and the row under Settings for whoever said "not now".
#include "harness.h"

#include "settings/proxydialog.h"
#include "settings/proxylist.h"
#include "shell/mainwindow.h"

#include <QLineEdit>

using namespace fpx;
using namespace fpx::ui;
using fpx::test::click;
using fpx::test::FakeFacade;
using fpx::test::find;

class TestProxy : public QObject
{
    Q_OBJECT

    static ProxyDialog *dialogOf(const QWidget &window) { return window.findChild<ProxyDialog *>(); }

private Q_SLOTS:
    void initTestCase() { Look::install(); }

    void the_dialog_answers_the_proxy_that_asks()
    {
        FakeFacade facade;
        MainWindow window({&facade, &facade.clock});
        window.show();
        facade.proxyPart.ask(QStringLiteral("proxy.example:3128"));
        QTRY_VERIFY(dialogOf(window));
        ProxyDialog &dialog = *dialogOf(window);
        auto *signIn = find<QAbstractButton>(dialog, "proxyDialogYes");
        QVERIFY(!signIn->isEnabled());
        QCOMPARE(find<QLineEdit>(dialog, "proxyPassword")->echoMode(), QLineEdit::Password);
        QTest::keyClicks(find<QLineEdit>(dialog, "proxyUser"), QStringLiteral("aicha"));
        QVERIFY(!signIn->isEnabled());
        QTest::keyClicks(find<QLineEdit>(dialog, "proxyPassword"), QStringLiteral("open-sesame"));
        QVERIFY(signIn->isEnabled());
        QTest::keyClick(find<QLineEdit>(dialog, "proxyPassword"), Qt::Key_Return);
        QCOMPARE(facade.proxyPart.signedIn, qMakePair(QStringLiteral("aicha"), QStringLiteral("open-sesame")));
        QTRY_VERIFY(!dialogOf(window));
    }
    void escape_is_not_now_and_settings_keep_the_question()
    {
        FakeFacade facade;
        MainWindow window({&facade, &facade.clock});
        window.show();
        facade.proxyPart.ask(QStringLiteral("proxy.example:3128"), QStringLiteral("aicha"));
        QTRY_VERIFY(dialogOf(window));
        QVERIFY(find<QLineEdit>(*dialogOf(window), "proxyPassword")->hasFocus() ||
                find<QLineEdit>(*dialogOf(window), "proxyUser")->text() == QStringLiteral("aicha"));
        QTest::keyClick(dialogOf(window), Qt::Key_Escape);
        QTRY_VERIFY(!dialogOf(window));
        QVERIFY(facade.proxyPart.later);
        QVERIFY(facade.proxyPart.signedIn.first.isEmpty());
        Q_EMIT facade.proxyPart.changed();
        QTest::qWait(0);
        QVERIFY(!dialogOf(window));

        ProxyList list({&facade, &facade.clock});
        list.show();
        click(list, "proxyAnswer");
        QVERIFY(dialogOf(list));
    }
    void it_waits_for_the_window()
    {
        FakeFacade facade;
        MainWindow window({&facade, &facade.clock});
        facade.proxyPart.ask(QStringLiteral("proxy.example:3128"));
        QTest::qWait(0);
        QVERIFY(!dialogOf(window));
        window.show();
        QVERIFY(dialogOf(window));
    }
    void it_goes_when_nobody_asks_any_more()
    {
        FakeFacade facade;
        MainWindow window({&facade, &facade.clock});
        window.show();
        facade.proxyPart.ask(QStringLiteral("proxy.example:3128"));
        QTRY_VERIFY(dialogOf(window));
        facade.proxyPart.ask({});
        QTRY_VERIFY(!dialogOf(window));
        QVERIFY(!facade.proxyPart.later);
    }
    void what_is_known_can_be_forgotten()
    {
        FakeFacade facade;
        ProxyList list({&facade, &facade.clock});
        QVERIFY(list.isHidden());
        facade.proxyPart.knownProxies = {{QStringLiteral("proxy.example:3128"), QStringLiteral("aicha")}};
        Q_EMIT facade.proxyPart.changed();
        QVERIFY(!list.isHidden());
        list.show();
        click(list, "proxyForget-proxy.example:3128");
        QTRY_VERIFY(list.isHidden());
    }
};

QTEST_MAIN(TestProxy)
#include "tst_proxy.moc"
