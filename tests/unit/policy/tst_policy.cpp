#include <fpx/policy/policy.h>

#include <QDateTime>
#include <QTest>

using namespace fpx;
using namespace fpx::policy;

namespace {

ResourceFacts read(const char *definition)
{
    ResourceFacts resource;
    resource.definition = DefinitionId(QLatin1String(definition));
    resource.source = SourceIdentifier(QStringLiteral("hospital"));
    resource.scopes = {QStringLiteral("read")};
    return resource;
}

Facts knownClientReads()
{
    Facts facts;
    facts.as = AsIdentifier(QStringLiteral("ontario"));
    facts.client = ClientId(QStringLiteral("immunize-me"));
    facts.firstContact = false;
    facts.resources = {read("immunization-history")};
    return facts;
}

Rule rule(Effect effect)
{
    Rule r;
    r.id = QStringLiteral("r%1").arg(static_cast<int>(effect));
    r.effect = effect;
    return r;
}

Rule exactAllow()
{
    Rule r = rule(Effect::Allow);
    const Facts facts = knownClientReads();
    r.when.name(facts.as);
    r.when.name(facts.client);
    r.when.name(facts.resources[0].definition);
    r.when.name(facts.resources[0].source);
    r.when.nameSubject(QString());
    r.when.of(Condition::Scope) = facts.resources[0].scopes;
    return r;
}

} // namespace

class TestPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noRuleAsks()
    {
        const Decision decision = RuleSet().evaluate(knownClientReads());
        QCOMPARE(decision.effect, Effect::Ask);
        QVERIFY(decision.deciding.isEmpty());
    }

    void denyBeatsAskBeatsAllow()
    {
        QCOMPARE(RuleSet({exactAllow(), rule(Effect::Ask), rule(Effect::Deny)}).evaluate(knownClientReads()).effect,
                 Effect::Deny);
        QCOMPARE(RuleSet({exactAllow(), rule(Effect::Ask)}).evaluate(knownClientReads()).effect, Effect::Ask);
        const Decision decision = RuleSet({exactAllow()}).evaluate(knownClientReads());
        QCOMPARE(decision.effect, Effect::Allow);
        QCOMPARE(decision.deciding, QStringLiteral("r2"));
    }

    void allowNeverCoversMoreThanItSays()
    {
        const RuleSet rules({exactAllow()});
        Facts facts = knownClientReads();
        facts.resources[0].scopes.append(QStringLiteral("subscribe"));
        QCOMPARE(rules.evaluate(facts).effect, Effect::Ask);

        facts = knownClientReads();
        facts.resources[0].source = SourceIdentifier(QStringLiteral("laboratory"));
        QCOMPARE(rules.evaluate(facts).effect, Effect::Ask);

        facts = knownClientReads();
        facts.resources[0].subject = QStringLiteral("child");
        QCOMPARE(rules.evaluate(facts).effect, Effect::Ask);

        facts = knownClientReads();
        facts.client = ClientId(QStringLiteral("healthtrack"));
        QCOMPARE(rules.evaluate(facts).effect, Effect::Ask);

        facts = knownClientReads();
        facts.resources.append(read("lab-results"));
        QCOMPARE(rules.evaluate(facts).effect, Effect::Ask);
    }

    void neverAutomaticForProtectOrAnotherDevice()
    {
        Facts facts = knownClientReads();
        facts.purpose = Purpose::Protect;
        QCOMPARE(RuleSet({exactAllow()}).evaluate(facts).effect, Effect::Ask);
        facts = knownClientReads();
        facts.otherDevice = true;
        QCOMPARE(RuleSet({exactAllow()}).evaluate(facts).effect, Effect::Ask);
    }

    void wideAllowNeedsTheSensitiveDefinitionByName()
    {
        Rule wide = rule(Effect::Allow);
        wide.when.name(knownClientReads().as);
        wide.when.name(knownClientReads().client);
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
        facts.resources[0].sensitivity = Sensitivity::High;
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Ask);
        QCOMPARE(RuleSet({exactAllow()}).evaluate(facts).effect, Effect::Allow);
    }

    void aFirstContactNeedsTheClientByNameOrTheConditionItself()
    {
        Rule wide = rule(Effect::Allow);
        wide.when.name(knownClientReads().as);
        wide.when.name(knownClientReads().resources[0].definition);
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
        facts.firstContact = true;
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Ask);
        Rule named = wide;
        named.when.name(facts.client);
        QCOMPARE(RuleSet({named}).evaluate(facts).effect, Effect::Allow);
        wide.when.firstContact = true;
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
    }

    void aDelegatedSubjectIsToBeNamed()
    {
        Rule wide = rule(Effect::Allow);
        wide.when.name(knownClientReads().as);
        wide.when.name(knownClientReads().client);
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
        facts.resources[0].subject = QStringLiteral("child");
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Ask);
        Rule named = wide;
        named.when.nameSubject(QStringLiteral("child"));
        named.when.name(facts.resources[0].source);
        QCOMPARE(RuleSet({named}).evaluate(facts).effect, Effect::Allow);
        wide.when.subject = SubjectCondition::Delegated;
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
    }

    void anAllowHoldsOnlyAtTheNetworkThatItStates()
    {
        Rule doctor = rule(Effect::Allow);
        doctor.when.name(knownClientReads().as);
        doctor.when.name(knownClientReads().client);
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({doctor}).evaluate(facts).effect, Effect::Allow);
        facts.as = AsIdentifier(QStringLiteral("quebec")); // where the same identifier is somebody else's
        QCOMPARE(RuleSet({doctor}).evaluate(facts).effect, Effect::Ask);
    }

    void anAllowThatNamesWithoutANetworkHoldsForNothing_data()
    {
        QTest::addColumn<int>("condition");
        QTest::addColumn<QString>("name");
        const auto row = [](Condition condition, const char *name) {
            QTest::newRow(qPrintable(conditionName(condition)))
                << static_cast<int>(condition) << QString::fromLatin1(name);
        };
        row(Condition::Client, "immunize-me");
        row(Condition::Organization, "clinic");
        row(Condition::ResourceType, "health");
        row(Condition::Definition, "immunization-history");
    }

    void anAllowThatNamesWithoutANetworkHoldsForNothing()
    {
        QFETCH(int, condition);
        QFETCH(QString, name);
        Facts facts = knownClientReads();
        facts.organization = QStringLiteral("clinic");
        facts.resources[0].resourceType = QStringLiteral("health");
        for (const Effect effect : {Effect::Deny, Effect::Ask, Effect::Allow}) {
            Rule bare = rule(effect);
            bare.when.of(static_cast<Condition>(condition)) = {name};
            QCOMPARE(unplaced(bare).has_value(), effect == Effect::Allow);
            QCOMPARE(RuleSet({bare}).evaluate(facts).deciding.isEmpty(), effect == Effect::Allow);
            bare.when.name(facts.as);
            QVERIFY(!unplaced(bare));
            QCOMPARE(RuleSet({bare}).evaluate(facts).effect, effect);
        }
    }

    void somebodyElseIsKnownByTheSource()
    {
        Rule childs = rule(Effect::Allow);
        childs.when.nameSubject(QStringLiteral("1"));
        Facts facts = knownClientReads();
        facts.resources[0].subject = QStringLiteral("1");
        QCOMPARE(unplaced(childs)->missing, Condition::Source);
        QCOMPARE(RuleSet({childs}).evaluate(facts).effect, Effect::Ask);
        childs.when.name(facts.resources[0].source);
        QCOMPARE(RuleSet({childs}).evaluate(facts).effect, Effect::Allow);
        facts.resources[0].source = SourceIdentifier(QStringLiteral("laboratory"));
        QCOMPARE(RuleSet({childs}).evaluate(facts).effect, Effect::Ask);
        Rule mine = rule(Effect::Allow);
        mine.when.nameSubject(QString());
        QVERIFY(!unplaced(mine));
    }

    void oneProfileIsNotTheNext()
    {
        Rule privately = exactAllow();
        privately.when.name(EnrolmentId(QStringLiteral("private")));
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({privately}).evaluate(facts).effect, Effect::Ask);
        facts.profile = EnrolmentId(QStringLiteral("private"));
        QCOMPARE(RuleSet({privately}).evaluate(facts).effect, Effect::Allow);
        facts.profile = EnrolmentId(QStringLiteral("work"));
        QCOMPARE(RuleSet({privately}).evaluate(facts).effect, Effect::Ask);
    }

    void aNightBelongsToTheDayOnWhichItBegan()
    {
        Rule night = rule(Effect::Deny);
        night.when.weekdays = 1U << 4U; // Friday
        night.when.time = TimeOfDay{22 * 60, 6 * 60};
        const RuleSet rules({night});
        const auto at = [&rules](const char *time) {
            Facts facts = knownClientReads();
            facts.time = QDateTime::fromString(QLatin1String(time), Qt::ISODate).toSecsSinceEpoch();
            return rules.evaluate(facts).effect;
        };
        QCOMPARE(at("2026-06-05T21:59:00Z"), Effect::Ask); // a Friday
        QCOMPARE(at("2026-06-05T22:00:00Z"), Effect::Deny);
        QCOMPARE(at("2026-06-06T01:00:00Z"), Effect::Deny);
        QCOMPARE(at("2026-06-06T06:00:00Z"), Effect::Ask);
        QCOMPARE(at("2026-06-05T01:00:00Z"), Effect::Ask); // Thursday's night
        QCOMPARE(at("2026-06-06T23:00:00Z"), Effect::Ask);
    }

    void anExceptionNeedsThePlaceOfItsNames()
    {
        Rule asked = rule(Effect::Ask);
        asked.unless.name(knownClientReads().client);
        QVERIFY(unplaced(asked)->inException);
        QCOMPARE(RuleSet({asked}).evaluate(knownClientReads()).deciding, asked.id); // it excepts nobody
        asked.unless.name(knownClientReads().as);
        QVERIFY(!unplaced(asked));
        QVERIFY(RuleSet({asked}).evaluate(knownClientReads()).deciding.isEmpty());
        Facts facts = knownClientReads();
        facts.as = AsIdentifier(QStringLiteral("quebec"));
        QCOMPARE(RuleSet({asked}).evaluate(facts).deciding, asked.id);
        asked.unless.of(Condition::As).clear();
        asked.when.name(knownClientReads().as); // it holds there only
        QVERIFY(!unplaced(asked));
        QVERIFY(RuleSet({asked}).evaluate(knownClientReads()).deciding.isEmpty());
    }

    void anExceptionOfARuleAboutTheWholeRequestCoversAllOfIt()
    {
        Rule never = rule(Effect::Deny);
        never.when.name(knownClientReads().as);
        never.unless.name(read("vaccines").definition);
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({never}).evaluate(facts).effect, Effect::Deny);
        facts.resources = {read("vaccines"), read("labs")};
        QCOMPARE(RuleSet({never}).evaluate(facts).effect, Effect::Deny);
        facts.resources = {read("vaccines")};
        QCOMPARE(RuleSet({never}).evaluate(facts).effect, Effect::Ask);
        facts.resources.clear(); // to protect records
        QCOMPARE(RuleSet({never}).evaluate(facts).effect, Effect::Deny);
    }

    void anExceptionCoversNoScopeThatItDoesNotName()
    {
        Rule never = rule(Effect::Deny);
        never.unless.of(Condition::Scope) = {QStringLiteral("read")};
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({never}).evaluate(facts).effect, Effect::Ask);
        facts.resources[0].scopes.append(QStringLiteral("write"));
        QCOMPARE(RuleSet({never}).evaluate(facts).effect, Effect::Deny);
        facts.resources[0].scopes.clear();
        QCOMPARE(RuleSet({never}).evaluate(facts).effect, Effect::Deny);
    }

    void whatAnExceptionKeptFromDecidingIsToldAsANearMiss()
    {
        Rule never = rule(Effect::Deny);
        never.unless.firstContact = false;
        const Explanation explanation = RuleSet({never}).explain(knownClientReads());
        QCOMPARE(explanation.nearMisses, (QList<NearMiss>{{never.id, Condition::Unless, -1}}));
    }

    void manyNearMissesOfOneEffectLeaveRoomForTheOther()
    {
        QList<Rule> rules;
        for (int i = 0; i < 60; ++i) {
            Rule deny = rule(Effect::Deny);
            deny.id = QStringLiteral("deny-%1").arg(i);
            deny.when.name(ClientId(QStringLiteral("other-%1").arg(i)));
            rules.append(deny);
        }
        Rule elsewhere = exactAllow();
        elsewhere.id = QStringLiteral("nearly");
        elsewhere.when.of(Condition::Source) = {QStringLiteral("laboratory")};
        rules.append(elsewhere);
        const Explanation explanation = RuleSet(rules).explain(knownClientReads());
        QCOMPARE(explanation.nearMisses.size(), maxNearMisses);
        QCOMPARE(explanation.nearMisses.first().rule, QStringLiteral("nearly")); // that would have changed the outcome
    }

    void asksAgainOnceTheLastAnswerIsSoManyDaysOld()
    {
        Rule again = exactAllow();
        again.then.askAgainDays = 30;
        const RuleSet rules({again});
        Facts facts = knownClientReads();
        QCOMPARE(rules.evaluate(facts).heldBack, HeldBack::AskAgain); // never asked yet
        facts.daysSinceAsked = 29;
        QCOMPARE(rules.evaluate(facts).effect, Effect::Allow);
        facts.daysSinceAsked = 30;
        const Decision decision = rules.evaluate(facts);
        QCOMPARE(decision.effect, Effect::Ask);
        QCOMPARE(decision.heldBack, HeldBack::AskAgain);
        QCOMPARE(decision.deciding, again.id);
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
