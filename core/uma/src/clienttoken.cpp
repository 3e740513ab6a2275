#include "clienttoken.h"

#include "words.h"

#include <fpx/oauth/tokens.h>

namespace fpx::uma {

namespace {

Failure translated(const Error &error)
{
    if (error.code == "invalid_client")
        return fail("account_gone",
                    Words::tr("The network no longer knows this profile. Nothing has been deleted here."),
                    error.detail);
    if (error.code == "server_unavailable")
        return fail("as_unavailable", Words::tr("The network is not available at the moment."), error.detail,
                    Retry::Later);
    return fail(error);
}

} // namespace

Async<ClientToken> fetchClientToken(std::shared_ptr<ServerClock> http, AsContext context, ClientTokenDemand demand,
                                    CancelToken cancel)
{
    FPX_CO_TRY(secret, co_await context.secrets->get(demand.key));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(key, jose::PrivateKey::fromSecret(secret));
    FPX_CO_TRY(now, demand.withAnyClock ? Result<qint64>(http->measuredNow()) : http->now());
    const oauth::ClientCredentials credentials{
        demand.tokenEndpoint, demand.issuer.value(), demand.clientId, demand.scope, key, now};
    const QString jti = QString::fromLatin1(context.random->token(16));
    auto tokens = co_await oauth::requestClientCredentials(http, credentials, jti, cancel);
    FPX_CO_CHECK(cancel.check());
    if (!tokens)
        co_return translated(tokens.error());
    co_return ClientToken{tokens->accessToken, tokens->expiresIn.value_or(0)};
}

} // namespace fpx::uma
