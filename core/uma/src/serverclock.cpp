#include "serverclock.h"

#include "words.h"

#include <algorithm>

namespace fpx::uma {

namespace {

constexpr qsizetype kKept = 15;
constexpr qint64 kLargestOffset = 600;
constexpr qint64 kLargestStep = 2000;            // milliseconds; more is no adjustment but a clock that was set
constexpr qint64 kLongestAge = 31LL * 24 * 3600; // seconds; a cache that says more says nothing

qint64 floorSeconds(qint64 milliseconds)
{
    return milliseconds >= 0 ? milliseconds / 1000 : -((999 - milliseconds) / 1000);
}

// How far the wall clock is ahead of the steady one; changes when the wall clock is set.
qint64 lead(const Clock &clock)
{
    return clock.now().toMSecsSinceEpoch() - clock.steadyMilliseconds();
}

// Seconds that the answer lay in a cache; none: what it says of that cannot be read.
std::optional<qint64> ageOf(const http::Response &response)
{
    if (!response.headers.has("Age"))
        return 0;
    bool ok = false;
    const qint64 age = response.headers.value("Age").trimmed().toLongLong(&ok);
    return ok && age >= 0 && age <= kLongestAge ? std::optional(age) : std::nullopt;
}

} // namespace

struct ServerClock::Samples {
    QList<qint64> differences; ///< AS time less steady time, in milliseconds
    qint64 lead = 0;           ///< At the last look.
    bool aged = false;         ///< What there is came out of a cache.
    bool startsAgain = false;

    void add(const http::Response &response, const Clock &clock)
    {
        const auto date = response.date();
        const auto age = ageOf(response);
        if (!date || !age)
            return;
        const qint64 present = fpx::uma::lead(clock);
        const bool set = std::abs(present - lead) > kLargestStep;
        if (*age > 0 && !differences.isEmpty() && !set && !startsAgain)
            return;
        if (set || startsAgain || (aged && *age == 0))
            differences.clear();
        lead = present;
        aged = *age > 0;
        startsAgain = false;
        differences.append((date->toSecsSinceEpoch() + *age) * 1000 - clock.steadyMilliseconds());
        if (differences.size() > kKept)
            differences.removeFirst();
    }
    [[nodiscard]] qint64 median() const
    {
        QList<qint64> sorted = differences;
        std::ranges::sort(sorted);
        return sorted.at((sorted.size() - 1) / 2);
    }
};

ServerClock::ServerClock(std::shared_ptr<http::HttpClient> next, const Clock *clock)
    : m_next(std::move(next)), m_clock(clock), m_samples(std::make_shared<Samples>())
{
    m_samples->lead = lead(*clock);
}

Async<http::Response> ServerClock::send(http::Request request, CancelToken token)
{
    const auto samples = m_samples;
    const Clock *clock = m_clock;
    const auto next = m_next;
    auto response = co_await next->send(request, token);
    if (response)
        samples->add(*response, *clock);
    co_return response;
}

qint64 ServerClock::measuredNow() const
{
    if (m_samples->differences.isEmpty())
        return m_clock->nowSeconds();
    // Rounded down, as the `Date` was: nothing that is signed is ever of a second that the AS has not reached.
    return floorSeconds(m_clock->steadyMilliseconds() + m_samples->median());
}

bool ServerClock::isMeasured() const
{
    return !m_samples->differences.isEmpty() && !isDoubtful();
}

bool ServerClock::isDoubtful() const
{
    return std::abs(lead(*m_clock) - m_samples->lead) > kLargestStep;
}

void ServerClock::startAgain()
{
    m_samples->startsAgain = true;
    m_samples->lead = lead(*m_clock);
}

Result<qint64> ServerClock::offset() const
{
    const qint64 difference = measuredNow() - m_clock->nowSeconds();
    if (std::abs(difference) > kLargestOffset)
        return fail("clock_wrong",
                    Words::tr("The clock of this computer and that of the network differ by more than ten "
                              "minutes. Please set the time, then try again."),
                    QStringLiteral("%1 s").arg(difference));
    return difference;
}

Result<qint64> ServerClock::now() const
{
    FPX_CHECK(offset());
    return measuredNow();
}

} // namespace fpx::uma
