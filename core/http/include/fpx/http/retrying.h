// Repeating what may be repeated.
#pragma once

#include <fpx/base/clock.h>
#include <fpx/http/httpclient.h>

#include <QHash>

#include <chrono>
#include <functional>
#include <memory>

namespace fpx::http {

/// Resolves after `time`, or at once with `cancelled` when the token is.
[[nodiscard]] Async<void> sleepFor(std::chrono::milliseconds time, CancelToken token);

struct RetryPolicy {
    int attempts = 3;                               ///< In all, ≥ 1.
    std::chrono::milliseconds firstDelay{500};      ///< Doubled each time, ± 20 %.
    std::chrono::milliseconds longestDelay{10'000}; ///< A longer `Retry-After` ends the attempts.
    std::function<Async<void>(std::chrono::milliseconds, CancelToken)> sleep = sleepFor; ///< Tests do not wait.
    std::function<QDateTime()> now = [] { return SystemClock().now(); };
};

/// send(), repeated while the request may be repeated (GET, PUT, DELETE, `idempotent`) and the outcome is an error with
/// Retry::Later or a status 429, 502, 503, 504. `Retry-After` is honoured. One that hung until its time-out is not
/// repeated (whoever waits has waited long enough), nor one whose proxy wants a password first. Resolves with the last outcome.
[[nodiscard]] Async<Response> sendRetrying(std::shared_ptr<HttpClient> http, Request request, CancelToken token,
                                           RetryPolicy policy = {});

/// Contexts whose clients send by sendRetrying(), so that no caller has to think of a lost answer.
class RetryingContexts final : public NetworkContexts
{
public:
    explicit RetryingContexts(std::unique_ptr<NetworkContexts> inner, RetryPolicy policy = {});
    [[nodiscard]] std::shared_ptr<HttpClient> context(const QString &name) override;
    void forget(const QString &name) override;

private:
    std::unique_ptr<NetworkContexts> m_inner;
    RetryPolicy m_policy;
    QHash<QString, std::shared_ptr<HttpClient>> m_clients;
};

} // namespace fpx::http
