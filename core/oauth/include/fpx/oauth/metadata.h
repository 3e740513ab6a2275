// What an authorization server or OpenID provider says about itself (OIDC Discovery 1.0, RFC 8414, UMA 2.0 Grant 2).
#pragma once

#include <fpx/http/httpclient.h>

#include <QJsonObject>
#include <QStringList>

namespace fpx::oauth {

/// Where the document may lie, relative to the issuer.
enum class WellKnown {
    OpenIdConfiguration,      ///< `{issuer}/.well-known/openid-configuration`
    OAuthAuthorizationServer, ///< RFC 8414 section 3.1: the well-known part goes between host and path
    Uma2Configuration,        ///< `{issuer}/.well-known/uma2-configuration`
};

/// The URL of the document. An issuer's trailing slash is dropped first (RFC 8414 section 3.1).
[[nodiscard]] QUrl wellKnownUrl(const QString &issuer, WellKnown wellKnown);

/// Validated. Every endpoint is https; http on a loopback literal only when the issuer, which the signed operator profile
/// named, is one itself.
struct AuthorizationServerMetadata {
    QString issuer;               ///< Exactly as it was asked for.
    QUrl authorizationEndpoint;   ///< The endpoints are empty where the server has none.
    QUrl tokenEndpoint;
    QUrl jwksUri;
    QUrl registrationEndpoint;
    QUrl revocationEndpoint;
    QUrl endSessionEndpoint;
    QUrl userinfoEndpoint;
    bool issInResponse = false;   ///< `authorization_response_iss_parameter_supported` (RFC 9207)
    QStringList idTokenAlgorithms; ///< `id_token_signing_alg_values_supported`; empty: not said
    QStringList codeChallengeMethods; ///< `code_challenge_methods_supported`; empty: not said
    QJsonObject raw;              ///< The whole document, for members of other specifications.

    /// A URL member of `raw` (e.g. `fpx_ticket_endpoint`), under the same rule. Errors: `bad_metadata` (missing or unfit).
    [[nodiscard]] Result<QUrl> endpoint(const QString &member) const;

    /// Errors: `wrong_issuer` (`issuer` is not exactly the one asked for), `bad_metadata`.
    [[nodiscard]] static Result<AuthorizationServerMetadata> parse(const QJsonObject &document, const QString &issuer);
};

/// Fetches the first document of `order` that exists; only a 404 (or 400, 410) leads to the next. ≤ 64 KiB.
/// Errors: those of HttpClient and parse(), `metadata_not_found`, `server_unavailable` (429, 5xx; Retry::Later).
[[nodiscard]] Async<AuthorizationServerMetadata> discover(std::shared_ptr<http::HttpClient> http, QString issuer,
                                                          QList<WellKnown> order, CancelToken token);

} // namespace fpx::oauth
