#include "keyprobe.h"

#include "clienttoken.h"

namespace fpx::uma {

Async<bool> isKeyKnown(std::shared_ptr<ServerClock> http, AsContext context, Enrolment enrolment, bool account,
                       SecretName key, CancelToken cancel)
{
    FPX_CO_TRY(metadata, co_await AsMetadata::discover(http, enrolment.asIssuer, cancel));
    FPX_CO_CHECK(cancel.check());
    ClientTokenDemand demand;
    demand.tokenEndpoint = metadata.tokenEndpoint;
    demand.issuer = enrolment.asIssuer;
    demand.clientId = account ? enrolment.account.value() : enrolment.walletClientId;
    demand.key = key;
    demand.scope = account ? QStringLiteral("user") : QStringLiteral("uma_protection");
    const auto token = co_await fetchClientToken(http, context, demand, cancel);
    if (!token && token.error().code != "account_gone")
        co_return fail(token.error());
    co_return token.has_value();
}

} // namespace fpx::uma
