// What an issuer says of itself (OIDC Discovery 1.0, RFC 8414, UMA 2.0 Grant section 2).
#pragma once

#include <fpx/base/async.h>
#include <fpx/http/httpclient.h>

#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <QUrl>

namespace fpx::oauth {

/// Where to look, in the order given; the next one is tried after any answer that is no metadata of the issuer.
enum class WellKnown {
    OpenIdConfiguration, ///< `{issuer}/.well-known/openid-configuration`
    OAuthServer,         ///< RFC 8414 section 3.1: inserted before the issuer's path
    Uma2                 ///< `{issuer}/.well-known/uma2-configuration`
};

/// Where identity providers and data sources describe themselves.
[[nodiscard]] inline QList<WellKnown> providerPlaces()
{
    return {WellKnown::OpenIdConfiguration, WellKnown::OAuthServer};
}

struct Metadata {
    QString issuer; ///< Equal to the issuer that was asked for, as a string.
    QUrl authorizationEndpoint;
    QUrl tokenEndpoint;
    QUrl jwksUri;
    QUrl revocationEndpoint;
    QUrl endSessionEndpoint;
    QUrl userinfoEndpoint;
    bool issInResponse = false; ///< `authorization_response_iss_parameter_supported` (RFC 9207)
    QStringList pkceMethods;    ///< Empty: not announced.
    QJsonObject raw;            ///< Everything, for further members such as `fpx_ticket_endpoint`.

    /// A further URL member; https, or http on loopback where the context allows it. Error: `bad_metadata`.
    [[nodiscard]] Result<QUrl> url(const QString &member) const;
};

/// Fetches and checks; ≤ 64 KiB. Where no place has metadata of the issuer, the most telling of the errors. A network's
/// (WellKnown::Uma2) is read exactly; a provider's optional endpoint that cannot be used is as good as absent.
/// Errors: those of the transport, `metadata_not_found`, `wrong_issuer`, `issuer_of_many_tenants` (the detail says what to
/// write instead), `bad_metadata`.
[[nodiscard]] Async<Metadata> discover(std::shared_ptr<http::HttpClient> http, QString issuer, QList<WellKnown> order,
                                       CancelToken cancel);

} // namespace fpx::oauth
