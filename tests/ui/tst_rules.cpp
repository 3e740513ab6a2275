// The place of the rules: what it shows, what the editor makes of choices, and that nothing is lost by it.
#include "harness.h"

#include "policies/ruleeditor.h"
#include "policies/rulesplace.h"
#include "policies/rulewords.h"
#include "shell/language.h"
#include "widgets/confirmdialog.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QTest>

using namespace fpx;
using namespace fpx::ui;
using policy::Condition;
using policy::Effect;

namespace {

struct Stage {
    explicit Stage(test::Preset preset = test::Preset::Typical)
        : facade(preset), place(Context{&facade, &facade.clock}), rules(facade.ruleBook)
    {
        if (preset == test::Preset::Empty) {
            rules.fill();
            rules.rules = {};
            rules.providers.clear();
            rules.suggested.reset();
            Q_EMIT rules.changed();
        }
        place.resize(900, 700);
        place.show();
    }
    [[nodiscard]] QAbstractButton *button(const char *name) const { return test::find<QAbstractButton>(place, name); }
    void press(const char *name) const
    {
        QVERIFY2(button(name), name);
        button(name)->click();
    }
    [[nodiscard]] QString sentence() const { return test::find<QLabel>(place, "ruleSentence")->text(); }
    [[nodiscard]] QStringList shown() const
    {
        QStringList texts;
        for (const QLabel *label : place.findChildren<QLabel *>(QStringLiteral("ruleText"))) {
            if (label->isVisibleTo(&place))
                texts.append(label->text());
        }
        return texts;
    }

    test::FakeFacade facade;
    RulesPlace place;
    test::FakePolicies &rules;
};

} // namespace

class TestRules : public QObject
{
    Q_OBJECT

    Language m_language;

private Q_SLOTS:
    void initTestCase() { m_language.apply(QStringLiteral("en-CA")); } // plural forms

    void rulesAreSentencesInTheOrderInWhichTheyCount()
    {
        Stage stage;
        const QStringList expected{
            QStringLiteral("HealthTrack Plus may never see financial data."),
            QStringLiteral("Maple Bank may never see my health data."),
            QStringLiteral("Ask me before anyone may see highly sensitive data."),
            QStringLiteral("Immunize Me may read my immunization history from City Hospital without asking me. For 90 "
                           "days at most.")};
        QCOMPARE(stage.shown(), expected);
    }

    void theBankMayNeverSeeMyHealthData()
    {
        const Stage stage(test::Preset::Empty);
        stage.press("ruleTemplateNever");
        stage.press("rule-organization-maple-bank");
        QCOMPARE(stage.sentence(), QStringLiteral("Maple Bank may never see my health data."));
        stage.press("ruleSave");
        QCOMPARE(stage.rules.rules.rules.size(), 1);
        const policy::Rule &rule = stage.rules.rules.rules.first();
        QCOMPARE(rule.effect, Effect::Deny);
        QCOMPARE(rule.when.of(Condition::Organization), QStringList(QStringLiteral("maple-bank")));
        QCOMPARE(rule.when.of(Condition::ResourceType), QStringList(QStringLiteral("health")));
        QVERIFY(policy::Rule::fromJson(rule.toJson()).has_value());
    }

    void cityHospitalMayReadMyLabResultsOnWeekdaysAskMeOnceAMonth()
    {
        const Stage stage(test::Preset::Empty);
        for (const char *name :
             {"ruleNew", "ruleAllow", "rule-organization-city-hospital", "rule-definition-lab-results",
              "rule-scope-read", "ruleMine", "ruleWeekdays", "ruleAgain"})
            stage.press(name);
        QCOMPARE(stage.sentence(), QStringLiteral("City Hospital may read my laboratory results on weekdays without "
                                                  "asking me. Ask me again every 30 days."));
        stage.press("ruleSave");
        const policy::Rule &rule = stage.rules.rules.rules.first();
        QCOMPARE(rule.when.weekdays, quint8(0b0011111));
        QCOMPARE(rule.then.askAgainDays, 30);
        QVERIFY(policy::namesHighSensitivity(rule.when));
    }

    void whatTheFormDoesNotShowStaysInTheRule()
    {
        Stage stage;
        policy::Rule rule;
        rule.id = QStringLiteral("rare");
        rule.effect = Effect::Allow;
        rule.when.of(Condition::As) = {QStringLiteral("ontario")};
        rule.when.of(Condition::Client) = {QStringLiteral("gone-long-ago")};
        rule.when.of(Condition::Subject) = {QStringLiteral("child")};
        rule.when.subject = policy::SubjectCondition::Listed;
        rule.when.count = policy::CountCondition{policy::Counted::Allowed, policy::Window::Day, {{}, 4}};
        rule.when.usedBefore = true;
        rule.when.time = policy::TimeOfDay{7 * 60 + 15, 9 * 60};
        rule.then.limitDays = 45;
        rule.then.stepUpIal = 3;
        rule.comment = QStringLiteral("as my doctor wished");
        RuleEditor editor(Context{&stage.facade, &stage.facade.clock});
        editor.edit(rule);
        QVERIFY(test::find<QAbstractButton>(editor, "ruleDrop"));
        test::find<QAbstractButton>(editor, "ruleSave")->click();
        QCOMPARE(stage.rules.rules.rules.last().toJson(), rule.toJson());
    }

    void aConditionThatTheFormDoesNotShowCanBeTakenAway()
    {
        Stage stage;
        policy::Rule rule;
        rule.id = QStringLiteral("rare");
        rule.when.usedBefore = false;
        RuleEditor editor(Context{&stage.facade, &stage.facade.clock});
        editor.edit(rule);
        test::find<QAbstractButton>(editor, "ruleDrop")->click();
        test::find<QAbstractButton>(editor, "ruleSave")->click();
        QVERIFY(!stage.rules.rules.rules.last().when.usedBefore.has_value());
    }

    void networkTimeAskedForCountAndSignInAreChoices()
    {
        const Stage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "ruleAllow", "rule-client-immunize-me", "rule-as-ontario",
                                 "ruleRequestedMost", "ruleCountMost", "ruleAalLeast", "ruleIalLeast"})
            stage.press(name);
        const auto pick = [&stage](const char *list, const QString &what) {
            auto *box = test::find<QComboBox>(stage.place, list);
            QVERIFY2(box && box->findText(what) >= 0, qPrintable(what));
            box->setCurrentText(what);
        };
        pick("ruleRequestedMostNumber", QStringLiteral("90 days"));
        pick("ruleCountMostNumber", QStringLiteral("3 times"));
        pick("ruleCounted", QStringLiteral("What rules allowed them"));
        pick("ruleWindow", QStringLiteral("within a week"));
        QCOMPARE(stage.sentence(),
                 QStringLiteral("Immunize Me may use my data through Ontario Health Network, if they ask for at most "
                                "90 days, if who I am was proved at least at level 2, if my sign-in is at least one "
                                "with a second proof (level 2), if rules allowed them something at most 3 times within "
                                "a week without asking me."));
        stage.press("ruleSave");
        const policy::Rule &rule = stage.rules.rules.rules.first();
        const policy::Range upTo90{{}, 90};
        const policy::Range atLeast2{2, {}};
        QCOMPARE(rule.when.of(Condition::As), QStringList(QStringLiteral("ontario")));
        QCOMPARE(rule.when.duration, upTo90);
        QCOMPARE(rule.when.ial, atLeast2);
        QCOMPARE(rule.when.aal, atLeast2);
        const policy::CountCondition expected{policy::Counted::Allowed, policy::Window::Week, {{}, 3}};
        QVERIFY(rule.when.count == expected);
        QVERIFY(policy::Rule::fromJson(rule.toJson()).has_value());
    }

    void theEndsOfARangeStayInOrder()
    {
        const Stage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "ruleCountMost", "ruleCountLeast"})
            stage.press(name);
        auto *least = test::find<QComboBox>(stage.place, "ruleCountLeastNumber");
        auto *most = test::find<QComboBox>(stage.place, "ruleCountMostNumber");
        least->setCurrentIndex(least->findData(5));
        QCOMPARE(most->currentData().toInt(), 5);
        most->setCurrentIndex(most->findData(2));
        QCOMPARE(least->currentData().toInt(), 2);
        QVERIFY2(stage.sentence().contains(QStringLiteral("exactly 2 times within a day")),
                 qPrintable(stage.sentence()));
        stage.press("ruleCountLeast");
        stage.press("ruleCountMost");
        stage.press("ruleSave");
        QVERIFY(!stage.rules.rules.rules.first().when.count.has_value());
    }

    void theRarerChoicesCanBeReachedByKeyboard_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QByteArray>("choice");
        QTest::newRow("network") << QByteArray("ruleNetwork") << QByteArray("rule-as-ontario");
        QTest::newRow("asked for") << QByteArray("ruleRequested") << QByteArray("ruleRequestedLeast");
        QTest::newRow("count") << QByteArray("ruleOften") << QByteArray("ruleCountLeast");
        QTest::newRow("sign-in") << QByteArray("ruleSignIn") << QByteArray("ruleAalLeast");
    }

    void theRarerChoicesCanBeReachedByKeyboard()
    {
        QFETCH(QByteArray, row);
        QFETCH(QByteArray, choice);
        Stage stage(test::Preset::Empty);
        stage.press("ruleNew");
        stage.place.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.place));
        stage.button(row)->setFocus();
        QTest::keyClick(stage.button(row), Qt::Key_Space);
        QVERIFY(stage.button(choice)->isVisibleTo(&stage.place));
        const QString before = stage.sentence();
        for (int tabs = 0; tabs < 12 && stage.place.focusWidget() != stage.button(choice); ++tabs)
            QTest::keyClick(stage.place.focusWidget(), Qt::Key_Tab);
        QCOMPARE(stage.place.focusWidget(), stage.button(choice));
        QTest::keyClick(stage.place.focusWidget(), Qt::Key_Space);
        QVERIFY(stage.sentence() != before);
        for (const QWidget *list : stage.place.findChildren<QComboBox *>())
            QVERIFY2(!list->accessibleName().isEmpty(), qPrintable(list->objectName()));
    }

    void aLongReviewIsToldAndAnOutdatedOneEnds()
    {
        Stage stage;
        stage.rules.slow = true;
        stage.press("ruleEdit-never");
        QLabel *looking = test::find<QLabel>(stage.place, "ruleLooking");
        QVERIFY(!looking->isVisibleTo(&stage.place));
        QTRY_VERIFY(looking->isVisibleTo(&stage.place));
        const auto first = stage.rules.looking;
        QVERIFY(!first.expired());
        stage.press("ruleNotify");
        QVERIFY(first.expired());
        QTRY_VERIFY(!stage.rules.looking.expired());
        QTRY_VERIFY(looking->isVisibleTo(&stage.place));
        stage.rules.looking.lock()->finish();
        QVERIFY(!looking->isVisibleTo(&stage.place));
        stage.press("ruleCancel");
        QVERIFY(stage.rules.looking.expired());
    }

    void aRuleSaysWhatItsEffectAllowsOnly()
    {
        const Stage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "ruleAllow", "ruleAgain", "ruleOnce", "ruleNotify", "ruleDeny", "ruleSave"})
            stage.press(name);
        const policy::Rule &rule = stage.rules.rules.rules.first();
        QVERIFY(rule.then.notify && !rule.then.once && !rule.then.askAgainDays);
        QVERIFY(policy::Rule::fromJson(rule.toJson()).has_value());
    }

    void servicesAndOrganisationsExcludeEachOther()
    {
        const Stage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "rule-organization-maple-bank", "rule-client-healthtrack", "ruleSave"})
            stage.press(name);
        const policy::Conditions &when = stage.rules.rules.rules.first().when;
        QVERIFY(when.of(Condition::Organization).isEmpty());
        QCOMPARE(when.of(Condition::Client), QStringList(QStringLiteral("healthtrack")));
    }

    void removingCanBeUndoneAtItsPlace()
    {
        Stage stage;
        const policy::Document before = policy::withSwitch(stage.rules.rules, QStringLiteral("never"), false);
        QVERIFY(stage.rules.apply(before));
        stage.press("ruleRemove-never");
        QCOMPARE(stage.rules.rules.rules.size(), 1);
        stage.press("ruleUndo");
        QCOMPARE(stage.rules.rules, before);
    }

    void aRefusedChangeShowsWhatIsStillSo()
    {
        Stage stage;
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
        Stage stage;
        stage.place.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.place));
        stage.button("ruleSwitch-never")->setFocus();
        QTest::keyClick(stage.button("ruleSwitch-never"), Qt::Key_Space);
        QCOMPARE(stage.rules.rules.switchedOff, QStringList(QStringLiteral("never")));
        QCOMPARE(stage.place.focusWidget()->objectName(), QStringLiteral("ruleSwitch-never"));
        QVERIFY(stage.place.focusWidget()->isVisibleTo(&stage.place));
    }

    void aLockedRuleOfTheOperatorHasNoSwitch()
    {
        Stage stage;
        QVERIFY(!stage.button("ruleSwitch-operator-0")->isVisibleTo(&stage.place));
        stage.press("ruleSwitch-operator-1");
        QCOMPARE(stage.rules.rules.switchedOff, QStringList(QStringLiteral("operator-1")));
        QVERIFY(!stage.button("ruleEdit-operator-1"));
    }

    void importShowsWhatItChangesFirst()
    {
        Stage stage;
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
        Stage stage;
        QSignalSpy told(&stage.facade, &wallet::Facade::notice);
        stage.place.offerImport("{\"fpx_policy\": 1,\n \"rulez\": []}");
        QCOMPARE(told.size(), 1);
        const Error error = told.first().first().value<Error>();
        QCOMPARE(error.code, QByteArray("unknown_member"));
        QVERIFY2(error.message.contains(QStringLiteral("Line 2")), qPrintable(error.message));
        QVERIFY(!stage.place.findChild<ConfirmDialog *>());
    }

    void theEditorSaysWhatItWouldHaveChanged()
    {
        Stage stage;
        stage.press("ruleEdit-never");
        QLabel *whatIf = test::find<QLabel>(stage.place, "ruleWhatIf");
        QTRY_COMPARE(whatIf->text(), QStringLiteral("It would have decided 14 of your last 200 requests differently."));
        QVERIFY(stage.button("ruleWhatIfShow")->isVisibleTo(&stage.place));
        QVERIFY(!stage.rules.run.expired());
        stage.press("ruleCancel");
        QVERIFY(stage.rules.run.expired()); // nobody waits for it
    }

    void theEditorSaysWhatIsWrong()
    {
        const Stage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "ruleDeny", "ruleSave", "ruleNew", "ruleAllow", "ruleMine"})
            stage.press(name);
        const auto says = [&stage] {
            QStringList texts;
            for (const QLabel *label : stage.place.findChildren<QLabel *>(QStringLiteral("ruleFinding")))
                texts.append(label->text());
            return texts.join(QLatin1Char('\n'));
        };
        QTRY_VERIFY2(says().contains(QStringLiteral("changes nothing, since this decides before it")),
                     qPrintable(says()));
    }

    void aSuggestionIsShownAndNeverAppliedByItself()
    {
        Stage stage;
        const policy::Document before = stage.rules.rules;
        stage.press("suggestionLook");
        QCOMPARE(stage.rules.rules, before);
        QVERIFY(!stage.rules.suggested.has_value());
        QVERIFY2(stage.sentence().startsWith(QStringLiteral("HealthTrack Plus")), qPrintable(stage.sentence()));
        stage.press("ruleSave");
        QCOMPARE(stage.rules.rules.rules.size(), before.rules.size() + 1);
    }

    void everythingHasANameForScreenReaders()
    {
        Stage stage;
        stage.press("ruleEdit-allowed");
        for (QAbstractButton *button : stage.place.findChildren<QAbstractButton *>()) {
            if (button->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(button);
            QVERIFY2(interface && !interface->text(QAccessible::Name).isEmpty(), qPrintable(button->objectName()));
        }
    }

    void searchingFindsSentences()
    {
        Stage stage;
        stage.place.setSearch(QStringLiteral("maple"));
        QCOMPARE(stage.shown(), QStringList(QStringLiteral("Maple Bank may never see my health data.")));
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
