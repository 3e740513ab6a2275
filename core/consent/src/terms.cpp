#include "terms.h"

#include <fpx/base/utc.h>
#include <fpx/consent/permissionbook.h>

namespace fpx::consent {

namespace {

constexpr qint64 onceSeconds = 3600;
constexpr qint64 untilRevokedDays = 90;

qint64 startOf(const QDate &day)
{
    return utcStartOf(day).toSecsSinceEpoch();
}

QDate dayOf(qint64 seconds)
{
    return utcFromSeconds(seconds).date();
}

} // namespace

qint64 endOf(const Duration &duration, qint64 now)
{
    switch (duration.kind) {
    case DurationKind::Once: return now + onceSeconds;
    case DurationKind::Until: return startOf(duration.lastDay.addDays(1));
    case DurationKind::UntilRevoked: return startOf(dayOf(now).addDays(untilRevokedDays));
    }
    return now;
}

qint64 latestEnd(const uma::RequestedDuration &asked, qint64 now)
{
    if (asked.max.isEmpty())
        return PermissionRecord::noLatestEnd;
    const auto last = uma::addDuration(dayOf(now), asked.max);
    return last ? startOf(last->addDays(1)) : 0;
}

} // namespace fpx::consent
