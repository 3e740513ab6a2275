// From a recorded choice to permissions at the AS and a signed answer (profile 5, 4.5). Every body is stored before it is
// first sent, and sent again byte for byte, so that a crash or a lost answer grants nothing twice.
#include "choice.h"
#include "clientlook.h"
#include "flow.h"
#include "journal.h"
#include "reuse.h"
#include "terms.h"
#include "words.h"

#include <algorithm>

namespace fpx::consent {

Async<void> RequestFlow::createPermissions(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    const Choice choice = *m_record.choice;
    const auto client = ctx().accounts->client(m_record.enrolment);
    if (!client)
        co_return fail("account_gone", Words::tr("The profile that this request was opened with is gone."));
    FPX_CO_TRY(now, co_await client->serverTime(cancel));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_CHECK(co_await learnActivations(self));
    FPX_CO_CHECK(cancel.check());
    const QList<Reused> reused = inForce(now);
    for (const ResourceChoice &chosen : choice.resources) {
        if (!chosen.share || std::ranges::find(reused, chosen.requestId, &Reused::requestId) != reused.end())
            continue;
        const QList<PermissionRecord> known = ctx().permissions->ofRequest(m_record.key);
        const auto begun = std::ranges::find_if(known, [&chosen](const PermissionRecord &record) {
            return record.requestId == chosen.requestId &&
                   (record.state == PermissionState::Draft || record.state == PermissionState::Pending);
        });
        if (begun != known.end())
            FPX_CO_CHECK(co_await postPermission(self, *begun));
        else
            FPX_CO_CHECK(co_await createPermission(self, chosen, now));
        FPX_CO_CHECK(cancel.check());
    }
    co_return {};
}

Async<void> RequestFlow::createPermission(std::shared_ptr<RequestFlow> self, ResourceChoice chosen, qint64 now)
{
    const CancelToken cancel = m_cancel.token();
    const auto server = m_registry.servers.constFind(chosen.source);
    if (server == m_registry.servers.constEnd())
        co_return fail("choice_incomplete", Words::tr("That data source does not serve this network."));
    const uma::RegisteredServer known = *server;
    FPX_CO_TRY(terms, termsOf(chosen, known.id, now));
    FPX_CO_CHECK(checkEnd(terms.expires, now));

    FPX_CO_TRY(key, uma::PermissionKey::generate());
    const sources::RotDemand demand{terms.id,     key.thumbprint(), chosen.subject, terms.as, terms.resourceServer,
                                    terms.client, terms.expires};
    FPX_CO_TRY(rot, co_await ctx().sources->sealedRot(chosen.source, demand, known.jwks, cancel));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(permission, key.sign(terms, rot.pseudonym, rot.rotAsSent));

    PermissionRecord record;
    record.id = terms.id;
    record.enrolment = m_record.enrolment;
    record.as = m_record.as;
    record.request = m_record.key;
    record.requestId = chosen.requestId;
    record.client = terms.client;
    record.definition = terms.definition;
    record.resourceId = terms.resourceId.value_or(QString());
    record.source = chosen.source;
    record.sourceAccount = accountAt(chosen.source);
    record.resourceServer = terms.resourceServer;
    record.subject = chosen.subject;
    record.scopes = chosen.scopes;
    record.once = terms.usage == uma::Usage::Once;
    record.untilRevoked = m_record.choice->duration.kind == DurationKind::UntilRevoked;
    record.grantedAt = terms.issuedAt;
    record.signedAt = terms.issuedAt;
    record.latestEnd = latestEnd(m_record.details->duration, terms.issuedAt);
    record.expires = terms.expires;
    record.names = namesFor(chosen);
    const PermissionPapers papers{permission, uma::permissionBody(permission, rot.rotAsSent)};
    FPX_CO_CHECK(m_engine.transact([&] { return ctx().permissions->put(record, papers); }));
    co_return co_await postPermission(self, record);
}

QString RequestFlow::accountAt(const SourceIdentifier &source) const
{
    const auto account = ctx().sources->account(source);
    return account ? account->subject : QString();
}

PermissionNames RequestFlow::namesFor(const ResourceChoice &chosen) const
{
    PermissionNames names;
    names.clientName = m_content.clientName;
    names.clientLogo = m_content.clientLogoPng;
    const ClientLook look = lookOf(m_registry);
    names.clientOrganization = look.organization;
    names.clientPolicyUri = look.policyUri;
    names.clientTermsUri = look.termsUri;
    names.clientLanguage = look.language;
    names.networkName = m_content.networkName;
    const auto offer = std::ranges::find(m_content.resources, chosen.requestId, &ResourceOffer::requestId);
    if (offer == m_content.resources.end())
        return names;
    names.definitionName = offer->displayName;
    if (const SourceOffer *source = findSource(*offer, chosen.source)) {
        names.sourceName = source->displayName;
        if (const SubjectOffer *subject = findSubject(*source, chosen.subject); subject && !subject->id.isEmpty())
            names.subjectName = subject->displayName;
    }
    const QList<uma::RequestedResource> &resources = m_record.details->resources;
    const auto wanted = std::ranges::find(resources, chosen.requestId, &uma::RequestedResource::requestId);
    const uma::RegisteredDefinition definition =
        wanted == resources.end() ? uma::RegisteredDefinition() : m_registry.definitions.value(wanted->definition);
    names.definitionType = definition.resourceType;
    for (const QString &scope : chosen.scopes) {
        const auto offered = std::ranges::find(definition.scopes, scope, &uma::RegisteredScope::scope);
        names.scopeNames.append(offered == definition.scopes.end() ? scope : offered->displayName);
        names.scopeSensitivities.append(offered == definition.scopes.end() ? QString() : offered->sensitivity);
    }
    return names;
}

QList<PermissionId> RequestFlow::mayBeActive() const
{
    QList<PermissionId> waiting;
    for (const PermissionRecord &record : ctx().permissions->all()) {
        const bool answered = record.state == PermissionState::Pending && m_engine.prompt(record.request) == nullptr;
        if (answered && !record.once && record.enrolment == m_record.enrolment &&
            record.client == m_record.details->client && !ctx().outbox->holds(record.id))
            waiting.append(record.id);
    }
    return waiting;
}

Async<void> RequestFlow::learnActivations([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    const auto client = ctx().accounts->client(m_record.enrolment);
    const QList<PermissionId> waiting = client ? mayBeActive() : QList<PermissionId>();
    for (const PermissionId &id : waiting) {
        const auto there = co_await client->readPermission(id, cancel);
        FPX_CO_CHECK(cancel.check());
        if (!there && there.error().code != "permission_not_there" && there.error().code != "permission_gone")
            break;
        // Whatever else the AS says is looked at when its list is compared.
        if (!there || there->status != uma::PermissionStatus::Active || !mayBeActive().contains(id))
            continue;
        PermissionRecord record = *ctx().permissions->find(id);
        if (hashOfPermission(there->permission) != record.hash)
            continue;
        record.state = PermissionState::Active;
        record.version = there->version;
        FPX_CO_CHECK(m_engine.transact([&] { return ctx().permissions->put(record); }));
    }
    co_return {};
}

QList<Reused> RequestFlow::inForce(qint64 now) const
{
    const auto serverOf = [this](const SourceIdentifier &source) { return m_registry.servers.value(source).id; };
    const auto account = [this](const SourceIdentifier &source) { return accountAt(source); };
    QStringList posted; // by an earlier attempt of this request
    const QList<PermissionRecord> known = ctx().permissions->ofRequest(m_record.key);
    for (const PermissionRecord &record : known) {
        if (record.state == PermissionState::Draft || record.state == PermissionState::Pending)
            posted.append(record.requestId);
    }
    return whatIsReused({*ctx().permissions, *m_record.details, m_record.enrolment, serverOf, account, now},
                        *m_record.choice, automatic() ? EndBy::Rule : EndBy::Person, posted);
}

Async<void> RequestFlow::postPermission([[maybe_unused]] std::shared_ptr<RequestFlow> self, PermissionRecord permission)
{
    const CancelToken cancel = m_cancel.token();
    const auto client = ctx().accounts->client(permission.enrolment);
    if (!client)
        co_return fail("account_gone", Words::tr("The profile that this request was opened with is gone."));
    FPX_CO_TRY(papers, ctx().permissions->papers(permission.id));
    FPX_CO_TRY(posted, co_await client->postPermission(permission.id, papers.body, cancel));
    FPX_CO_CHECK(cancel.check());
    if (posted.status != uma::PermissionStatus::Pending) // it must authorise nothing before the answer (profile 5)
        co_return fail(
            "permission_active_at_once",
            Words::tr(
                "The network treated the permission as given before you had answered. It was withdrawn and nothing was shared."));
    permission.state = PermissionState::Pending;
    permission.version = posted.version;
    co_return m_engine.transact([&] { return ctx().permissions->put(permission); });
}

Async<void> RequestFlow::prepareAnswer([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    const auto client = ctx().accounts->client(m_record.enrolment);
    const auto enrolment = ctx().accounts->find(m_record.enrolment);
    if (!client || !enrolment)
        co_return fail("account_gone", Words::tr("The profile that this request was opened with is gone."));
    FPX_CO_TRY(key, co_await ctx().accounts->providerKey(m_record.enrolment));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(now, co_await client->serverTime(cancel));
    FPX_CO_CHECK(cancel.check());
    uma::Grant grant;
    grant.partial = m_record.partial;
    const QList<PermissionRecord> posted = ctx().permissions->ofRequest(m_record.key);
    for (const PermissionRecord &permission : posted) {
        if (permission.state == PermissionState::Pending)
            grant.permissions.append(permission.id);
    }
    // Looked at once more: the person, or the network, may have ended something while the rest was posted.
    const QList<Reused> reused = inForce(now);
    for (const Reused &one : reused)
        grant.permissions.append(one.permission);
    const auto shared = std::ranges::count_if(m_record.choice->resources, &ResourceChoice::share);
    if (grant.permissions.size() != shared)
        co_return fail("permission_changed", Words::tr("What you share already has just changed, so nothing was shared "
                                                       "with this request. Decide again."));
    std::ranges::sort(grant.permissions);
    // Nothing is awaited between this look and the signature.
    if (!signedIn())
        co_return fail("sign_in_needed", Words::tr("Sign in again to go on with this request."));
    if (m_end.secondsLeft() <= 0)
        co_return fail(timeIsOver());
    FPX_CO_TRY(answer,
               uma::grantAnswer(*m_record.request, *m_record.details, *enrolment, key, grant, now, *ctx().random));
    const Change answered = [&answer, &reused](RequestRecord &record) {
        record.answer = answer;
        record.reused = reused;
    };
    co_return move(Event::CreatePermissions, answered, [&]() -> Result<void> {
        for (const Reused &one : reused) { // as the person, or whoever made the rule, knows them now
            PermissionRecord record = *ctx().permissions->find(one.permission);
            record.names = namesFor(*findChoice(*m_record.choice, one.requestId));
            FPX_CHECK(ctx().permissions->put(record));
        }
        for (const PermissionRecord &permission : posted) {
            if (permission.state != PermissionState::Pending)
                continue;
            // The AS has it; what travelled is not needed again.
            FPX_CHECK(ctx().permissions->put(permission, PermissionBook::Body::Erase));
        }
        return {};
    });
}

Result<uma::PermissionTerms> RequestFlow::termsOf(const ResourceChoice &chosen, const RsIdentifier &server,
                                                  qint64 now) const
{
    const uma::TicketDetails &details = *m_record.details;
    const auto wanted = std::ranges::find(details.resources, chosen.requestId, &uma::RequestedResource::requestId);
    if (wanted == details.resources.end())
        return fail("choice_incomplete", Words::tr("Something was chosen that the client did not ask for."));
    uma::PermissionTerms terms;
    terms.id = PermissionId(ctx().random->uuid());
    terms.as = m_record.request->asIssuer;
    terms.resourceServer = server;
    terms.client = details.client;
    terms.requestId = chosen.requestId;
    terms.definition = wanted->definition;
    terms.resourceId = wanted->resourceId;
    terms.scopes = chosen.scopes;
    terms.usage = m_record.choice->duration.kind == DurationKind::Once ? uma::Usage::Once : details.usage;
    terms.notBefore = now;
    terms.issuedAt = now;
    // What was offered may be shorter than what the request allows, and was so when the person looked.
    const qint64 allowed = latestEnd(details.duration, now);
    const qint64 offered = m_content.duration.notAfter;
    terms.expires = endOf(m_record.choice->duration, now,
                          allowed == PermissionRecord::noLatestEnd ? offered : std::min(allowed, offered));
    terms.ticketHash = details.ticketHash();
    return terms;
}

qint64 RequestFlow::serverTime() const
{
    const auto client = ctx().accounts->client(m_record.enrolment);
    return client ? client->shownTime() : ctx().clock->nowSeconds();
}

OfferInput RequestFlow::offerInput() const
{
    const auto enrolment = ctx().accounts->find(m_record.enrolment);
    return {.record = m_record,
            .registry = m_registry,
            .sources = *ctx().sources,
            .permissions = *ctx().permissions,
            .persons = m_engine.persons(),
            .clientChanges = m_clientChanges,
            .dataChanges = m_dataChanges,
            .networkName = networkName(),
            .profileName = enrolment ? enrolment->displayName : QString(),
            .opensDirectly = enrolment && enrolment->openDirectly && ctx().accounts->at(m_record.as).size() == 1,
            .locales = ctx().locales,
            .now = serverTime()};
}

} // namespace fpx::consent
