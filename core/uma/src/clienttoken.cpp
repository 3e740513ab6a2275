#include "clienttoken.h"

#include "statuserror.h"
#include "words.h"

#include <fpx/base/json.h>
#include <fpx/jose/jws.h>

namespace fpx::uma {

namespace {

constexpr qint64 kAssertionLifetime = 60;

Failure badResponse(const QString &detail)
{
    return fail("bad_token_response", Words::tr("The network's answer could not be understood."), detail);
}

/// The claims of profile section 3, no other.
Result<QByteArray> makeAssertion(const ClientTokenDemand &demand, const jose::PrivateKey &key, qint64 now, const QString &jti)
{
    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("client-authentication+jwt")},
                             {QStringLiteral("kid"), key.keyId()}};
    const QJsonObject claims{{QStringLiteral("iss"), demand.clientId},
                             {QStringLiteral("sub"), demand.clientId},
                             {QStringLiteral("aud"), demand.issuer.value()},
                             {QStringLiteral("iat"), now},
                             {QStringLiteral("exp"), now + kAssertionLifetime},
                             {QStringLiteral("jti"), jti}};
    return jose::sign(header, claims, key);
}

Result<ClientToken> parseToken(const http::Response &response, const QString &scope)
{
    const auto json = http::readJson(response, 64 * 1024);
    if (!json)
        return badResponse(QString::fromLatin1(json.error().code) + u' ' + json.error().detail);
    JsonReader reader(*json, QStringLiteral("token response"));
    QByteArray token = reader.string(QStringLiteral("access_token")).toUtf8();
    ClientToken result;
    result.token = Secret::take(token);
    if (reader.string(QStringLiteral("token_type")).compare(QStringLiteral("Bearer"), Qt::CaseInsensitive) != 0)
        reader.refuse(QStringLiteral("token_type"), QStringLiteral("must be Bearer"));
    if (reader.string(QStringLiteral("scope"), scope) != scope)
        reader.refuse(QStringLiteral("scope"), QStringLiteral("is another one"));
    result.expiresIn = reader.optionalInteger(QStringLiteral("expires_in")).value_or(0);
    if (!reader.finish())
        return badResponse(reader.finish().error().detail);
    return result;
}

} // namespace

Async<ClientToken> fetchClientToken(std::shared_ptr<ServerClock> http, AsContext context, ClientTokenDemand demand,
                                    CancelToken cancel)
{
    FPX_CO_TRY(secret, co_await context.secrets->get(demand.key));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(key, jose::PrivateKey::fromSecret(secret));
    FPX_CO_TRY(now, http->now());
    FPX_CO_TRY(assertion, makeAssertion(demand, key, now, QString::fromLatin1(context.random->token(16))));

    const QString assertionType = QStringLiteral("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    const http::FormFields fields{{QStringLiteral("grant_type"), QStringLiteral("client_credentials")},
                                  {QStringLiteral("scope"), demand.scope},
                                  {QStringLiteral("client_assertion_type"), assertionType},
                                  {QStringLiteral("client_assertion"), QString::fromLatin1(assertion)}};
    const http::Request request = http::formRequest(demand.tokenEndpoint, fields);
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    FPX_CO_CHECK(cancel.check());
    if (response.status == 401 && errorCodeOf(response) == QStringLiteral("invalid_client"))
        co_return fail("account_gone", Words::tr("The network no longer knows this profile. Nothing has been deleted here."));
    if (response.status != 200)
        co_return statusFailure(response, "token_refused", Words::tr("The network refused this wallet."));
    co_return parseToken(response, demand.scope);
}

} // namespace fpx::uma
