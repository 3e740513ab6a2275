#include <fpx/jose/jws.h>
#include <fpx/jose/jwt.h>
#include <fpx/oauth/idtoken.h>

#include "words.h"

#include <cstdlib>

namespace fpx::oauth {

namespace {

constexpr qint64 skew = 60; // profile 8

bool isAboutTime(const QByteArray &code)
{
    return code == "token_expired" || code == "token_from_the_future" || code == "sign_in_too_old";
}

// Says whose clock is wrong where the server's own time shows it.
Error explained(Error error, qint64 now, std::optional<qint64> serverTime)
{
    if (!isAboutTime(error.code) || !serverTime || std::abs(now - *serverTime) <= skew)
        return error;
    const qint64 minutes = (std::abs(now - *serverTime) + 30) / 60;
    const auto count = static_cast<int>(std::min<qint64>(minutes, 1'000'000));
    error.message = now > *serverTime ? Words::tr("Your computer's clock is %n minute(s) ahead. Set it right and try again.", nullptr, count)
                                      : Words::tr("Your computer's clock is %n minute(s) behind. Set it right and try again.", nullptr, count);
    error.detail = QString::fromLatin1(error.code);
    error.code = "clock_wrong";
    return error;
}

Result<void> checkClaims(const jose::VerifiedToken &token, const IdTokenDemand &demand, const QString &issuer, qint64 now)
{
    const QJsonObject &claims = token.claims;
    FPX_CHECK(jose::checkIssuer(claims, issuer));
    FPX_CHECK(jose::checkIdTokenAudience(claims, demand.clientId));
    FPX_CHECK(jose::checkSubject(claims));
    jose::TimeLimits limits;
    limits.now = now;
    limits.skew = skew;
    FPX_CHECK(jose::checkTimes(claims, limits));
    if (!demand.nonce.isEmpty())
        FPX_CHECK(jose::checkNonce(claims, demand.nonce));
    if (demand.maxAge)
        FPX_CHECK(jose::checkAuthTime(claims, *demand.maxAge, now, skew));
    if (!demand.acrAccepted.isEmpty())
        FPX_CHECK(jose::checkAcr(claims, demand.acrAccepted));
    return jose::checkTokenHash(claims, QStringLiteral("at_hash"), demand.accessToken, token.algorithm);
}

} // namespace

Async<IdToken> checkIdToken(QByteArray token, IdTokenDemand demand, Metadata issuer, std::shared_ptr<http::HttpClient> http,
                            std::shared_ptr<JwksCache> keys, qint64 now, std::optional<qint64> serverTime, CancelToken cancel)
{
    const jose::Expect expect = jose::Expect::idToken();
    FPX_CO_TRY(known, co_await keys->get(http, issuer.jwksUri, Freshness::Cached, cancel));
    auto verified = jose::verify(token, known, expect);
    if (!verified && verified.error().code == "key_unknown") {
        FPX_CO_TRY(fresh, co_await keys->get(http, issuer.jwksUri, Freshness::Refetch, cancel));
        verified = jose::verify(token, fresh, expect);
    }
    FPX_CO_TRY(good, std::move(verified));
    if (auto checked = checkClaims(good, demand, issuer.issuer, now); !checked)
        co_return fail(explained(checked.error(), now, serverTime));
    IdToken result;
    result.issuer = issuer.issuer;
    result.subject = good.claims.value(QStringLiteral("sub")).toString();
    result.issuedAt = good.claims.value(QStringLiteral("iat")).toInteger();
    result.authTime = good.claims.value(QStringLiteral("auth_time")).toInteger(result.issuedAt);
    if (result.authTime <= 0 || result.authTime > now + skew)
        co_return fail("token_from_the_future", Words::tr("The sign-in says that it happens in the future."), QStringLiteral("auth_time"));
    result.acr = good.claims.value(QStringLiteral("acr")).toString();
    result.claims = good.claims;
    co_return result;
}

} // namespace fpx::oauth
