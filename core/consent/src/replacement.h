// A permission that takes another's place: what may change, and what it says then (profile 5, `replaces`). Pure.
#pragma once

#include "terms.h"

#include <fpx/consent/permissiondesk.h>
#include <fpx/uma/permission.h>

namespace fpx::consent {

/// The latest end that a replacement made at `now` (seconds, AS time) may have.
[[nodiscard]] qint64 allowedEnd(const PermissionRecord &record, qint64 now);
/// Errors: `choice_incomplete`, `duration_too_long`.
[[nodiscard]] Result<void> checkChange(const ChangeOffer &offer, const PermissionChange &change);
/// Error: `day_passed`.
[[nodiscard]] Result<uma::PermissionTerms> termsAfter(const PermissionRecord &old, const PermissionPapers &papers,
                                                      const PermissionChange &change, qint64 now, qint64 latest);
[[nodiscard]] PermissionRecord recordAfter(const PermissionRecord &old, const uma::PermissionTerms &terms,
                                           bool untilRevoked);

} // namespace fpx::consent
