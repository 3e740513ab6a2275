#include <fpx/base/deferred.h>
#include <fpx/http/retrying.h>

#include <QRandomGenerator>
#include <QTimer>

namespace fpx::http {

namespace {

bool mayRepeat(const Request &request)
{
    return request.idempotent || request.method == Method::Get || request.method == Method::Put ||
           request.method == Method::Delete;
}

bool worthRepeating(const Result<Response> &result)
{
    if (!result)
        return result.error().retry == Retry::Later;
    return result->status == 429 || (result->status >= 502 && result->status <= 504);
}

} // namespace

Async<void> sleepFor(std::chrono::milliseconds time, CancelToken token)
{
    Deferred<Result<void>> done;
    // Not a timer in this frame: it would be destroyed inside its own signal.
    QTimer::singleShot(time, [done] { done.resolve({}); });
    token.onCancelled([done] { done.resolve(fail(CancelToken::reason())); });
    co_return co_await done;
}

Async<Response> sendRetrying(std::shared_ptr<HttpClient> http, Request request, CancelToken token, RetryPolicy policy)
{
    auto delay = policy.firstDelay;
    for (int attempt = 1;; ++attempt) {
        auto result = co_await http->send(request, token);
        if (attempt >= policy.attempts || !mayRepeat(request) || !worthRepeating(result))
            co_return result;
        // ± 20 %, so that many wallets do not come back in step; no secret depends on this generator.
        auto wait = delay * QRandomGenerator::global()->bounded(80, 121) / 100;
        if (result) {
            const auto asked = result->retryAfterSeconds(policy.now());
            if (asked && std::chrono::seconds(*asked) > policy.longestDelay)
                co_return result;
            if (asked)
                wait = std::max<std::chrono::milliseconds>(wait, std::chrono::seconds(*asked));
        }
        FPX_CO_CHECK(co_await policy.sleep(wait, token));
        FPX_CO_CHECK(token.check());
        delay = std::min(delay * 2, policy.longestDelay);
    }
}

} // namespace fpx::http
