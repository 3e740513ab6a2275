#include "revocation.h"

#include "policydesk.h"
#include "words.h"

#include <fpx/consent/permissionfacts.h>
#include <fpx/consent/sharedthing.h>

#include <algorithm>

namespace fpx::wallet {

namespace {

using consent::PermissionRecord;
using consent::RequestRecord;
using policy::Condition;
using policy::Conditions;

// What the next request says, or its moment, or what the network says of the data then.
bool isOfTheRequest(const policy::ConditionSpec &spec)
{
    return spec.isMomentary || spec.id == Condition::Duration;
}

bool isOfTheData(const policy::ConditionSpec &spec)
{
    return spec.id == Condition::Sensitivity || spec.id == Condition::ResourceType;
}

bool dependsOnTheRequest(const Conditions &when)
{
    return std::ranges::any_of(policy::statedTable, [&when](const policy::ConditionSpec &spec) {
        return (isOfTheRequest(spec) || isOfTheData(spec)) && when.states(spec.id);
    });
}

// What the network says of the data was not kept with permissions of earlier versions.
bool knowsData(const PermissionRecord &permission)
{
    return !permission.names->scopeSensitivities.isEmpty();
}

policy::Rule withoutWhatDepends(policy::Rule rule, bool knowsData)
{
    for (const policy::ConditionSpec &spec : policy::statedTable) {
        if (isOfTheRequest(spec) || (!knowsData && isOfTheData(spec)))
            rule.when.clear(spec.id);
    }
    return rule;
}

// A request for these scopes that meets whatever a rule may demand besides.
policy::Facts asked(const PermissionRecord &permission, const QStringList &scopes)
{
    policy::Facts facts = consent::factsOf(permission);
    facts.ial = facts.aal = policy::highestLevel;
    facts.daysSinceAsked = 0;
    for (policy::ResourceFacts &resource : facts.resources) {
        resource.scopes = scopes;
        if (!knowsData(permission))
            resource.sensitivity = policy::Sensitivity::Low;
    }
    return facts;
}

bool names(const Conditions &when, Condition condition, const QString &id)
{
    const QStringList &stated = when.of(condition);
    return stated.isEmpty() || stated.contains(id);
}

QString whatOf(const PermissionRecord &permission)
{
    return permission.names->subjectName.isEmpty()
               ? Words::tr("%1 from %2").arg(permission.names->definitionName, permission.names->sourceName)
               : Words::tr("%1 of %2 from %3", "%1 data, %2 a person")
                     .arg(permission.names->definitionName, permission.names->subjectName,
                          permission.names->sourceName);
}

} // namespace

QStringList rulesThatAllow(const policy::RuleSet &inForce, const PermissionRecord &permission)
{
    QList<policy::Rule> always;
    QList<policy::Rule> candidates;
    for (const policy::Rule &rule : inForce.rules()) {
        const bool concerned = names(rule.when, Condition::As, permission.as.value()) &&
                               names(rule.when, Condition::Client, permission.client.value()) &&
                               names(rule.when, Condition::Definition, permission.definition.value()) &&
                               names(rule.when, Condition::Source, permission.source.value());
        if (!concerned)
            continue;
        if (rule.effect == policy::Effect::Allow)
            candidates.append(withoutWhatDepends(rule, knowsData(permission)));
        else if (!dependsOnTheRequest(rule.when) && !dependsOnTheRequest(rule.unless))
            always.append(rule);
    }
    QList<policy::Facts> requests{asked(permission, permission.scopes)};
    for (const QString &scope : permission.scopes)
        requests.append(asked(permission, {scope}));
    QStringList found;
    for (const policy::Rule &rule : std::as_const(candidates)) {
        const policy::RuleSet set(always + QList<policy::Rule>{rule});
        const bool allows = std::ranges::any_of(requests, [&set](const policy::Facts &facts) {
            return set.evaluate(facts).effect == policy::Effect::Allow;
        });
        if (allows && !rule.operatorRule)
            found.append(rule.id);
    }
    return found;
}

Revocation::Revocation(const std::shared_ptr<Services> &services, const QList<PermissionId> &chosen)
    : m_services(services)
{
    if (!services)
        return;
    m_ids = consent::allBehind(*services->permissions, chosen);
    QSet<consent::SharedThing> seen;
    for (const PermissionId &id : std::as_const(m_ids)) {
        const PermissionRecord &record = *services->permissions->find(id);
        if (seen.contains(consent::thingOf(record)))
            continue;
        seen.insert(consent::thingOf(record));
        m_things.append(record);
    }
    std::ranges::sort(m_things, [](const PermissionRecord &a, const PermissionRecord &b) {
        return std::tie(b.grantedAt, b.id) < std::tie(a.grantedAt, a.id);
    });
}

QStringList Revocation::clientNames() const
{
    QStringList clients;
    for (const PermissionRecord &thing : m_things)
        clients.append(thing.names->clientName);
    clients.removeDuplicates();
    return clients;
}

QStringList Revocation::rules() const
{
    QStringList found;
    for (const PermissionRecord &thing : m_things)
        found += rulesThatAllow(m_services->rules->inForce(), thing);
    found.removeDuplicates();
    return found;
}

bool Revocation::concerns(const RequestRecord &request) const
{
    return request.details && std::ranges::any_of(m_things, [&request](const PermissionRecord &thing) {
               return request.enrolment == thing.enrolment && request.details->client == thing.client &&
                      std::ranges::find(request.details->resources, thing.definition,
                                        &uma::RequestedResource::definition) != request.details->resources.end();
           });
}

QList<RequestKey> Revocation::onTheirWay() const
{
    QList<RequestKey> keys;
    for (const RequestRecord &request : m_services->engine->requests()) {
        const bool answered =
            request.state == consent::State::Decided || request.state == consent::State::PermissionsCreated;
        if (answered && concerns(request))
            keys.append(request.key);
    }
    return keys;
}

Consequences Revocation::consequences() const
{
    Consequences result;
    if (m_things.isEmpty())
        return result;
    result.permissions = static_cast<int>(m_things.size());
    for (const PermissionRecord &thing : m_things)
        result.lines.append(Words::tr("%1 can no longer use %2.").arg(thing.names->clientName, whatOf(thing)));
    result.lines.removeDuplicates();
    const QStringList clients = clientNames();
    const bool one = clients.size() == 1;
    // One number is named, that of the rows; what stands behind them is told by what it means.
    if (m_ids.size() > m_things.size())
        result.lines.append(m_things.size() == 1 ? Words::tr("It ends as a whole, however often it was shared.")
                                                 : Words::tr("They end as a whole, however often they were shared."));
    if (const auto underWay = static_cast<int>(onTheirWay().size()); underWay > 0)
        result.lines.append(
            Words::tr("%n request(s) for the same whose answer has not left yet are declined.", nullptr, underWay));
    result.lines.append(one ? Words::tr("%1 may keep what it already has.").arg(clients.first())
                            : Words::tr("All of them may keep what they already have."));
    result.lines.append(one ? Words::tr("This cannot be undone; %1 can ask again.").arg(clients.first())
                            : Words::tr("This cannot be undone; they can ask again."));
    result.rules = rules();
    return result;
}

Result<void> Revocation::switchOff(const QStringList &rules) const
{
    policy::Document next = m_services->rules->document();
    for (const QString &id : rules)
        next = policy::withSwitch(next, id, false);
    const QList<policy::Rule> &own = next.rules;
    for (const QString &id : rules) {
        const auto rule = std::ranges::find(own, id, &policy::Rule::id);
        if (rule != own.end())
            FPX_CHECK(m_services->append(QStringLiteral("rule"), QStringLiteral("rule_switched_off"),
                                         historyOf(*rule, *m_services->facts)));
    }
    return m_services->rules->replace(next);
}

Result<void> Revocation::run(const QStringList &rules) const
{
    const QList<RequestKey> onTheWay = onTheirWay(); // while their permissions are still there to tell
    FPX_CHECK(m_services->desk->revoke(
        m_ids, [&]() -> Result<void> { return rules.isEmpty() ? Result<void>() : switchOff(rules); }));
    for (const RequestKey &key : onTheWay) {
        if (consent::Prompt *request = m_services->engine->prompt(key))
            request->decline();
    }
    if (!rules.isEmpty())
        m_services->engine->rulesChanged();
    return {};
}

RevocationWords Revocation::words() const
{
    if (!rules().isEmpty())
        return {Words::tr("Revoking… Your rule stays on: it allows the next request without asking you."),
                Words::tr("Sharing has ended. Your rule stays on: it allows the next request without asking you.")};
    const QStringList clients = clientNames();
    if (clients.size() == 1)
        return {Words::tr("Revoking… %1 gets nothing new once the network has confirmed, and has to ask you again.")
                    .arg(clients.first()),
                Words::tr("Sharing has ended. %1 gets nothing new, and has to ask you again.").arg(clients.first())};
    return {Words::tr("Revoking… They get nothing new once the network has confirmed, and have to ask you again."),
            Words::tr("Sharing has ended. They get nothing new, and have to ask you again.")};
}

} // namespace fpx::wallet
