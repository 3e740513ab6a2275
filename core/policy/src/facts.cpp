#include <fpx/policy/facts.h>

namespace fpx::policy {

namespace {

constexpr qint64 minutesOfDay = 1440;

qint64 localMinutes(const Facts &facts)
{
    return (facts.time - (facts.time % 60 + 60) % 60) / 60 + facts.offsetMinutes;
}

} // namespace

int Facts::localMinute() const
{
    return static_cast<int>((localMinutes(*this) % minutesOfDay + minutesOfDay) % minutesOfDay);
}

int Facts::localWeekday() const
{
    constexpr qint64 thursday = 3; // 1 January 1970
    const qint64 days = (localMinutes(*this) - localMinute()) / minutesOfDay;
    return static_cast<int>(((days + thursday) % 7 + 7) % 7);
}

} // namespace fpx::policy
