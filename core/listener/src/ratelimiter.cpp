#include <fpx/listener/ratelimiter.h>

namespace fpx::listener {

namespace {
constexpr qsizetype MaxKeys = 1024;
}

RateLimiter::RateLimiter(std::shared_ptr<const Clock> clock, int count, qint64 windowMilliseconds)
    : m_clock(std::move(clock)), m_count(count), m_window(windowMilliseconds)
{
}

bool RateLimiter::allow(const QString &key)
{
    const qint64 now = m_clock->steadyMilliseconds();
    forgetOld(now);
    const auto found = m_acts.find(key);
    if (found == m_acts.end()) {
        if (m_acts.size() >= MaxKeys)
            return false;
        m_acts.insert(key, {now});
        return true;
    }
    if (found->size() >= m_count)
        return false;
    found->append(now);
    return true;
}

void RateLimiter::forgetOld(qint64 now)
{
    for (auto it = m_acts.begin(); it != m_acts.end();) {
        it->removeIf([&](qint64 time) { return now - time >= m_window; });
        it = it->isEmpty() ? m_acts.erase(it) : std::next(it);
    }
}

} // namespace fpx::listener
