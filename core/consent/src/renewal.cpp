#include "renewal.h"

#include "clientlook.h"
#include "words.h"

#include <algorithm>

namespace fpx::consent {

uma::TicketDetails asIfAsked(const PermissionRecord &permission)
{
    uma::TicketDetails details;
    details.purpose = uma::Purpose::Access;
    details.client = permission.client;
    uma::RequestedResource resource;
    resource.requestId = permission.requestId;
    resource.definition = permission.definition;
    for (const QString &scope : permission.scopes)
        resource.scopes.append({scope, true});
    details.resources = {resource};
    return details;
}

policy::Facts factsOf(const PermissionRecord &permission, const RegistryFacts &registry, const QStringList &scopes,
                      int days)
{
    const uma::RegisteredDefinition definition = registry.definitions.value(permission.definition);
    policy::ResourceFacts resource;
    resource.definition = permission.definition;
    resource.resourceType = definition.resourceType;
    resource.source = permission.source;
    resource.subject = permission.subject;
    resource.scopes = scopes;
    resource.usedBefore = true;
    for (const QString &scope : scopes) {
        const auto known = std::ranges::find(definition.scopes, scope, &uma::RegisteredScope::scope);
        const QString said = known == definition.scopes.end() ? QString() : known->sensitivity;
        resource.sensitivity = std::max(resource.sensitivity, policySensitivity(sensitivityOf(said)));
    }
    policy::Facts facts;
    facts.as = permission.as;
    facts.client = permission.client;
    facts.organization = registry.client.organization;
    facts.firstContact = false;
    facts.durationDays = days;
    facts.resources = {resource};
    return facts;
}

Result<void> checkRules(const policy::Decision &decision, Initiative initiative, const PermissionRecord &permission)
{
    const PermissionNames &names = *permission.names;
    if (decision.deciding.isEmpty()) // no rule has anything to say of it: what the person decided holds
        return {};
    if (decision.effect == policy::Effect::Deny)
        return fail("denied_by_rule",
                    Words::tr("One of your rules declines that %1 may use %2, so it was not made longer. "
                              "It ends on its day.")
                        .arg(names.clientName, names.definitionName));
    if (initiative == Initiative::Wallet && (decision.effect == policy::Effect::Ask || decision.obligations.once))
        return fail(
            "renewal_held_back",
            Words::tr("What %1 may use of %2 is not renewed by itself: one of your rules wants you to be asked. "
                      "Change its end under Sharing if it is to go on.")
                .arg(names.clientName, names.definitionName));
    return {};
}

Result<void> checkLooks(const PermissionRecord &permission, const RegistryFacts &registry)
{
    if (changesBetween(lookOf(permission), lookOf(registry)).isEmpty())
        return {};
    return fail(
        "renewal_held_back",
        Words::tr("%1 is not as it was when you let it use %2, so that is not renewed by itself. Change its end "
                  "under Sharing if it is to go on.")
            .arg(permission.names->clientName, permission.names->definitionName));
}

} // namespace fpx::consent
