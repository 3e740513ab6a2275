// What the rules decline is not offered, and what is chosen by hand is put to them as it is.
#include <choice.h>
#include <ruledoffer.h>

#include <fpx/consent/permissionfacts.h>

#include <QTest>

using namespace fpx;
using namespace fpx::consent;
using policy::Condition;
using policy::Effect;

namespace {

const SourceIdentifier hospital(QStringLiteral("hospital"));
const SourceIdentifier northlab(QStringLiteral("northlab"));

SourceOffer source(const SourceIdentifier &id, bool connected = true)
{
    SourceOffer offer;
    offer.id = id;
    offer.displayName = id.value();
    offer.connected = connected;
    if (connected)
        offer.subjects = {{QString(), QStringLiteral("Aïcha"), QString(), true},
                          {QStringLiteral("child"), QStringLiteral("Sami"), QStringLiteral("son"), true}};
    return offer;
}

/// r1 is needed, r2 is not; both of two sources, each with an optional scope.
struct Asked {
    PromptContent content;
    AskedFacts facts;

    Asked()
    {
        content.purpose = QStringLiteral("access");
        content.repeated = true;
        content.duration = {
            true, true, true, QDate(2026, 11, 24), QDate(2027, 2, 22), {DurationKind::Until, QDate(2026, 12, 23)}};
        facts.common.as = AsIdentifier(QStringLiteral("ontario"));
        facts.common.client = ClientId(QStringLiteral("practice"));
        facts.common.firstContact = false;
        facts.common.durationDays = 30;
        for (const char *id : {"r1", "r2"}) {
            ResourceOffer offer;
            offer.requestId = QLatin1String(id);
            offer.displayName = offer.requestId;
            offer.required = content.resources.isEmpty();
            offer.scopes = {{QStringLiteral("read"), QStringLiteral("read"), {}, Sensitivity::Low, true},
                            {QStringLiteral("subscribe"), QStringLiteral("be told"), {}, Sensitivity::High, false}};
            offer.sources = {source(hospital), source(northlab)};
            content.resources.append(offer);
            policy::ResourceFacts resource;
            resource.definition = DefinitionId(offer.requestId);
            resource.scopes = {QStringLiteral("read")};
            facts.resources.append(resource);
        }
    }
    std::optional<policy::Decision> put(const QList<policy::Rule> &rules)
    {
        return withholdDeclined(content, facts, policy::RuleSet(rules));
    }
    [[nodiscard]] Choice choice() const { return initialChoice(content); }
    [[nodiscard]] Result<void> check(const QList<policy::Rule> &rules, const Choice &choice) const
    {
        FPX_CHECK(checkChoice(content, choice));
        return checkAgainst(policy::RuleSet(rules).evaluate(chosenFacts(facts, content, choice)), content, choice);
    }
};

policy::Rule rule(Effect effect)
{
    policy::Rule made;
    made.id = QStringLiteral("a-rule");
    made.effect = effect;
    return made;
}

policy::Rule denied(Condition condition, const QString &name)
{
    policy::Rule made = rule(Effect::Deny);
    if (condition == Condition::Subject)
        made.when.nameSubject(name);
    else
        made.when.of(condition) = {name};
    return made;
}

QByteArray codeOf(const Result<void> &result)
{
    return result ? QByteArray("ok") : result.error().code;
}

const SourceOffer &offered(const Asked &asked, const SourceIdentifier &id, int resource = 0)
{
    return *findSource(asked.content.resources.at(resource), id);
}

} // namespace

class TestRuledOffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutRulesEverythingIsOffered()
    {
        Asked asked;
        QVERIFY(!asked.put({}));
        for (const ResourceOffer &resource : asked.content.resources) {
            QVERIFY(resource.withheld.isEmpty());
            for (const SourceOffer &each : resource.sources)
                QVERIFY(each.withheld.isEmpty() && each.subjects[0].withheld.isEmpty());
        }
    }

    void a_denied_source_is_not_offered()
    {
        Asked asked;
        const QList<policy::Rule> rules{denied(Condition::Source, northlab.value())};
        QVERIFY(!asked.put(rules));
        QVERIFY(!offered(asked, northlab).withheld.isEmpty());
        QVERIFY(offered(asked, hospital).withheld.isEmpty());
        Choice choice = asked.choice();
        QCOMPARE(choice.resources[0].source, hospital);
        QCOMPARE(codeOf(asked.check(rules, choice)), QByteArray("ok"));
        choice.resources[0].source = northlab; // picked by hand
        QCOMPARE(codeOf(asked.check(rules, choice)), QByteArray("choice_declined"));
        Asked before; // and so it is where the offer was made before there was this rule
        QCOMPARE(codeOf(before.check(rules, choice)), QByteArray("choice_declined"));
    }

    void the_one_source_that_is_left_can_be_allowed()
    {
        Asked asked;
        QVERIFY(!automaticChoice(asked.content));
        QVERIFY(!asked.put({denied(Condition::Source, northlab.value())}));
        QVERIFY(automaticChoice(asked.content));
        QCOMPARE(neededFacts(asked.facts, asked.content).resources[0].source, hospital);
    }

    void a_request_of_which_nothing_is_left_is_declined()
    {
        Asked asked;
        policy::Rule both = denied(Condition::Source, northlab.value());
        both.when.of(Condition::Source).append(hospital.value());
        both.when.of(Condition::Definition) = {QStringLiteral("r1")};
        const auto declined = asked.put({both});
        QVERIFY(declined);
        QCOMPARE(declined->effect, Effect::Deny);
        QCOMPARE(declined->deciding, both.id);
    }

    void a_source_that_is_not_connected_yet_keeps_the_question_open()
    {
        Asked asked;
        asked.content.resources[0].sources = {source(hospital), source(northlab, false)};
        QVERIFY(!asked.put({denied(Condition::Source, hospital.value())}));
        QVERIFY(offered(asked, northlab).withheld.isEmpty());
        Asked neither;
        neither.content.resources[0].sources = {source(northlab, false)};
        QVERIFY(neither.put({denied(Condition::Source, northlab.value())})); // it is not connected in vain
    }

    void a_denied_subject_is_not_offered()
    {
        Asked asked;
        const QList<policy::Rule> rules{denied(Condition::Subject, QStringLiteral("child"))};
        QVERIFY(!asked.put(rules));
        QVERIFY(offered(asked, hospital).subjects[0].withheld.isEmpty());
        QVERIFY(!offered(asked, hospital).subjects[1].withheld.isEmpty());
        Choice choice = asked.choice();
        choice.resources[0].subject = QStringLiteral("child");
        QCOMPARE(codeOf(asked.check(rules, choice)), QByteArray("choice_declined"));
    }

    void a_denied_optional_resource_is_not_offered()
    {
        Asked asked;
        const QList<policy::Rule> rules{denied(Condition::Definition, QStringLiteral("r2"))};
        QVERIFY(!asked.put(rules));
        QVERIFY(asked.content.resources[0].withheld.isEmpty());
        QVERIFY(!asked.content.resources[1].withheld.isEmpty());
        Choice choice = asked.choice();
        QCOMPARE(codeOf(asked.check(rules, choice)), QByteArray("ok"));
        choice.resources[1].share = true;
        QCOMPARE(codeOf(asked.check(rules, choice)), QByteArray("choice_declined"));
    }

    void a_denied_optional_scope_is_not_offered()
    {
        Asked asked;
        const QList<policy::Rule> rules{denied(Condition::Scope, QStringLiteral("subscribe"))};
        QVERIFY(!asked.put(rules));
        QVERIFY(asked.content.resources[0].scopes[0].withheld.isEmpty());
        QVERIFY(!asked.content.resources[0].scopes[1].withheld.isEmpty());
        Choice choice = asked.choice();
        choice.resources[0].scopes.append(QStringLiteral("subscribe"));
        QCOMPARE(codeOf(asked.check(rules, choice)), QByteArray("choice_declined"));
    }

    void an_optional_scope_counts_with_its_sensitivity()
    {
        Asked asked;
        policy::Rule high = rule(Effect::Deny);
        high.when.sensitivities = 4;
        high.when.of(Condition::Source) = {northlab.value()};
        QVERIFY(!asked.put({high}));
        QVERIFY(asked.content.resources[0].scopes[1].withheld.isEmpty()); // the hospital's can be had
        QCOMPARE(offered(asked, northlab).subjects[0].withheldScopes, QStringList(QStringLiteral("subscribe")));
        QVERIFY(offered(asked, hospital).subjects[0].withheldScopes.isEmpty());
    }

    void obligations_bind_what_is_picked_by_hand()
    {
        Asked asked;
        policy::Rule week = rule(Effect::Ask);
        week.when.of(Condition::Source) = {northlab.value()};
        week.then.limitDays = 7;
        Choice choice = asked.choice();
        choice.duration = {DurationKind::Until, QDate(2026, 12, 23)};
        choice.resources[0].source = hospital;
        QCOMPARE(codeOf(asked.check({week}, choice)), QByteArray("ok"));
        choice.resources[0].source = northlab;
        QCOMPARE(codeOf(asked.check({week}, choice)), QByteArray("duration_too_long"));
        choice.duration.lastDay = QDate(2026, 11, 30);
        QCOMPARE(codeOf(asked.check({week}, choice)), QByteArray("ok"));
        choice.duration = {DurationKind::UntilRevoked, {}};
        QCOMPARE(codeOf(asked.check({week}, choice)), QByteArray("duration_too_long"));
        week.then = {};
        week.then.once = true;
        QCOMPARE(codeOf(asked.check({week}, choice)), QByteArray("duration_too_long"));
        choice.duration = {DurationKind::Once, {}};
        QCOMPARE(codeOf(asked.check({week}, choice)), QByteArray("ok"));
    }

    void a_longer_time_than_was_asked_for_counts()
    {
        Asked asked;
        policy::Rule longer = rule(Effect::Deny);
        longer.when.duration.atLeast = 60;
        Choice choice = asked.choice();
        QCOMPARE(codeOf(asked.check({longer}, choice)), QByteArray("ok"));
        choice.duration = {DurationKind::UntilRevoked, {}};
        QCOMPARE(codeOf(asked.check({longer}, choice)), QByteArray("choice_declined"));
    }

    void a_new_deny_tells_what_stands_against_it()
    {
        FakeRecordStore records;
        PermissionBook book(records);
        const auto give = [&book](const char *id, const char *client, PermissionState state) {
            PermissionRecord record;
            record.id = PermissionId(QLatin1String(id));
            record.as = AsIdentifier(QStringLiteral("ontario"));
            record.enrolment = EnrolmentId(QStringLiteral("private"));
            record.client = ClientId(QLatin1String(client));
            record.definition = DefinitionId(QStringLiteral("labs"));
            record.source = hospital;
            record.scopes = {QStringLiteral("read")};
            record.state = state;
            PermissionNames names;
            names.definitionType = QStringLiteral("health");
            names.scopeSensitivities = {QStringLiteral("low")};
            record.names = names;
            return book.put(record, PermissionPapers()).has_value();
        };
        QVERIFY(give("a", "practice", PermissionState::Active) && give("b", "practice", PermissionState::Disabled) &&
                give("c", "school", PermissionState::Active) && give("d", "practice", PermissionState::Revoked));
        const QList<PermissionId> both{PermissionId(QStringLiteral("a")), PermissionId(QStringLiteral("b"))};
        policy::Rule never = denied(Condition::Client, QStringLiteral("practice"));
        QCOMPARE(declinedBy({never}, book), both);
        never.when.of(Condition::Profile) = {QStringLiteral("work")};
        QVERIFY(declinedBy({never}, book).isEmpty());
        never.when.of(Condition::Profile).clear();
        never.when.time = policy::TimeOfDay{0, 1439}; // says nothing of what stands
        QVERIFY(declinedBy({never}, book).isEmpty());
        never.when.time.reset();
        never.unless.time = policy::TimeOfDay{0, 1439};
        QVERIFY(declinedBy({never}, book).isEmpty());
        never.unless.time.reset();
        never.unless.firstContact = true;
        QCOMPARE(declinedBy({never}, book), both);
        never.unless.firstContact = false;
        QVERIFY(declinedBy({never}, book).isEmpty());
        QCOMPARE(declinedBy({denied(Condition::ResourceType, QStringLiteral("health"))}, book).size(), 3);
        policy::Rule high = rule(Effect::Deny);
        high.when.sensitivities = 4;
        QVERIFY(declinedBy({high}, book).isEmpty());
        QVERIFY(declinedBy({rule(Effect::Ask)}, book).isEmpty());
    }

    void what_stands_goes_on_unless_a_rule_objects()
    {
        PermissionRecord record;
        record.client = ClientId(QStringLiteral("practice"));
        record.as = AsIdentifier(QStringLiteral("ontario"));
        record.scopes = {QStringLiteral("read")};
        record.untilRevoked = true;
        const policy::Facts facts = factsOf(record);
        QCOMPARE(facts.durationDays, policy::longestDuration);
        QVERIFY(!facts.firstContact);
        QCOMPARE(facts.resources[0].sensitivity, policy::Sensitivity::High); // what was not kept counts as high
        QVERIFY(mayGoOn(policy::RuleSet().evaluate(facts)));
        policy::Rule about = rule(Effect::Deny);
        about.when.name(record.client);
        QVERIFY(!mayGoOn(policy::RuleSet({about}).evaluate(facts)));
        about.effect = Effect::Ask;
        QVERIFY(!mayGoOn(policy::RuleSet({about}).evaluate(facts)));
    }

    void what_cannot_be_looked_at_is_not_offered()
    {
        Asked asked;
        for (int i = 0; i < maxCombinations; ++i)
            asked.content.resources[1].sources[0].subjects.append({QString::number(i), {}, {}, true});
        QVERIFY(!asked.put({rule(Effect::Ask)}));
        QVERIFY(asked.content.resources[0].withheld.isEmpty());
        QVERIFY(asked.content.resources[1].sources[0].subjects[0].withheld.isEmpty());
        QVERIFY(!asked.content.resources[1].sources[0].subjects.last().withheld.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRuledOffer)
#include "tst_ruledoffer.moc"
