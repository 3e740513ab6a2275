// At most n acts in any window of time, for each key.
#pragma once

#include <fpx/base/clock.h>

#include <QHash>
#include <QList>
#include <QString>

#include <memory>

namespace fpx::listener {

/// For `/authorize`: 10 in 10 s for each AS (profile section 9). Steady time. What was refused does not count. Holds at
/// most 1,024 keys with recent acts; beyond them a new key is refused.
class RateLimiter
{
public:
    /// `count` ≥ 1 acts in any `windowMilliseconds` > 0.
    RateLimiter(std::shared_ptr<const Clock> clock, int count = 10, qint64 windowMilliseconds = 10'000);
    /// True, and counted, if `key` may act now.
    [[nodiscard]] bool allow(const QString &key);

private:
    void forgetOld(qint64 now);

    std::shared_ptr<const Clock> m_clock;
    int m_count;
    qint64 m_window;
    QHash<QString, QList<qint64>> m_acts;
};

} // namespace fpx::listener
