#include "serverclock.h"

#include "words.h"

#include <algorithm>

namespace fpx::uma {

namespace {

constexpr qsizetype kKept = 15;
constexpr qint64 kLargestOffset = 600;

} // namespace

struct ServerClock::Samples {
    QList<qint64> offsets;
};

ServerClock::ServerClock(std::shared_ptr<http::HttpClient> next, const Clock *clock)
    : m_next(std::move(next)), m_clock(clock), m_samples(std::make_shared<Samples>())
{
}

Async<http::Response> ServerClock::send(http::Request request, CancelToken token)
{
    const auto samples = m_samples;
    const Clock *clock = m_clock;
    const auto next = m_next;
    auto response = co_await next->send(request, token);
    if (response) {
        if (const auto date = response->date()) {
            samples->offsets.append(clock->now().secsTo(*date));
            if (samples->offsets.size() > kKept)
                samples->offsets.removeFirst();
        }
    }
    co_return response;
}

Result<qint64> ServerClock::offset() const
{
    QList<qint64> sorted = m_samples->offsets;
    if (sorted.isEmpty())
        return 0;
    std::ranges::sort(sorted);
    const qint64 median = sorted.at((sorted.size() - 1) / 2);
    if (std::abs(median) > kLargestOffset)
        return fail("clock_wrong",
                    Words::tr("The clock of this computer and that of the network differ by more than ten "
                              "minutes. Please set the time, then try again."),
                    QStringLiteral("%1 s").arg(median));
    return median;
}

Result<qint64> ServerClock::now() const
{
    FPX_TRY(difference, offset());
    return m_clock->nowSeconds() + difference;
}

} // namespace fpx::uma
