#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/secret.h>
#include <fpx/jose/jwt.h>

#include <QCryptographicHash>
#include <QJsonArray>

#include <cmath>
#include <optional>

namespace fpx::jose {

namespace {

constexpr double maxTime = 9007199254740992.0; // 2^53: beyond it a double is no exact number of seconds

Failure refused(const char *code, const QString &detail = {})
{
    return fail(code, Words::tr("A signed message was refused because what it says does not fit what was asked."),
                detail);
}

// NumericDate (RFC 7519 section 2) may have a fraction; it is cut off.
std::optional<qint64> time(const QJsonObject &claims, const char *member)
{
    const QJsonValue value = claims.value(QLatin1String(member));
    const double seconds = value.toDouble(-1);
    if (!value.isDouble() || !(seconds >= 0) || seconds > maxTime)
        return std::nullopt;
    return static_cast<qint64>(std::floor(seconds));
}

bool isString(const QJsonObject &claims, const char *member, const QString &expected)
{
    const QJsonValue value = claims.value(QLatin1String(member));
    return !expected.isEmpty() && value.isString() && value.toString() == expected;
}

} // namespace

Result<void> checkIssuer(const QJsonObject &claims, const QString &expected)
{
    if (!isString(claims, "iss", expected))
        return refused("wrong_issuer");
    return {};
}

Result<void> checkSubject(const QJsonObject &claims)
{
    const QString subject = claims.value(QStringLiteral("sub")).toString();
    bool ascii = !subject.isEmpty() && subject.size() <= 255;
    for (const QChar c : subject)
        ascii = ascii && c.unicode() >= 0x20 && c.unicode() < 0x7f;
    if (!ascii)
        return refused("wrong_subject");
    return {};
}

Result<void> checkAudience(const QJsonObject &claims, const QString &expected)
{
    if (!isString(claims, "aud", expected))
        return refused("wrong_audience");
    return {};
}

Result<void> checkIdTokenAudience(const QJsonObject &claims, const QString &clientId, const QString &issuer)
{
    const QJsonValue audience = claims.value(QStringLiteral("aud"));
    const QJsonArray list = audience.isArray() ? audience.toArray() : QJsonArray{audience};
    bool named = false;
    bool foreign = false;
    for (const QJsonValue &entry : list) {
        if (!entry.isString())
            return refused("wrong_audience", QStringLiteral("not a string"));
        const bool ours = !clientId.isEmpty() && entry.toString() == clientId;
        named = named || ours;
        foreign = foreign || (!ours && entry.toString() != issuer);
    }
    if (!named)
        return refused("wrong_audience");
    const bool hasParty = claims.contains(QStringLiteral("azp"));
    if (hasParty ? !isString(claims, "azp", clientId) : foreign)
        return refused("wrong_authorized_party");
    return {};
}

Result<void> checkTimes(const QJsonObject &claims, const TimeLimits &limits)
{
    const auto issued = time(claims, "iat");
    const auto expires = time(claims, "exp");
    const auto notBefore = time(claims, "nbf");
    if (!issued || !expires || (claims.contains(QStringLiteral("nbf")) && !notBefore))
        return refused("token_times_missing");
    if (*issued > limits.now + limits.skew || notBefore.value_or(0) > limits.now + limits.skew)
        return refused("token_from_the_future");
    if (*expires <= limits.now - limits.skew || *expires <= *issued)
        return refused("token_expired");
    if (limits.maxLifetime > 0 && *expires - *issued > limits.maxLifetime)
        return refused("token_lives_too_long");
    if (limits.maxAge > 0 && limits.now - *issued > limits.maxAge + limits.skew)
        return refused("token_too_old");
    return {};
}

Result<void> checkNonce(const QJsonObject &claims, const QByteArray &expected)
{
    const QJsonValue nonce = claims.value(QStringLiteral("nonce"));
    if (expected.isEmpty() || !nonce.isString() || !constantTimeEqual(nonce.toString().toUtf8(), expected))
        return refused("wrong_nonce");
    return {};
}

Result<void> checkAuthTime(const QJsonObject &claims, qint64 maxAge, qint64 now, qint64 skew)
{
    const auto when = time(claims, "auth_time");
    if (!when)
        return refused("auth_time_missing");
    if (*when > now + skew)
        return refused("token_from_the_future", QStringLiteral("auth_time"));
    if (now - *when > maxAge + skew)
        return refused("sign_in_too_old");
    return {};
}

Result<void> checkAcr(const QJsonObject &claims, const QStringList &accepted)
{
    const QJsonValue acr = claims.value(QStringLiteral("acr"));
    if (!acr.isString() || !accepted.contains(acr.toString()))
        return refused("wrong_acr");
    return {};
}

QByteArray tokenHash(const QByteArray &value, Algorithm algorithm)
{
    const int bits = info(algorithm).hashBits;
    auto method = QCryptographicHash::Sha256;
    if (bits == 512)
        method = QCryptographicHash::Sha512;
    else if (bits == 384)
        method = QCryptographicHash::Sha384;
    return toBase64Url(QCryptographicHash::hash(value, method).left(bits / 16));
}

Result<void> checkTokenHash(const QJsonObject &claims, const QString &member, const QByteArray &value,
                            Algorithm algorithm)
{
    const QJsonValue hash = claims.value(member);
    if (hash.isUndefined())
        return {};
    if (!hash.isString() || !constantTimeEqual(hash.toString().toUtf8(), tokenHash(value, algorithm)))
        return refused("wrong_token_hash", member);
    return {};
}

} // namespace fpx::jose
