#include <fpx/uma/registry.h>

#include "identifiers.h"
#include "png.h"
#include "registryentries.h"
#include "statuserror.h"
#include "words.h"

#include <fpx/base/json.h>

namespace fpx::uma {

namespace {

constexpr qsizetype kMaxLogoBytes = 256 * 1024;
constexpr int kMaxLogoSide = 512;
constexpr qsizetype kMaxCached = 512;

Failure badEntry(const QString &detail)
{
    return fail("bad_registry_entry", Words::tr("The network's directory could not be understood."), detail);
}

// http on this computer only in a sandbox, whose networks are there themselves: an entry must not make the person's browser
// call on a local service.
Showing showingFor(const QUrl &endpoint, const QString &language)
{
    return {language, http::isLoopbackHttp(endpoint) ? http::LoopbackHttp::Allowed : http::LoopbackHttp::Refused};
}

Failure logoRefused(const QString &detail)
{
    return fail("logo_refused", Words::tr("A logo could not be shown."), detail);
}

} // namespace

Registry::Registry(std::shared_ptr<http::HttpClient> http, QUrl endpoint, QString language)
    : m_http(std::move(http)), m_endpoint(std::move(endpoint)), m_language(std::move(language))
{
}

Async<QJsonObject> Registry::fetch(QString kind, QString id, CancelToken cancel)
{
    const auto self = shared_from_this();
    if (!isIdentifier(id))
        co_return badEntry(QStringLiteral("no identifier"));
    const QString key = kind + u'/' + id;
    const Cached known = m_cache.value(key);

    http::Request request;
    request.url = m_endpoint;
    request.url.setPath(m_endpoint.path() + u'/' + key);
    request.acceptLanguage = m_language.toLatin1();
    request.ifNoneMatch = known.etag;
    FPX_CO_TRY(response, co_await m_http->send(request, cancel));
    FPX_CO_CHECK(cancel.check());

    if (response.status == 304 && !known.etag.isEmpty())
        co_return known.entry;
    if (response.status == 404)
        co_return fail("registry_unknown", Words::tr("The network's directory does not list this."), key);
    if (response.status != 200)
        co_return statusFailure(response, "bad_registry_entry",
                                Words::tr("The network's directory could not be understood."));
    const auto entry = http::readJson(response);
    if (!entry)
        co_return badEntry(QString::fromLatin1(entry.error().code) + u' ' + entry.error().detail);
    const QByteArray etag = response.headers.value("ETag");
    m_cache.remove(key);
    if (m_cache.size() >= kMaxCached)
        m_cache.clear();
    if (!etag.isEmpty() && etag.size() <= 256)
        m_cache.insert(key, {etag, *entry});
    co_return *entry;
}

Async<RegisteredClient> Registry::client(ClientId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(entry, co_await fetch(QStringLiteral("clients"), id.value(), cancel));
    const Showing showing = showingFor(m_endpoint, m_language);
    co_return parseClient(id, entry, showing);
}

Async<RegisteredServer> Registry::server(RsIdentifier id, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(entry, co_await fetch(QStringLiteral("resource-servers"), id.value(), cancel));
    const Showing showing = showingFor(m_endpoint, m_language);
    co_return parseServer(id, entry, showing);
}

Async<RegisteredDefinition> Registry::definition(DefinitionId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(entry, co_await fetch(QStringLiteral("resource-definitions"), id.value(), cancel));
    const Showing showing = showingFor(m_endpoint, m_language);
    co_return parseDefinition(id, entry, showing);
}

Async<RegisteredOrganization> Registry::organization(QString id, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(entry, co_await fetch(QStringLiteral("organizations"), id, cancel));
    const Showing showing = showingFor(m_endpoint, m_language);
    co_return parseOrganization(id, entry, showing);
}

Async<QByteArray> Registry::logo(QUrl url, CancelToken cancel)
{
    const auto self = shared_from_this();
    if (!http::sameOrigin(url, m_endpoint))
        co_return logoRefused(QStringLiteral("from elsewhere"));
    http::Request request;
    request.url = url;
    request.accept = "image/png";
    request.maxBody = kMaxLogoBytes;
    auto response = co_await m_http->send(request, cancel);
    FPX_CO_CHECK(cancel.check());
    if (!response && response.error().code == "body_too_large")
        co_return logoRefused(QStringLiteral("larger than 256 KiB"));
    if (!response)
        co_return fail(std::move(response).error());
    if (response->status != 200 || response->body.size() > kMaxLogoBytes)
        co_return logoRefused(QStringLiteral("status %1").arg(response->status));
    const auto size = pngSize(response->body);
    if (!size || size->width() > kMaxLogoSide || size->height() > kMaxLogoSide)
        co_return logoRefused(QStringLiteral("no PNG of at most 512 by 512"));
    co_return response->body;
}

} // namespace fpx::uma
