// The token endpoint (RFC 6749 sections 5 and 6, RFC 7009, RFC 7523; profile sections 3 and 8).
#pragma once

#include <fpx/http/httpclient.h>
#include <fpx/jose/jwk.h>
#include <fpx/oauth/metadata.h>

#include <optional>

namespace fpx::oauth {

struct TokenResponse {
    Secret accessToken;
    Secret refreshToken;               ///< Empty: none came.
    QByteArray idToken;                ///< Compact JWS, not yet verified; empty: none came.
    QStringList scope;                 ///< What was granted; what was asked for when the server did not say.
    bool narrowed = false;             ///< Less than was asked for.
    std::optional<qint64> expiresIn;   ///< Seconds; nothing: unknown.
    std::optional<QDateTime> serverDate;
};

/// Reads the answer of a token endpoint. `asked` is the scope of the request; a wider answer is refused, a narrower one is
/// reported. An empty `asked` (a refresh without scope) takes what comes.
/// Errors: errorOf(); `bad_token_response` (not JSON, missing or malformed members, another `token_type` than Bearer),
/// `scope_widened`.
[[nodiscard]] Result<TokenResponse> parseTokenResponse(const http::Response &response, const QStringList &asked);

/// A public client at one server.
struct PublicClient {
    std::shared_ptr<http::HttpClient> http;
    AuthorizationServerMetadata server;
    QString clientId;
};

/// Exchanges a refresh token. With rotation the answer holds a new one: store it before the old one is dropped.
/// `invalid_grant` means that the token has ended, or was used before (RFC 9700 section 4.14.2): sign in again. Never
/// repeated by itself, since a repetition looks like theft.
/// Errors: those of HttpClient and parseTokenResponse(), `bad_metadata` (no token endpoint).
[[nodiscard]] Async<TokenResponse> refreshTokens(PublicClient client, Secret refreshToken, QStringList scope,
                                                 CancelToken token);

/// Tells the server that a token is no longer needed (RFC 7009). A server without the endpoint counts as done.
/// `hint`: "refresh_token", "access_token" or empty. Errors: those of HttpClient, errorOf().
[[nodiscard]] Async<void> revokeToken(PublicClient client, Secret token, QString hint, CancelToken cancel);

/// A client that authenticates with private_key_jwt.
struct ConfidentialClient {
    std::shared_ptr<http::HttpClient> http;
    QString issuer;          ///< Of the server: `aud` of the assertion.
    QUrl tokenEndpoint;
    QString clientId;
    jose::PrivateKey key;    ///< ES256 (profile section 1).
};

/// The assertion of profile section 3 "Tokens": `typ` client-authentication+jwt; `iss` = `sub` = client id, `aud` = the
/// issuer, `iat` = `now`, `exp` = `now` + 60, `jti`; no other claim. `now`: seconds, as the server counts them.
/// Errors: those of jose::sign().
[[nodiscard]] Result<QByteArray> clientAssertion(const ConfidentialClient &client, qint64 now, const QString &jti);

/// A client_credentials token of one scope. `jti` is fresh for each call.
/// Errors: those of HttpClient, clientAssertion() and parseTokenResponse(); `invalid_client` when the server does not know
/// the client or its key.
[[nodiscard]] Async<TokenResponse> clientCredentials(ConfidentialClient client, QString scope, qint64 now, QString jti,
                                                     CancelToken token);

} // namespace fpx::oauth
