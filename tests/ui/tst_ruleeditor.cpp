// The editor of a rule: what it makes of choices, what it says of them, and how it is reached.
#include "rulestage.h"

#include "policies/ruleeditor.h"
#include "policies/rulewords.h"
#include "shell/language.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialog>

using namespace fpx;
using namespace fpx::ui;
using policy::Condition;
using policy::Effect;
using test::RuleStage;

class TestRuleEditor : public QObject
{
    Q_OBJECT

    Language m_language;

private Q_SLOTS:
    void initTestCase() { m_language.apply(QStringLiteral("en-CA")); } // plural forms

    void theBankMayNeverSeeMyHealthData()
    {
        const RuleStage stage(test::Preset::Empty);
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
        const RuleStage stage(test::Preset::Empty);
        for (const char *name :
             {"ruleNew", "ruleAllow", "rule-organization-city-hospital", "rule-definition-lab-results",
              "rule-scope-read", "ruleMine", "ruleWeekdays", "ruleAgain"})
            stage.press(name);
        QCOMPARE(stage.sentence(),
                 QStringLiteral("City Hospital may read my laboratory results through Ontario Health Network, on "
                                "weekdays, without asking me. Ask me again every 30 days."));
        stage.press("ruleSave");
        const policy::Rule &rule = stage.rules.rules.rules.first();
        QCOMPARE(rule.when.of(Condition::As), QStringList(QStringLiteral("ontario"))); // the only one that knows them
        QCOMPARE(rule.when.weekdays, quint8(0b0011111));
        QCOMPARE(rule.then.askAgainDays, 30);
        QVERIFY(policy::namesHighSensitivity(rule.when));
    }

    void ofTwoNetworksThePersonSaysWhich()
    {
        const RuleStage stage(test::Preset::Empty);
        stage.rules.names[Condition::As].append({QStringLiteral("quebec"), QStringLiteral("Quebec Health"), {}});
        for (wallet::RuleName &name : stage.rules.names[Condition::Client])
            name.places.append(QStringLiteral("quebec")); // a namesake
        for (const char *name : {"ruleNew", "ruleAllow", "rule-client-immunize-me"})
            stage.press(name);
        QVERIFY(stage.place.findChild<QWidget *>(QStringLiteral("ruleNetwork"))->isVisibleTo(&stage.place));
        stage.press("ruleSave");
        QVERIFY(stage.rules.rules.rules.isEmpty()); // which of the two is not known
        QVERIFY(stage.button("rule-as-quebec")->isVisibleTo(&stage.place));
        const auto *why = stage.place.findChild<QLabel *>(QStringLiteral("ruleWhichNetwork"));
        QVERIFY(why->isVisibleTo(&stage.place));
        stage.press("rule-as-quebec");
        QVERIFY(!why->isVisibleTo(&stage.place));
        stage.press("ruleSave");
        QCOMPARE(stage.rules.rules.rules.first().when.of(Condition::As), QStringList(QStringLiteral("quebec")));
    }

    void aRuleThatNoLongerAllowsHoldsEverywhere()
    {
        const RuleStage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "ruleAllow", "rule-client-immunize-me", "ruleDeny", "ruleSave"})
            stage.press(name);
        QVERIFY(stage.rules.rules.rules.first().when.of(Condition::As).isEmpty()); // nobody has chosen a network
    }

    void profilesAreShownOnceThereAreSeveral()
    {
        const RuleStage stage(test::Preset::Empty);
        const QString ontario = QStringLiteral("ontario");
        stage.rules.names[Condition::Profile] = {{QStringLiteral("p1"), QStringLiteral("Private"), {ontario}}};
        stage.press("ruleNew");
        stage.press("ruleMore");
        QVERIFY(!stage.place.findChild<QWidget *>(QStringLiteral("ruleProfile"))->isVisibleTo(&stage.place));
        stage.rules.names[Condition::Profile].append({QStringLiteral("p2"), QStringLiteral("Work"), {ontario}});
        Q_EMIT stage.rules.namesChanged();
        for (const char *name : {"ruleAllow", "rule-client-immunize-me", "rule-profile-p2", "ruleSave"})
            stage.press(name);
        QCOMPARE(stage.rules.rules.rules.first().when.of(Condition::Profile), QStringList(QStringLiteral("p2")));
        QVERIFY(ruleSentence(stage.rules.rules.rules.first(), stage.rules)
                    .contains(QStringLiteral("with my profile “Work”")));
    }

    void theOnlyProfileAtANetworkIsNotNamed()
    {
        test::FakePolicies policies;
        policy::Rule rule;
        rule.effect = Effect::Allow;
        rule.when.of(Condition::As) = {QStringLiteral("ontario")};
        rule.when.of(Condition::Profile) = {QStringLiteral("p1")};
        const QStringList ontario{QStringLiteral("ontario")};
        policies.names[Condition::As] = {{ontario.first(), QStringLiteral("Ontario Health Network"), {}}};
        policies.names[Condition::Profile] = {
            {QStringLiteral("p1"), QStringLiteral("Private profile"), ontario},
            {QStringLiteral("p2"), QStringLiteral("Private profile"), {QStringLiteral("nordic")}}};
        QCOMPARE(ruleSentence(rule, policies),
                 QStringLiteral("Anyone may use data through Ontario Health Network without asking me."));
        policies.names[Condition::Profile].append({QStringLiteral("p3"), QStringLiteral("Work"), ontario});
        QCOMPARE(ruleSentence(rule, policies),
                 QStringLiteral("Anyone may use data through Ontario Health Network, with my profile “Private "
                                "profile”, without asking me."));
    }

    void onlyNamesakesAreToldApartByTheirNetworks()
    {
        const RuleStage stage(test::Preset::Empty);
        const QString ontario = QStringLiteral("ontario");
        const QString quebec = QStringLiteral("quebec");
        stage.rules.names[Condition::As].append({quebec, QStringLiteral("Quebec Health"), {}});
        stage.rules.names[Condition::Client] = {
            {QStringLiteral("one"), QStringLiteral("Immunize Me"), {ontario}},
            {QStringLiteral("two"), QStringLiteral("Immunize Me"), {quebec}},
            {QStringLiteral("three"), QStringLiteral("HealthTrack"), {ontario, quebec}}};
        stage.press("ruleNew");
        QCOMPARE(stage.button("rule-client-one")->text(), QStringLiteral("Immunize Me (Ontario Health Network)"));
        QCOMPARE(stage.button("rule-client-two")->text(), QStringLiteral("Immunize Me (Quebec Health)"));
        QCOMPARE(stage.button("rule-client-three")->text(), QStringLiteral("HealthTrack"));
    }

    void aNightEndsOnTheNextDay()
    {
        test::FakePolicies policies;
        policy::Rule rule;
        rule.effect = Effect::Deny;
        rule.when.weekdays = 1U << 4U;
        rule.when.time = policy::TimeOfDay{22 * 60, 6 * 60};
        const QString sentence = ruleSentence(rule, policies);
        QVERIFY2(sentence.contains(QStringLiteral("of the next day")), qPrintable(sentence));
        rule.when.time = policy::TimeOfDay{8 * 60, 18 * 60};
        QVERIFY(!ruleSentence(rule, policies).contains(QStringLiteral("of the next day")));
    }

    void whatTheFormDoesNotShowStaysInTheRule()
    {
        RuleStage stage;
        policy::Rule rule;
        rule.id = QStringLiteral("rare");
        rule.effect = Effect::Allow;
        rule.when.of(Condition::As) = {QStringLiteral("ontario")};
        rule.when.of(Condition::Client) = {QStringLiteral("gone-long-ago")};
        rule.when.of(Condition::Subject) = {QStringLiteral("child")};
        rule.when.of(Condition::Source) = {QStringLiteral("city-hospital")};
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
        RuleStage stage;
        policy::Rule rule;
        rule.id = QStringLiteral("rare");
        rule.when.usedBefore = false;
        RuleEditor editor(Context{&stage.facade, &stage.facade.clock});
        editor.edit(rule);
        test::find<QAbstractButton>(editor, "ruleDrop")->click();
        test::find<QAbstractButton>(editor, "ruleSave")->click();
        QVERIFY(!stage.rules.rules.rules.last().when.usedBefore.has_value());
    }

    void anExceptionStaysAndCanBeTakenAway()
    {
        RuleStage stage;
        policy::Rule rule;
        rule.id = QStringLiteral("genes");
        rule.effect = Effect::Ask;
        rule.when.of(Condition::As) = {QStringLiteral("ontario")};
        rule.when.of(Condition::Definition) = {QStringLiteral("immunizations")};
        rule.unless.of(Condition::As) = {QStringLiteral("ontario")};
        rule.unless.of(Condition::Client) = {QStringLiteral("immunize-me")};
        RuleEditor editor(Context{&stage.facade, &stage.facade.clock});
        editor.edit(rule);
        QVERIFY(test::find<QAbstractButton>(editor, "ruleDrop")->text().contains(QStringLiteral("unless it is")));
        test::find<QAbstractButton>(editor, "ruleSave")->click();
        QCOMPARE(stage.rules.rules.rules.last().toJson(), rule.toJson());
        editor.edit(rule);
        test::find<QAbstractButton>(editor, "ruleDrop")->click();
        test::find<QAbstractButton>(editor, "ruleSave")->click();
        QVERIFY(!stage.rules.rules.rules.last().unless.isStated());
        editor.edit(rule);
        test::find<QAbstractButton>(editor, "ruleAllow")->click(); // nothing to be an exception to
        test::find<QAbstractButton>(editor, "ruleSave")->click();
        QCOMPARE(stage.rules.rules.rules.last().effect, Effect::Allow);
        QVERIFY(!stage.rules.rules.rules.last().unless.isStated());
    }

    void anExceptionIsSaidInTheSentence()
    {
        test::FakePolicies policies;
        policies.names[Condition::As] = {{QStringLiteral("ontario"), QStringLiteral("Ontario Health Network"), {}}};
        policies.names[Condition::Client] = {{QStringLiteral("doctor"), QStringLiteral("Dr Who"), {}}};
        policies.names[Condition::Definition] = {{QStringLiteral("genome"), QStringLiteral("Genome"), {}},
                                                 {QStringLiteral("labs"), QStringLiteral("Laboratory results"), {}}};
        policy::Rule rule;
        rule.effect = Effect::Ask;
        rule.when.of(Condition::Definition) = {QStringLiteral("genome")};
        rule.unless.of(Condition::As) = {QStringLiteral("ontario")};
        rule.unless.of(Condition::Client) = {QStringLiteral("doctor")};
        QCOMPARE(ruleSentence(rule, policies),
                 QStringLiteral("Ask me before anyone may see genome, unless it is Dr Who through Ontario Health "
                                "Network."));
        rule.unless.of(Condition::Definition) = {QStringLiteral("labs")};
        QCOMPARE(ruleSentence(rule, policies),
                 QStringLiteral("Ask me before anyone may see genome, unless Dr Who wants to see laboratory results "
                                "through Ontario Health Network."));
        rule.unless = {};
        rule.unless.weekdays = 0b0011111;
        QCOMPARE(ruleSentence(rule, policies),
                 QStringLiteral("Ask me before anyone may see genome, except on weekdays."));
    }

    void networkTimeAskedForCountAndSignInAreChoices()
    {
        const RuleStage stage(test::Preset::Empty);
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
                                "a week, without asking me."));
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
        const RuleStage stage(test::Preset::Empty);
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
        RuleStage stage(test::Preset::Empty);
        stage.press("ruleNew");
        stage.place.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.place));
        QVERIFY(!stage.button(row)->isVisibleTo(&stage.place));
        stage.button("ruleMore")->setFocus();
        QTest::keyClick(stage.button("ruleMore"), Qt::Key_Space);
        QCOMPARE(stage.place.focusWidget()->objectName(), QStringLiteral("ruleNetwork")); // the first of them
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

    void aRarerConditionThatIsStatedShows()
    {
        RuleStage stage;
        policy::Rule rule = stage.rules.rules.rules.first();
        rule.when.aal = {2, {}};
        QVERIFY(stage.rules.apply(policy::withRule(stage.rules.rules, rule)));
        stage.place.showRule(rule.id);
        QVERIFY(stage.button("ruleSignIn")->isVisibleTo(&stage.place));
        QVERIFY(!stage.button("ruleOften")->isVisibleTo(&stage.place));
        QVERIFY(stage.button("ruleMore")->isVisibleTo(&stage.place));
    }

    void aLongReviewIsToldAndAnOutdatedOneEnds()
    {
        RuleStage stage;
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
        stage.press("ruleDiscardYes");
        QVERIFY(stage.rules.looking.expired());
    }

    void nothingChangedIsLostUnasked()
    {
        RuleStage stage;
        const auto asked = [&stage] { return stage.place.findChild<QDialog *>(QStringLiteral("ruleDiscard")); };
        const auto editing = [&stage] { return stage.button("ruleSave")->isVisibleTo(&stage.place); };
        stage.press("ruleEdit-never");
        const QString before = stage.sentence();
        stage.press("ruleAllow");
        const QString changed = stage.sentence();
        QVERIFY(changed != before);

        stage.press("ruleCancel");
        QVERIFY(asked());
        stage.press("ruleDiscardNo");
        QTRY_VERIFY(!asked());
        QVERIFY(editing());
        QVERIFY(stage.place.goBack()); // Escape, or a word typed into the search
        QVERIFY(asked());
        asked()->reject();
        QTRY_VERIFY(!asked());

        stage.place.showRule(QStringLiteral("allowed")); // by a notification
        QVERIFY(asked());
        QCOMPARE(stage.sentence(), changed);
        stage.place.showRule(QStringLiteral("never")); // which is open
        QCOMPARE(stage.sentence(), changed);
        stage.press("ruleDiscardYes");
        QVERIFY(editing());
        QVERIFY(stage.sentence() != changed && stage.sentence() != before);
        stage.press("ruleCancel"); // nothing has been changed in this one
        QVERIFY(!editing());
        stage.press("ruleEdit-never");
        QCOMPARE(stage.sentence(), before);
    }

    void aRuleSaysWhatItsEffectAllowsOnly()
    {
        const RuleStage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "ruleAllow", "ruleAgain", "ruleOnce", "ruleNotify", "ruleDeny", "ruleSave"})
            stage.press(name);
        const policy::Rule &rule = stage.rules.rules.rules.first();
        QVERIFY(rule.then.notify && !rule.then.once && !rule.then.askAgainDays);
        QVERIFY(policy::Rule::fromJson(rule.toJson()).has_value());
    }

    void servicesAndOrganisationsExcludeEachOther()
    {
        const RuleStage stage(test::Preset::Empty);
        for (const char *name : {"ruleNew", "rule-organization-maple-bank", "rule-client-healthtrack", "ruleSave"})
            stage.press(name);
        const policy::Conditions &when = stage.rules.rules.rules.first().when;
        QVERIFY(when.of(Condition::Organization).isEmpty());
        QCOMPARE(when.of(Condition::Client), QStringList(QStringLiteral("healthtrack")));
    }

    void theEditorSaysWhatItWouldHaveChanged()
    {
        RuleStage stage;
        stage.press("ruleEdit-never");
        QLabel *whatIf = test::find<QLabel>(stage.place, "ruleWhatIf");
        QTRY_COMPARE(whatIf->text(), QStringLiteral("It would have decided 14 of your last 200 requests differently."));
        QVERIFY(stage.button("ruleWhatIfShow")->isVisibleTo(&stage.place));
        QVERIFY(!stage.rules.run.expired());
        stage.press("ruleCancel");
        QVERIFY(stage.rules.run.expired()); // nobody waits for it
    }

    void escapeEndsWhatTheEditorLooksAt()
    {
        RuleStage stage;
        stage.press("ruleEdit-never");
        QTRY_VERIFY(!stage.rules.run.expired());
        QVERIFY(stage.place.goBack());
        QVERIFY(stage.rules.run.expired());
    }

    void ofManyFindingsTheSeriousAreShown()
    {
        RuleStage stage;
        stage.rules.slow = true;
        stage.press("ruleEdit-never");
        QTRY_VERIFY(!stage.rules.looking.expired());
        const auto review = stage.rules.looking.lock();
        review->found.clear();
        for (int i = 0; i < 500; ++i)
            review->found.append({policy::FindingKind::WiderThanRequested, QStringLiteral("never"), {}, {}});
        review->found.append({policy::FindingKind::Shadowed, QStringLiteral("never"), {QStringLiteral("allowed")}, {}});
        review->finish();
        const auto lines = stage.place.findChildren<QLabel *>(QStringLiteral("ruleFinding"));
        QVERIFY2(lines.size() < 10, qPrintable(QString::number(lines.size())));
        QVERIFY2(lines.first()->text().contains(QStringLiteral("changes nothing")), qPrintable(lines.first()->text()));
        QCOMPARE(lines.at(6)->text(), QStringLiteral("And 495 more like these."));
    }

    void ofManyServicesTheFirstAreShown()
    {
        RuleStage stage;
        stage.press("ruleEdit-never");
        QTRY_VERIFY(!stage.rules.run.expired());
        const auto run = stage.rules.run.lock();
        QTRY_COMPARE(run->state(), wallet::WhatIf::State::Done);
        run->clients.clear();
        for (int i = 0; i < 1000; ++i)
            run->clients.append({{}, ClientId(QStringLiteral("service-%1").arg(i)), 10, 5, {}, {}});
        stage.press("ruleWhatIfShow");
        const auto *rest = test::find<QLabel>(stage.place, "whatIfRest");
        QVERIFY(rest);
        QCOMPARE(rest->text(), QStringLiteral("And 980 more services, with fewer such requests each."));
    }

    void theEditorSaysWhatIsWrong()
    {
        const RuleStage stage(test::Preset::Empty);
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

    void everythingHasANameForScreenReaders()
    {
        RuleStage stage;
        stage.press("ruleEdit-allowed");
        for (QAbstractButton *button : stage.place.findChildren<QAbstractButton *>()) {
            if (button->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(button);
            QVERIFY2(interface && !interface->text(QAccessible::Name).isEmpty(), qPrintable(button->objectName()));
        }
    }
};

QTEST_MAIN(TestRuleEditor)
#include "tst_ruleeditor.moc"
