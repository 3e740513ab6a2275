// When a request ends: by the wall clock, or by the time that has passed, whichever comes first (profile 9).
#pragma once

#include <fpx/base/clock.h>

#include <algorithm>

namespace fpx::consent {

class Deadline
{
public:
    explicit Deadline(const Clock &clock) : m_clock(clock) {}

    /// `expiresAt` in local seconds. From here on a wall clock that is set back gives no time, and one that is set forward
    /// takes it.
    void set(qint64 expiresAt)
    {
        constexpr qint64 longest = 24 * 3600; // no request lives longer, whatever the clock said when it was stored
        m_wall = expiresAt;
        const qint64 left = std::min(expiresAt - m_clock.nowSeconds(), longest);
        m_steady = m_clock.steadyMilliseconds() + left * 1000;
    }
    /// Zero or less: it is over.
    [[nodiscard]] qint64 secondsLeft() const
    {
        const qint64 milliseconds = m_steady - m_clock.steadyMilliseconds();
        return std::min(m_wall - m_clock.nowSeconds(), milliseconds / 1000 + (milliseconds % 1000 > 0 ? 1 : 0));
    }

private:
    const Clock &m_clock;
    qint64 m_wall = 0;   ///< local seconds
    qint64 m_steady = 0; ///< of Clock::steadyMilliseconds()
};

} // namespace fpx::consent
