// When a permission ends (profile 4.4, 5).
#pragma once

#include <fpx/consent/offer.h>
#include <fpx/uma/ticketdetails.h>

namespace fpx::consent {

constexpr qint64 longestSeconds = 365LL * 24 * 3600; ///< `exp` at most one year ahead

/// The seconds since the epoch at which what is decided at `now` (seconds, AS time) ends: a date is 00:00 UTC of the
/// following day; "once" is an hour; "until revoked" 90 days, renewed by the wallet while it holds.
[[nodiscard]] qint64 endOf(const Duration &duration, qint64 now);
/// The latest end that the request allows for a permission of `now`; PermissionRecord::noLatestEnd: it names none.
[[nodiscard]] qint64 latestEnd(const uma::RequestedDuration &asked, qint64 now);

} // namespace fpx::consent
