// How a request moves: each move is one transaction before its effect shows (design.md section 4), and what cannot be stored
// has not happened.
#include "flow.h"

namespace fpx::consent {

Result<void> RequestFlow::move(Event event, const Change &change, const Also &also)
{
    return move(QList<Event>{event}, change, also);
}

Result<void> RequestFlow::move(const QList<Event> &events, const Change &change, const Also &also)
{
    if (m_stopped) // locked, or somebody else goes on with this request
        return fail(CancelToken::reason());
    RequestRecord moved = m_record;
    for (const Event event : events) {
        const auto to = next(moved.state, event);
        if (!to) // a broken invariant: better no wallet than a wrong answer
            qFatal("consent: event %d in state %s", static_cast<int>(event), qPrintable(stateName(moved.state)));
        moved.state = *to;
    }
    if (change)
        change(moved);
    const RequestRecord before = std::exchange(m_record, moved);
    auto stored = m_engine.transact([&]() -> Result<void> {
        if (also)
            FPX_CHECK(also());
        return m_engine.store(m_record);
    });
    if (!stored)
        m_record = before;
    return stored;
}

bool RequestFlow::needsPerson() const
{
    // Whoever typed a code looks at its field until it has been read.
    const bool atField = m_record.fromDevice() && !m_record.details && m_stage == Stage::Loading;
    const bool waits = m_stage == Stage::SigningIn || m_stage == Stage::Failed;
    const bool byItself = !m_shown && !waits && (automatic() || (m_forRules && m_stage == Stage::Loading));
    return !isFinal(m_record.state) && !answering() && !atField && !byItself;
}

void RequestFlow::stop()
{
    m_stopped = true;
    m_clockWatch.stop();
    m_cancel.cancel();
    m_box.put(Stopped{});
}

void RequestFlow::show(Stage stage, const Error &error)
{
    m_stage = stage;
    m_error = error;
    m_shown = m_shown || needsPerson();
    Q_EMIT changed();
    Q_EMIT m_engine.promptsChanged();
}

Async<void> RequestFlow::toldToTryAgain([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    for (;;) {
        const Word word = co_await m_box.next();
        FPX_CO_CHECK(cancel.check());
        if (std::holds_alternative<Stopped>(word))
            co_return fail(CancelToken::reason());
        if (std::holds_alternative<Retried>(word))
            co_return {};
    }
}

Async<void> RequestFlow::moveDurably(std::shared_ptr<RequestFlow> self, Event event, Change change, Also also)
{
    for (;;) {
        const auto moved = move(event, change, also);
        if (moved || moved.error().retry != Retry::Later || silent())
            co_return moved;
        show(Stage::Failed, moved.error());
        FPX_CO_CHECK(co_await toldToTryAgain(self));
    }
}

} // namespace fpx::consent
