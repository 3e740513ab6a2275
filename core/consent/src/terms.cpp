#include "terms.h"

#include "words.h"

#include <fpx/base/utc.h>
#include <fpx/consent/permissionbook.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr qint64 onceSeconds = 3600;
constexpr qint64 untilRevokedDays = 90;
constexpr qint64 daySeconds = 24 * 3600;

qint64 startOf(const QDate &day)
{
    return utcStartOf(day).toSecsSinceEpoch();
}

qint64 wishedEnd(const Duration &duration, qint64 now)
{
    switch (duration.kind) {
    case DurationKind::Once: return now + onceSeconds;
    case DurationKind::Until: return startOf(duration.lastDay.addDays(1));
    case DurationKind::UntilRevoked: return startOf(dayOf(now).addDays(untilRevokedDays));
    }
    return now;
}

} // namespace

QDate dayOf(qint64 seconds)
{
    return utcFromSeconds(seconds).date();
}

QDate lastDayOf(qint64 end)
{
    return dayOf(end - 1);
}

qint64 endOf(const Duration &duration, qint64 now, qint64 latest)
{
    const qint64 end = std::min(wishedEnd(duration, now), now + longestSeconds);
    return latest == PermissionRecord::noLatestEnd ? end : std::min(end, latest);
}

qint64 latestEnd(const uma::RequestedDuration &asked, qint64 now)
{
    if (asked.max.isEmpty())
        return PermissionRecord::noLatestEnd;
    const QDate today = dayOf(now);
    const auto last = uma::addDuration(today, asked.max);
    return last ? now + today.daysTo(*last) * daySeconds : 0;
}

Result<void> checkEnd(qint64 end, qint64 now)
{
    if (end <= now)
        return fail("day_passed", Words::tr("The last day that was chosen has passed. Choose a later one. Nothing was "
                                            "shared."));
    return {};
}

} // namespace fpx::consent
