#include <fpx/base/json.h>
#include <fpx/consent/outbox.h>

#include "journal.h"

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("outbox");
constexpr qint64 longestDelay = 3600;

QString k(const char *name)
{
    return QLatin1String(name);
}

} // namespace

QJsonObject OutboxEntry::toJson() const
{
    return {{k("permission"), permission.value()},
            {k("kind"), kind == OutboxKind::Revoke ? k("revoke") : k("discard")},
            {k("attempts"), attempts},
            {k("not_before"), notBefore}};
}

Result<OutboxEntry> OutboxEntry::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("stored outbox entry"), "row_damaged");
    OutboxEntry entry;
    entry.permission = PermissionId(reader.string(k("permission")));
    entry.kind = reader.string(k("kind")) == k("discard") ? OutboxKind::Discard : OutboxKind::Revoke;
    entry.attempts = static_cast<int>(std::clamp<qint64>(reader.integer(k("attempts")), 0, 1000));
    entry.notBefore = reader.integer(k("not_before"));
    FPX_CHECK(reader.finish());
    return entry;
}

qint64 outboxDelay(int attempts, double jitter)
{
    const qint64 base =
        attempts >= 12 ? longestDelay : std::min<qint64>(longestDelay, qint64{1} << std::max(0, attempts - 1));
    return base + static_cast<qint64>(static_cast<double>(base) * 0.2 * jitter);
}

Outbox::Outbox(OutboxContext context) : m_context(std::move(context))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Outbox::wake);
}

Outbox::~Outbox() = default;

Result<void> Outbox::load()
{
    FPX_TRY(rows, m_context.records->all(table));
    m_entries.clear();
    m_cancel = CancelSource();
    for (const QJsonObject &row : std::as_const(rows)) {
        FPX_TRY(entry, OutboxEntry::fromJson(row));
        m_entries.insert(entry.permission, entry);
    }
    return {};
}

void Outbox::stop()
{
    m_timer.stop();
    m_cancel.cancel();
    m_entries.clear();
    m_sending.clear();
}

Result<void> Outbox::add(const PermissionId &permission, OutboxKind kind)
{
    const PermissionRecord *known = m_context.permissions->find(permission);
    if (known == nullptr)
        return {};
    PermissionRecord record = *known;
    record.state = kind == OutboxKind::Revoke ? PermissionState::Revoking : PermissionState::Dropped;
    record.body.clear();
    FPX_CHECK(m_context.permissions->put(record));
    const OutboxEntry entry{permission, kind, 0, m_context.clock->nowSeconds()};
    FPX_CHECK(m_context.records->put(table, permission.value(), entry.toJson()));
    m_entries.insert(permission, entry);
    return {};
}

void Outbox::wake()
{
    const qint64 now = m_context.clock->nowSeconds();
    const auto entries = m_entries.values();
    for (const OutboxEntry &entry : entries) {
        if (entry.notBefore > now || m_sending.contains(entry.permission))
            continue;
        m_sending.insert(entry.permission);
        spawn(deliver(shared_from_this(), entry));
    }
    schedule();
    Q_EMIT changed();
}

QCoro::Task<> Outbox::deliver(std::shared_ptr<Outbox> self, OutboxEntry entry)
{
    const CancelToken cancel = self->m_cancel.token();
    const PermissionRecord *known = self->m_context.permissions->find(entry.permission);
    const auto client = known ? self->m_context.accounts->client(known->enrolment) : nullptr;
    if (!client) { // the account is gone, and its permissions with it
        self->m_sending.remove(entry.permission);
        [[maybe_unused]] const auto stored = self->confirm(entry);
        co_return;
    }
    const SourceIdentifier source = known->source;
    const bool revoke = entry.kind == OutboxKind::Revoke;
    // The source is told too, so that revoking does not rest on the AS alone; it may not offer that.
    if (revoke) [[maybe_unused]]
        const auto told = co_await self->m_context.sources->forgetPermission(source, entry.permission, cancel);
    const auto deleted = co_await client->deletePermission(entry.permission, cancel);
    if (cancel.cancelled())
        co_return;
    self->m_sending.remove(entry.permission);
    if (deleted && self->confirm(entry)) {
        Q_EMIT self->delivered(entry.permission);
        Q_EMIT self->changed();
    } else {
        self->postpone(entry);
    }
}

Result<void> Outbox::confirm(const OutboxEntry &entry)
{
    const auto done = m_context.records->transaction([&]() -> Result<void> {
        FPX_CHECK(m_context.records->remove(table, entry.permission.value()));
        const PermissionRecord *known = m_context.permissions->find(entry.permission);
        if (known == nullptr || entry.kind == OutboxKind::Discard)
            return {};
        PermissionRecord record = *known;
        record.state = PermissionState::Revoked;
        FPX_CHECK(m_context.permissions->put(record));
        FPX_CHECK(m_context.ledger->append(permissionEntry("permission_revoked", record, m_context.clock->now())));
        return {};
    });
    if (!done)
        return done;
    m_entries.remove(entry.permission);
    return {};
}

void Outbox::postpone(OutboxEntry entry)
{
    ++entry.attempts;
    const double jitter = static_cast<unsigned char>(m_context.random->bytes(1).at(0)) / 256.0;
    entry.notBefore = m_context.clock->nowSeconds() + outboxDelay(entry.attempts, jitter);
    // A failure to store the count only means an earlier retry after a restart.
    [[maybe_unused]] const auto stored = m_context.records->put(table, entry.permission.value(), entry.toJson());
    m_entries.insert(entry.permission, entry);
    schedule();
}

void Outbox::schedule()
{
    if (m_entries.isEmpty())
        return;
    const auto soonest = std::ranges::min_element(m_entries, {}, &OutboxEntry::notBefore);
    const qint64 wait = std::max<qint64>(1, soonest->notBefore - m_context.clock->nowSeconds());
    m_timer.start(static_cast<int>(std::min<qint64>(wait, longestDelay) * 1000));
}

} // namespace fpx::consent
