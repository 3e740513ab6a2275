// Checks of JWT claims (RFC 7519; OIDC Core 3.1.3.7; profile section 8), one function a claim. They are for claims whose
// signature has been verified. Times are seconds since 1970; each check fails closed when its claim is missing or of
// another type.
#pragma once

#include <fpx/base/result.h>
#include <fpx/jose/algorithm.h>

#include <QJsonObject>
#include <QStringList>

namespace fpx::jose {

/// `iss` is exactly `expected`. Error: `wrong_issuer`.
[[nodiscard]] Result<void> checkIssuer(const QJsonObject &claims, const QString &expected);

/// `sub` is a string of 1–255 ASCII characters (OIDC Core 2). Error: `wrong_subject`.
[[nodiscard]] Result<void> checkSubject(const QJsonObject &claims);

/// `aud` is exactly the string `expected`: tokens of this profile. Error: `wrong_audience`.
[[nodiscard]] Result<void> checkAudience(const QJsonObject &claims, const QString &expected);
/// OIDC: `aud` is `clientId`, or a list of strings that holds it; `azp` must be `clientId` where it is present. An audience
/// that is neither us nor the issuer is not trusted (OIDC Core 3.1.3.7 (3)): then the issuer has to say by `azp` that the
/// token was made for us all the same. Errors: `wrong_audience`, `wrong_authorized_party`.
[[nodiscard]] Result<void> checkIdTokenAudience(const QJsonObject &claims, const QString &clientId,
                                                const QString &issuer);

struct TimeLimits {
    qint64 now = 0;
    qint64 skew = 60;       ///< Tolerated difference of clocks (profile section 8).
    qint64 maxLifetime = 0; ///< `exp` − `iat` at most; 0: any.
    qint64 maxAge = 0;      ///< `now` − `iat` at most (plus skew); 0: any.
};
/// `iat` and `exp` are required, `nbf` counts where present.
/// Errors: `token_times_missing`, `token_expired`, `token_from_the_future` (`iat` or `nbf`), `token_lives_too_long`,
/// `token_too_old`.
[[nodiscard]] Result<void> checkTimes(const QJsonObject &claims, const TimeLimits &limits);

/// `nonce`, compared in constant time; an empty `expected` is refused. Error: `wrong_nonce`.
[[nodiscard]] Result<void> checkNonce(const QJsonObject &claims, const QByteArray &expected);

/// `auth_time` is present, not in the future, and at most `maxAge` seconds ago (both with `skew`).
/// Errors: `auth_time_missing`, `token_from_the_future`, `sign_in_too_old`.
[[nodiscard]] Result<void> checkAuthTime(const QJsonObject &claims, qint64 maxAge, qint64 now, qint64 skew = 60);

/// `acr` is one of `accepted`. Error: `wrong_acr`.
[[nodiscard]] Result<void> checkAcr(const QJsonObject &claims, const QStringList &accepted);

/// `at_hash` or `c_hash` (OIDC Core 3.1.3.6, 3.3.2.11), checked where present: the left half of the hash that goes with
/// the token's algorithm (Ed25519: SHA-512). Error: `wrong_token_hash`.
[[nodiscard]] Result<void> checkTokenHash(const QJsonObject &claims, const QString &member, const QByteArray &value,
                                          Algorithm algorithm);
/// The value that checkTokenHash() expects.
[[nodiscard]] QByteArray tokenHash(const QByteArray &value, Algorithm algorithm);

} // namespace fpx::jose
