// Discovery of an AS (UMA 2.0 Grant section 2; RFC 8414).
#include <fpx/uma/enrolment.h>

#include "statuserror.h"
#include "words.h"

#include <fpx/base/json.h>

namespace fpx::uma {

namespace {

constexpr qint64 kMaxBytes = 64 * 1024;

QUrl umaLocation(const QUrl &issuer)
{
    QUrl url = issuer;
    const QString path = issuer.path();
    url.setPath((path.endsWith(u'/') ? path.chopped(1) : path) + QStringLiteral("/.well-known/uma2-configuration"));
    return url;
}

/// RFC 8414 section 3: between host and path.
QUrl oauthLocation(const QUrl &issuer)
{
    QUrl url = issuer;
    const QString path = issuer.path();
    url.setPath(QStringLiteral("/.well-known/oauth-authorization-server") + (path.endsWith(u'/') ? path.chopped(1) : path));
    return url;
}

QUrl endpoint(JsonReader &reader, const char *name)
{
    const QUrl url(reader.string(QLatin1String(name)), QUrl::StrictMode);
    if (!http::checkUrl(url, http::LoopbackHttp::Allowed)) // whether http is spoken at all is the client's to know
        reader.refuse(QLatin1String(name), QStringLiteral("an https URL is required"));
    return url;
}

Result<AsMetadata> parse(const http::Response &response, const AsIssuer &issuer)
{
    const auto bad = [](const QString &detail) {
        return fail("bad_metadata", Words::tr("The network's description of itself could not be understood."), detail);
    };
    const auto json = http::readJson(response, kMaxBytes);
    if (!json)
        return bad(QString::fromLatin1(json.error().code) + u' ' + json.error().detail);
    if (json->value(QStringLiteral("issuer")).toString() != issuer.value())
        return fail("wrong_issuer", Words::tr("A network answered under another name than its own."));
    JsonReader reader(*json, QStringLiteral("metadata"));
    AsMetadata metadata;
    metadata.issuer = issuer;
    metadata.tokenEndpoint = endpoint(reader, "token_endpoint");
    metadata.registrationEndpoint = endpoint(reader, "registration_endpoint");
    metadata.jwksUri = endpoint(reader, "jwks_uri");
    metadata.ticketEndpoint = endpoint(reader, "fpx_ticket_endpoint");
    metadata.permissionEndpoint = endpoint(reader, "fpx_permission_endpoint");
    metadata.registryEndpoint = endpoint(reader, "fpx_registry_endpoint");
    if (!reader.finish())
        return bad(reader.finish().error().detail);
    return metadata;
}

} // namespace

Async<AsMetadata> AsMetadata::discover(std::shared_ptr<http::HttpClient> http, AsIssuer issuer, CancelToken cancel)
{
    const QUrl base(issuer.value(), QUrl::StrictMode);
    http::Request request;
    request.url = umaLocation(base);
    request.maxBody = kMaxBytes;
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    FPX_CO_CHECK(cancel.check());
    if (response.status == 404) {
        request.url = oauthLocation(base);
        FPX_CO_TRY(fallback, co_await http->send(request, cancel));
        FPX_CO_CHECK(cancel.check());
        response = fallback;
    }
    if (response.status != 200)
        co_return statusFailure(response, "bad_metadata",
                                Words::tr("The network's description of itself could not be understood."));
    co_return parse(response, issuer);
}

} // namespace fpx::uma
