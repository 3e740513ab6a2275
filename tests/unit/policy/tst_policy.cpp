#include <fpx/policy/policy.h>

#include <QTest>

using namespace fpx;
using namespace fpx::policy;

namespace {

Facts knownClientReads()
{
    Facts facts;
    facts.as = AsIdentifier(QStringLiteral("ontario"));
    facts.client = ClientId(QStringLiteral("immunize-me"));
    facts.firstContact = false;
    facts.resources = {{DefinitionId(QStringLiteral("immunization-history")),
                        SourceIdentifier(QStringLiteral("hospital")),
                        QString(),
                        {QStringLiteral("read")},
                        false}};
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
    r.as = facts.as;
    r.client = facts.client;
    r.definition = facts.resources[0].definition;
    r.source = facts.resources[0].source;
    r.subject = QString();
    r.scopes = facts.resources[0].scopes;
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
        facts.resources.append({DefinitionId(QStringLiteral("lab-results")),
                                SourceIdentifier(QStringLiteral("hospital")),
                                QString(),
                                {QStringLiteral("read")},
                                false});
        QCOMPARE(rules.evaluate(facts).effect, Effect::Ask);
    }

    void neverAutomaticForProtectOrAnotherDevice()
    {
        Facts facts = knownClientReads();
        facts.protect = true;
        QCOMPARE(RuleSet({exactAllow()}).evaluate(facts).effect, Effect::Ask);
        facts = knownClientReads();
        facts.otherDevice = true;
        QCOMPARE(RuleSet({exactAllow()}).evaluate(facts).effect, Effect::Ask);
    }

    void wideAllowNeedsTheSensitiveDefinitionByName()
    {
        Rule wide = rule(Effect::Allow);
        wide.client = knownClientReads().client;
        Facts facts = knownClientReads();
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Allow);
        facts.resources[0].highSensitivity = true;
        QCOMPARE(RuleSet({wide}).evaluate(facts).effect, Effect::Ask);
        QCOMPARE(RuleSet({exactAllow()}).evaluate(facts).effect, Effect::Allow);
    }

    void roundTripsAndRefusesWhatItDoesNotKnow()
    {
        const auto again = Rule::fromJson(exactAllow().toJson());
        QVERIFY(again.has_value());
        QCOMPARE(again->toJson(), exactAllow().toJson());
        QJsonObject json = exactAllow().toJson();
        json.insert(QStringLiteral("weekday"), QStringLiteral("monday"));
        QCOMPARE(Rule::fromJson(json).error().code, QByteArray("bad_rule"));
        json = exactAllow().toJson();
        json.insert(QStringLiteral("effect"), QStringLiteral("permit"));
        QCOMPARE(Rule::fromJson(json).error().code, QByteArray("bad_rule"));
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
