#include <fpx/base/json.h>
#include <fpx/base/reading.h>
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

Result<Metadata> parse(const QJsonObject &raw, const QString &issuer, Reading reading)
{
    Metadata metadata;
    metadata.issuer = issuer;
    metadata.raw = raw;
    struct Member {
        const char *name;
        QUrl Metadata::*place;
        bool optional; // the sign-in goes on without it
    };
    const Member members[] = {{"authorization_endpoint", &Metadata::authorizationEndpoint, false},
                              {"token_endpoint", &Metadata::tokenEndpoint, false},
                              {"jwks_uri", &Metadata::jwksUri, false},
                              {"revocation_endpoint", &Metadata::revocationEndpoint, true},
                              {"end_session_endpoint", &Metadata::endSessionEndpoint, true},
                              {"userinfo_endpoint", &Metadata::userinfoEndpoint, true}};
    for (const Member &member : members) {
        const QString name = QLatin1String(member.name);
        if (raw.value(name).isUndefined() || raw.value(name).isNull())
            continue;
        auto url = endpoint(raw, issuer, name);
        if (!url && member.optional && reading == Reading::Lenient) {
            noteDeviation(name + QStringLiteral(" that cannot be used, as if it were absent"));
            continue;
        }
        FPX_TRY(usable, std::move(url));
        metadata.*member.place = usable;
    }
    JsonReader reader(raw, QStringLiteral("metadata"), "bad_metadata");
    metadata.issInResponse = reader.boolean(QStringLiteral("authorization_response_iss_parameter_supported"), false);
    metadata.pkceMethods = reader.strings(QStringLiteral("code_challenge_methods_supported"), {});
    FPX_CHECK(reader.finish());
    if (metadata.tokenEndpoint.isEmpty())
        return bad(QStringLiteral("token_endpoint"));
    return metadata;
}

Failure notHere(int status)
{
    return fail("metadata_not_found", Words::tr("The other side did not answer as expected. Try again later."),
                QStringLiteral("HTTP %1").arg(status), Retry::Later);
}

// How much an error says of what is wrong. A place that is not there says nothing.
int telling(const Error &error)
{
    if (error.code == "wrong_issuer" || error.code == "issuer_of_many_tenants")
        return 3;
    if (error.code != "metadata_not_found")
        return 2;
    return error.detail == QStringLiteral("HTTP 404") ? 0 : 1;
}

// The other side answered, if not with metadata. What never came says nothing about the other places.
bool isAnAnswer(const QByteArray &code)
{
    return code == "redirect_refused" || code == "body_too_large" || code == "encoding_refused";
}

// The document, when it is one of this issuer; else why it is none.
Result<QJsonObject> documentOf(const http::Response &response, const QString &issuer, Reading reading)
{
    if (!response.ok())
        return notHere(response.status);
    FPX_TRY(raw, http::readJson(response, maxBytes, reading));
    const QString named = raw.value(QStringLiteral("issuer")).toString();
    if (named.contains(QStringLiteral("{tenantid}"))) // Microsoft Entra's "common", "organizations", "consumers"
        return fail(
            "issuer_of_many_tenants",
            Words::tr("This sign-in is for the people of many organisations at once, so nobody could tell whose "
                      "word it is. Its operator has to name one organisation."),
            QStringLiteral("write the id of one tenant into the issuer: ") + named);
    if (named != issuer)
        return fail("wrong_issuer", Words::tr("The other side says that it is somebody else. The wallet stopped."),
                    QStringLiteral("discovery"));
    return reading == Reading::Lenient ? withoutNulls(raw) : raw;
}

} // namespace

Result<QUrl> Metadata::url(const QString &member) const
{
    return endpoint(raw, issuer, member);
}

Async<Metadata> discover(std::shared_ptr<http::HttpClient> http, QString issuer, QList<WellKnown> order,
                         CancelToken cancel)
{
    const Reading reading = order.contains(WellKnown::Uma2) ? Reading::Exact : Reading::Lenient;
    std::optional<Error> worst; // the first of the most telling ones
    for (const WellKnown wellKnown : order) {
        http::Request request;
        request.url = locationOf(issuer, wellKnown);
        request.maxBody = maxBytes;
        request.reading = reading;
        const auto response = co_await http->send(request, cancel);
        FPX_CO_CHECK(cancel.check());
        if (!response && !isAnAnswer(response.error().code))
            co_return fail(worst && telling(*worst) > 0 ? *worst : response.error());
        const auto raw =
            response ? documentOf(*response, issuer, reading) : Result<QJsonObject>(fail(response.error()));
        if (raw && worst && telling(*worst) > 0)
            noteDeviation(QStringLiteral("metadata at another place than the one that answered ") +
                          QString::fromLatin1(worst->code));
        if (raw)
            co_return parse(*raw, issuer, reading);
        if (!worst || telling(raw.error()) > telling(*worst))
            worst = raw.error();
    }
    if (!worst)
        co_return notHere(404);
    co_return fail(*worst);
}

} // namespace fpx::oauth
