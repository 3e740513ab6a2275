// How a session goes on and how it ends.
#include <fpx/identity/identityservice.h>
#include <fpx/oauth/idtoken.h>
#include <fpx/oauth/tokens.h>

#include "records.h"
#include "words.h"

#include <QUrlQuery>

#include <algorithm>

namespace fpx::identity {

namespace {

constexpr qint64 confirmedFor = 15 * 60'000; // ms, profile 8
constexpr qint64 notAgainWithin = 60'000;    // ms

oauth::Client clientAt(const op::IdentityProvider &provider)
{
    return {provider.clientId, provider.clientSecret};
}

bool isOneOf(const QByteArray &code, std::initializer_list<const char *> codes)
{
    return std::ranges::any_of(codes, [&code](const char *one) { return code == one; });
}

// The proof is of somebody else, for somebody else or by somebody else, rather than out of date or not to be checked now.
bool isDisproof(const Error &error)
{
    return error.retry == Retry::No &&
           !isOneOf(error.code, {"clock_wrong", "token_expired", "token_from_the_future", "id_token_too_large"});
}

} // namespace

std::shared_ptr<http::HttpClient> IdentityService::httpFor(const IdpIdentifier &provider) const
{
    return m_context.contexts->context(QStringLiteral("idp/") + provider.value());
}

Async<void> IdentityService::confirm(CancelToken cancel)
{
    const auto self = shared_from_this();
    const qint64 now = m_context.clock->steadyMilliseconds();
    const bool recent = m_confirmedAt && now - *m_confirmedAt < confirmedFor;
    const bool silent = m_refreshing.isEmpty() && m_triedAt && now - *m_triedAt < notAgainWithin;
    if ((recent || silent) && m_unsaved.isEmpty())
        co_return {};
    const auto done = co_await refresh(cancel);
    FPX_CO_CHECK(cancel.check());
    if (!done && (done.error().code == "session_ended" || done.error().code == "other_person"))
        co_return done;
    co_return {};
}

Async<void> IdentityService::refresh(CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto current = session();
    if (!current || !current->refreshable)
        co_return {};
    const Deferred<Result<void>> mine;
    m_refreshing.append(mine);
    // Two refreshes with one token look like theft to the provider, which then ends the session.
    if (m_refreshing.size() == 1)
        spawn(refreshOnce(self, *current));
    cancel.onCancelled([mine] { mine.resolve(fail(CancelToken::reason())); });
    co_return co_await mine;
}

QCoro::Task<> IdentityService::refreshOnce(std::shared_ptr<IdentityService> self, Session session)
{
    self->m_triedAt = self->m_context.clock->steadyMilliseconds();
    const auto done = co_await renew(self, session);
    if (done)
        self->m_confirmedAt = self->m_context.clock->steadyMilliseconds();
    const auto waiting = std::exchange(self->m_refreshing, {});
    for (const auto &one : waiting)
        one.resolve(done);
}

Async<void> IdentityService::renew(std::shared_ptr<IdentityService> self, Session session)
{
    const CancelToken never; // see refresh()
    const op::IdentityProvider *found = self->m_profile.identityProvider(session.provider);
    const LinkedProvider *linked = self->linkedProvider(session.provider);
    if (found == nullptr || linked == nullptr)
        co_return fail("provider_unknown", Words::tr("This wallet does not know that sign-in provider."));
    const op::IdentityProvider provider = *found;
    const QString subject = linked->subject;
    const auto http = self->httpFor(provider.identifier);
    const SecretName name = refreshTokenOf(provider.identifier);
    const QStringList scope = provider.scope.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QList<oauth::WellKnown> places = oauth::providerPlaces();

    FPX_CO_TRY(metadata, co_await oauth::discover(http, provider.issuer, places, never));
    if (self->m_unsaved.contains(provider.identifier))
        FPX_CO_CHECK(co_await save(self, provider.identifier, self->m_unsaved.value(provider.identifier)));
    FPX_CO_TRY(old, co_await self->m_context.secrets->get(name));
    const auto answer = co_await oauth::refreshTokens(http, metadata.tokenEndpoint, clientAt(provider), old, scope,
                                                      oauth::WiderScope::Taken, never);
    const Secret rotated = answer ? answer->refreshToken : Secret();
    const Secret accessToken = answer ? answer->accessToken : Secret();
    const Result<oauth::Tokens> tokens = answer ? answer->tokens : Result<oauth::Tokens>(fail(answer.error()));

    // Signed out or signed in anew meanwhile: what came back belongs to nobody. Behind a lock the session goes on.
    const auto meanwhile = [self, session] {
        return !self->m_cleared && (!self->m_session || !(*self->m_session == session));
    };
    if (meanwhile()) {
        spawn(revoke(self, provider, accessToken, rotated));
        co_return fail("cancelled", Words::tr("The session ended meanwhile."));
    }
    // First of all: it may be the only one that still works, whatever else the answer says.
    if (!rotated.isEmpty())
        FPX_CO_CHECK(co_await save(self, provider.identifier, rotated));
    if (self->m_cleared) {
        self->m_triedAt.reset(); // what else it says is asked again after the unlocking
        co_return fail(CancelToken::reason());
    }
    if (!tokens && tokens.error().code != "invalid_grant")
        co_return fail(tokens.error());

    Result<void> stands;
    if (!tokens) {
        stands = fail("session_ended", Words::tr("Your sign-in provider has ended the session. Please sign in again."),
                      tokens.error().detail);
    } else if (!tokens->idToken.isEmpty()) {
        oauth::IdTokenDemand demand;
        demand.clientId = provider.clientId;
        demand.earlierNonce = session.nonce;
        demand.accessToken = QByteArray(tokens->accessToken.view().constData(), tokens->accessToken.view().size());
        const auto who = co_await oauth::checkIdToken(tokens->idToken, demand, metadata, http, self->m_keys,
                                                      self->m_context.clock->nowSeconds(), tokens->serverTime, never);
        if (!who && !isDisproof(who.error()))
            co_return fail(who.error());
        if (!who)
            stands = fail("session_ended",
                          Words::tr("Your sign-in provider's answer could not be believed, so the wallet has ended the "
                                    "session. Please sign in again."),
                          QString::fromLatin1(who.error().code));
        else if (who->subject != subject) // OIDC Core 12.2
            stands = fail("other_person",
                          Words::tr("Your sign-in provider answered for somebody else. Please sign in again."));
        else if (!self->m_cleared && !meanwhile())
            FPX_CO_CHECK(self->lower(provider, *who));
    }
    if (self->m_cleared) {
        self->m_triedAt.reset();
        co_return fail(CancelToken::reason());
    }
    if (!stands && meanwhile()) {
        spawn(revoke(self, provider, accessToken, {})); // the refresh token has gone with the session
    } else if (!stands) {
        self->m_session.reset();
        self->changed();
        FPX_CO_CHECK(self->m_context.records->remove(table, sessionRow));
        FPX_CO_CHECK(co_await endSession(self, provider.identifier, accessToken));
    }
    co_return stands;
}

Async<void> IdentityService::save(std::shared_ptr<IdentityService> self, IdpIdentifier provider, Secret refreshToken)
{
    self->m_unsaved.insert(provider, refreshToken); // before anything is awaited: the store may be locked meanwhile
    FPX_CO_CHECK(co_await self->m_context.secrets->put(refreshTokenOf(provider), refreshToken));
    if (self->m_unsaved.value(provider) == refreshToken)
        self->m_unsaved.remove(provider);
    co_return {};
}

Result<void> IdentityService::lower(const op::IdentityProvider &provider, const oauth::IdToken &refreshed)
{
    Session session = *m_session;
    if (session.authTime)
        session.authTime = std::min(*session.authTime, refreshed.authTime.value_or(*session.authTime));
    if (!refreshed.acr.isEmpty()) {
        const op::Assurance assurance = provider.assuranceOf(refreshed.acr);
        session.assurance = {std::min(session.assurance.ial, assurance.ial),
                             std::min(session.assurance.aal, assurance.aal)};
    }
    if (session == *m_session)
        return {};
    FPX_CHECK(m_context.records->put(table, sessionRow, toJson(session)));
    m_session = session;
    changed();
    return {};
}

Async<Secret> IdentityService::signOut(std::function<Result<void>()> also)
{
    const auto self = shared_from_this();
    const auto session = std::exchange(m_session, std::nullopt);
    changed();
    FPX_CO_CHECK(m_context.records->transaction([&]() -> Result<void> {
        FPX_CHECK(m_context.records->remove(table, sessionRow));
        return also ? also() : Result<void>();
    }));
    Result<Secret> done = Secret();
    if (const op::IdentityProvider *known = session ? m_profile.identityProvider(session->provider) : nullptr;
        known != nullptr && known->idTokenAtLogout) {
        const SecretName name = idTokenOf(known->identifier);
        const auto kept = co_await m_context.secrets->get(name);
        done = kept.value_or(Secret());
    }
    const Secret none;
    const QList<LinkedProvider> linked = m_linked;
    for (const LinkedProvider &one : linked) {
        const IdpIdentifier provider = one.provider;
        if (const auto ended = co_await endSession(self, provider, none); !ended)
            done = fail(ended.error());
    }
    co_return done;
}

QCoro::Task<> IdentityService::forgetLeftover(std::shared_ptr<IdentityService> self, IdpIdentifier provider)
{
    const SecretName name = refreshTokenOf(provider);
    const SecretName idToken = idTokenOf(provider);
    const Secret none;
    const auto left = co_await self->m_context.secrets->get(name);
    const auto leftToo = co_await self->m_context.secrets->get(idToken);
    if ((left || leftToo) && !self->m_cleared && !self->m_accepting.contains(provider)) [[maybe_unused]]
        const auto done = co_await endSession(self, provider, none);
}

Async<void> IdentityService::endSession(std::shared_ptr<IdentityService> self, IdpIdentifier provider,
                                        Secret accessToken)
{
    const SecretName name = refreshTokenOf(provider);
    const Secret refreshToken = co_await takeToken(self, provider);
    FPX_CO_CHECK(co_await self->m_context.secrets->remove(name));
    const SecretName idToken = idTokenOf(provider);
    FPX_CO_CHECK(co_await self->m_context.secrets->remove(idToken));
    const op::IdentityProvider *known = self->m_profile.identityProvider(provider);
    if (known != nullptr && !(refreshToken.isEmpty() && accessToken.isEmpty()))
        spawn(revoke(self, *known, accessToken, refreshToken));
    co_return {};
}

QCoro::Task<Secret> IdentityService::takeToken(std::shared_ptr<IdentityService> self, IdpIdentifier provider)
{
    const Secret unsaved = self->m_unsaved.take(provider);
    const SecretName name = refreshTokenOf(provider);
    const auto saved = co_await self->m_context.secrets->get(name);
    co_return unsaved.isEmpty() ? saved.value_or(Secret()) : unsaved;
}

QCoro::Task<> IdentityService::revoke(std::shared_ptr<IdentityService> self, op::IdentityProvider provider,
                                      Secret accessToken, Secret refreshToken)
{
    // Best effort: the tokens are forgotten here already, and the provider may be away.
    const CancelToken nobody;
    const auto http = self->httpFor(provider.identifier);
    const QList<oauth::WellKnown> places = oauth::providerPlaces();
    const auto metadata = co_await oauth::discover(http, provider.issuer, places, nobody);
    if (metadata)
        co_await oauth::discardTokens(http, metadata->revocationEndpoint, clientAt(provider), accessToken,
                                      refreshToken);
}

Async<void> IdentityService::signOutAtProvider(IdpIdentifier provider, Secret idToken, oauth::BrowserOpened opened,
                                               CancelToken cancel)
{
    const auto self = shared_from_this();
    const op::IdentityProvider *found = m_profile.identityProvider(provider);
    if (found == nullptr)
        co_return fail("provider_unknown", Words::tr("This wallet does not know that sign-in provider."));
    const op::IdentityProvider known = *found;
    const auto http = httpFor(provider);
    const QList<oauth::WellKnown> places = oauth::providerPlaces();
    FPX_CO_TRY(metadata, co_await oauth::discover(http, known.issuer, places, cancel));
    FPX_CO_CHECK(cancel.check());
    if (metadata.endSessionEndpoint.isEmpty())
        co_return fail("logout_unsupported", Words::tr("This provider does not let the wallet end your session there. "
                                                       "You can do that on its own pages."));
    FPX_CO_TRY(redirectUri, m_context.receiver->redirectUri(known.identifier.value()));
    oauth::BrowserFlow flow;
    flow.identifier = known.identifier.value();
    flow.state = QString::fromLatin1(m_context.random->token());
    http::FormFields fields;
    fields.emplace_back(QStringLiteral("client_id"), known.clientId);
    fields.emplace_back(QStringLiteral("post_logout_redirect_uri"), redirectUri);
    fields.emplace_back(QStringLiteral("state"), flow.state);
    flow.authorizationUrl = metadata.endSessionEndpoint;
    if (!idToken.isEmpty()) {
        fields.emplace_back(QStringLiteral("id_token_hint"), QString::fromLatin1(idToken.view()));
        flow.form = fields;
    } else {
        const QString own = flow.authorizationUrl.query(QUrl::FullyEncoded);
        const QString added = QString::fromLatin1(http::encodeForm(fields));
        flow.authorizationUrl.setQuery(own.isEmpty() ? added : own + u'&' + added, QUrl::StrictMode);
    }
    FPX_CO_TRY(callback, co_await m_context.receiver->run(flow, opened, cancel));
    Q_UNUSED(callback) // it is matched by `state`, and says nothing else
    co_return {};
}

} // namespace fpx::identity
