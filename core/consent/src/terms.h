// When a permission ends (profile 4.4, 5). Days are UTC days of the AS's clock, so that an end tells no time zone.
#pragma once

#include <fpx/consent/offer.h>
#include <fpx/uma/ticketdetails.h>

namespace fpx::consent {

constexpr qint64 longestSeconds = 365LL * 24 * 3600; ///< `exp` at most one year ahead

/// The UTC day of that second.
[[nodiscard]] QDate dayOf(qint64 seconds);
/// The last UTC day on which something holds that ends at that second.
[[nodiscard]] QDate lastDayOf(qint64 end);
/// The end of what is decided at `now` (both in seconds, AS time): for a date 00:00 UTC of the following day; for "once"
/// an hour; for "until revoked" 90 days, renewed by the wallet while it holds. Never beyond a year, nor beyond `latest`
/// unless that is PermissionRecord::noLatestEnd.
[[nodiscard]] qint64 endOf(const Duration &duration, qint64 now, qint64 latest);
/// The latest end that the request allows for a permission of `now`: `now` and the maximum that it names.
/// PermissionRecord::noLatestEnd: it names none.
[[nodiscard]] qint64 latestEnd(const uma::RequestedDuration &asked, qint64 now);
/// Error: `day_passed` for an end that is not later than `now`.
[[nodiscard]] Result<void> checkEnd(qint64 end, qint64 now);

} // namespace fpx::consent
