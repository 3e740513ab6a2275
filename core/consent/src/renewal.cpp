#include "renewal.h"

#include "clientlook.h"
#include "words.h"

#include <fpx/consent/permissionfacts.h>

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
