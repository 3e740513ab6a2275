#include <fpx/uma/requestobject.h>

#include "statuserror.h"
#include "words.h"

#include <fpx/jose/jws.h>
#include <fpx/jose/jwt.h>

namespace fpx::uma {

Result<void> checkRequestObject(const AuthorizationRequest &request, const jose::JwkSet &keys,
                                const QString &operatorIssuer, qint64 now)
{
    if (request.requestObject.isEmpty())
        return {};
    const auto expect = jose::Expect::exactly(QStringLiteral("oauth-authz-req+jwt"), jose::verifiableAlgorithms());
    FPX_TRY(token, jose::verify(request.requestObject, keys, expect));
    FPX_CHECK(jose::checkIssuer(token.claims, request.clientId));
    FPX_CHECK(jose::checkAudience(token.claims, operatorIssuer));
    jose::TimeLimits limits;
    limits.now = now;
    limits.maxLifetime = 300;
    return jose::checkTimes(token.claims, limits);
}

Async<AuthorizationRequest> verifyRequestObject(AuthorizationRequest request, std::shared_ptr<http::HttpClient> http,
                                                QUrl jwksUri, QString operatorIssuer, qint64 now, CancelToken cancel)
{
    if (request.requestObject.isEmpty())
        co_return request;
    http::Request get;
    get.url = jwksUri;
    get.accept = "application/jwk-set+json, application/json";
    get.maxBody = jose::JwkSet::maxBytes;
    FPX_CO_TRY(response, co_await http->send(get, cancel));
    FPX_CO_CHECK(cancel.check());
    const QString sentence = Words::tr("The keys of the network could not be read.");
    if (response.status != 200)
        co_return statusFailure(response, "bad_jwks", sentence);
    const auto keys = jose::JwkSet::parse(response.body);
    if (!keys)
        co_return fail("bad_jwks", sentence, QString::fromLatin1(keys.error().code));
    FPX_CO_CHECK(checkRequestObject(request, *keys, operatorIssuer, now));
    co_return request;
}

} // namespace fpx::uma
