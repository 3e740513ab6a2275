#include "fakepolicies.h"

#include <algorithm>

namespace fpx::test {

using policy::Condition;
using policy::Effect;

Result<void> FakePolicies::apply(const policy::Document &next)
{
    FPX_CHECK(refusal);
    for (const policy::Rule &rule : next.rules) {
        if (policy::unplaced(rule) && !next.switchedOff.contains(rule.id))
            return fail("rule_without_network", QStringLiteral("Choose the network."));
    }
    rules = next;
    Q_EMIT changed();
    return {};
}

QList<wallet::RuleName> FakePolicies::known(Condition condition) const
{
    return names.value(condition);
}

QString FakePolicies::nameOf(Condition condition, const QString &id, const QStringList &places) const
{
    const auto among = [&places](const QString &place) { return places.contains(place); };
    for (const wallet::RuleName &name : names.value(condition)) {
        if (name.id == id && (places.isEmpty() || name.places.isEmpty() || std::ranges::any_of(name.places, among)))
            return name.name;
    }
    return id;
}

std::shared_ptr<wallet::Review> FakePolicies::review(const policy::Document &draft, const QStringList &about)
{
    const auto begun = std::make_shared<FakeReview>();
    begun->found = policy::analyse(policy::composed(providers, draft.rules, draft.switchedOff));
    begun->found.removeIf([&about](const policy::Finding &finding) { return !about.contains(finding.rule); });
    begun->over = !slow;
    looking = begun;
    return begun;
}

std::shared_ptr<wallet::WhatIf> FakePolicies::whatIf(const policy::Document &)
{
    const auto begun = std::make_shared<FakeWhatIf>();
    begun->now = wallet::WhatIf::State::Done;
    begun->all = recorded;
    begun->looked = recorded;
    begun->others = different;
    policy::ClientDifferences client;
    client.client = ClientId(QStringLiteral("healthtrack"));
    client.requests = 20;
    client.different = different;
    policy::Facts facts;
    facts.time = 1'790'000'000;
    facts.resources = {{DefinitionId(QStringLiteral("lab-results")), {}, {}, {}, {}, {}, false}};
    client.examples.append({0, facts, {}, {Effect::Deny, {}, {}, {}, {}}});
    if (different > 0)
        begun->clients = {client};
    run = begun;
    return begun;
}

void FakePolicies::closeSuggestion()
{
    suggested.reset();
    Q_EMIT suggestionChanged();
}

void FakePolicies::fill()
{
    const auto name = [this](Condition condition, const char *id, const char *words) {
        const bool ofNetwork = policy::placeOf(condition) == Condition::As;
        names[condition].append({QLatin1String(id), QLatin1String(words),
                                 ofNetwork ? QStringList{QStringLiteral("ontario")} : QStringList()});
    };
    name(Condition::As, "ontario", "Ontario Health Network");
    name(Condition::Organization, "city-hospital", "City Hospital");
    name(Condition::Organization, "maple-bank", "Maple Bank");
    name(Condition::Client, "immunize-me", "Immunize Me");
    name(Condition::Client, "healthtrack", "HealthTrack Plus");
    name(Condition::ResourceType, "health", "health");
    name(Condition::ResourceType, "finance", "finance");
    name(Condition::Definition, "immunization-history", "Immunization history");
    name(Condition::Definition, "lab-results", "Laboratory results");
    name(Condition::Definition, "bank-statement", "Account statement");
    name(Condition::Scope, "read", "read");
    name(Condition::Scope, "subscribe", "be told about changes");
    name(Condition::Source, "city-hospital", "City Hospital");
    name(Condition::Source, "medilab", "MediLab Diagnostics");
    policy::Rule locked;
    locked.id = QStringLiteral("operator-0");
    locked.effect = Effect::Ask;
    locked.when.sensitivities = 4;
    locked.operatorRule = true;
    locked.locked = true;
    policy::Rule open;
    open.id = QStringLiteral("operator-1");
    open.effect = Effect::Deny;
    open.when.of(Condition::ResourceType) = {QStringLiteral("finance")};
    open.when.of(Condition::Client) = {QStringLiteral("healthtrack")};
    open.operatorRule = true;
    providers = {locked, open};
    policy::Rule never;
    never.id = QStringLiteral("never");
    never.effect = Effect::Deny;
    never.when.of(Condition::Organization) = {QStringLiteral("maple-bank")};
    never.when.of(Condition::ResourceType) = {QStringLiteral("health")};
    never.when.nameSubject({});
    never.createdAt = 1'790'000'000;
    policy::Rule allowed;
    allowed.id = QStringLiteral("allowed");
    allowed.effect = Effect::Allow;
    allowed.when.of(Condition::As) = {QStringLiteral("ontario")};
    allowed.when.of(Condition::Client) = {QStringLiteral("immunize-me")};
    allowed.when.of(Condition::Definition) = {QStringLiteral("immunization-history")};
    allowed.when.of(Condition::Source) = {QStringLiteral("city-hospital")};
    allowed.when.of(Condition::Scope) = {QStringLiteral("read")};
    allowed.when.nameSubject({});
    allowed.then.limitDays = 90;
    allowed.createdAt = 1'790'000'000;
    rules.rules = {never, allowed};
    suggested = wallet::RuleSuggestion{allowed, 5};
    suggested->rule.id = QStringLiteral("suggested");
    suggested->rule.when.of(Condition::Client) = {QStringLiteral("healthtrack")};
}

} // namespace fpx::test
