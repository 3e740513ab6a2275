// What the rules are told of a permission that stands: before it is renewed or extended, and when the rules change.
#pragma once

#include <fpx/consent/permissionbook.h>
#include <fpx/policy/ruleset.h>

namespace fpx::consent {

/// As if its client asked now for exactly what it has. Time, sign-in and counts are the caller's to fill in. Of a
/// permission from before the network's word on its data was kept, the sensitivity counts as high.
[[nodiscard]] policy::Facts factsOf(const PermissionRecord &permission);

/// Whether the rules have nothing against its going on by itself: none declines it and none wants the person to be asked.
/// That no rule decides is no objection, since the person did.
[[nodiscard]] bool mayGoOn(const policy::Decision &decision);

/// Those in force that these rules decline and would decline tomorrow: rules about the time of day or week, how often
/// something happened, or the sign-in say nothing of what stands.
[[nodiscard]] QList<PermissionId> declinedBy(const QList<policy::Rule> &rules, const PermissionBook &permissions);

} // namespace fpx::consent
