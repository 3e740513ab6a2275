#include "requestobjectclaims.h"

#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/jose/jwt.h>

namespace fpx::uma {

namespace {

constexpr qint64 kMaxLifetime = 300;

Failure refuse(const QString &detail)
{
    return refuseRequest("bad_request_object", detail);
}

bool isJwtClaim(const QString &name)
{
    static const QStringList names{QStringLiteral("iss"), QStringLiteral("aud"), QStringLiteral("iat"),
                                   QStringLiteral("exp"), QStringLiteral("nbf"), QStringLiteral("jti")};
    return names.contains(name);
}

/// A string, or a whole number as `max_age` is in OIDC.
std::optional<QString> asParameter(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    const qint64 number = value.toInteger(-1);
    if (value.isDouble() && number >= 0 && static_cast<double>(number) == value.toDouble())
        return QString::number(number);
    return std::nullopt;
}

} // namespace

Result<Parameters> readRequestObject(const QByteArray &object, const QString &clientId, const QString &operatorIssuer)
{
    const auto token = jose::peekUnverified(object);
    if (!token)
        return refuse(QString::fromLatin1(token.error().code));
    const QJsonObject &claims = token->claims;
    if (const auto issuer = jose::checkIssuer(claims, clientId); !issuer)
        return refuse(QStringLiteral("iss is not client_id"));
    if (const auto audience = jose::checkAudience(claims, operatorIssuer); !audience)
        return refuse(QStringLiteral("aud is not the operator"));
    if (claims.contains(QStringLiteral("request_uri")))
        return refuseRequest("request_uri_unsupported", QStringLiteral("inside the request object"));
    if (claims.contains(QStringLiteral("request")))
        return refuse(QStringLiteral("a request object inside a request object"));

    JsonReader reader(claims, QStringLiteral("request object"), "bad_request_object");
    const qint64 issuedAt = reader.integer(QStringLiteral("iat"));
    const qint64 expires = reader.integer(QStringLiteral("exp"));
    if (!reader.finish())
        return refuse(reader.finish().error().detail);
    if (expires <= issuedAt || expires > issuedAt + kMaxLifetime)
        return refuse(QStringLiteral("lives longer than 300 s"));

    Parameters result;
    for (auto it = claims.begin(); it != claims.end(); ++it) {
        if (isJwtClaim(it.key()))
            continue;
        const auto value = asParameter(*it);
        if (!value)
            return refuse(QStringLiteral("%1 is neither a string nor a number").arg(it.key().left(32)));
        result.insert(it.key(), *value);
    }
    if (result.value(QStringLiteral("client_id")) != clientId)
        return refuse(QStringLiteral("client_id differs from the query"));
    return result;
}

} // namespace fpx::uma
