// The checks of an id_token, all of profile section 8.
#pragma once

#include <fpx/oauth/jwkscache.h>
#include <fpx/oauth/metadata.h>

#include <optional>

namespace fpx::oauth {

struct IdTokenDemand {
    QString clientId;
    QByteArray nonce;             ///< What was asked with; empty for a refreshed id_token.
    QByteArray earlierNonce;      ///< For a refreshed one: it may leave this out, but not change it (OIDC Core 12.2).
    std::optional<qint64> maxAge; ///< seconds
    bool authTimeNeeded = true;   ///< With `maxAge`: a token that does not say when is refused.
    QStringList acrAccepted;      ///< Empty: any.
    QByteArray accessToken;       ///< For `at_hash`.
};

struct IdToken {
    QString issuer;
    QString subject;
    qint64 issuedAt = 0;            ///< seconds
    std::optional<qint64> authTime; ///< seconds; nothing where the IdP does not say
    QString acr;
    QByteArray nonce;
    QJsonObject claims; ///< All, for what the person is shown.
};

/// Verifies the signature by the issuer's keys (fetched once more where none fits, or the signature does not) and every
/// claim. `alg` is one of profile section 8 and, where the issuer lists its own, one of those. `none`, HS* and keys in
/// headers are refused, addresses of keys there are not looked at. Errors: those of jose::verify() and JwksCache;
/// `id_token_too_large`, `wrong_issuer`, `wrong_audience`, `missing_azp` (an audience that is neither we nor the issuer),
/// `wrong_authorized_party`, `wrong_subject`, `token_times_missing`, `token_expired`, `token_from_the_future`,
/// `nonce_missing`, `nonce_mismatch`, `auth_time_missing`, `auth_time_too_old`, `acr_unmet`, `at_hash_mismatch`;
/// `clock_wrong` (the detail has the code) where the times fail and the server's `Date` shows that it is this computer's
/// clock, with a message that says by how much.
[[nodiscard]] Async<IdToken> checkIdToken(QByteArray token, IdTokenDemand demand, Metadata issuer,
                                          std::shared_ptr<http::HttpClient> http, std::shared_ptr<JwksCache> keys,
                                          qint64 now, std::optional<qint64> serverTime, CancelToken cancel);

} // namespace fpx::oauth
