// From an answer that a rule gave to the rule: its notification and its entry in the history offer to change it.
#include "harness.h"

#include "shell/language.h"
#include "shell/mainwindow.h"
#include "widgets/listview.h"

#include <fpx/ui/desktopnotifier.h>
#include <fpx/ui/shell.h>
#include <fpx/ui/uistate.h>

#include <QApplication>

using namespace fpx;
using namespace fpx::test;
using wallet::HistoryRole;
using wallet::role;

namespace {

QString sentence(const QWidget &window)
{
    const auto *label = find<QLabel>(window, "ruleSentence");
    return label && label->isVisible() ? label->text() : QString();
}

QWidget *mainWindow()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->objectName() == QLatin1String("mainWindow"))
            return widget;
    }
    return nullptr;
}

} // namespace

class TestChangeThis : public QObject
{
    Q_OBJECT

    ui::Language m_language;

private Q_SLOTS:
    void initTestCase()
    {
        ui::Look::install();
        m_language.apply(QStringLiteral("en-CA"));
    }

    void a_notification_opens_its_rule_in_the_editor()
    {
        FakeFacade facade;
        ui::FakeUiState state;
        ui::DesktopNotifier notifier;
        ui::Shell shell(facade, facade.clock, state, &notifier);
        shell.start(true); // in the tray
        Q_EMIT notifier.activated(wallet::ruleAction(QStringLiteral("allowed")));
        QWidget *window = mainWindow();
        QVERIFY(window && window->isVisible());
        QVERIFY2(sentence(*window).startsWith(QStringLiteral("Immunize Me may read")), qPrintable(sentence(*window)));
    }

    void a_rule_that_is_not_the_persons_or_is_gone_leads_to_the_list()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        for (const char *rule : {"operator-0", "gone"}) {
            window.showRule(QStringLiteral("never"));
            QVERIFY(!sentence(window).isEmpty());
            window.showRule(QLatin1String(rule));
            QVERIFY2(sentence(window).isEmpty(), rule);
            QVERIFY(find(window, "ruleNew")->isVisible());
        }
    }

    void an_entry_of_the_history_opens_its_rule_in_the_editor()
    {
        FakeFacade facade;
        facade.historyModel.reset({{{role(HistoryRole::Kind), QStringLiteral("request")},
                                    {role(HistoryRole::Code), QStringLiteral("request_granted_by_rule")},
                                    {role(HistoryRole::Time), facade.clock.now()},
                                    {role(HistoryRole::Sentence), QStringLiteral("Your rule allowed Immunize Me.")},
                                    {role(HistoryRole::Rule), QStringLiteral("allowed")}}});
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("history"));
        auto *list = find<ui::ListView>(window, "historyList");
        QVERIFY(list);
        Q_EMIT list->opened(list->model()->index(0, 0));
        QCOMPARE(find<QAbstractButton>(window, "historyRule")->text(), QStringLiteral("Change this rule"));
        click(window, "historyRule");
        QVERIFY2(sentence(window).startsWith(QStringLiteral("Immunize Me may read")), qPrintable(sentence(window)));
    }
};

QTEST_MAIN(TestChangeThis)
#include "tst_changethis.moc"
