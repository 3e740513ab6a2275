#include <fpx/uma/ticketdetails.h>

#include "identifiers.h"
#include "requestparameters.h"
#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>

#include <QDate>
#include <QSet>

namespace fpx::uma {

namespace {

constexpr qsizetype kMaxBytes = 256 * 1024;
constexpr qsizetype kMaxResources = 64;
constexpr qsizetype kMaxScopes = 64;
constexpr qsizetype kMaxLabel = 128;

const char *const kCode = "bad_ticket_details";

JsonReader readerOf(const QJsonObject &object, const QString &where)
{
    return JsonReader(object, where, kCode);
}

QString identifier(JsonReader &reader, const QString &name)
{
    const QString value = reader.string(name);
    if (!isIdentifier(value))
        reader.refuse(name, QStringLiteral("no identifier"));
    return value;
}

/// Null or absent, or 1 to 128 characters without control characters.
std::optional<QString> label(JsonReader &reader, const QString &name)
{
    if (!reader.has(name))
        return std::nullopt;
    const QString value = reader.string(name);
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (value.size() > kMaxLabel || std::any_of(value.begin(), value.end(), isControl))
        reader.refuse(name, QStringLiteral("1 to 128 printable characters are required"));
    return value;
}

Result<QList<RequestedScope>> parseScopes(const QJsonArray &array, const QString &where)
{
    QList<RequestedScope> result;
    QSet<QString> seen;
    for (const QJsonValue &value : array) {
        auto reader = readerOf(value.toObject(), where + QStringLiteral(".scopes"));
        RequestedScope scope{reader.string(QStringLiteral("scope")), reader.boolean(QStringLiteral("required"), true)};
        if (!isScope(scope.scope) || seen.contains(scope.scope))
            reader.refuse(QStringLiteral("scope"), QStringLiteral("no scope, or named twice"));
        FPX_CHECK(reader.finish());
        seen.insert(scope.scope);
        result.append(scope);
    }
    return result;
}

Result<RequestedResource> parseResource(const QJsonObject &object, const QString &where)
{
    auto reader = readerOf(object, where);
    RequestedResource resource;
    resource.requestId = label(reader, QStringLiteral("request_id")).value_or(QString());
    if (resource.requestId.isEmpty())
        reader.refuse(QStringLiteral("request_id"), QStringLiteral("is required"));
    resource.definition = DefinitionId(identifier(reader, QStringLiteral("resource_definition")));
    if (reader.has(QStringLiteral("resource_server")))
        resource.resourceServer = RsIdentifier(identifier(reader, QStringLiteral("resource_server")));
    resource.resourceId = label(reader, QStringLiteral("resource_id"));
    resource.linkage = label(reader, QStringLiteral("linkage")).value_or(QString());
    resource.required = reader.boolean(QStringLiteral("required"), true);
    const QJsonArray scopes = reader.array(QStringLiteral("scopes"));
    if (scopes.isEmpty() || scopes.size() > kMaxScopes)
        reader.refuse(QStringLiteral("scopes"), QStringLiteral("1 to 64 are required"));
    FPX_CHECK(reader.finish());
    FPX_TRY(parsed, parseScopes(scopes, where));
    resource.scopes = parsed;
    return resource;
}

Result<QList<RequestedResource>> parseResources(const QJsonArray &array)
{
    QList<RequestedResource> result;
    QSet<QString> seen;
    for (const QJsonValue &value : array) {
        const QString where = QStringLiteral("requested_resources[%1]").arg(result.size());
        FPX_TRY(resource, parseResource(value.toObject(), where));
        if (seen.contains(resource.requestId)) {
            auto reader = readerOf({}, where);
            reader.refuse(QStringLiteral("request_id"), QStringLiteral("named twice"));
            FPX_CHECK(reader.finish());
        }
        seen.insert(resource.requestId);
        result.append(resource);
    }
    return result;
}

void readDuration(JsonReader &reader, RequestedDuration &duration)
{
    const QJsonObject object = reader.object(QStringLiteral("duration"), {});
    auto inner = readerOf(object, QStringLiteral("duration"));
    duration.requested = inner.string(QStringLiteral("requested"), {});
    duration.max = inner.string(QStringLiteral("max"), {});
    const QDate from(2026, 1, 1); // any: only readability counts here
    for (const QString &value : {duration.requested, duration.max}) {
        if (!inner.finish() || (!value.isEmpty() && !addDuration(from, value)))
            reader.refuse(QStringLiteral("duration"), QStringLiteral("no ISO 8601 duration of whole days"));
    }
}

void readReason(JsonReader &reader, const QJsonValue &reason)
{
    const QJsonObject byLanguage = reason.toObject();
    bool fine = reason.isUndefined() || reason.isNull() || reason.isString() || reason.isObject();
    for (const QJsonValue &text : byLanguage)
        fine = fine && text.isString();
    if (!fine)
        reader.refuse(QStringLiteral("reason"), QStringLiteral("a text, or texts by language, are required"));
}

/// What `purpose` demands of the rest of the document.
void readParties(JsonReader &reader, TicketDetails &details, const QJsonArray &resources)
{
    if (details.purpose == Purpose::Protect) {
        details.resourceServer = RsIdentifier(identifier(reader, QStringLiteral("resource_server")));
        if (!resources.isEmpty())
            reader.refuse(QStringLiteral("requested_resources"), QStringLiteral("must be empty with protect"));
        return;
    }
    auto client = readerOf(reader.object(QStringLiteral("client")), QStringLiteral("client"));
    details.client = ClientId(identifier(client, QStringLiteral("client_id")));
    if (!client.finish())
        reader.refuse(QStringLiteral("client.client_id"), QStringLiteral("no identifier"));
    if (resources.isEmpty() || resources.size() > kMaxResources)
        reader.refuse(QStringLiteral("requested_resources"), QStringLiteral("1 to 64 are required"));
}

} // namespace

Result<TicketDetails> TicketDetails::parse(const QByteArray &body)
{
    const auto object = parseJsonObject(body, kMaxBytes);
    if (!object) {
        const Error &why = object.error();
        const QString detail = QString::fromLatin1(why.code) + u' ' + why.detail;
        if (why.code == "json_malformed")
            return fail("ticket_unreadable", why.message, detail, Retry::Later);
        return fail(kCode, why.message, detail);
    }
    FPX_TRY(details, fromJson(*object));
    details.bodyHash = QString::fromLatin1(sha256Base64Url(body));
    return details;
}

Result<TicketDetails> TicketDetails::fromJson(const QJsonObject &json)
{
    auto reader = readerOf(json, QStringLiteral("ticket details"));
    TicketDetails details;
    details.ticket = Ticket(reader.string(QStringLiteral("ticket")));
    if (!readTicketValue(details.ticket.value()))
        reader.refuse(QStringLiteral("ticket"), QStringLiteral("1 to 1024 unreserved characters are required"));
    details.transactionId = label(reader, QStringLiteral("transaction_id")).value_or(QString());
    if (details.transactionId.isEmpty())
        reader.refuse(QStringLiteral("transaction_id"), QStringLiteral("is required"));
    const QString purpose = reader.string(QStringLiteral("purpose"));
    details.purpose = purpose == QStringLiteral("protect") ? Purpose::Protect : Purpose::Access;
    if (purpose != QStringLiteral("access") && purpose != QStringLiteral("protect"))
        reader.refuse(QStringLiteral("purpose"), QStringLiteral("must be access or protect"));
    details.expiresAt = reader.integer(QStringLiteral("expires_at"));
    if (details.expiresAt <= 0)
        reader.refuse(QStringLiteral("expires_at"), QStringLiteral("seconds since 1970 are required"));
    details.authorizationRequest = reader.object(QStringLiteral("authorization_request"));

    const QJsonArray resources = reader.array(QStringLiteral("requested_resources"));
    readParties(reader, details, resources);
    details.reason = json.value(QStringLiteral("reason"));
    readReason(reader, details.reason);
    const bool isAccess = details.purpose == Purpose::Access;
    const QString usage = isAccess ? reader.string(QStringLiteral("usage"))
                                   : reader.string(QStringLiteral("usage"), QStringLiteral("once"));
    details.usage = usage == QStringLiteral("repeated") ? Usage::Repeated : Usage::Once;
    if (usage != QStringLiteral("once") && usage != QStringLiteral("repeated"))
        reader.refuse(QStringLiteral("usage"), QStringLiteral("must be once or repeated"));
    readDuration(reader, details.duration);
    FPX_CHECK(reader.finish());

    FPX_TRY(parsed, parseResources(resources));
    details.resources = parsed;
    return details;
}

QString TicketDetails::ticketHash() const
{
    return QString::fromLatin1(sha256Base64Url(ticket.value().toLatin1()));
}

} // namespace fpx::uma
