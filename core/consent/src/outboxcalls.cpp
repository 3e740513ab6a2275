// What the outbox says to an AS for each kind of wish, and what it takes for an answer (profile 5).
#include <fpx/consent/outbox.h>

#include "words.h"

namespace fpx::consent {

namespace {

constexpr int rounds = 3; // of reading a version again before the next attempt waits

bool isFinal(uma::PermissionStatus status)
{
    return status == uma::PermissionStatus::Used || status == uma::PermissionStatus::Expired ||
           status == uma::PermissionStatus::Revoked;
}

} // namespace

Async<Outbox::Outcome> Outbox::tell(Self self, Client client, OutboxEntry entry, CancelToken cancel)
{
    switch (entry.kind) {
    case OutboxKind::Disable: co_return co_await switchTo(self, client, entry, uma::PermissionStatus::Disabled, cancel);
    case OutboxKind::Enable: co_return co_await switchTo(self, client, entry, uma::PermissionStatus::Active, cancel);
    case OutboxKind::Replace: co_return co_await replace(self, client, entry, cancel);
    case OutboxKind::Revoke:
    case OutboxKind::Discard: break;
    }
    co_return co_await remove(self, client, entry, cancel);
}

Async<Outbox::Outcome> Outbox::remove([[maybe_unused]] Self self, Client client, OutboxEntry entry,
                                      CancelToken cancel) const
{
    FPX_CO_CHECK(co_await client->deletePermission(entry.permission, cancel));
    co_return Outcome{PermissionState::Revoked, {}, "permission_revoked", {}, false};
}

Async<Outbox::Outcome> Outbox::switchTo([[maybe_unused]] Self self, Client client, OutboxEntry entry,
                                        uma::PermissionStatus wanted, CancelToken cancel) const
{
    const Outcome ended{PermissionState::Revoked, {}, "permission_ended", {}, false};
    const PermissionRecord *known = m_context.permissions->find(entry.permission);
    QString version = known ? known->version : QString();
    Error last;
    for (int round = 0; round < rounds; ++round) {
        auto answer = co_await client->changeStatus(entry.permission, wanted, version, cancel);
        FPX_CO_CHECK(cancel.check());
        if (!answer && (answer.error().code == "permission_changed" || answer.error().code == "wrong_status")) {
            last = answer.error();
            answer = co_await client->readPermission(entry.permission, cancel);
            FPX_CO_CHECK(cancel.check());
            if (answer && answer->status != wanted && !isFinal(answer->status)) {
                version = answer->version;
                continue;
            }
        }
        if (!answer && answer.error().code == "permission_gone")
            co_return ended;
        FPX_CO_TRY(now, std::move(answer));
        if (isFinal(now.status))
            co_return Outcome{stateOf(now.status), now.version, "permission_ended", {}, false};
        if (now.status != wanted) // said yes and did not
            co_return fail("permission_changed", Words::tr("The network has not done yet what you decided."), {},
                           Retry::Later);
        const char *code = wanted == uma::PermissionStatus::Disabled ? "permission_disabled" : "permission_enabled";
        co_return Outcome{stateOf(now.status), now.version, code, {}, false};
    }
    co_return fail(last);
}

Async<Outbox::Outcome> Outbox::replace([[maybe_unused]] Self self, Client client, OutboxEntry entry,
                                       CancelToken cancel) const
{
    const auto papers = m_context.permissions->papers(entry.permission);
    if (!papers && papers.error().code != "permission_unknown")
        co_return fail(papers.error());
    if (!papers || papers->body.isEmpty())
        co_return Outcome{
            PermissionState::Dropped, {}, nullptr, Error{"replace_refused", QString(), QString(), Retry::No}, true};
    const auto posted = co_await client->postPermission(entry.permission, papers->body, cancel);
    FPX_CO_CHECK(cancel.check());
    if (posted && posted->status != uma::PermissionStatus::Pending)
        co_return Outcome{stateOf(posted->status), posted->version, "permission_changed", {}, false};
    const Error error = posted ? Error{"replacement_pending",
                                       Words::tr("The network did not make the change; it was withdrawn."),
                                       {},
                                       Retry::No}
                               : posted.error();
    static const QList<QByteArray> nothingThere{"replace_refused", "permission_gone"};
    static const QList<QByteArray> refused{"permission_refused", "idempotency_conflict"};
    if (nothingThere.contains(error.code))
        co_return Outcome{PermissionState::Dropped, {}, nullptr, error, false};
    if (error.code == "replacement_pending")
        co_return Outcome{PermissionState::Dropped, {}, nullptr, error, true};
    if (!refused.contains(error.code))
        co_return fail(error);
    // An earlier attempt whose answer was lost may have made the change all the same: what is there decides.
    const auto there = co_await client->readPermission(entry.permission, cancel);
    FPX_CO_CHECK(cancel.check());
    if (there && there->status != uma::PermissionStatus::Pending)
        co_return Outcome{stateOf(there->status), there->version, "permission_changed", {}, false};
    const bool absent = there || there.error().code == "permission_not_there";
    if (absent || there.error().code == "permission_gone") // one that is still under way must not arrive later
        co_return Outcome{PermissionState::Dropped, {}, nullptr, error, absent};
    co_return fail(there.error());
}

} // namespace fpx::consent
