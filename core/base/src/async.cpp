#include <fpx/base/async.h>
#include <fpx/base/words.h>

namespace fpx {

CancelToken::CancelToken() : m_state(std::make_shared<State>()) {}

bool CancelToken::cancelled() const
{
    return m_state->cancelled;
}

void CancelToken::onCancelled(std::function<void()> callback) const
{
    if (m_state->cancelled)
        callback();
    else
        m_state->callbacks.push_back(std::move(callback));
}

Result<void> CancelToken::check() const
{
    if (m_state->cancelled)
        return fail(reason());
    return {};
}

Error CancelToken::reason()
{
    return {"cancelled", Words::tr("You cancelled this."), {}, Retry::No};
}

CancelSource &CancelSource::operator=(CancelSource &&other) noexcept
{
    if (this != &other) {
        cancel();
        m_token = std::move(other.m_token);
    }
    return *this;
}

void CancelSource::cancel()
{
    if (!m_token.m_state || m_token.m_state->cancelled)
        return;
    const auto state = m_token.m_state; // a callback may destroy this source
    state->cancelled = true;
    const auto callbacks = std::exchange(state->callbacks, {});
    for (const auto &callback : callbacks)
        callback();
}

void spawn(QCoro::Task<> task)
{
    // QCoro starts tasks eagerly and lets the frame end itself when the handle goes first.
    [[maybe_unused]] const auto detached = std::move(task);
}

} // namespace fpx
