// Discovery of an AS (UMA 2.0 Grant section 2; RFC 8414).
#include <fpx/uma/enrolment.h>

#include <fpx/oauth/metadata.h>

namespace fpx::uma {

Async<AsMetadata> AsMetadata::discover(std::shared_ptr<http::HttpClient> http, AsIssuer issuer, CancelToken cancel)
{
    const QList<oauth::WellKnown> order{oauth::WellKnown::Uma2, oauth::WellKnown::OAuthServer};
    FPX_CO_TRY(found, co_await oauth::discover(http, issuer.value(), order, cancel));
    FPX_CO_CHECK(cancel.check());
    AsMetadata metadata;
    metadata.issuer = issuer;
    const QPair<const char *, QUrl AsMetadata::*> members[] = {
        {"token_endpoint", &AsMetadata::tokenEndpoint},
        {"registration_endpoint", &AsMetadata::registrationEndpoint},
        {"jwks_uri", &AsMetadata::jwksUri},
        {"fpx_ticket_endpoint", &AsMetadata::ticketEndpoint},
        {"fpx_permission_endpoint", &AsMetadata::permissionEndpoint},
        {"fpx_registry_endpoint", &AsMetadata::registryEndpoint},
    };
    for (const auto &[name, member] : members) {
        FPX_CO_TRY(url, found.url(QString::fromLatin1(name)));
        metadata.*member = url;
    }
    co_return metadata;
}

} // namespace fpx::uma
