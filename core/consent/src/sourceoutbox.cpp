#include <fpx/base/deferred.h>
#include <fpx/base/json.h>
#include <fpx/consent/sourceoutbox.h>

#include "retries.h"

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("source_outbox");
constexpr qsizetype atOnce = 2; // for each source

QString k(const char *name)
{
    return QLatin1String(name);
}

} // namespace

SourceOutbox::SourceOutbox(SourceOutboxContext context) : m_context(std::move(context))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SourceOutbox::wake);
}

Result<void> SourceOutbox::load()
{
    FPX_TRY(rows, m_context.records->all(table));
    const auto before = std::exchange(m_entries, {});
    m_cancel.cancel();
    m_cancel = CancelSource();
    for (const QJsonObject &row : std::as_const(rows)) {
        JsonReader reader(row, k("stored message to a source"), "row_damaged");
        Entry entry;
        entry.permission = PermissionId(reader.string(k("permission")));
        entry.source = SourceIdentifier(reader.string(k("source")));
        entry.expires = reader.integer(k("expires"));
        entry.attempts = static_cast<int>(std::clamp<qint64>(reader.integer(k("attempts")), 0, 1000));
        FPX_CHECK(reader.finish());
        const auto paused = before.constFind(entry.permission); // after a transaction that failed
        entry.dueAt = paused == before.constEnd() ? m_context.clock->steadyMilliseconds() : paused->dueAt;
        m_entries.insert(entry.permission, entry);
    }
    schedule();
    return {};
}

void SourceOutbox::stop()
{
    m_timer.stop();
    m_cancel.cancel();
    m_entries.clear();
    Q_EMIT changed();
}

Result<void> SourceOutbox::add(const PermissionId &permission, const SourceIdentifier &source, qint64 expires)
{
    if (source.isEmpty() || m_entries.contains(permission))
        return {};
    const Entry entry{permission, source, expires, 0, m_context.clock->steadyMilliseconds(), false};
    FPX_CHECK(store(entry));
    m_entries.insert(permission, entry);
    return {};
}

Result<void> SourceOutbox::store(const Entry &entry)
{
    return m_context.records->put(table, entry.permission.value(),
                                  {{k("permission"), entry.permission.value()},
                                   {k("source"), entry.source.value()},
                                   {k("expires"), entry.expires},
                                   {k("attempts"), entry.attempts}});
}

qsizetype SourceOutbox::pending(const SourceIdentifier &source) const
{
    return std::ranges::count(m_entries, source, &Entry::source);
}

qsizetype SourceOutbox::sendingTo(const SourceIdentifier &source) const
{
    return std::ranges::count_if(m_entries,
                                 [&source](const Entry &entry) { return entry.source == source && entry.sending; });
}

void SourceOutbox::wake()
{
    const qint64 now = m_context.clock->steadyMilliseconds();
    QList<Entry> due;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.dueAt <= now && !entry.sending)
            due.append(entry);
    }
    for (const Entry &entry : std::as_const(due)) {
        const auto there = m_entries.find(entry.permission);
        if (there == m_entries.end() || there->sending || sendingTo(entry.source) >= atOnce)
            continue;
        there->sending = true;
        spawn(tell(shared_from_this(), entry));
    }
    schedule();
}

QCoro::Task<> SourceOutbox::tell(Self self, Entry entry)
{
    const CancelToken cancel = self->m_cancel.token();
    const auto told = co_await self->m_context.sources->forgetPermission(entry.source, entry.permission, cancel);
    if (cancel.cancelled())
        co_return;
    const auto there = self->m_entries.find(entry.permission);
    if (there == self->m_entries.end())
        co_return;
    there->sending = false;
    // What a source refuses for good it does not offer, or does not know any more.
    const bool again = !told && (told.error().retry == Retry::Later || told.error().code == "source_needs_sign_in");
    if (again || !self->m_context.records->remove(table, entry.permission.value()))
        self->postpone(entry.permission);
    else
        self->m_entries.remove(entry.permission);
    Q_EMIT self->changed();
    self->wake();
}

void SourceOutbox::postpone(const PermissionId &permission)
{
    Entry &entry = m_entries[permission];
    ++entry.attempts;
    entry.dueAt = dueAfter(entry.attempts, *m_context.clock, *m_context.random);
    // A failure to store the count only means an earlier attempt after a restart.
    [[maybe_unused]] const auto stored = store(entry);
}

Result<void> SourceOutbox::forgetEnded(qint64 now)
{
    QList<PermissionId> ended;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (!entry.sending && entry.expires <= now)
            ended.append(entry.permission);
    }
    if (ended.isEmpty())
        return {};
    FPX_CHECK(m_context.records->transaction([&]() -> Result<void> {
        for (const PermissionId &permission : std::as_const(ended))
            FPX_CHECK(m_context.records->remove(table, permission.value()));
        return {};
    }));
    for (const PermissionId &permission : std::as_const(ended))
        m_entries.remove(permission);
    Q_EMIT changed();
    return {};
}

QCoro::Task<> SourceOutbox::told(SourceIdentifier source, std::chrono::milliseconds patience, CancelToken cancel)
{
    const auto self = shared_from_this();
    if (pending(source) == 0)
        co_return;
    const Deferred<bool> done;
    QTimer::singleShot(patience, this, [done] { done.resolve(false); });
    cancel.onCancelled([done] { done.resolve(false); });
    const auto watch = connect(this, &SourceOutbox::changed, this, [this, source, done] {
        if (pending(source) == 0)
            done.resolve(true);
    });
    [[maybe_unused]] const bool all = co_await done;
    disconnect(watch);
}

void SourceOutbox::schedule()
{
    QList<qint64> waiting;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (!entry.sending)
            waiting.append(entry.dueAt);
    }
    if (waiting.isEmpty())
        return m_timer.stop();
    m_timer.start(timerUntil(std::ranges::min(waiting), *m_context.clock));
}

} // namespace fpx::consent
