// How a session goes on and how it ends.
#include <fpx/identity/identityservice.h>
#include <fpx/oauth/idtoken.h>
#include <fpx/oauth/tokens.h>

#include "records.h"
#include "words.h"

#include <QUrlQuery>

namespace fpx::identity {

std::shared_ptr<http::HttpClient> IdentityService::httpFor(const IdpIdentifier &provider) const
{
    return m_context.contexts->context(QStringLiteral("idp/") + provider.value());
}

Async<void> IdentityService::refresh(CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto current = session();
    // Two refreshes with one token look like theft to the provider, which then ends the session.
    if (!current || !current->refreshable || m_refreshing)
        co_return {};
    m_refreshing = true;
    const Session before = *current;
    auto result = co_await renew(self, before, cancel);
    m_refreshing = false;
    co_return result;
}

Async<void> IdentityService::renew(std::shared_ptr<IdentityService> self, Session session, CancelToken cancel)
{
    const op::IdentityProvider *found = self->m_profile.identityProvider(session.provider);
    const LinkedProvider *linked = self->linkedProvider(session.provider);
    if (found == nullptr || linked == nullptr)
        co_return fail("provider_unknown", Words::tr("This wallet does not know that sign-in provider."));
    const op::IdentityProvider provider = *found;
    const QString subject = linked->subject;
    const auto http = self->httpFor(provider.identifier);
    const SecretName name = refreshTokenOf(provider.identifier);
    const QStringList scope = provider.scope.split(QLatin1Char(' '), Qt::SkipEmptyParts) + claimScopes();
    const QList<oauth::WellKnown> places(1, oauth::WellKnown::OpenIdConfiguration);

    FPX_CO_TRY(metadata, co_await oauth::discover(http, provider.issuer, places, cancel));
    FPX_CO_TRY(old, co_await self->m_context.secrets->get(name));
    FPX_CO_CHECK(cancel.check());
    auto tokens = co_await oauth::refreshTokens(http, metadata.tokenEndpoint, provider.clientId, old, scope, cancel);

    // Signed out, locked or signed in anew meanwhile: what came back belongs to nobody.
    if (!self->m_session || !(*self->m_session == session)) {
        if (tokens && !tokens->refreshToken.isEmpty())
            spawn(revoke(self, provider, tokens->refreshToken));
        co_return fail("cancelled", Words::tr("The session ended meanwhile."));
    }
    if (!tokens && tokens.error().code != "invalid_grant")
        co_return fail(tokens.error());
    if (tokens && !tokens->refreshToken.isEmpty())
        FPX_CO_CHECK(co_await self->m_context.secrets->put(name, tokens->refreshToken));

    Result<void> stands;
    if (!tokens) {
        stands = fail("session_ended", Words::tr("Your sign-in provider has ended the session. Please sign in again."),
                      tokens.error().detail);
    } else if (!tokens->idToken.isEmpty()) {
        oauth::IdTokenDemand demand;
        demand.clientId = provider.clientId;
        demand.earlierNonce = session.nonce;
        demand.accessToken = QByteArray(tokens->accessToken.view().constData(), tokens->accessToken.view().size());
        auto who = co_await oauth::checkIdToken(tokens->idToken, demand, metadata, http, self->m_keys,
                                                self->m_context.clock->nowSeconds(), tokens->serverTime, cancel);
        if (!who)
            co_return fail(who.error());
        if (who->subject != subject) // OIDC Core 12.2
            stands = fail("other_person",
                          Words::tr("Your sign-in provider answered for somebody else. Please sign in again."));
    }
    if (!stands && self->m_session && *self->m_session == session) {
        self->m_session.reset();
        Q_EMIT self->sessionChanged();
        FPX_CO_CHECK(self->m_context.records->remove(table, sessionRow));
        FPX_CO_CHECK(co_await self->m_context.secrets->remove(name));
    }
    co_return stands;
}

Async<void> IdentityService::signOut()
{
    const auto self = shared_from_this();
    const auto ended = std::exchange(m_session, std::nullopt);
    Q_EMIT sessionChanged();
    FPX_CO_CHECK(m_context.records->remove(table, sessionRow));
    if (!ended)
        co_return {};
    const IdpIdentifier provider = ended->provider;
    co_return co_await endSession(self, provider);
}

Async<void> IdentityService::endSession(std::shared_ptr<IdentityService> self, IdpIdentifier provider)
{
    const SecretName name = refreshTokenOf(provider);
    const auto token = co_await self->m_context.secrets->get(name);
    FPX_CO_CHECK(co_await self->m_context.secrets->remove(name));
    const op::IdentityProvider *known = self->m_profile.identityProvider(provider);
    if (token && known != nullptr)
        spawn(revoke(self, *known, *token));
    co_return {};
}

QCoro::Task<> IdentityService::revoke(std::shared_ptr<IdentityService> self, op::IdentityProvider provider,
                                      Secret refreshToken)
{
    // Best effort: the token is forgotten here already, and the provider may be away.
    const CancelToken nobody;
    const auto http = self->httpFor(provider.identifier);
    const QList<oauth::WellKnown> places(1, oauth::WellKnown::OpenIdConfiguration);
    const auto metadata = co_await oauth::discover(http, provider.issuer, places, nobody);
    if (!metadata || metadata->revocationEndpoint.isEmpty())
        co_return;
    const QString hint = QStringLiteral("refresh_token");
    [[maybe_unused]] const auto done =
        co_await oauth::revokeToken(http, metadata->revocationEndpoint, provider.clientId, refreshToken, hint, nobody);
}

Async<void> IdentityService::signOutAtProvider(IdpIdentifier provider, oauth::BrowserOpened opened, CancelToken cancel)
{
    const auto self = shared_from_this();
    const op::IdentityProvider *found = m_profile.identityProvider(provider);
    if (found == nullptr)
        co_return fail("provider_unknown", Words::tr("This wallet does not know that sign-in provider."));
    const op::IdentityProvider known = *found;
    const auto http = httpFor(provider);
    const QList<oauth::WellKnown> places(1, oauth::WellKnown::OpenIdConfiguration);
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
    const QString own = flow.authorizationUrl.query(QUrl::FullyEncoded);
    const QString added = QString::fromLatin1(http::encodeForm(fields));
    flow.authorizationUrl.setQuery(own.isEmpty() ? added : own + u'&' + added, QUrl::StrictMode);
    FPX_CO_TRY(callback, co_await m_context.receiver->run(flow, opened, cancel));
    Q_UNUSED(callback) // it is matched by `state`, and says nothing else
    co_return {};
}

} // namespace fpx::identity
