// Protocol flows are coroutines that read from top to bottom.
//
// Lifetime: a coroutine takes the object that it works on as a std::shared_ptr *by value*, so that the state lives as
// long as the frame. Parameters of coroutines are values, never references. The owner ends a flow by cancelling its
// CancelToken, never by deleting; every flow checks the token after each co_await.
#pragma once

#include <fpx/base/result.h>

#include <qcoro/qcorotask.h>

#include <functional>
#include <memory>
#include <vector>

namespace fpx {

/// An operation that ends with a value or an Error, in the thread that began it (which needs an event loop).
template <class T>
using Async = QCoro::Task<Result<T>>;

/// The receiving side of a cancellation. Copies share one state. Not thread-safe: one thread, one token.
class CancelToken
{
public:
    CancelToken(); ///< A token that nobody cancels.
    [[nodiscard]] bool cancelled() const;
    /// Runs `callback` at most once: at cancellation, or at once if that has happened. The token owns it, so that a
    /// callback which holds the token would keep both for ever; what it needs to say is reason().
    void onCancelled(std::function<void()> callback) const;
    /// `cancelled` as an error, for FPX_CO_CHECK after a co_await.
    [[nodiscard]] Result<void> check() const;
    /// The error `cancelled`.
    [[nodiscard]] static Error reason();

private:
    friend class CancelSource;
    struct State {
        bool cancelled = false;
        std::vector<std::function<void()>> callbacks;
    };
    std::shared_ptr<State> m_state;
};

/// The owning side. Cancels when destroyed, so that a flow never outlives the interest in it.
class CancelSource
{
public:
    CancelSource() = default;
    ~CancelSource() { cancel(); }
    CancelSource(CancelSource &&) = default;
    CancelSource &operator=(CancelSource &&other) noexcept;
    CancelSource(const CancelSource &) = delete;
    CancelSource &operator=(const CancelSource &) = delete;

    [[nodiscard]] CancelToken token() const { return m_token; }
    void cancel();

private:
    CancelToken m_token;
};

/// Starts a coroutine whose result nobody waits for. It reports its own errors; an Error returned here is logged.
void spawn(QCoro::Task<> task);

} // namespace fpx
