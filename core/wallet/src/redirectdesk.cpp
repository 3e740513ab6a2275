#include "redirectdesk.h"

#include <fpx/base/async.h>
#include <fpx/base/secret.h>

#include <algorithm>
#include <utility>

namespace fpx::wallet {

namespace {

constexpr qint64 linkMilliseconds = 60'000;

// The one `state` of a callback; empty when it is missing or repeated.
QByteArray stateOf(const CallbackParameters &parameters)
{
    QByteArray state;
    int count = 0;
    for (const auto &[name, value] : parameters) {
        if (name == QStringLiteral("state")) {
            state = value.toUtf8();
            ++count;
        }
    }
    return count == 1 ? state : QByteArray();
}

} // namespace

void RedirectDesk::forgetOld()
{
    const qint64 now = m_clock.steadyMilliseconds();
    m_issued.removeIf([now](const auto &entry) { return entry.value().until <= now; });
}

bool RedirectDesk::idle()
{
    forgetOld();
    return m_waiting.isEmpty() && m_issued.isEmpty();
}

QString RedirectDesk::issue(StartTarget target)
{
    const qint64 now = m_clock.steadyMilliseconds();
    forgetOld();
    const QString token = QString::fromLatin1(m_random.token());
    m_issued.insert(token, {std::move(target), now + linkMilliseconds});
    return token;
}

std::optional<StartTarget> RedirectDesk::take(const QString &token)
{
    const auto found = m_issued.constFind(token);
    if (found == m_issued.constEnd())
        return std::nullopt;
    const Issued issued = *found;
    m_issued.erase(found);
    if (issued.until <= m_clock.steadyMilliseconds())
        return std::nullopt;
    return issued.target;
}

void RedirectDesk::endFlows()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &flow : waiting)
        flow->box.put(fail(CancelToken::reason()));
}

bool RedirectDesk::callback(const QString &identifier, const CallbackParameters &parameters)
{
    const QByteArray state = stateOf(parameters);
    const auto found = std::ranges::find_if(m_waiting, [&](const auto &flow) {
        return flow->identifier == identifier && constantTimeEqual(flow->state.toUtf8(), state);
    });
    if (state.isEmpty() || found == m_waiting.end())
        return false;
    const auto flow = *found;
    m_waiting.erase(found);
    flow->box.put(parameters);
    return true;
}

} // namespace fpx::wallet
