// The place of the rules: what it shows, and that nothing is lost by what it changes.
#include "rulestage.h"

#include "shell/language.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"

using namespace fpx;
using namespace fpx::ui;
using test::RuleStage;

class TestRules : public QObject
{
    Q_OBJECT

    Language m_language;

private Q_SLOTS:
    void initTestCase() { m_language.apply(QStringLiteral("en-CA")); } // plural forms

    void rulesAreSentencesInTheOrderInWhichTheyCount()
    {
        RuleStage stage;
        const QStringList expected{
            QStringLiteral("HealthTrack Plus may never see financial data."),
            QStringLiteral("Maple Bank may never see my health data."),
            QStringLiteral("Ask me before anyone may see highly sensitive data."),
            QStringLiteral("Immunize Me may read my immunization history from City Hospital through Ontario Health "
                           "Network without asking me. For 90 days at most.")};
        QCOMPARE(stage.shown(), expected);
    }

    void removingCanBeUndoneAtItsPlace()
    {
        RuleStage stage;
        const policy::Document before = policy::withSwitch(stage.rules.rules, QStringLiteral("never"), false);
        QVERIFY(stage.rules.apply(before));
        stage.press("ruleRemove-never");
        QCOMPARE(stage.rules.rules.rules.size(), 1);
        stage.press("ruleUndo");
        QCOMPARE(stage.rules.rules, before);
    }

    void aRefusedChangeShowsWhatIsStillSo()
    {
        RuleStage stage;
        QSignalSpy told(&stage.facade, &wallet::Facade::notice);
        stage.rules.refusal = fail("disk_full", QStringLiteral("The disk is full."));
        stage.press("ruleSwitch-never");
        QVERIFY(stage.button("ruleSwitch-never")->isChecked());
        stage.press("ruleRemove-never");
        QCOMPARE(told.size(), 2);
        QCOMPARE(stage.shown().size(), 4);
    }

    void theKeyboardStaysAtTheSwitch()
    {
        RuleStage stage;
        stage.place.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.place));
        stage.button("ruleSwitch-never")->setFocus();
        QTest::keyClick(stage.button("ruleSwitch-never"), Qt::Key_Space);
        QCOMPARE(stage.rules.rules.switchedOff, QStringList(QStringLiteral("never")));
        QCOMPARE(stage.place.focusWidget()->objectName(), QStringLiteral("ruleSwitch-never"));
        QVERIFY(stage.place.focusWidget()->isVisibleTo(&stage.place));
    }

    void theKeyboardComesBackToTheRuleThatWasEdited()
    {
        RuleStage stage;
        stage.place.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.place));
        const auto focused = [&stage] { return stage.place.focusWidget()->objectName(); };
        stage.press("ruleEdit-never");
        stage.press("ruleNotify");
        stage.press("ruleSave"); // the list is made anew
        QCOMPARE(focused(), QStringLiteral("ruleEdit-never"));
        stage.press("ruleEdit-allowed");
        stage.press("ruleCancel");
        QCOMPARE(focused(), QStringLiteral("ruleEdit-allowed"));
        stage.press("ruleNew");
        stage.press("ruleCancel");
        QCOMPARE(focused(), QStringLiteral("ruleNew"));
        stage.place.showRule(QStringLiteral("operator-1"));
        QCOMPARE(focused(), QStringLiteral("ruleSwitch-operator-1"));
    }

    void aLockedRuleOfTheOperatorHasNoSwitch()
    {
        RuleStage stage;
        QVERIFY(!stage.button("ruleSwitch-operator-0")->isVisibleTo(&stage.place));
        stage.press("ruleSwitch-operator-1");
        QCOMPARE(stage.rules.rules.switchedOff, QStringList(QStringLiteral("operator-1")));
        QVERIFY(!stage.button("ruleEdit-operator-1"));
    }

    void importShowsWhatItChangesFirst()
    {
        RuleStage stage;
        const policy::Document before = stage.rules.rules;
        policy::Document other = policy::withoutRule(before, QStringLiteral("never"));
        stage.place.offerImport(other.toText());
        auto *dialog = stage.place.findChild<ConfirmDialog *>();
        QVERIFY(dialog);
        QCOMPARE(stage.rules.rules, before);
        Q_EMIT dialog->confirmed();
        QCOMPARE(stage.rules.rules.rules.size(), 1);
        QCOMPARE(policy::parseDocument(stage.place.exported()).document, stage.rules.rules);
    }

    void aFileThatIsNotUnderstoodSaysWhere()
    {
        RuleStage stage;
        QSignalSpy told(&stage.facade, &wallet::Facade::notice);
        stage.place.offerImport("{\"fpx_policy\": 1,\n \"rulez\": []}");
        QCOMPARE(told.size(), 1);
        const Error error = told.first().first().value<Error>();
        QCOMPARE(error.code, QByteArray("unknown_member"));
        QVERIFY2(error.message.contains(QStringLiteral("Line 2")), qPrintable(error.message));
        QVERIFY(!stage.place.findChild<ConfirmDialog *>());
    }

    void aSuggestionIsShownAndNeverAppliedByItself()
    {
        RuleStage stage;
        const policy::Document before = stage.rules.rules;
        stage.press("suggestionLook");
        QCOMPARE(stage.rules.rules, before);
        QVERIFY(!stage.rules.suggested.has_value());
        QVERIFY2(stage.sentence().startsWith(QStringLiteral("HealthTrack Plus")), qPrintable(stage.sentence()));
        stage.press("ruleSave");
        QCOMPARE(stage.rules.rules.rules.size(), before.rules.size() + 1);
    }

    void searchingFindsSentences()
    {
        RuleStage stage;
        stage.place.setSearch(QStringLiteral("maple"));
        QCOMPARE(stage.shown(), QStringList(QStringLiteral("Maple Bank may never see my health data.")));
    }

    void aNewDenyOffersToRevokeWhatItWouldDeny()
    {
        RuleStage stage;
        const auto given = [&stage](int row) {
            const QModelIndex index = stage.facade.permissions()->index(row, 0);
            return index.data(wallet::role(wallet::PermissionRole::Id)).toString();
        };
        stage.rules.declined = {PermissionId(given(0)), PermissionId(given(1))};
        const qsizetype before = stage.rules.rules.rules.size();
        for (const char *name : {"ruleNew", "ruleDeny", "rule-organization-maple-bank", "ruleSave"})
            stage.press(name);
        QCOMPARE(stage.rules.rules.rules.size(), before + 1); // the rule holds, whatever is answered
        auto *dialog = stage.place.findChild<ui::ConfirmDialog *>(QStringLiteral("ruleAlsoRevoke"));
        QVERIFY(dialog);
        QVERIFY(stage.facade.sharingPart.revoked.isEmpty());
        dialog->yesButton()->click();
        QCOMPARE(stage.facade.sharingPart.revoked, (QStringList{given(0), given(1)}));
    }

    void aRuleThatDeniesNothingAsksNothing()
    {
        RuleStage stage(test::Preset::Empty);
        stage.press("ruleTemplateNever");
        stage.press("ruleSave");
        QVERIFY(!stage.place.findChild<ui::ConfirmDialog *>(QStringLiteral("ruleAlsoRevoke")));
    }

    void thePromptShowsTheRuleBeforeItIsMade()
    {
        test::PromptStage stage;
        auto *rules = stage.window.findChild<QLabel *>(QStringLiteral("promptRules"));
        QVERIFY(rules && !rules->isVisibleTo(&stage.window));
        test::find<QAbstractButton>(stage.window, "promptRemember")->click();
        QVERIFY(rules->isVisibleTo(&stage.window));
        QCOMPARE(rules->text(), QStringLiteral("This rule is made: Immunize Me may read my immunization history from "
                                               "City Hospital without asking me."));
        QCOMPARE(stage.window.findChild<QLabel *>(QStringLiteral("promptWhy"))->text(),
                 QStringLiteral("You are asked because no rule of yours decides this."));
    }
};

QTEST_MAIN(TestRules)
#include "tst_rules.moc"
