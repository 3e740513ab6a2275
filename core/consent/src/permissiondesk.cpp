#include <fpx/base/utc.h>
#include <fpx/consent/permissiondesk.h>

#include "journal.h"
#include "terms.h"
#include "words.h"

#include <fpx/jose/jws.h>
#include <fpx/uma/permission.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr int renewalMilliseconds = 3'600'000;

QDate lastDayOf(qint64 end)
{
    return utcFromSeconds(end - 1).date();
}

bool canRevoke(const PermissionRecord &record)
{
    return record.isLive() || record.state == PermissionState::Pending;
}

Failure unknown()
{
    return fail("permission_unknown", Words::tr("This wallet knows no such permission."));
}

Failure notLive()
{
    return fail("permission_not_live", Words::tr("This permission has already ended."));
}

// Everything but what changes is as the old one says; what it says is what the wallet signed.
Result<uma::PermissionTerms> termsAfter(const PermissionRecord &old, const PermissionPapers &papers,
                                        const PermissionChange &change, qint64 now)
{
    FPX_TRY(token, jose::peekUnverified(papers.permission));
    uma::PermissionTerms terms;
    terms.as = AsIssuer(token.claims.value(QStringLiteral("as")).toString());
    terms.resourceServer = old.resourceServer;
    terms.client = old.client;
    terms.requestId = old.requestId;
    terms.definition = old.definition;
    if (token.claims.contains(QStringLiteral("resource_id")))
        terms.resourceId = token.claims.value(QStringLiteral("resource_id")).toString();
    terms.scopes = change.scopes;
    terms.usage = old.once ? uma::Usage::Once : uma::Usage::Repeated;
    terms.notBefore = now;
    terms.issuedAt = now;
    terms.expires = endOf(change.duration, now);
    terms.ticketHash = token.claims.value(QStringLiteral("ticket_hash")).toString();
    terms.replaces = old.id;
    return terms;
}

PermissionRecord recordAfter(const PermissionRecord &old, const uma::PermissionTerms &terms, bool untilRevoked)
{
    PermissionRecord record = old;
    record.id = terms.id;
    record.state = PermissionState::Draft;
    record.scopes = terms.scopes;
    PermissionNames names = *old.names;
    names.scopeNames.clear();
    for (qsizetype i = 0; i < old.scopes.size() && i < old.names->scopeNames.size(); ++i) {
        if (terms.scopes.contains(old.scopes[i]))
            names.scopeNames.append(old.names->scopeNames[i]);
    }
    record.names = names;
    record.untilRevoked = untilRevoked;
    record.signedAt = terms.issuedAt;
    record.expires = terms.expires;
    record.replaces = old.id;
    record.replacedBy = {};
    record.version.clear();
    return record;
}

Result<void> checkChange(const ChangeOffer &offer, const PermissionChange &change)
{
    const bool known =
        std::ranges::all_of(change.scopes, [&offer](const QString &scope) { return offer.scopes.contains(scope); });
    if (change.scopes.isEmpty() || !known)
        return fail("choice_incomplete",
                    Words::tr("Choose what may still be done. To end everything, revoke the permission."));
    if (change.duration.kind == DurationKind::Until) {
        if (!change.duration.lastDay.isValid() || change.duration.lastDay < offer.earliest)
            return fail("choice_incomplete", Words::tr("Choose a date from today on."));
        if (change.duration.lastDay > offer.latest)
            return fail("duration_too_long", Words::tr("This date is later than the request allowed."));
    } else if (change.duration.kind != DurationKind::UntilRevoked || !offer.untilRevoked) {
        return fail("duration_too_long", Words::tr("This date is later than the request allowed."));
    }
    return {};
}

} // namespace

PermissionDesk::PermissionDesk(DeskContext context) : m_context(std::move(context))
{
    connect(&m_renewal, &QTimer::timeout, this, &PermissionDesk::renewDue);
    connect(m_context.outbox.get(), &Outbox::refused, this,
            [this](const PermissionId &, const Error &error) { Q_EMIT notice(error); });
}

void PermissionDesk::start()
{
    m_cancel = CancelSource();
    m_renewal.start(renewalMilliseconds);
    renewDue();
}

void PermissionDesk::stop()
{
    m_renewal.stop();
    m_cancel.cancel();
    m_signing.clear();
}

Result<void> PermissionDesk::revoke(const QList<PermissionId> &permissions)
{
    QList<PermissionId> live;
    for (const PermissionId &permission : permissions) {
        const PermissionRecord *record = m_context.permissions->find(permission);
        if (record == nullptr)
            return unknown();
        if (canRevoke(*record))
            live.append(permission);
    }
    if (live.isEmpty())
        return notLive();
    FPX_CHECK(m_context.outbox->transact([&]() -> Result<void> {
        for (const PermissionId &permission : std::as_const(live)) {
            FPX_CHECK(m_context.outbox->add(permission, OutboxKind::Revoke));
            FPX_CHECK(m_context.ledger->append(permissionEntry(
                "permission_revoking", *m_context.permissions->find(permission), m_context.clock->now())));
        }
        return {};
    }));
    m_context.outbox->wake();
    return {};
}

Result<void> PermissionDesk::disable(const PermissionId &permission)
{
    return wish(permission, OutboxKind::Disable, "permission_disabling");
}

Result<void> PermissionDesk::enable(const PermissionId &permission)
{
    return wish(permission, OutboxKind::Enable, "permission_enabling");
}

Result<void> PermissionDesk::wish(const PermissionId &permission, OutboxKind kind, const char *code)
{
    const PermissionRecord *known = m_context.permissions->find(permission);
    if (known == nullptr)
        return unknown();
    if (!known->isLive())
        return notLive();
    if (!known->replacedBy.isEmpty() || m_signing.contains(permission))
        return fail("permission_changing",
                    Words::tr("A change of this permission is on its way. Wait for it, or revoke."));
    FPX_CHECK(m_context.outbox->transact([&]() -> Result<void> {
        FPX_CHECK(m_context.outbox->add(permission, kind));
        FPX_CHECK(m_context.ledger->append(
            permissionEntry(code, *m_context.permissions->find(permission), m_context.clock->now())));
        return {};
    }));
    m_context.outbox->wake();
    return {};
}

Result<PermissionRecord> PermissionDesk::changeable(const PermissionId &permission) const
{
    const PermissionRecord *known = m_context.permissions->find(permission);
    if (known == nullptr)
        return unknown();
    if (!known->isLive())
        return notLive();
    if (known->once)
        return fail("permission_not_changeable", Words::tr("A permission for one time cannot be changed."));
    const bool still = known->state == PermissionState::Active || known->state == PermissionState::Disabled;
    if (!still || !known->replacedBy.isEmpty() || m_signing.contains(permission))
        return fail("permission_changing",
                    Words::tr("A change of this permission is on its way. Wait for it, or revoke."));
    return *known;
}

Result<ChangeOffer> PermissionDesk::offer(const PermissionId &permission) const
{
    FPX_TRY(record, changeable(permission));
    const qint64 now = m_context.clock->nowSeconds();
    const QDate today = utcFromSeconds(now).date();
    ChangeOffer offer;
    offer.scopes = record.scopes;
    offer.scopeNames = record.names->scopeNames;
    offer.current = record.untilRevoked ? Duration{DurationKind::UntilRevoked, {}}
                                        : Duration{DurationKind::Until, lastDayOf(record.expires)};
    offer.earliest = today;
    offer.untilRevoked = record.latestEnd == PermissionRecord::noLatestEnd;
    const qint64 allowed = offer.untilRevoked ? now + longestSeconds : std::max(record.latestEnd, record.expires);
    offer.latest = lastDayOf(std::min(allowed, now + longestSeconds));
    return offer;
}

Async<void> PermissionDesk::change(PermissionId permission, PermissionChange change, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(allowed, offer(permission));
    FPX_CO_CHECK(checkChange(allowed, change));
    co_return co_await replace(self, permission, change, "permission_changing", cancel);
}

Async<void> PermissionDesk::replace(Self self, PermissionId permission, PermissionChange change, const char *code,
                                    CancelToken cancel)
{
    FPX_CO_TRY(old, changeable(permission));
    m_signing.insert(permission);
    const auto done = co_await sign(self, old, change, code, cancel);
    m_signing.remove(permission);
    if (done)
        m_context.outbox->wake();
    co_return done;
}

Async<void> PermissionDesk::sign([[maybe_unused]] Self self, PermissionRecord old, PermissionChange change,
                                 const char *code, CancelToken cancel)
{
    const auto client = m_context.accounts->client(old.enrolment);
    if (!client)
        co_return fail("account_gone", Words::tr("The profile that this permission belongs to is gone."));
    FPX_CO_TRY(registry, co_await m_context.accounts->registry(old.enrolment, cancel));
    FPX_CO_TRY(server, co_await registry->server(old.resourceServer, cancel));
    FPX_CO_TRY(offset, client->clockOffset());
    FPX_CO_TRY(papers, m_context.permissions->papers(old.id));
    FPX_CO_TRY(terms, termsAfter(old, papers, change, m_context.clock->nowSeconds() + offset));
    terms.id = PermissionId(m_context.random->uuid());
    FPX_CO_TRY(key, uma::PermissionKey::generate());
    const sources::RotDemand demand{terms.id,     key.thumbprint(), old.subject, terms.as, terms.resourceServer,
                                    terms.client, terms.expires};
    FPX_CO_TRY(rot, co_await m_context.sources->sealedRot(old.source, demand, server.jwks, cancel));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(signedTerms, key.sign(terms, rot.pseudonym, rot.rotAsSent));

    const PermissionRecord fresh = recordAfter(old, terms, change.duration.kind == DurationKind::UntilRevoked);
    const PermissionPapers freshPapers{signedTerms, uma::permissionBody(signedTerms, rot.rotAsSent)};
    const PermissionRecord *now = m_context.permissions->find(old.id);
    // The person may have revoked it while the ROT was fetched.
    if (now == nullptr || now->state != old.state || !now->replacedBy.isEmpty())
        co_return notLive();
    PermissionRecord marked = *now;
    marked.replacedBy = fresh.id;
    co_return m_context.outbox->transact([&]() -> Result<void> {
        FPX_CHECK(m_context.permissions->put(marked));
        FPX_CHECK(m_context.permissions->put(fresh, freshPapers));
        FPX_CHECK(m_context.outbox->add(fresh.id, OutboxKind::Replace));
        FPX_CHECK(m_context.ledger->append(permissionEntry(code, fresh, m_context.clock->now())));
        return {};
    });
}

void PermissionDesk::renewDue()
{
    const qint64 now = m_context.clock->nowSeconds();
    const auto records = m_context.permissions->all();
    for (const PermissionRecord &record : records) {
        const qint64 due = record.signedAt + (record.expires - record.signedAt) * 3 / 4;
        if (record.untilRevoked && record.state == PermissionState::Active && now >= due && now < record.expires &&
            record.replacedBy.isEmpty() && !m_signing.contains(record.id))
            spawn(renew(shared_from_this(), record.id));
    }
}

QCoro::Task<> PermissionDesk::renew(Self self, PermissionId permission)
{
    const CancelToken cancel = self->m_cancel.token();
    const PermissionRecord *known = self->m_context.permissions->find(permission);
    const PermissionChange same{known->scopes, {DurationKind::UntilRevoked, {}}};
    const qint64 end = known->expires;
    const auto renewed = co_await self->replace(self, permission, same, "permission_renewing", cancel);
    if (renewed || cancel.cancelled() || end - self->m_context.clock->nowSeconds() > 7 * 24 * 3600)
        co_return; // tried again in an hour, and told about when little time is left
    Q_EMIT self->notice(renewed.error());
}

} // namespace fpx::consent
