// Token requests (RFC 6749, 7009, 7523) and what comes back.
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/random.h>
#include <fpx/base/secret.h>
#include <fpx/http/httpclient.h>
#include <fpx/jose/jwk.h>
#include <fpx/oauth/metadata.h>

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
    Secret refreshToken; ///< Empty: none given.
    QByteArray idToken;
    QStringList scope;                ///< What was granted; what was asked where the server does not say.
    std::optional<qint64> expiresIn;  ///< Seconds; nothing where the server does not say it in a number of them.
    std::optional<qint64> serverTime; ///< The answer's `Date`, seconds.
};

/// What becomes of access that nobody asked for.
enum class WiderScope {
    Refused, ///< At a data source the scope is what is shared: `scope_widened` (profile 6).
    Taken,   ///< An identity provider may name scopes as it likes (RFC 6749 section 3.3): its token opens nothing.
};

/// Posts to the token endpoint of a provider or a source, and reads the answer: `token_type` Bearer and sound tokens; an
/// `error` without a token is a refusal whatever the status. `expires_in` and `scope` in another JSON type are read where
/// they can be, else as if they had not been said. The tokens in an answer that is refused are given back: discardTokens().
/// Errors: those of the transport, `not_json`, `bad_token_response`, `scope_widened`, `id_token_too_large`, and those of
/// errorOf().
[[nodiscard]] Async<Tokens> requestTokens(std::shared_ptr<http::HttpClient> http, Metadata issuer, Client client,
                                          http::FormFields form, QStringList askedScope, WiderScope wider,
                                          CancelToken cancel);

/// What came back for a refresh token.
struct Refreshed {
    /// Replaces the old one, which is dead from then on (RFC 9700 section 4.14.2): to be stored first, whatever else the
    /// answer says. Empty: the old one stays good.
    Secret refreshToken;
    /// Also of an answer that was refused. Beside a refresh token that is kept it is only to be forgotten: revoking it may
    /// end that one as well (RFC 7009 section 2.1).
    Secret accessToken;
    /// Errors: as requestTokens(); `invalid_grant`: refused for good, under whatever name (4xx that is no "later", or an
    /// `error` with status 200). Sign in again.
    Result<Tokens> tokens;
};

/// `grant_type=refresh_token`; `scope` is what was granted before, and is not sent. Never repeated by
/// itself, since a repetition looks like theft. Errors: those of the transport, when there is no answer.
[[nodiscard]] Async<Refreshed> refreshTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, Client client,
                                             Secret refreshToken, QStringList scope, WiderScope wider,
                                             CancelToken cancel);

struct ClientCredentials {
    QUrl tokenEndpoint;
    QString issuer; ///< `aud` of the assertion
    QString clientId;
    QString scope; ///< One scope per token (profile 3).
    jose::PrivateKey key;
    qint64 now = 0; ///< Seconds, server time.
};
/// `client_credentials` with `private_key_jwt` exactly as profile section 3 says: `typ` client-authentication+jwt, `iss` =
/// `sub` = client_id, `exp` = `iat` + 60, a fresh `jti`, no other claim. It is a network that answers, so every member of
/// the answer has its type, and no scope is wider. Errors: as requestTokens().
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
