// The registry (profile section 7): public, cacheable, one language at a time.
#include "as/server.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

/// Display strings are objects keyed by language; the one asked for, else English, takes their place.
QJsonValue localized(const QJsonValue &value, const QString &language)
{
    if (value.isArray()) {
        QJsonArray list;
        for (const QJsonValue &item : value.toArray())
            list.append(localized(item, language));
        return list;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    if (object.contains(u"en"_s))
        return object.value(object.contains(language) ? language : u"en"_s);
    for (auto member : object)
        member = localized(member, language);
    return object;
}

} // namespace

QJsonObject AuthorizationServer::registryObject(const QString &kind, const QString &id) const
{
    if (kind == "clients"_L1 && client(id)) {
        QJsonObject entry = client(id)->entry;
        if (!entry.contains(u"logo"_s))
            entry.insert(u"logo"_s, url(endpointsAt() + u"/registry/logos/"_s + id + u".png"_s));
        return entry;
    }
    if (kind == "resource-servers"_L1 && source(id))
        return source(id)->entry;
    if (kind == "resource-definitions"_L1)
        return m_config.definitions.value(id);
    if (kind == "organizations"_L1)
        return m_config.organizations.value(id);
    return {};
}

Response AuthorizationServer::registryEntry(const Request &request)
{
    static const QRegularExpression identifier(u"\\A[A-Za-z0-9._-]{1,128}\\z"_s);
    static const QRegularExpression primaryTag(u"\\A[a-zA-Z]{2,3}\\z"_s);
    if (!identifier.match(request.params.value(u"id"_s)).hasMatch())
        return Response::error(400, u"invalid_request"_s, u"not a registry identifier"_s);
    const QString language = request.header("Accept-Language"_ba);
    if (!language.isEmpty() && !primaryTag.match(language).hasMatch())
        return Response::error(400, u"invalid_request"_s,
                               u"Accept-Language must be one primary tag, not "_s + language);
    const QJsonObject entry = registryObject(request.params.value(u"kind"_s), request.params.value(u"id"_s));
    if (entry.isEmpty())
        return Response::error(404, u"not_found"_s, u"the registry has no such entry"_s);
    QJsonObject shown = localized(entry, language.toLower()).toObject();
    shown.insert(u"identifier"_s, request.params.value(u"id"_s));
    Response response = Response::json(shown);
    const QByteArray etag = '"' + hashOf(QString::fromUtf8(response.body)).left(22).toLatin1() + '"';
    if (request.header("If-None-Match"_ba).toLatin1() == etag)
        response = Response::empty(304);
    response.headers.removeIf([](const auto &header) { return header.first == "Cache-Control"; });
    return response.with("ETag"_ba, etag).with("Cache-Control"_ba, "no-cache"_ba).with("Vary"_ba, "Accept-Language"_ba);
}

Response AuthorizationServer::registryLogo(const Request &request)
{
    QString id = request.params.value(u"file"_s);
    id.chop(id.endsWith(".png"_L1) ? 4 : 0);
    const ServiceRecord *record = client(id);
    if (!record)
        return Response::error(404, u"not_found"_s, u"no such logo"_s);
    return Response{
        200, {{"Content-Type"_ba, "image/png"_ba}}, logoPng(record->logo, static_cast<Glyph>(record->glyph))};
}

} // namespace fpx::sandbox
