#include <fpx/consent/permissionfacts.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr qint64 day = 24 * 3600;

policy::Sensitivity sensitivityOf(const PermissionNames &names)
{
    policy::Sensitivity highest = policy::Sensitivity::Low;
    for (const QString &sensitivity : names.scopeSensitivities) {
        if (sensitivity == QStringLiteral("medium"))
            highest = std::max(highest, policy::Sensitivity::Medium);
        else if (sensitivity != QStringLiteral("low"))
            highest = policy::Sensitivity::High; // what is not said counts as high
    }
    return names.scopeSensitivities.isEmpty() ? policy::Sensitivity::High : highest;
}

} // namespace

policy::Facts factsOf(const PermissionRecord &permission)
{
    policy::Facts facts;
    facts.as = permission.as;
    facts.profile = permission.enrolment;
    facts.client = permission.client;
    facts.organization = permission.names->clientOrganization;
    facts.firstContact = false;
    if (permission.untilRevoked)
        facts.durationDays = policy::longestDuration;
    else if (!permission.once)
        facts.durationDays = static_cast<int>(
            std::clamp<qint64>((permission.expires - permission.grantedAt) / day, 1, policy::longestDuration));
    policy::ResourceFacts resource;
    resource.definition = permission.definition;
    resource.source = permission.source;
    resource.subject = permission.subject;
    resource.scopes = permission.scopes;
    resource.sensitivity = sensitivityOf(*permission.names);
    resource.resourceType = permission.names->definitionType;
    resource.usedBefore = true;
    facts.resources = {resource};
    return facts;
}

bool mayGoOn(const policy::Decision &decision)
{
    return decision.effect == policy::Effect::Allow || decision.heldBack != policy::HeldBack::No ||
           (decision.effect == policy::Effect::Ask && decision.deciding.isEmpty());
}

QList<PermissionId> declinedBy(const QList<policy::Rule> &rules, const PermissionBook &permissions)
{
    QList<policy::Rule> standing;
    for (const policy::Rule &rule : rules) {
        if (rule.effect == policy::Effect::Deny && !policy::isAboutTheMoment(rule.when) &&
            !policy::isAboutTheMoment(rule.unless))
            standing.append(rule);
    }
    const policy::RuleSet set(standing);
    QList<PermissionId> declined;
    for (const PermissionRecord &permission : permissions.all()) {
        if (permission.isLive() && !permission.once && set.evaluate(factsOf(permission)).effect == policy::Effect::Deny)
            declined.append(permission.id);
    }
    std::ranges::sort(declined);
    return declined;
}

} // namespace fpx::consent
