// The bridge from callbacks to coroutines: one side resolves, the other awaits.
#pragma once

#include <qcoro/coroutine.h>

#include <memory>
#include <optional>
#include <utility>

namespace fpx {

/// A value that comes later, at most once, to at most one waiting coroutine. Copies share the state. One thread.
///     Deferred<Result<int>> answer;
///     connect(job, &Job::finished, [answer] { answer.resolve(42); });
///     auto result = co_await answer;
/// Whoever makes one resolves it in the end, whatever happens: a coroutine that waits for ever is a leak.
template <class T>
class Deferred
{
    struct State {
        std::optional<T> value;
        std::coroutine_handle<> waiting;
    };

public:
    Deferred() : m_state(std::make_shared<State>()) {}

    /// The first call counts; the waiting coroutine goes on before it returns.
    void resolve(T value) const
    {
        const auto state = m_state; // the coroutine may destroy this object
        if (state->value)
            return;
        state->value.emplace(std::move(value));
        if (const auto waiting = std::exchange(state->waiting, nullptr))
            waiting.resume();
    }
    [[nodiscard]] bool resolved() const { return m_state->value.has_value(); }

    // Awaitable. The value is copied out, so that resolved() stays true.
    [[nodiscard]] bool await_ready() const noexcept { return m_state->value.has_value(); }
    void await_suspend(std::coroutine_handle<> handle) const noexcept { m_state->waiting = handle; }
    [[nodiscard]] T await_resume() const { return *m_state->value; }

private:
    std::shared_ptr<State> m_state;
};

} // namespace fpx
