// Validation of id_tokens exactly as profile section 8 says (OIDC Core 3.1.3.7).
#pragma once

#include <fpx/jose/jws.h>
#include <fpx/oauth/jwkscache.h>
#include <fpx/oauth/metadata.h>

#include <optional>

namespace fpx::oauth {

/// What the wallet asked for.
struct IdTokenDemand {
    QString issuer;
    QString clientId;
    QByteArray nonce;                  ///< Empty only for a refresh, whose id_token may have none (OIDC Core 12.2).
    bool refresh = false;              ///< The token came with a refresh.
    std::optional<qint64> maxAge;      ///< Seconds; then `auth_time` is required.
    QStringList acceptedAcr;           ///< Not empty: `acr` must be one of them.
    QByteArray accessToken;            ///< For `at_hash`; valid during the call.
    qint64 now = 0;                    ///< Seconds, by the local clock.
    std::optional<QDateTime> serverDate; ///< `Date` of the token response, for explaining clock errors.
};

struct IdToken {
    QString issuer;
    QString subject;
    qint64 issuedAt = 0;
    qint64 expiresAt = 0;
    std::optional<qint64> authTime;
    QString acr;                       ///< Empty: none.
    QJsonObject claims;                ///< All of them, e.g. `name` and `email` for "Is this you?".
};

/// Checks the claims of a token whose signature has been verified.
/// Errors: `wrong_issuer`, `wrong_subject`, `wrong_audience`, `missing_azp` (several audiences), `wrong_azp`,
/// `token_times_missing`, `token_expired`, `token_from_the_future`, `nonce_missing`, `nonce_mismatch`,
/// `auth_time_missing`, `auth_time_too_old`, `acr_unmet`, `at_hash_mismatch`. The messages about time say by how much the
/// clock of this computer is wrong when the server's `Date` shows it.
[[nodiscard]] Result<IdToken> checkIdToken(const jose::VerifiedToken &token, const IdTokenDemand &demand);

/// Signature by the server's keys, then the claims. `alg` is one of profile section 8 and, where the server lists its own,
/// one of those. Errors: those of JwksCache and checkIdToken(), `bad_metadata` (no `jwks_uri`).
[[nodiscard]] Async<IdToken> verifyIdToken(std::shared_ptr<JwksCache> keys, AuthorizationServerMetadata server,
                                           QByteArray idToken, IdTokenDemand demand, CancelToken token);

} // namespace fpx::oauth
