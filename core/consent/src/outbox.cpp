#include <fpx/base/json.h>
#include <fpx/consent/outbox.h>

#include "journal.h"
#include "retries.h"

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("outbox");
constexpr qint64 longestDelay = 3600;
constexpr qint64 afterItsEnd = 24 * 3600; // seconds between attempts where nothing hangs on them any more
constexpr int patience = 12;              // attempts with growing pauses
constexpr int atOnce = 4;                 // for each account, so that one that hangs keeps no other waiting
constexpr const char *kindNames[] = {"revoke", "discard", "disable", "enable", "replace"};

QString k(const char *name)
{
    return QLatin1String(name);
}

bool isForGood(OutboxKind kind)
{
    return kind == OutboxKind::Revoke || kind == OutboxKind::Discard;
}

PermissionState stateWhile(OutboxKind kind)
{
    switch (kind) {
    case OutboxKind::Revoke: return PermissionState::Revoking;
    case OutboxKind::Discard: return PermissionState::Dropped;
    case OutboxKind::Disable: return PermissionState::Disabling;
    case OutboxKind::Enable: return PermissionState::Enabling;
    case OutboxKind::Replace: break;
    }
    return PermissionState::Draft;
}

} // namespace

PermissionState stateOf(uma::PermissionStatus status)
{
    switch (status) {
    case uma::PermissionStatus::Pending: return PermissionState::Pending;
    case uma::PermissionStatus::Active: return PermissionState::Active;
    case uma::PermissionStatus::Disabled: return PermissionState::Disabled;
    case uma::PermissionStatus::Used: return PermissionState::Used;
    case uma::PermissionStatus::Expired: return PermissionState::Expired;
    case uma::PermissionStatus::Revoked: break;
    }
    return PermissionState::Revoked;
}

QJsonObject OutboxEntry::toJson() const
{
    return {{k("permission"), permission.value()},
            {k("kind"), k(kindNames[static_cast<int>(kind)])},
            {k("enrolment"), enrolment.value()},
            {k("attempts"), attempts}};
}

Result<OutboxEntry> OutboxEntry::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("stored outbox entry"), "row_damaged");
    OutboxEntry entry;
    entry.permission = PermissionId(reader.string(k("permission")));
    entry.kind = static_cast<OutboxKind>(reader.choice(k("kind"), kindNames));
    entry.enrolment = EnrolmentId(reader.string(k("enrolment"), QString()));
    entry.attempts = static_cast<int>(std::clamp<qint64>(reader.integer(k("attempts")), 0, 1000));
    FPX_CHECK(reader.finish());
    return entry;
}

qint64 outboxDelay(int attempts, double jitter)
{
    const qint64 base =
        attempts >= patience ? longestDelay : std::min<qint64>(longestDelay, qint64{1} << std::max(0, attempts - 1));
    return base + static_cast<qint64>(static_cast<double>(base) * 0.2 * jitter);
}

Outbox::Outbox(OutboxContext context)
    : m_context(std::move(context)),
      m_toSources(std::make_shared<SourceOutbox>(
          SourceOutboxContext{m_context.records, m_context.sources, m_context.clock, m_context.random}))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Outbox::wake);
}

Outbox::~Outbox() = default;

Result<void> Outbox::load()
{
    FPX_TRY(rows, m_context.records->all(table));
    const auto before = std::exchange(m_entries, {});
    m_sending.clear(); // whoever is on the way finds its token cancelled
    m_cancel = CancelSource();
    for (const QJsonObject &row : std::as_const(rows)) {
        FPX_TRY(entry, OutboxEntry::fromJson(row));
        entry.serial = ++m_serial;
        const auto paused = before.constFind(entry.permission); // after a transaction that failed
        entry.dueAt = paused == before.constEnd() ? m_context.clock->steadyMilliseconds() : paused->dueAt;
        m_entries.insert(entry.permission, entry);
    }
    FPX_CHECK(m_toSources->load());
    schedule();
    return {};
}

void Outbox::stop()
{
    m_timer.stop();
    m_cancel.cancel();
    m_entries.clear();
    m_sending.clear();
    m_toSources->stop();
}

Result<void> Outbox::transact(const std::function<Result<void>()> &body)
{
    auto done = m_context.records->transaction(body);
    if (!done) {
        [[maybe_unused]] const auto permissions = m_context.permissions->load();
        [[maybe_unused]] const auto entries = load();
    }
    return done;
}

Result<void> Outbox::add(const PermissionId &permission, OutboxKind kind)
{
    const PermissionRecord *known = m_context.permissions->find(permission);
    const auto before = m_entries.constFind(permission);
    if (known == nullptr || (before != m_entries.constEnd() && isForGood(before->kind)))
        return {};
    PermissionRecord record = *known;
    const PermissionId replacement = isForGood(kind) ? record.replacedBy : PermissionId();
    record.state = stateWhile(kind);
    if (isForGood(kind))
        record.replacedBy = {};
    FPX_CHECK(
        m_context.permissions->put(record, isForGood(kind) ? PermissionBook::Body::Erase : PermissionBook::Body::Keep));
    if (kind == OutboxKind::Revoke)
        FPX_CHECK(m_toSources->add(permission, record.source, record.expires));
    FPX_CHECK(store({permission, kind, record.enrolment, 0, m_context.clock->steadyMilliseconds(), 0}));
    return replacement.isEmpty() ? Result<void>() : add(replacement, OutboxKind::Discard);
}

Result<void> Outbox::expel(const PermissionId &permission, const EnrolmentId &enrolment)
{
    return store({permission, OutboxKind::Revoke, enrolment, 0, m_context.clock->steadyMilliseconds(), 0});
}

Result<void> Outbox::store(OutboxEntry entry)
{
    entry.serial = ++m_serial;
    FPX_CHECK(m_context.records->put(table, entry.permission.value(), entry.toJson()));
    m_entries.insert(entry.permission, entry);
    return {};
}

EnrolmentId Outbox::enrolmentOf(const OutboxEntry &entry) const
{
    if (!entry.enrolment.isEmpty())
        return entry.enrolment;
    const PermissionRecord *known = m_context.permissions->find(entry.permission);
    return known ? known->enrolment : EnrolmentId();
}

void Outbox::wake()
{
    m_toSources->wake();
    const qint64 now = m_context.clock->steadyMilliseconds();
    QList<OutboxEntry> due;
    for (const OutboxEntry &entry : std::as_const(m_entries)) {
        if (entry.dueAt <= now && !m_sending.contains(entry.permission))
            due.append(entry);
    }
    std::ranges::sort(due, {}, &OutboxEntry::serial);
    for (const OutboxEntry &entry : std::as_const(due)) {
        const EnrolmentId enrolment = enrolmentOf(entry);
        if (std::ranges::count(m_sending, enrolment) >= atOnce)
            continue;
        m_sending.insert(entry.permission, enrolment);
        spawn(deliver(shared_from_this(), entry));
    }
    schedule();
    Q_EMIT changed();
}

QCoro::Task<> Outbox::deliver(std::shared_ptr<Outbox> self, OutboxEntry entry)
{
    const CancelToken cancel = self->m_cancel.token();
    const auto client = self->m_context.accounts->client(self->enrolmentOf(entry));
    Result<Outcome> told = Outcome{PermissionState::Revoked, {}, "permission_revoked", {}, false};
    if (client) // else the account is gone, and its permissions with it
        told = co_await self->tell(self, client, entry, cancel);
    if (cancel.cancelled())
        co_return;
    self->m_sending.remove(entry.permission);
    const bool wishedOtherwise = self->m_entries.value(entry.permission).serial != entry.serial;
    if (!wishedOtherwise && told && self->settle(entry, *told)) {
        if (told->refusal)
            Q_EMIT self->refused(entry.permission, *told->refusal);
        else
            Q_EMIT self->delivered(entry.permission);
    } else if (!wishedOtherwise) {
        self->postpone(entry, client ? client->quietSeconds() : 0);
    }
    self->wake(); // a place is free, and what was wished meanwhile can go
}

Result<void> Outbox::settle(const OutboxEntry &entry, const Outcome &outcome)
{
    const auto done = transact([&]() -> Result<void> {
        FPX_CHECK(m_context.records->remove(table, entry.permission.value()));
        m_entries.remove(entry.permission);
        const PermissionRecord *known = m_context.permissions->find(entry.permission);
        if (known == nullptr || entry.kind == OutboxKind::Discard)
            return {};
        PermissionRecord record = *known;
        record.state = outcome.state;
        record.version = outcome.version;
        FPX_CHECK(m_context.permissions->put(record, PermissionBook::Body::Erase));
        if (outcome.code)
            FPX_CHECK(m_context.ledger->append(permissionEntry(outcome.code, record, m_context.clock->now())));
        if (entry.kind == OutboxKind::Replace)
            FPX_CHECK(settleReplacement(record, outcome));
        return {};
    });
    return done;
}

// New and old change in one step, here as at the AS.
Result<void> Outbox::settleReplacement(const PermissionRecord &replacement, const Outcome &outcome)
{
    if (const PermissionRecord *known = m_context.permissions->find(replacement.replaces)) {
        PermissionRecord old = *known;
        if (outcome.refusal) {
            old.replacedBy = {};
        } else {
            old.state = PermissionState::Replaced;
            FPX_CHECK(m_context.records->remove(table, old.id.value())); // pausing it has no meaning any more
            m_entries.remove(old.id);
            FPX_CHECK(m_toSources->add(old.id, old.source, old.expires));
        }
        FPX_CHECK(m_context.permissions->put(old));
    }
    if (outcome.discard)
        FPX_CHECK(add(replacement.id, OutboxKind::Discard));
    return {};
}

void Outbox::postpone(OutboxEntry entry, qint64 quiet)
{
    ++entry.attempts;
    const PermissionRecord *known = m_context.permissions->find(entry.permission);
    const auto client = m_context.accounts->client(enrolmentOf(entry));
    const qint64 now = client ? client->shownTime() : m_context.clock->nowSeconds();
    const bool over = known && known->expires <= now && entry.attempts >= patience;
    entry.dueAt = dueAfter(entry.attempts, *m_context.clock, *m_context.random, over ? afterItsEnd : quiet);
    // A failure to store the count only means an earlier retry after a restart.
    [[maybe_unused]] const auto stored = m_context.records->put(table, entry.permission.value(), entry.toJson());
    m_entries.insert(entry.permission, entry);
}

void Outbox::schedule()
{
    QList<qint64> waiting;
    for (const OutboxEntry &entry : std::as_const(m_entries)) {
        if (!m_sending.contains(entry.permission))
            waiting.append(entry.dueAt);
    }
    if (waiting.isEmpty())
        return m_timer.stop();
    m_timer.start(timerUntil(std::ranges::min(waiting), *m_context.clock));
}

} // namespace fpx::consent
