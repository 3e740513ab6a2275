// The parties that an operator profile names (profile section 2). Plain validated values: URLs are absolute https URLs
// (http only on loopback literals in a sandbox profile) kept exactly as written, since issuers are compared as strings.
#pragma once

#include <fpx/base/id.h>
#include <fpx/operator/localizedtext.h>

#include <QList>
#include <QMap>

#include <optional>

namespace fpx::op {

/// Identity and authenticator assurance, 1–3 each; 0: the IdP says nothing about it.
struct Assurance {
    int ial = 0;
    int aal = 0;
    [[nodiscard]] bool operator==(const Assurance &) const = default;
};

struct Style {
    QString logo;      ///< File name in the brand, `data:image/png|svg+xml;base64,…`, or https URL; may be empty.
    QString color;     ///< `#rrggbb`, or empty.
    QString fontColor; ///< `#rrggbb`, or empty.
    [[nodiscard]] bool operator==(const Style &) const = default;
};

struct IdentityProvider {
    IdpIdentifier identifier;
    LocalizedText displayName;
    QString issuer;
    QString clientId;
    /// Public by nature (RFC 8252 section 8.5), and no secret of the wallet's: some providers demand one from desktop
    /// clients. Empty: none. Sent in the body.
    QString clientSecret;
    QString scope;                      ///< Space-separated, contains `openid`.
    QStringList acrValues;              ///< `acr_values`, space-separated on the wire.
    QMap<QString, Assurance> assurance; ///< By the `acr` that the IdP answers.
    Style style;
    QMap<QString, QString> additionalQueryParams; ///< Never a protocol parameter.
    QString accountUri;                           ///< The person's page at the IdP; may be empty.
    /// Its logout leads back only with an `id_token_hint`: the wallet keeps the id_token of the session for it.
    bool idTokenAtLogout = false;

    /// What `acr` is worth; nothing where the operator has not said.
    [[nodiscard]] Assurance assuranceOf(const QString &acr) const { return assurance.value(acr); }
};

enum class RequestObject { Optional, Required };

struct AuthorizationServer {
    AsIdentifier identifier;
    AsIssuer issuer;
    LocalizedText displayName;
    LocalizedText organization;
    QString clientId;             ///< Of the AS at the wallet: `client_id` of its requests, `aud` of its id_tokens.
    QStringList redirectUris;     ///< Compared as strings, never by prefix.
    QByteArray softwareStatement; ///< The operator's JWT, byte for byte.
    RequestObject requestObject = RequestObject::Optional;

    [[nodiscard]] bool allowsRedirect(const QString &uri) const { return redirectUris.contains(uri); }
};

enum class RotStrategy { Simple, HmacJwt };

struct RotOffer {
    QString endpoint;
    RotStrategy strategy = RotStrategy::Simple;
};

/// The source's identifier in the registry of one AS.
struct ResourceServerAt {
    AsIdentifier authorizationServer;
    RsIdentifier resourceServer;
};

struct DataSource {
    SourceIdentifier identifier;
    LocalizedText displayName;
    QString issuer;
    QString clientId;
    QString clientSecret; ///< As that of an identity provider.
    QString scope;
    std::optional<RotOffer> rot; ///< Nothing: the source recognises people without ROTs.
    QString userinfo;            ///< URL of the list of resources.
    Style style;
    QList<ResourceServerAt> authorizationServers;

    /// Nothing where the source is not protected by that AS.
    [[nodiscard]] std::optional<RsIdentifier> resourceServerAt(const AsIdentifier &server) const
    {
        for (const ResourceServerAt &entry : authorizationServers) {
            if (entry.authorizationServer == server)
                return entry.resourceServer;
        }
        return std::nullopt;
    }
};

/// An additional trust anchor for TLS, for some hosts only.
struct TrustedRoot {
    QByteArray pem;    ///< One or more CERTIFICATE blocks.
    QStringList hosts; ///< Exact host names in lower case; never empty.
};

} // namespace fpx::op
