// Whether a permission that was given once may be given for longer (profile 2, 4.4, 5, 7).
#pragma once

#include "offers.h"

#include <fpx/policy/ruleset.h>

namespace fpx::consent {

/// A ticket that asks for what the permission allows already: what the registry says of it is read by the same lines.
[[nodiscard]] uma::TicketDetails asIfAsked(const PermissionRecord &permission);
/// What the rules are told before `permission` lasts longer with these scopes: as of a new request, the network's word is
/// the one of now, for that of then may not have been kept. Time, sign-in and duration are the caller's to fill in.
[[nodiscard]] policy::Facts factsNow(const PermissionRecord &permission, const QStringList &scopes,
                                     const RegistryFacts &registry);
enum class Initiative {
    Wallet, ///< A renewal: whoever wants to be asked, or looks different, is the person's to look at.
    Person  ///< An extension.
};
/// Errors: `denied_by_rule`, `renewal_held_back`.
[[nodiscard]] Result<void> checkRules(const policy::Decision &decision, Initiative initiative,
                                      const PermissionRecord &permission);
/// Error: `renewal_held_back` where client or data are not as they were when the person last shared with it, or them.
[[nodiscard]] Result<void> checkLooks(const PermissionRecord &permission, const PermissionBook &permissions,
                                      const RegistryFacts &registry);

} // namespace fpx::consent
