#include <fpx/consent/reconciler.h>

#include "journal.h"
#include "words.h"

#include <fpx/jose/jws.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("alerts");
constexpr int quickChecks[] = {2, 5, 15, 60}; // seconds after an answer
constexpr qint64 soon = 10;                   // seconds after the start
constexpr qint64 shortest = 720;              // 15 minutes − 20 %
constexpr qint64 spread = 360;                // up to + 20 %

} // namespace

Reconciler::Reconciler(ReconcilerContext context) : m_context(std::move(context))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // one that fires early wakes for nothing, and then a second later
    connect(&m_timer, &QTimer::timeout, this, &Reconciler::wake);
}

Result<void> Reconciler::load()
{
    m_cancel = CancelSource();
    FPX_TRY(rows, m_context.records->all(table));
    m_alerts.clear();
    for (const QJsonObject &row : std::as_const(rows)) {
        FPX_TRY(alert, Alert::fromJson(row));
        m_alerts.insert(alert.permission, alert);
    }
    m_next.clear();
    m_running.clear();
    schedule();
    Q_EMIT alertsChanged();
    return {};
}

void Reconciler::stop()
{
    m_timer.stop();
    m_cancel.cancel();
    m_alerts.clear();
    m_next.clear();
    m_running.clear();
    Q_EMIT alertsChanged();
}

void Reconciler::expectActivation()
{
    m_quickChecks = 0;
    const qint64 soonest = m_context.clock->nowSeconds() + quickChecks[0];
    for (const uma::Enrolment &enrolment : m_context.accounts->all())
        m_next.insert(enrolment.id, std::min(m_next.value(enrolment.id, soonest), soonest));
    schedule();
}

void Reconciler::schedule()
{
    const qint64 now = m_context.clock->nowSeconds();
    const auto part = [this] { return static_cast<unsigned char>(m_context.random->bytes(1).at(0)); };
    qint64 soonest = now + shortest;
    for (const uma::Enrolment &enrolment : m_context.accounts->all()) {
        if (!m_next.contains(enrolment.id))
            m_next.insert(enrolment.id, now + 1 + part() * soon / 256);
        soonest = std::min(soonest, m_next.value(enrolment.id));
    }
    m_timer.start(static_cast<int>(std::max<qint64>(1, soonest - now) * 1000));
}

void Reconciler::wake()
{
    const qint64 now = m_context.clock->nowSeconds();
    for (const uma::Enrolment &enrolment : m_context.accounts->all()) {
        if (m_next.value(enrolment.id, now + 1) <= now && !m_running.contains(enrolment.id))
            spawn(run(shared_from_this(), enrolment.id));
    }
    schedule();
}

QCoro::Task<> Reconciler::run(Self self, EnrolmentId enrolment)
{
    const CancelToken cancel = self->m_cancel.token();
    self->m_running.insert(enrolment);
    // An AS that cannot be reached: what is recorded stays, and is looked at again.
    [[maybe_unused]] const auto done = co_await self->reconcile(enrolment, cancel);
    if (cancel.cancelled())
        co_return;
    self->m_running.remove(enrolment);
    const bool waiting = std::ranges::any_of(self->m_context.permissions->all(), [&](const PermissionRecord &record) {
        return record.enrolment == enrolment && record.state == PermissionState::Pending;
    });
    const auto random = self->m_context.random->bytes(2);
    const qint64 part = static_cast<unsigned char>(random.at(0)) * 256 + static_cast<unsigned char>(random.at(1));
    qint64 next = shortest + part * spread / 65536;
    if (waiting && self->m_quickChecks < static_cast<int>(std::size(quickChecks)))
        next = quickChecks[self->m_quickChecks++];
    self->m_next.insert(enrolment, self->m_context.clock->nowSeconds() + next);
    self->schedule();
}

// Only what was the same before the AS made its list and after, and what no wish is on its way for: anything else says
// more about the moment than about the AS.
bool Reconciler::settled(const PermissionId &permission, const Snapshot &before) const
{
    const PermissionRecord *now = m_context.permissions->find(permission);
    const auto then = before.constFind(permission);
    if (m_context.outbox->holds(permission))
        return false;
    if (now == nullptr || then == before.constEnd())
        return now == nullptr && then == before.constEnd();
    const bool drafting = now->state == PermissionState::Draft || now->state == PermissionState::Pending;
    return now->state == then->state && now->version == then->version && !(drafting && m_context.working(now->request));
}

Async<void> Reconciler::reconcile(EnrolmentId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto client = m_context.accounts->client(id);
    const auto enrolment = m_context.accounts->find(id);
    if (!client || !enrolment)
        co_return fail("account_gone", Words::tr("The profile that this permission belongs to is gone."));
    Snapshot before; // no copy of the records: each that changes meanwhile would make all be copied
    for (const PermissionRecord &record : m_context.permissions->all())
        before.insert(record.id, {record.enrolment, record.state, record.version});
    FPX_CO_TRY(listed, co_await client->listPermissions(cancel));
    FPX_CO_CHECK(cancel.check());
    QHash<PermissionId, const uma::ListedPermission *> theirs;
    for (const uma::ListedPermission &permission : std::as_const(listed))
        theirs.insert(permission.id, &permission);
    QList<PermissionId> ids = theirs.keys();
    for (auto one = before.constBegin(); one != before.constEnd(); ++one) {
        if (one->enrolment == id && !theirs.contains(one.key()))
            ids.append(one.key());
    }
    for (const PermissionId &permission : std::as_const(ids)) {
        if (settled(permission, before))
            FPX_CO_CHECK(take(*enrolment, permission, theirs.value(permission)));
    }
    m_context.outbox->wake();
    Q_EMIT compared(id);
    co_return {};
}

Result<void> Reconciler::take(const uma::Enrolment &enrolment, const PermissionId &permission,
                              const uma::ListedPermission *listed)
{
    const PermissionRecord *known = m_context.permissions->find(permission);
    const Finding finding = compare(known, listed, m_context.clock->nowSeconds());
    std::optional<PermissionRecord> changed;
    if (known && finding.state) {
        changed = *known;
        changed->state = *finding.state;
    }
    if (known && listed && !known->isOver() && hashOfPermission(listed->permission) == known->hash) {
        const qint64 used = listed->lastUsedAt.value_or(0);
        if (known->version != listed->version || known->lastUsedAt != used) {
            changed = changed.value_or(*known);
            changed->version = listed->version;
            changed->lastUsedAt = used;
        }
    }
    if (!finding.alert) {
        if (m_alerts.contains(permission))
            FPX_CHECK(forget(permission, false)); // what was found is no longer so
        return changed ? m_context.outbox->transact([&] { return record(*changed, finding); }) : Result<void>();
    }
    const auto standing = m_alerts.constFind(permission);
    const bool known_already = standing != m_alerts.constEnd() && standing->kind == *finding.alert;
    if (known_already && !changed && *finding.alert != AlertKind::Reenabled)
        return {};
    const Alert alert = alertOf(*finding.alert, enrolment, permission, listed);
    FPX_CHECK(m_context.outbox->transact([&]() -> Result<void> {
        if (changed)
            FPX_CHECK(record(*changed, finding));
        return raise(alert, known_already);
    }));
    m_alerts.insert(permission, alert);
    Q_EMIT alertsChanged();
    if (!known_already)
        Q_EMIT found(
            {"permission_" + alertKindName(alert.kind).toLatin1(), alert.sentence(), permission.value(), Retry::No});
    return {};
}

Result<void> Reconciler::record(const PermissionRecord &now, const Finding &finding) const
{
    const PermissionRecord *before = m_context.permissions->find(now.id);
    if (!finding.alert && before && before->state != now.state &&
        (now.isOver() || now.state == PermissionState::Disabled))
        FPX_CHECK(m_context.ledger->append(permissionEntry(
            now.isOver() ? "permission_ended" : "permission_paused_by_network", now, m_context.clock->now())));
    return m_context.permissions->put(now);
}

// Within a transaction: the alert, its line in the history, and what the person's decision asks for.
Result<void> Reconciler::raise(const Alert &alert, bool known)
{
    if (!known) {
        ledger::Entry entry;
        entry.kind = QStringLiteral("permission");
        entry.code = QStringLiteral("permission_") + alertKindName(alert.kind);
        entry.time = m_context.clock->now();
        entry.permission = alert.permission.value();
        entry.outcome = QStringLiteral("alert");
        entry.parameters = {{QStringLiteral("network"), alert.networkName},
                            {QStringLiteral("client"), alert.clientName},
                            {QStringLiteral("definition"), alert.definitionName}};
        FPX_CHECK(m_context.ledger->append(entry));
    }
    FPX_CHECK(m_context.records->put(table, alert.permission.value(), alert.toJson()));
    if (alert.kind != AlertKind::Reenabled)
        return {};
    const PermissionRecord *recorded = m_context.permissions->find(alert.permission);
    return m_context.outbox->add(alert.permission, recorded && recorded->state == PermissionState::Disabled
                                                       ? OutboxKind::Disable
                                                       : OutboxKind::Revoke);
}

Alert Reconciler::alertOf(AlertKind kind, const uma::Enrolment &enrolment, const PermissionId &permission,
                          const uma::ListedPermission *listed) const
{
    Alert alert{
        kind, permission, enrolment.id, m_context.networkName(enrolment.as), {}, {}, m_context.clock->nowSeconds()};
    if (const PermissionRecord *known = m_context.permissions->find(permission)) {
        alert.clientName = known->names->clientName;
        alert.definitionName = known->names->definitionName;
    } else if (const auto token = jose::peekUnverified(listed->permission)) {
        alert.clientName = token->claims.value(QStringLiteral("client_id")).toString().left(128);
        alert.definitionName = token->claims.value(QStringLiteral("resource_definition")).toString().left(128);
    }
    return alert;
}

Result<void> Reconciler::dismiss(const PermissionId &permission)
{
    const auto standing = m_alerts.constFind(permission);
    return standing == m_alerts.constEnd() ? Result<void>() : forget(permission, standing->kind == AlertKind::Added);
}

Result<void> Reconciler::forget(const PermissionId &permission, bool expel)
{
    const EnrolmentId enrolment = m_alerts.value(permission).enrolment;
    FPX_CHECK(m_context.outbox->transact([&]() -> Result<void> {
        if (expel && !m_context.outbox->holds(permission))
            FPX_CHECK(m_context.outbox->expel(permission, enrolment));
        return m_context.records->remove(table, permission.value());
    }));
    m_alerts.remove(permission);
    m_context.outbox->wake();
    Q_EMIT alertsChanged();
    return {};
}

} // namespace fpx::consent
