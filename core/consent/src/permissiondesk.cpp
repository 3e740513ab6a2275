#include <fpx/consent/permissiondesk.h>
#include <fpx/consent/sharedthing.h>

#include "decisionfacts.h"
#include "journal.h"
#include "renewal.h"
#include "replacement.h"
#include "terms.h"
#include "words.h"

#include <fpx/uma/permission.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr int renewalMilliseconds = 3'600'000;
constexpr qint64 daySeconds = 24 * 3600;
constexpr int renewedAtOnce = 3;     // so that neither network nor source sees a burst
constexpr qint64 timeToChoose = 900; // seconds; nobody is offered a day that is over when it has been chosen

Failure unknown()
{
    return fail("permission_unknown", Words::tr("This wallet knows no such permission."));
}

Failure notLive()
{
    return fail("permission_not_live", Words::tr("This permission has already ended."));
}

bool isWished(const PermissionRecord &record)
{
    return record.wished.kind != DurationKind::Once;
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
    m_due.clear();
    m_renewing.clear();
    m_told.clear();
}

Result<void> PermissionDesk::revoke(const QList<PermissionId> &permissions, const std::function<Result<void>()> &also)
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
        return also ? also() : Result<void>();
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
    const auto client = m_context.accounts->client(record.enrolment);
    const qint64 now = client ? client->shownTime() : m_context.clock->nowSeconds();
    ChangeOffer offer;
    offer.scopes = record.scopes;
    offer.scopeNames = record.names->scopeNames;
    offer.notAfter = allowedEnd(record, now);
    offer.latest = lastDayOf(offer.notAfter);
    offer.earliest = std::min(dayOf(now + timeToChoose), offer.latest);
    offer.untilRevoked = record.latestEnd == PermissionRecord::noLatestEnd;
    offer.current = record.untilRevoked
                        ? Duration{DurationKind::UntilRevoked, {}}
                        : Duration{DurationKind::Until, std::min(lastDayOf(record.expires), offer.latest)};
    return offer;
}

Async<void> PermissionDesk::change(PermissionId permission, PermissionChange change, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(allowed, offer(permission));
    FPX_CO_CHECK(checkChange(allowed, change));
    co_return co_await replace(self, permission, change, Initiative::Person, cancel);
}

Async<void> PermissionDesk::replace(Self self, PermissionId permission, PermissionChange change, Initiative initiative,
                                    CancelToken cancel)
{
    FPX_CO_TRY(old, changeable(permission));
    m_signing.insert(permission);
    const auto done = co_await sign(self, old, change, initiative, cancel);
    m_signing.remove(permission);
    if (done)
        m_context.outbox->wake();
    co_return done;
}

Async<void> PermissionDesk::sign([[maybe_unused]] Self self, PermissionRecord old, PermissionChange change,
                                 Initiative initiative, CancelToken cancel)
{
    const auto client = m_context.accounts->client(old.enrolment);
    if (!client)
        co_return fail("account_gone", Words::tr("The profile that this permission belongs to is gone."));
    FPX_CO_TRY(registry, co_await m_context.accounts->registry(old.enrolment, cancel));
    FPX_CO_TRY(server, co_await registry->server(old.resourceServer, cancel));
    FPX_CO_TRY(now, co_await client->serverTime(cancel));
    FPX_CO_CHECK(cancel.check());
    qint64 latest = allowedEnd(old, now);
    if (endOf(change.duration, now, latest) > old.expires) { // else it only allows less
        FPX_CO_TRY(days, co_await mayLastLonger(self, registry, old, change, initiative, cancel));
        FPX_CO_CHECK(cancel.check());
        latest = days ? std::min(latest, now + *days * daySeconds) : latest;
    }
    FPX_CO_TRY(papers, m_context.permissions->papers(old.id));
    FPX_CO_TRY(terms, termsAfter(old, papers, change, now, latest));
    terms.id = PermissionId(m_context.random->uuid());
    FPX_CO_TRY(key, uma::PermissionKey::generate());
    const sources::RotDemand demand{terms.id,     key.thumbprint(), old.subject, terms.as, terms.resourceServer,
                                    terms.client, terms.expires};
    FPX_CO_TRY(rot, co_await m_context.sources->sealedRot(old.source, demand, server.jwks, cancel));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(signedTerms, key.sign(terms, rot.pseudonym, rot.rotAsSent));

    const PermissionRecord fresh = recordAfter(old, terms, change.duration.kind == DurationKind::UntilRevoked);
    const PermissionPapers freshPapers{signedTerms, uma::permissionBody(signedTerms, rot.rotAsSent)};
    const PermissionRecord *known = m_context.permissions->find(old.id);
    // The person may have revoked it while the ROT was fetched, or signed out.
    if (known == nullptr || known->state != old.state || !known->replacedBy.isEmpty())
        co_return notLive();
    FPX_CO_CHECK(checkSignIn(old, initiative));
    PermissionRecord marked = *known;
    marked.replacedBy = fresh.id;
    marked.wished = {}; // on its way, or refused
    co_return m_context.outbox->transact([&]() -> Result<void> {
        FPX_CHECK(m_context.permissions->put(marked));
        FPX_CHECK(m_context.permissions->put(fresh, freshPapers));
        FPX_CHECK(m_context.outbox->add(fresh.id, OutboxKind::Replace));
        const char *code = initiative == Initiative::Wallet ? "permission_renewing" : "permission_changing";
        FPX_CHECK(m_context.ledger->append(permissionEntry(code, fresh, m_context.clock->now())));
        return {};
    });
}

Async<std::optional<int>> PermissionDesk::mayLastLonger([[maybe_unused]] Self self,
                                                        std::shared_ptr<uma::Registry> registry, PermissionRecord old,
                                                        PermissionChange change, Initiative initiative,
                                                        CancelToken cancel)
{
    if (m_context.checkFresh)
        FPX_CO_CHECK(m_context.checkFresh());
    const uma::TicketDetails asked = asIfAsked(old);
    const QHash<SourceIdentifier, RsIdentifier> none;
    FPX_CO_TRY(facts, co_await readRegistry(registry, asked, none, cancel));
    FPX_CO_CHECK(cancel.check());
    if (initiative == Initiative::Wallet)
        FPX_CO_CHECK(checkLooks(old, *m_context.permissions, facts));
    if (!m_context.rules)
        co_return std::nullopt;
    const QDate today = m_context.clock->now().date();
    policy::Facts told = factsNow(old, change.scopes, facts);
    told.durationDays = daysOf(change.duration, today);
    completeFacts(told, *m_context.clock, m_context.signedIn, {}, {});
    const policy::Decision decision = m_context.rules().evaluate(told);
    FPX_CO_CHECK(checkRules(decision, initiative, old));
    co_return decision.obligations.limitDays;
}

void PermissionDesk::closeEnded()
{
    std::optional<qint64> sure;
    for (const uma::Enrolment &enrolment : m_context.accounts->all()) {
        const auto told = m_context.accounts->client(enrolment.id)->confirmedTime();
        if (told)
            sure = std::min(sure.value_or(*told), *told);
    }
    // A failure leaves what is recorded as it is; it is tried again in an hour.
    if (sure) [[maybe_unused]]
        const auto closed = m_context.outbox->closeEnded(*sure);
}

bool PermissionDesk::isDue(const PermissionRecord &record) const
{
    const auto client = m_context.accounts->client(record.enrolment);
    const qint64 now = client ? client->shownTime() : m_context.clock->nowSeconds();
    const qint64 due = record.signedAt + (record.expires - record.signedAt) * 3 / 4;
    const bool wanted = isWished(record) || (record.untilRevoked && now >= due);
    return wanted && record.state == PermissionState::Active && now < record.expires && record.replacedBy.isEmpty() &&
           !m_signing.contains(record.id);
}

void PermissionDesk::renewDue()
{
    closeEnded();
    for (const PermissionRecord &record : m_context.permissions->all()) {
        if (isDue(record) && !m_due.contains(record.id) && !m_renewing.contains(record.id))
            m_due.append(record.id);
    }
    renewNext();
}

void PermissionDesk::signInChanged()
{
    const bool started = m_renewal.isActive();
    if (started && m_context.signedIn && m_context.signedIn(SignInDemand()))
        renewDue();
}

Result<void> PermissionDesk::checkSignIn(const PermissionRecord &record, Initiative initiative) const
{
    if (initiative == Initiative::Person || !m_context.signedIn || m_context.signedIn(SignInDemand()))
        return {};
    return fail("renewal_needs_sign_in",
                Words::tr("You are not signed in, so what %1 may use of %2 is not renewed by itself. It is once you "
                          "sign in.")
                    .arg(record.names->clientName, record.names->definitionName));
}

void PermissionDesk::renewNext()
{
    while (m_renewing.size() < renewedAtOnce && !m_due.isEmpty()) {
        const PermissionId next = m_due.takeFirst();
        m_renewing.insert(next);
        spawn(renew(shared_from_this(), next));
    }
}

QCoro::Task<> PermissionDesk::renew(Self self, PermissionId permission)
{
    const CancelToken cancel = self->m_cancel.token();
    const auto renewed = co_await self->renewed(self, permission, cancel);
    if (cancel.cancelled())
        co_return;
    self->m_renewing.remove(permission);
    self->renewNext();
    if (renewed) {
        self->m_told.remove(permission);
        co_return;
    }
    // Tried again in an hour; told about when it is the person's to decide, or little time is left.
    const PermissionRecord *known = self->m_context.permissions->find(permission);
    const bool decision = renewed.error().code == "renewal_held_back" || renewed.error().code == "denied_by_rule";
    constexpr qint64 week = 7 * daySeconds;
    if (known && !self->m_told.contains(permission) &&
        (decision || known->expires - self->m_context.clock->nowSeconds() <= week)) {
        self->m_told.insert(permission);
        Q_EMIT self->notice(renewed.error());
    }
}

Async<void> PermissionDesk::renewed(Self self, PermissionId permission, CancelToken cancel)
{
    FPX_CO_TRY(old, changeable(permission));
    const auto client = m_context.accounts->client(old.enrolment);
    if (client)
        FPX_CO_CHECK(co_await client->serverTime(cancel)); // it may be due by the wall clock only
    FPX_CO_CHECK(cancel.check());
    const PermissionRecord *known = m_context.permissions->find(permission);
    if (known == nullptr || !isDue(*known))
        co_return {};
    if (isWished(*known)) {
        const PermissionChange wished{known->scopes, known->wished};
        co_return co_await replace(self, permission, wished, Initiative::Person, cancel);
    }
    if (m_context
            .confirmSignIn) { // what it says shows in signedIn(); a provider that cannot be reached changes nothing
        [[maybe_unused]] const auto confirmed = co_await m_context.confirmSignIn(cancel);
        FPX_CO_CHECK(cancel.check());
    }
    FPX_CO_CHECK(checkSignIn(old, Initiative::Wallet));
    const PermissionChange same{old.scopes, {DurationKind::UntilRevoked, {}}};
    co_return co_await replace(self, permission, same, Initiative::Wallet, cancel);
}

} // namespace fpx::consent
