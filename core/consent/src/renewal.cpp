#include "renewal.h"

#include "clientlook.h"
#include "words.h"

#include <fpx/consent/permissionfacts.h>

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
    details.resources = {resource};
    return details;
}

policy::Facts factsNow(const PermissionRecord &permission, const QStringList &scopes, const RegistryFacts &registry)
{
    policy::Facts facts = factsOf(permission);
    facts.organization = registry.client.organization;
    policy::ResourceFacts &resource = facts.resources.first();
    resource.scopes = scopes;
    const auto definition = registry.definitions.constFind(permission.definition);
    if (definition == registry.definitions.constEnd())
        return facts;
    resource.resourceType = definition->resourceType;
    resource.sensitivity = policy::Sensitivity::Low;
    for (const QString &scope : scopes) {
        const auto known = std::ranges::find(definition->scopes, scope, &uma::RegisteredScope::scope);
        const QString says = known == definition->scopes.end() ? QString() : known->sensitivity;
        resource.sensitivity = std::max(resource.sensitivity, policySensitivity(sensitivityOf(says)));
    }
    return facts;
}

Result<void> checkRules(const policy::Decision &decision, Initiative initiative, const PermissionRecord &permission)
{
    const PermissionNames &names = *permission.names;
    if (decision.effect == policy::Effect::Deny)
        return fail("denied_by_rule",
                    Words::tr("A rule declines that %1 may use %2, so it was not made longer. It ends on "
                              "its day.")
                        .arg(names.clientName, names.definitionName));
    if (initiative == Initiative::Wallet && (!mayGoOn(decision) || decision.obligations.once))
        return fail(
            "renewal_held_back",
            Words::tr("What %1 may use of %2 is not renewed by itself: a rule wants you to be asked. Change its end "
                      "under Sharing if it is to go on.")
                .arg(names.clientName, names.definitionName));
    return {};
}

Result<void> checkLooks(const PermissionRecord &permission, const PermissionBook &permissions,
                        const RegistryFacts &registry)
{
    const PermissionNames &names = *permission.names;
    if (!changesSince(permissions, permission.enrolment, registry).isEmpty())
        return fail(
            "renewal_held_back",
            Words::tr("%1 is not as it was when you last shared with it, so what it may use of %2 is not renewed "
                      "by itself. Change its end under Sharing if it is to go on.")
                .arg(names.clientName, names.definitionName));
    const QList<DataChange> changes = dataChangesSince(permissions, permission.enrolment, registry);
    if (!changes.isEmpty())
        return fail("renewal_held_back",
                    Words::tr("%1 So what %2 may use of it is not renewed by itself. Change its end "
                              "under Sharing if it is to go on.")
                        .arg(inWords(changes.first()), names.clientName));
    return {};
}

} // namespace fpx::consent
