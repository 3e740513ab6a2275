#include <fpx/base/json.h>
#include <fpx/oauth/metadata.h>

#include "words.h"

namespace fpx::oauth {

namespace {

constexpr qsizetype maxBytes = 64 * 1024; // profile 9

QUrl locationOf(const QString &issuer, WellKnown wellKnown)
{
    const QString base = issuer.endsWith(QLatin1Char('/')) ? issuer.chopped(1) : issuer;
    switch (wellKnown) {
    case WellKnown::OpenIdConfiguration: return QUrl(base + QStringLiteral("/.well-known/openid-configuration"));
    case WellKnown::Uma2: return QUrl(base + QStringLiteral("/.well-known/uma2-configuration"));
    case WellKnown::OAuthServer: break;
    }
    QUrl url(base);
    const QString path = url.path();
    url.setPath(QStringLiteral("/.well-known/oauth-authorization-server") +
                (path == QStringLiteral("/") ? QString() : path));
    return url;
}

Failure bad(const QString &detail)
{
    return fail("bad_metadata", Words::tr("The other side describes itself in a way that this wallet does not accept."),
                detail);
}

Result<QUrl> endpoint(const QJsonObject &raw, const QString &issuer, const QString &member)
{
    const QJsonValue value = raw.value(member);
    const QUrl url(value.toString(), QUrl::StrictMode);
    // http only on loopback, and only where the issuer itself is such a URL; the HTTP port checks again.
    const bool loopback = http::isLoopbackHttp(QUrl(issuer));
    if (!value.isString() || !http::checkUrl(url, loopback ? http::LoopbackHttp::Allowed : http::LoopbackHttp::Refused))
        return bad(member);
    return url;
}

Result<Metadata> parse(const QJsonObject &raw, const QString &issuer)
{
    const QString named = raw.value(QStringLiteral("issuer")).toString();
    if (named.contains(QStringLiteral("{tenantid}"))) // Microsoft Entra's "common", "organizations", "consumers"
        return fail("issuer_of_many_tenants",
                    Words::tr("This sign-in is for the people of many organisations at once, so nobody could tell whose "
                              "word it is. Its operator has to name one organisation."),
                    QStringLiteral("write the id of one tenant into the issuer: ") + named);
    if (named != issuer)
        return fail("wrong_issuer", Words::tr("The other side says that it is somebody else. The wallet stopped."),
                    QStringLiteral("discovery"));
    Metadata metadata;
    metadata.issuer = issuer;
    metadata.raw = raw;
    const QPair<const char *, QUrl Metadata::*> members[] = {
        {"authorization_endpoint", &Metadata::authorizationEndpoint},
        {"token_endpoint", &Metadata::tokenEndpoint},
        {"jwks_uri", &Metadata::jwksUri},
        {"revocation_endpoint", &Metadata::revocationEndpoint},
        {"end_session_endpoint", &Metadata::endSessionEndpoint},
        {"userinfo_endpoint", &Metadata::userinfoEndpoint}};
    for (const auto &[name, member] : members) {
        if (raw.value(QLatin1String(name)).isUndefined() || raw.value(QLatin1String(name)).isNull())
            continue;
        FPX_TRY(url, endpoint(raw, issuer, QLatin1String(name)));
        metadata.*member = url;
    }
    JsonReader reader(raw, QStringLiteral("metadata"), "bad_metadata");
    metadata.issInResponse = reader.boolean(QStringLiteral("authorization_response_iss_parameter_supported"), false);
    metadata.pkceMethods = reader.strings(QStringLiteral("code_challenge_methods_supported"), {});
    FPX_CHECK(reader.finish());
    if (metadata.tokenEndpoint.isEmpty())
        return bad(QStringLiteral("token_endpoint"));
    return metadata;
}

} // namespace

Result<QUrl> Metadata::url(const QString &member) const
{
    return endpoint(raw, issuer, member);
}

Async<Metadata> discover(std::shared_ptr<http::HttpClient> http, QString issuer, QList<WellKnown> order,
                         CancelToken cancel)
{
    for (const WellKnown wellKnown : order) {
        http::Request request;
        request.url = locationOf(issuer, wellKnown);
        request.maxBody = maxBytes;
        FPX_CO_TRY(response, co_await http->send(request, cancel));
        FPX_CO_CHECK(cancel.check());
        if (response.status == 404)
            continue;
        if (!response.ok())
            co_return fail("metadata_not_found",
                           Words::tr("The other side did not answer as expected. Try again later."),
                           QStringLiteral("HTTP %1").arg(response.status), Retry::Later);
        FPX_CO_TRY(raw, http::readJson(response, maxBytes));
        co_return parse(raw, issuer);
    }
    co_return fail("metadata_not_found", Words::tr("The other side did not answer as expected. Try again later."),
                   QStringLiteral("HTTP 404"), Retry::Later);
}

} // namespace fpx::oauth
