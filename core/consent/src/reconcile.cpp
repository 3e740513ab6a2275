// Holding the wallet's records against the AS's list (profile 5).
#include <fpx/consent/engine.h>

#include "journal.h"
#include "words.h"

#include <QRandomGenerator>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr int quickChecks[] = {2, 5, 15, 60}; // after an answer: the AS activates when the browser has arrived

PermissionState stateOf(uma::PermissionStatus status)
{
    switch (status) {
    case uma::PermissionStatus::Pending: return PermissionState::Pending;
    case uma::PermissionStatus::Active: return PermissionState::Active;
    case uma::PermissionStatus::Disabled: return PermissionState::Disabled;
    case uma::PermissionStatus::Used: return PermissionState::Used;
    case uma::PermissionStatus::Expired: return PermissionState::Expired;
    case uma::PermissionStatus::Revoked: return PermissionState::Revoked;
    }
    return PermissionState::Revoked;
}

bool isOver(PermissionState state)
{
    return state == PermissionState::Used || state == PermissionState::Expired || state == PermissionState::Revoked ||
           state == PermissionState::Dropped || state == PermissionState::Revoking;
}

// Whether what the AS says allows more than what was last recorded.
bool wider(PermissionState recorded, PermissionState listed)
{
    const bool listedLive = listed == PermissionState::Active;
    return listedLive &&
           (recorded == PermissionState::Disabled || isOver(recorded) || recorded == PermissionState::Draft);
}

} // namespace

void Engine::scheduleReconcile(int seconds)
{
    if (!m_reconcile.isActive() || m_reconcile.remainingTime() > seconds * 1000)
        m_reconcile.start(seconds * 1000);
}

void Engine::reconcile()
{
    QSet<EnrolmentId> enrolments;
    bool waiting = false;
    for (const PermissionRecord &record : m_context.permissions->all()) {
        if (!isOver(record.state))
            enrolments.insert(record.enrolment);
        waiting |= record.state == PermissionState::Pending;
    }
    for (const EnrolmentId &enrolment : std::as_const(enrolments))
        spawn(reconcileOne(shared_from_this(), enrolment));
    if (waiting && m_quickChecks < static_cast<int>(std::size(quickChecks))) {
        scheduleReconcile(quickChecks[m_quickChecks++]);
    } else { // about every 15 minutes, ± 20 %
        m_quickChecks = 0;
        scheduleReconcile(720 + QRandomGenerator::global()->bounded(360));
    }
}

QCoro::Task<> Engine::reconcileOne(std::shared_ptr<Engine> self, EnrolmentId enrolment)
{
    const CancelToken cancel = self->m_cancel.token();
    const auto client = self->m_context.accounts->client(enrolment);
    if (!client)
        co_return;
    const auto listed = co_await client->listPermissions(cancel);
    if (!listed || cancel.cancelled())
        co_return; // the AS cannot be reached: what is recorded stays, and is looked at again
    const auto &book = *self->m_context.permissions;
    for (const uma::ListedPermission &theirs : *listed) {
        const PermissionRecord *known = book.find(theirs.id);
        const PermissionState state = stateOf(theirs.status);
        if (known == nullptr || known->permission != theirs.permission || wider(known->state, state)) {
            if (state == PermissionState::Active && (!known || known->state != PermissionState::Revoking))
                Q_EMIT self->notice(
                    {"permission_not_ours",
                     Words::tr(
                         "A network lists a permission that differs from what you decided. Look at Sharing, and tell the wallet's operator."),
                     theirs.id.value(), Retry::No});
            continue;
        }
        if (isOver(known->state) || (known->state == state && known->lastUsedAt == theirs.lastUsedAt.value_or(0)))
            continue;
        PermissionRecord record = *known;
        record.state = state;
        record.version = theirs.version;
        record.lastUsedAt = theirs.lastUsedAt.value_or(0);
        const auto stored = self->transact([&]() -> Result<void> {
            if (known->state != record.state && isOver(record.state))
                FPX_CHECK(self->m_context.ledger->append(
                    permissionEntry("permission_ended", record, self->m_context.clock->now())));
            return self->m_context.permissions->put(record);
        });
        if (!stored)
            Q_EMIT self->notice(stored.error());
    }
    // A pending permission that the AS no longer lists was never activated: the ticket has ended.
    const auto mine = book.all();
    for (PermissionRecord record : mine) {
        const bool listedThere =
            std::ranges::any_of(*listed, [&record](const auto &theirs) { return theirs.id == record.id; });
        const bool flowing = self->m_flows.contains(record.request);
        if (record.enrolment != enrolment || record.state != PermissionState::Pending || listedThere || flowing)
            continue;
        record.state = PermissionState::Dropped;
        if (const auto stored = self->transact([&] { return self->m_context.permissions->put(record); }); !stored)
            Q_EMIT self->notice(stored.error());
    }
}

} // namespace fpx::consent
