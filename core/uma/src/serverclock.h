// The AS's clock, as its answers tell it (profile section 9).
#pragma once

#include <fpx/base/clock.h>
#include <fpx/http/httpclient.h>

#include <memory>

namespace fpx::uma {

/// Passes requests on and looks at the `Date` of each answer. What it learns is kept against the steady clock, so that
/// setting the wall clock changes nothing of it. The `Date` of a cached answer is that of its making (RFC 9110, 6.6.1):
/// with an `Age` (RFC 9111, 5.1) it counts as their sum, and only while there is nothing better. The Clock outlives it.
class ServerClock final : public http::HttpClient
{
public:
    ServerClock(std::shared_ptr<http::HttpClient> next, const Clock *clock);

    [[nodiscard]] Async<http::Response> send(http::Request request, CancelToken token) override;

    /// Seconds to add to the local time: the median of what the latest answers said; 0 while none has said anything.
    /// Error: `clock_wrong` beyond 10 minutes.
    [[nodiscard]] Result<qint64> offset() const;
    /// Local time plus offset. Error: `clock_wrong`; then nothing is signed.
    [[nodiscard]] Result<qint64> now() const;
    /// The same, whatever the offset is: for what needs no clock, and for what is only shown.
    [[nodiscard]] qint64 measuredNow() const;
    /// Whether an answer has told the time since the wall clock was last set.
    [[nodiscard]] bool isMeasured() const;
    /// The wall clock was set, or the machine did not count for a while, since the last answer.
    [[nodiscard]] bool isDoubtful() const;
    /// The next answer that tells the time counts alone: the earlier ones may be of another clock.
    void startAgain();

private:
    struct Samples;
    std::shared_ptr<http::HttpClient> m_next;
    const Clock *m_clock;
    std::shared_ptr<Samples> m_samples; // shared with requests under way, which may outlive this object
};

} // namespace fpx::uma
