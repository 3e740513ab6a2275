// When to try again. Pauses are counted by the steady clock, so that none grows when the wall clock is set.
#pragma once

#include <fpx/base/clock.h>
#include <fpx/base/random.h>
#include <fpx/consent/outbox.h>

#include <algorithm>

namespace fpx::consent {

/// Steady milliseconds at which attempt number `attempts` + 1 is due, at least `quiet` seconds from now.
[[nodiscard]] inline qint64 dueAfter(int attempts, const Clock &clock, const RandomSource &random, qint64 quiet = 0)
{
    constexpr qint64 longestQuiet = 24 * 3600; // who asks for more is asked again all the same
    const double jitter = static_cast<unsigned char>(random.bytes(1).at(0)) / 256.0;
    const qint64 seconds = std::max(outboxDelay(attempts, jitter), std::min(quiet, longestQuiet));
    return clock.steadyMilliseconds() + seconds * 1000;
}

/// Milliseconds for a timer that looks again then: at least a second, at most an hour, since timers may stand still while
/// the machine sleeps.
[[nodiscard]] inline int timerUntil(qint64 due, const Clock &clock)
{
    return static_cast<int>(std::clamp<qint64>(due - clock.steadyMilliseconds(), 1000, 3'600'000));
}

} // namespace fpx::consent
