// Access tokens of sources: kept, refreshed once at a time, and given up when the source no longer takes them.
#include <fpx/oauth/tokens.h>

#include "state.h"
#include "words.h"

namespace fpx::sources {

namespace {

constexpr qint64 earlySeconds = 30;

bool unreachable(const QByteArray &code)
{
    return code == "offline" || code == "connect_failed" || code == "timed_out" || code == "connection_lost" ||
           code == "proxy_failed" || code == "proxy_sign_in_required";
}

// Its metadata or its keys were asked for and did not come.
bool notServed(const QByteArray &code)
{
    return code == "metadata_not_found" || code == "jwks_unavailable";
}

} // namespace

Async<oauth::Metadata> SourceService::metadataOf([[maybe_unused]] std::shared_ptr<SourceService> self,
                                                 SourceIdentifier source, CancelToken cancel)
{
    if (const auto known = m_state->metadata.constFind(source); known != m_state->metadata.constEnd())
        co_return *known;
    const op::DataSource *found = find(source);
    if (found == nullptr)
        co_return sourceUnknown();
    const QString issuer = found->issuer;
    const QList<oauth::WellKnown> order = oauth::providerPlaces();
    const auto answer = co_await oauth::discover(m_state->http(source), issuer, order, cancel);
    FPX_CO_TRY(metadata, inItsName(source, answer));
    m_state->metadata.insert(source, metadata);
    co_return metadata;
}

Async<Secret> SourceService::accessToken(std::shared_ptr<SourceService> self, SourceIdentifier source, bool renew,
                                         CancelToken cancel)
{
    FPX_CO_TRY(tokens, co_await m_state->loadTokens(source));
    const bool over = tokens.expiresAt != 0 && m_state->context.clock->nowSeconds() >= tokens.expiresAt - earlySeconds;
    if (!renew && !over)
        co_return tokens.access;
    if (auto waiting = m_state->refreshing.find(source); waiting != m_state->refreshing.end()) {
        const Deferred<Result<Secret>> mine;
        waiting->append(mine);
        co_return co_await mine;
    }
    m_state->refreshing.insert(source, {});
    // Not the caller's token: cancelling on the way would lose the rotated refresh token, and fail whoever waits with us.
    const CancelToken never;
    const auto renewed = co_await renewTokens(self, source, tokens, never);
    const auto waiting = m_state->refreshing.take(source);
    for (const auto &other : waiting)
        other.resolve(renewed);
    FPX_CO_CHECK(cancel.check());
    co_return renewed;
}

Async<Secret> SourceService::renewTokens(std::shared_ptr<SourceService> self, SourceIdentifier source, StoredTokens old,
                                         CancelToken cancel)
{
    const op::DataSource *found = find(source);
    if (found == nullptr || old.refresh.isEmpty())
        co_return giveUp(source);
    const oauth::Client client(found->clientId, found->clientSecret);
    const QStringList scope = found->scope.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const int connection = m_state->connections.value(source);
    FPX_CO_TRY(metadata, co_await metadataOf(self, source, cancel));
    const auto answer = co_await oauth::refreshTokens(m_state->http(source), metadata.tokenEndpoint, client,
                                                      old.refresh, scope, oauth::WiderScope::Refused, cancel);
    FPX_CO_TRY(refreshed, inItsName(source, answer));
    if (connection != m_state->connections.value(source)) { // what came back belongs to nobody
        spawn(oauth::discardTokens(m_state->http(source), metadata.revocationEndpoint, client, refreshed.accessToken,
                                   refreshed.refreshToken));
        co_return fail("cancelled", Words::tr("The connection with %1 has ended meanwhile.").arg(nameOf(source)));
    }
    if (!refreshed.tokens) {
        // It may be the only one that still works, whatever else the answer says.
        const StoredTokens rotated{old.access, refreshed.refreshToken, old.expiresAt};
        if (!rotated.refresh.isEmpty())
            FPX_CO_CHECK(co_await m_state->storeRenewed(source, rotated));
        if (refreshed.tokens.error().code == "invalid_grant")
            co_return giveUp(source);
    }
    FPX_CO_TRY(tokens, inItsName(source, refreshed.tokens));
    const qint64 now = m_state->context.clock->nowSeconds();
    const StoredTokens stored{tokens.accessToken,
                              refreshed.refreshToken.isEmpty() ? old.refresh : refreshed.refreshToken,
                              tokens.expiresIn ? now + *tokens.expiresIn : 0};
    FPX_CO_CHECK(co_await m_state->storeRenewed(source, stored));
    co_return stored.access;
}

Error SourceService::nameTheSource(const SourceIdentifier &source, Error error)
{
    if (notServed(error.code))
        return troubled(source, QString::fromLatin1(error.code));
    if (!unreachable(error.code))
        return error;
    setHealth(source, SourceHealth::Offline);
    return {"source_offline", Words::tr("%1 did not answer. Nothing was shared.").arg(nameOf(source)),
            QString::fromLatin1(error.code), Retry::Later};
}

Error SourceService::troubled(const SourceIdentifier &source, const QString &detail)
{
    setHealth(source, SourceHealth::Offline);
    return {"source_offline", Words::tr("%1 has a problem at the moment. Nothing was shared.").arg(nameOf(source)),
            detail, Retry::Later};
}

Failure SourceService::giveUp(const SourceIdentifier &source)
{
    setHealth(source, SourceHealth::NeedsSignIn);
    return needsSignIn(nameOf(source));
}

void SourceService::setHealth(const SourceIdentifier &source, SourceHealth health)
{
    auto current = account(source);
    if (!current || current->health == health)
        return;
    current->health = health;
    // Being offline is of the moment; only the need to sign in must survive, and is found out again if it does not.
    m_state->accounts.insert(source, *current);
    if (health != SourceHealth::Offline) [[maybe_unused]]
        const auto stored = m_state->store(*current);
    Q_EMIT changed(source);
}

Async<http::Response> SourceService::send(std::shared_ptr<SourceService> self, SourceIdentifier source,
                                          http::Request request, CancelToken cancel)
{
    for (const bool renew : {false, true}) {
        const auto token = co_await accessToken(self, source, renew, cancel);
        if (!token && token.error().code == "secret_not_found")
            co_return giveUp(source);
        FPX_CO_TRY(bearer, token);
        request.bearer = bearer;
        request.reading = Reading::Lenient;
        const auto answer = co_await m_state->http(source)->send(request, cancel);
        FPX_CO_TRY(response, inItsName(source, answer));
        if (response.status == 401)
            continue;
        if (response.status >= 500 || response.status == 429)
            co_return fail(troubled(source, QStringLiteral("HTTP %1").arg(response.status)));
        setHealth(source, SourceHealth::Connected);
        if (!response.ok())
            co_return fail("source_refused", Words::tr("%1 refused. Nothing was shared.").arg(nameOf(source)),
                           QStringLiteral("HTTP %1").arg(response.status));
        co_return response;
    }
    co_return giveUp(source);
}

} // namespace fpx::sources
