#include <fpx/policy/policy.h>

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
        wide.when.name(knownClientReads().client);
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
        facts.resources[0].subject = QStringLiteral("child");
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Ask);
        Rule named = wide;
        named.when.nameSubject(QStringLiteral("child"));
        QCOMPARE(RuleSet({named}).evaluate(facts).effect, Effect::Allow);
        wide.when.subject = SubjectCondition::Delegated;
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
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
