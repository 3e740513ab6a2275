// Port: time. Nothing in core/ reads a clock of its own.
#pragma once

#include <fpx/base/utc.h>

#include <QDateTime>

namespace fpx {

class Clock
{
public:
    virtual ~Clock() = default;
    /// Wall-clock time in UTC; may jump.
    [[nodiscard]] virtual QDateTime now() const = 0;
    /// Milliseconds that only grow while the machine is awake or asleep (CLOCK_BOOTTIME where there is one).
    [[nodiscard]] virtual qint64 steadyMilliseconds() const = 0;

    [[nodiscard]] qint64 nowSeconds() const { return now().toSecsSinceEpoch(); }
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override;
    [[nodiscard]] qint64 steadyMilliseconds() const override;
};

/// For tests: stands still until it is told otherwise.
class FakeClock final : public Clock
{
public:
    explicit FakeClock(QDateTime start = utcFromSeconds(1'790'000'000)) : m_now(std::move(start)) {}
    [[nodiscard]] QDateTime now() const override { return m_now; }
    [[nodiscard]] qint64 steadyMilliseconds() const override { return m_steady; }
    void advanceSeconds(qint64 seconds)
    {
        m_now = m_now.addSecs(seconds);
        m_steady += seconds * 1000;
    }
    void jumpWallClock(qint64 seconds) { m_now = m_now.addSecs(seconds); }

private:
    QDateTime m_now;
    qint64 m_steady = 1'000;
};

} // namespace fpx
