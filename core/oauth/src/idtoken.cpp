#include <fpx/jose/jws.h>
#include <fpx/jose/jwt.h>
#include <fpx/oauth/errors.h>
#include <fpx/oauth/idtoken.h>

#include "words.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace fpx::oauth {

namespace {

constexpr qint64 skew = 60; // profile 8

bool isAboutTime(const QByteArray &code)
{
    return code == "token_expired" || code == "token_from_the_future" || code == "auth_time_too_old";
}

// Says whose clock is wrong where the server's own time shows it.
Error explained(Error error, qint64 now, std::optional<qint64> serverTime)
{
    if (!isAboutTime(error.code) || !serverTime || std::abs(now - *serverTime) <= skew)
        return error;
    const qint64 minutes = (std::abs(now - *serverTime) + 30) / 60;
    const auto count = static_cast<int>(std::min<qint64>(minutes, 1'000'000));
    error.message =
        now > *serverTime
            ? Words::tr("Your computer's clock is %n minute(s) ahead. Set it right and try again.", nullptr, count)
            : Words::tr("Your computer's clock is %n minute(s) behind. Set it right and try again.", nullptr, count);
    error.detail = QString::fromLatin1(error.code);
    error.code = "clock_wrong";
    return error;
}

Failure foreign(const char *code)
{
    return fail(
        code,
        Words::tr("The sign-in was answered by a proof that was not made for this question. You were not signed in."));
}

// OIDC Core 3.1.3.7 steps 3 to 5.
Result<void> checkAudience(const QJsonObject &claims, const QString &clientId, const QString &issuer)
{
    const auto checked = jose::checkIdTokenAudience(claims, clientId, issuer);
    if (!checked && checked.error().code == "wrong_authorized_party" && !claims.contains(QStringLiteral("azp")))
        return foreign("missing_azp");
    return checked;
}

// What is said in a form that cannot be read counts for nothing; the person is told that it is not they who did wrong.
Result<void> checkAcr(const QJsonObject &claims, const QStringList &accepted)
{
    const QJsonValue acr = claims.value(QStringLiteral("acr"));
    const bool readable = acr.isUndefined() || acr.isString();
    if (accepted.isEmpty()) {
        if (!readable)
            noteDeviation(QStringLiteral("acr that is no string, as if it were absent"));
        return {};
    }
    if (jose::checkAcr(claims, accepted))
        return {};
    if (readable)
        return fail("acr_unmet", Words::tr("The other side did not sign you in as strongly as is needed."),
                    QStringLiteral("acr ") + quoted(acr.toString()));
    return fail("acr_unmet",
                Words::tr("Your provider says how strongly it signed you in, but in a form that this wallet cannot "
                          "read, so it does not count. Nothing was shared. Use another provider if you can."),
                QStringLiteral("acr is no string"));
}

// One more look at the keys is worth it: a new key may have come under an old name, or without any.
bool mayBeANewKey(const QByteArray &code)
{
    return code == "key_unknown" || code == "key_wrong_algorithm" || code == "bad_signature";
}

Result<void> checkNonce(const QJsonObject &claims, const IdTokenDemand &demand)
{
    const bool present = claims.contains(QStringLiteral("nonce"));
    if (demand.nonce.isEmpty()) { // a refresh: nothing was asked
        if (present && !demand.earlierNonce.isEmpty() && !jose::checkNonce(claims, demand.earlierNonce))
            return foreign("nonce_mismatch");
        return {};
    }
    if (!present)
        return foreign("nonce_missing");
    if (!jose::checkNonce(claims, demand.nonce))
        return foreign("nonce_mismatch");
    return {};
}

Result<void> checkFreshness(const QJsonObject &claims, const IdTokenDemand &demand, qint64 now)
{
    const QJsonValue authTime = claims.value(QStringLiteral("auth_time"));
    const bool absent = authTime.isUndefined() || authTime.isNull();
    if (!absent && !authTime.isDouble())
        return foreign("auth_time_missing");
    if (!absent && (authTime.toDouble() <= 0 || authTime.toDouble() > static_cast<double>(now + skew)))
        return fail("token_from_the_future", Words::tr("The sign-in says that it happens in the future."),
                    QStringLiteral("auth_time"));
    if (!demand.maxAge || (absent && !demand.authTimeNeeded))
        return {};
    auto checked = jose::checkAuthTime(claims, *demand.maxAge, now, skew);
    if (!checked && checked.error().code == "sign_in_too_old")
        return fail("auth_time_too_old",
                    Words::tr("The sign-in is older than the request allows. Please sign in anew."),
                    checked.error().detail);
    return checked;
}

// What this wallet verifies, less what the issuer says that it does not use.
QList<jose::Algorithm> algorithmsOf(const Metadata &issuer)
{
    QList<jose::Algorithm> algorithms = jose::verifiableAlgorithms();
    const QJsonArray named = issuer.raw.value(QStringLiteral("id_token_signing_alg_values_supported")).toArray();
    if (!named.isEmpty())
        algorithms.removeIf([&named](jose::Algorithm one) { return !named.contains(QJsonValue(jose::name(one))); });
    return algorithms;
}

Result<void> checkClaims(const jose::VerifiedToken &token, const IdTokenDemand &demand, const QString &issuer,
                         qint64 now)
{
    const QJsonObject &claims = token.claims;
    FPX_CHECK(jose::checkIssuer(claims, issuer));
    FPX_CHECK(checkAudience(claims, demand.clientId, issuer));
    FPX_CHECK(jose::checkSubject(claims));
    jose::TimeLimits limits;
    limits.now = now;
    limits.skew = skew;
    FPX_CHECK(jose::checkTimes(claims, limits));
    FPX_CHECK(checkNonce(claims, demand));
    FPX_CHECK(checkFreshness(claims, demand, now));
    FPX_CHECK(checkAcr(claims, demand.acrAccepted));
    if (!jose::checkTokenHash(claims, QStringLiteral("at_hash"), demand.accessToken, token.algorithm))
        return foreign("at_hash_mismatch");
    return {};
}

} // namespace

Async<IdToken> checkIdToken(QByteArray token, IdTokenDemand demand, Metadata issuer,
                            std::shared_ptr<http::HttpClient> http, std::shared_ptr<JwksCache> keys, qint64 now,
                            std::optional<qint64> serverTime, CancelToken cancel)
{
    const jose::Expect expect = jose::Expect::idToken(algorithmsOf(issuer));
    FPX_CO_TRY(known, co_await keys->get(http, issuer.jwksUri, Freshness::Cached, cancel));
    FPX_CO_CHECK(cancel.check());
    auto verified = jose::verify(token, known, expect);
    if (!verified && mayBeANewKey(verified.error().code)) {
        FPX_CO_TRY(fresh, co_await keys->get(http, issuer.jwksUri, Freshness::Refetch, cancel));
        FPX_CO_CHECK(cancel.check());
        verified = jose::verify(token, fresh, expect);
    }
    if (!verified && verified.error().code == "token_too_large")
        co_return fail(idTokenTooLarge(verified.error().detail));
    FPX_CO_TRY(good, std::move(verified));
    if (auto checked = checkClaims(good, demand, issuer.issuer, now); !checked)
        co_return fail(explained(checked.error(), now, serverTime));
    IdToken result;
    result.issuer = issuer.issuer;
    result.subject = good.claims.value(QStringLiteral("sub")).toString();
    result.issuedAt = good.claims.value(QStringLiteral("iat")).toInteger();
    if (const QJsonValue authTime = good.claims.value(QStringLiteral("auth_time")); authTime.isDouble())
        result.authTime = static_cast<qint64>(std::floor(authTime.toDouble()));
    result.acr = good.claims.value(QStringLiteral("acr")).toString();
    result.nonce = demand.nonce;
    result.claims = good.claims;
    co_return result;
}

} // namespace fpx::oauth
