// Token requests (RFC 6749, 7009, 7523) and what comes back.
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/random.h>
#include <fpx/base/secret.h>
#include <fpx/http/httpclient.h>
#include <fpx/jose/jwk.h>

#include <QStringList>
#include <QUrl>

#include <optional>

namespace fpx::oauth {

/// How a party knows this wallet (RFC 6749 section 2.2).
struct Client {
    Client(QString clientId, QString clientSecret = {}) : id(std::move(clientId)), secret(std::move(clientSecret)) {}
    QString id;
    /// What some parties demand from desktop clients although anyone can read it there (RFC 8252 section 8.5); empty: none.
    QString secret;
    /// Adds `client_id`, and `client_secret` where there is one: in the body, since all who demand it take it there.
    void identify(http::FormFields &form) const;
};

struct Tokens {
    Secret accessToken;
    Secret refreshToken; ///< Empty: none given; after a refresh the old one stays good.
    QByteArray idToken;
    QStringList scope;                ///< What was granted; what was asked where the server does not say.
    std::optional<qint64> expiresIn;  ///< seconds
    std::optional<qint64> serverTime; ///< The answer's `Date`, seconds.
};

/// Posts to a token endpoint and reads the answer strictly: `token_type` Bearer, scope not wider than asked.
/// Errors: those of the transport, `not_json`, `bad_token_response`, `scope_widened`, and those of errorOf().
[[nodiscard]] Async<Tokens> requestTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, http::FormFields form,
                                          QStringList askedScope, CancelToken cancel);

/// `grant_type=refresh_token`; `scope` is what was granted before, and is not sent. A new refresh token
/// in the answer replaces the old one, which is dead from then on (RFC 9700 section 4.14.2): store it first. Never repeated
/// by itself, since a repetition looks like theft. `invalid_grant`: sign in again.
[[nodiscard]] Async<Tokens> refreshTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, Client client,
                                          Secret refreshToken, QStringList scope, CancelToken cancel);

struct ClientCredentials {
    QUrl tokenEndpoint;
    QString issuer; ///< `aud` of the assertion
    QString clientId;
    QString scope; ///< One scope per token (profile 3).
    jose::PrivateKey key;
    qint64 now = 0; ///< Seconds, server time.
};
/// `client_credentials` with `private_key_jwt` exactly as profile section 3 says: `typ` client-authentication+jwt, `iss` =
/// `sub` = client_id, `exp` = `iat` + 60, a fresh `jti`, no other claim.
[[nodiscard]] Async<Tokens> requestClientCredentials(std::shared_ptr<http::HttpClient> http,
                                                     ClientCredentials credentials, QString jti, CancelToken cancel);

/// RFC 7009; `hint` is "refresh_token", "access_token" or empty. An endpoint that is absent or does not answer is an error for the caller to weigh.
[[nodiscard]] Async<void> revokeToken(std::shared_ptr<http::HttpClient> http, QUrl endpoint, Client client,
                                      Secret token, QString hint, CancelToken cancel);

/// Gives back what is not kept: both are revoked, the refresh token first, as far as the party offers that and answers.
/// Either may be empty. Note that revoking an access token may revoke the refresh token beside it (RFC 7009 section 2.1).
[[nodiscard]] QCoro::Task<> discardTokens(std::shared_ptr<http::HttpClient> http, QUrl revocationEndpoint,
                                          Client client, Secret accessToken, Secret refreshToken);

} // namespace fpx::oauth
