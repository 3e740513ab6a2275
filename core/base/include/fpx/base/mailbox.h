// Where a coroutine waits for what a person does.
#pragma once

#include <qcoro/coroutine.h>

#include <optional>
#include <utility>

namespace fpx {

/// One coroutine at a time awaits next(); put() wakes it in the same call. What is put while nobody waits is kept, the
/// latest only. One thread. The coroutine must hold the mailbox's owner alive.
template <class T>
class Mailbox
{
public:
    Mailbox() = default;
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    void put(T value)
    {
        m_value = std::move(value);
        if (const auto waiting = std::exchange(m_waiting, nullptr))
            waiting.resume();
    }

    [[nodiscard]] auto next()
    {
        struct Awaiter {
            Mailbox &box;
            bool await_ready() const noexcept { return box.m_value.has_value(); }
            void await_suspend(std::coroutine_handle<> handle) noexcept { box.m_waiting = handle; }
            T await_resume()
            {
                T value = std::move(*box.m_value);
                box.m_value.reset();
                return value;
            }
        };
        return Awaiter{*this};
    }

    /// Forgets what was put and not taken.
    void clear() { m_value.reset(); }

private:
    std::optional<T> m_value;
    std::coroutine_handle<> m_waiting;
};

} // namespace fpx
