// The AS's clock, as its answers tell it (profile section 9).
#pragma once

#include <fpx/base/clock.h>
#include <fpx/http/httpclient.h>

#include <memory>

namespace fpx::uma {

/// Passes requests on and looks at the `Date` of each answer. The Clock outlives it.
class ServerClock final : public http::HttpClient
{
public:
    ServerClock(std::shared_ptr<http::HttpClient> next, const Clock *clock);

    [[nodiscard]] Async<http::Response> send(http::Request request, CancelToken token) override;

    /// The median of the latest offsets, in seconds; 0 while none has been seen. Error: `clock_wrong` beyond 10 minutes.
    [[nodiscard]] Result<qint64> offset() const;
    /// Local time plus offset. Error: `clock_wrong`; then nothing is signed.
    [[nodiscard]] Result<qint64> now() const;

private:
    struct Samples;
    std::shared_ptr<http::HttpClient> m_next;
    const Clock *m_clock;
    std::shared_ptr<Samples> m_samples; // shared with requests under way, which may outlive this object
};

} // namespace fpx::uma
