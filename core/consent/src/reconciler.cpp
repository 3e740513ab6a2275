#include <fpx/consent/reconciler.h>

#include "journal.h"
#include "words.h"

#include <fpx/http/retrying.h>
#include <fpx/jose/jws.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("alerts");
constexpr int quickChecks[] = {2, 5, 15, 60}; // seconds after an answer
constexpr qint64 second = 1000;               // milliseconds
constexpr qint64 soon = 10;                   // seconds after the start
constexpr qint64 shortest = 720;              // 15 minutes − 20 %
constexpr qint64 spread = 360;                // up to + 20 %
constexpr qsizetype together = 50;            // compared and recorded in one step: some ten milliseconds
constexpr int toldOneByOne = 20;

PermissionId summaryOf(const EnrolmentId &enrolment)
{
    return PermissionId(QStringLiteral("list of ") + enrolment.value());
}

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
    const qint64 soonest = m_context.clock->steadyMilliseconds() + quickChecks[0] * second;
    for (const uma::Enrolment &enrolment : m_context.accounts->all())
        m_next.insert(enrolment.id, std::min(m_next.value(enrolment.id, soonest), soonest));
    schedule();
}

void Reconciler::schedule()
{
    const qint64 now = m_context.clock->steadyMilliseconds();
    const auto part = [this] { return static_cast<unsigned char>(m_context.random->bytes(1).at(0)); };
    qint64 soonest = now + shortest * second;
    for (const uma::Enrolment &enrolment : m_context.accounts->all()) {
        if (!m_next.contains(enrolment.id))
            m_next.insert(enrolment.id, now + second + part() * soon * second / 256);
        soonest = std::min(soonest, m_next.value(enrolment.id));
    }
    m_timer.start(static_cast<int>(std::max<qint64>(second, soonest - now)));
}

void Reconciler::wake()
{
    const qint64 now = m_context.clock->steadyMilliseconds();
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
    self->m_next.insert(enrolment, self->m_context.clock->steadyMilliseconds() + next * second);
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
    const auto answer = co_await client->listPermissions(cancel);
    FPX_CO_CHECK(cancel.check());
    if (!answer && answer.error().code == "permission_list_too_long")
        FPX_CO_CHECK(summarise(*enrolment, AlertKind::ListTooLong, 0));
    FPX_CO_TRY(listed, answer);
    QHash<PermissionId, const uma::ListedPermission *> theirs;
    for (const uma::ListedPermission &permission : std::as_const(listed))
        theirs.insert(permission.id, &permission);
    QList<PermissionId> ids = theirs.keys();
    for (auto one = before.constBegin(); one != before.constEnd(); ++one) {
        if (one->enrolment == id && !theirs.contains(one.key()))
            ids.append(one.key());
    }
    int further = 0;
    for (qsizetype from = 0; from < ids.size(); from += together) {
        if (from > 0)
            FPX_CO_CHECK(co_await http::sleepFor(std::chrono::milliseconds(0), cancel));
        QList<Step> steps;
        for (qsizetype i = from; i < std::min(from + together, ids.size()); ++i) {
            if (settled(ids.at(i), before))
                steps.append(look(*enrolment, ids.at(i), theirs.value(ids.at(i)), client->shownTime()));
        }
        FPX_CO_CHECK(take(*enrolment, steps, further));
    }
    FPX_CO_CHECK(summarise(*enrolment, AlertKind::More, further));
    m_context.outbox->wake();
    Q_EMIT compared(id);
    co_return {};
}

Reconciler::Step Reconciler::look(const uma::Enrolment &enrolment, const PermissionId &permission,
                                  const uma::ListedPermission *listed, qint64 now) const
{
    const PermissionRecord *known = m_context.permissions->find(permission);
    Step step{permission, compare(known, listed, now), {}, {}, false, false};
    if (known && step.finding.state) {
        step.changed = *known;
        step.changed->state = *step.finding.state;
    }
    if (known && listed && !known->isOver() && hashOfPermission(listed->permission) == known->hash) {
        const qint64 used = listed->lastUsedAt.value_or(0);
        if (known->version != listed->version || known->lastUsedAt != used) {
            step.changed = step.changed.value_or(*known);
            step.changed->version = listed->version;
            step.changed->lastUsedAt = used;
        }
    }
    const auto standing = m_alerts.constFind(permission);
    if (step.finding.alert) {
        step.known = standing != m_alerts.constEnd() && standing->kind == *step.finding.alert;
        step.alert = alertOf(*step.finding.alert, enrolment, permission, listed);
    } else {
        step.resolved = standing != m_alerts.constEnd();
    }
    return step;
}

Result<void> Reconciler::take(const uma::Enrolment &enrolment, QList<Step> steps, int &further)
{
    auto standing = std::ranges::count(m_alerts, enrolment.id, &Alert::enrolment);
    for (Step &step : steps) {
        if (!step.alert || m_alerts.contains(step.permission))
            continue;
        if (standing < toldOneByOne) {
            ++standing;
        } else {
            step.alert.reset();
            ++further;
        }
    }
    steps.removeIf([](const Step &step) {
        const bool same = step.known && *step.finding.alert != AlertKind::Reenabled;
        return !step.changed && !step.resolved && (!step.finding.alert || same);
    });
    if (steps.isEmpty())
        return {};
    FPX_CHECK(m_context.outbox->transact([&]() -> Result<void> {
        for (const Step &step : std::as_const(steps))
            FPX_CHECK(write(step));
        return {};
    }));
    for (const Step &step : std::as_const(steps))
        settleAlert(step);
    return {};
}

// Within a transaction: the record, the alert with its line in the history, and what the person's decision asks for.
Result<void> Reconciler::write(const Step &step)
{
    if (step.changed)
        FPX_CHECK(record(*step.changed, step.finding));
    if (step.resolved)
        FPX_CHECK(m_context.records->remove(table, step.permission.value()));
    if (step.alert) {
        if (!step.known)
            FPX_CHECK(tell(*step.alert));
        FPX_CHECK(m_context.records->put(table, step.permission.value(), step.alert->toJson()));
    }
    if (step.finding.alert != AlertKind::Reenabled)
        return {};
    const PermissionRecord *recorded = m_context.permissions->find(step.permission);
    return m_context.outbox->add(step.permission, recorded && recorded->state == PermissionState::Disabled
                                                      ? OutboxKind::Disable
                                                      : OutboxKind::Revoke);
}

void Reconciler::settleAlert(const Step &step)
{
    if (step.resolved)
        m_alerts.remove(step.permission);
    else if (step.alert)
        m_alerts.insert(step.permission, *step.alert);
    else
        return;
    Q_EMIT alertsChanged();
    if (step.alert && !step.known)
        Q_EMIT found({"permission_" + alertKindName(step.alert->kind).toLatin1(), step.alert->sentence(),
                      step.permission.value(), Retry::No});
}

Result<void> Reconciler::summarise(const uma::Enrolment &enrolment, AlertKind kind, int count)
{
    const PermissionId name = summaryOf(enrolment.id);
    const auto standing = m_alerts.constFind(name);
    const bool there = standing != m_alerts.constEnd();
    Step step{name, {}, {}, {}, false, false};
    if (kind == AlertKind::More && count == 0) {
        step.resolved = there;
    } else {
        const qint64 now = m_context.clock->nowSeconds();
        step.alert = Alert{kind, name, enrolment.id, m_context.networkName(enrolment.as), {}, {}, now, count};
        step.known = there && standing->kind == kind;
        if (step.known && standing->count == count)
            return {};
    }
    if (!step.alert && !step.resolved)
        return {};
    FPX_CHECK(m_context.outbox->transact([&] { return write(step); }));
    settleAlert(step);
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

Result<void> Reconciler::tell(const Alert &alert) const
{
    ledger::Entry entry;
    entry.kind = QStringLiteral("permission");
    entry.code = QStringLiteral("permission_") + alertKindName(alert.kind);
    entry.time = m_context.clock->now();
    entry.outcome = QStringLiteral("alert");
    entry.parameters = {{QStringLiteral("network"), alert.networkName},
                        {QStringLiteral("client"), alert.clientName},
                        {QStringLiteral("definition"), alert.definitionName}};
    if (alert.permission != summaryOf(alert.enrolment))
        entry.permission = alert.permission.value();
    else if (alert.count > 0)
        entry.parameters.insert(QStringLiteral("count"), QString::number(alert.count));
    FPX_CHECK(m_context.ledger->append(entry));
    return {};
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
