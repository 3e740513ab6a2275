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
        return result.error().retry == Retry::Later && result.error().code != "timed_out" &&
               result.error().code != "proxy_sign_in_required";
    return result->status == 429 || (result->status >= 502 && result->status <= 504);
}

class RetryingClient final : public HttpClient
{
public:
    RetryingClient(std::shared_ptr<HttpClient> inner, RetryPolicy policy)
        : m_inner(std::move(inner)), m_policy(std::move(policy))
    {
    }
    [[nodiscard]] Async<Response> send(Request request, CancelToken token) override
    {
        return sendRetrying(m_inner, std::move(request), std::move(token), m_policy);
    }

private:
    std::shared_ptr<HttpClient> m_inner;
    RetryPolicy m_policy;
};

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

RetryingContexts::RetryingContexts(std::unique_ptr<NetworkContexts> inner, RetryPolicy policy)
    : m_inner(std::move(inner)), m_policy(std::move(policy))
{
}

std::shared_ptr<HttpClient> RetryingContexts::context(const QString &name)
{
    std::shared_ptr<HttpClient> &client = m_clients[name];
    if (!client)
        client = std::make_shared<RetryingClient>(m_inner->context(name), m_policy);
    return client;
}

void RetryingContexts::forget(const QString &name)
{
    m_clients.remove(name);
    m_inner->forget(name);
}

} // namespace fpx::http
