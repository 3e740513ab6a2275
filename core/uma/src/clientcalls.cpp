#include "clientcalls.h"

#include "identifiers.h"
#include "statuserror.h"
#include "words.h"

#include <fpx/base/json.h>

#include <QRegularExpression>
#include <QUrlQuery>

namespace fpx::uma {

namespace {

constexpr qint64 kMaxTicketBytes = 256 * 1024;
constexpr qsizetype kMaxPages = 1000;
constexpr qsizetype kMaxItems = 20'000;
constexpr qsizetype kMaxListBytes = 64 * 1024 * 1024;

std::optional<PermissionStatus> statusFrom(const QString &name)
{
    static const QHash<QString, PermissionStatus> names{{QStringLiteral("pending"), PermissionStatus::Pending},
                                                        {QStringLiteral("active"), PermissionStatus::Active},
                                                        {QStringLiteral("disabled"), PermissionStatus::Disabled},
                                                        {QStringLiteral("used"), PermissionStatus::Used},
                                                        {QStringLiteral("expired"), PermissionStatus::Expired},
                                                        {QStringLiteral("revoked"), PermissionStatus::Revoked}};
    const auto found = names.constFind(name);
    return found == names.constEnd() ? std::nullopt : std::optional(*found);
}

PermissionStatus readStatus(JsonReader &reader)
{
    const auto status = statusFrom(reader.string(QStringLiteral("status")));
    if (!status)
        reader.refuse(QStringLiteral("status"), QStringLiteral("unknown"));
    return status.value_or(PermissionStatus::Pending);
}

QString permissionRefusal()
{
    return Words::tr("The network refused a permission.");
}

Result<ListedPermission> readListed(const QJsonObject &object, const char *code)
{
    JsonReader reader(object, QStringLiteral("permissions"), code);
    ListedPermission listed;
    listed.id = PermissionId(reader.string(QStringLiteral("permission_id")));
    listed.permission = reader.string(QStringLiteral("permission")).toUtf8();
    listed.status = readStatus(reader);
    listed.version = reader.string(QStringLiteral("version"));
    listed.lastUsedAt = reader.optionalInteger(QStringLiteral("last_used_at"));
    FPX_CHECK(reader.finish());
    return listed;
}

Failure badAnswer(const QString &detail)
{
    return fail("bad_permission_response", Words::tr("The network's answer could not be understood."), detail);
}

} // namespace

http::Request ticketRequest(const Ticket &ticket)
{
    const http::FormFields fields{{QStringLiteral("ticket"), ticket.value()}};
    http::Request request = http::formRequest(QUrl(), fields);
    request.maxBody = kMaxTicketBytes;
    request.idempotent = true; // the same enrolment may read a ticket again (profile 4.3)
    return request;
}

Result<TicketDetails> readTicketResponse(const http::Response &response)
{
    const QString code = errorCodeOf(response);
    if (response.status == 200)
        return TicketDetails::parse(response.body);
    if (response.status == 400 && code == QStringLiteral("invalid_ticket"))
        return fail("invalid_ticket", Words::tr("The network no longer knows this request. It may have been answered "
                                                "already."));
    if (response.status == 400 && code == QStringLiteral("expired_ticket"))
        return fail("expired_ticket", Words::tr("This request has expired. Nothing was shared."));
    if (response.status == 409)
        return fail("ticket_bound", Words::tr("Another wallet or profile has already opened this request. If that was "
                                              "not you, someone else may have seen it. Nothing was shared."));
    const QString refusal = Words::tr("The network refused to show this request.");
    if (code.isEmpty() && !isTemporary(response.status)) // no error of the protocol: a proxy may speak
        return fail("ticket_refused", refusal, QStringLiteral("status %1").arg(response.status), Retry::Later);
    return statusFailure(response, "ticket_refused", refusal);
}

http::Request codeRequest(const UserCode &code)
{
    http::Request request = http::formRequest(QUrl(), {{QStringLiteral("user_code"), code.value()}});
    request.maxBody = kMaxTicketBytes;
    return request; // not repeated by itself: the network counts wrong codes
}

Result<TicketDetails> readCodeResponse(const http::Response &response)
{
    const QString code = errorCodeOf(response);
    if (response.status == 400 && code == QStringLiteral("invalid_ticket"))
        return fail("wrong_code", Words::tr("The network does not know this code. Compare it with the other device, or "
                                            "choose the network that it names."));
    if (response.status == 400 && code == QStringLiteral("expired_ticket"))
        return fail("expired_code",
                    Words::tr("This code has expired. Start again on the other device to get a new one."));
    if (response.status == 429 && code == QStringLiteral("too_many_codes"))
        return fail("too_many_codes",
                    Words::tr("Too many wrong codes. The network takes none from you for the next ten "
                              "minutes; then get a new one on the other device."));
    return readTicketResponse(response);
}

Result<void> readDelivery(const http::Response &response)
{
    if (response.ok())
        return {};
    const QString detail = QStringLiteral("status %1 %2").arg(response.status).arg(errorCodeOf(response)).trimmed();
    if (response.status >= 400 && response.status < 500)
        return fail("answer_refused", Words::tr("The network refused your answer, so nothing was shared."), detail);
    return fail("answer_not_taken", Words::tr("The network has not taken your answer yet."), detail, Retry::Later);
}

Failure ticketTransportFailure(const Error &error)
{
    if (error.code == "body_too_large")
        return fail("bad_ticket_details", error.message, QStringLiteral("larger than 256 KiB"));
    return fail(error);
}

http::Request permissionRequest(const PermissionId &id, const QByteArray &body)
{
    http::Request request;
    request.method = http::Method::Post;
    request.body = body;
    request.contentType = "application/json";
    request.headers.set("Idempotency-Key", id.value().toLatin1());
    request.idempotent = true;
    return request;
}

Result<PostedPermission> readPostedPermission(const http::Response &response, const PermissionId &id)
{
    if (response.status == 410)
        return fail("permission_gone", Words::tr("This permission has been revoked since."));
    if (response.status == 422)
        return fail("idempotency_conflict", permissionRefusal(), errorCodeOf(response));
    if (response.status == 409 && errorCodeOf(response) == QStringLiteral("replace_refused"))
        return fail("replace_refused",
                    Words::tr("The network refused the change: the permission is no longer what it was."));
    if (response.status != 201 && errorCodeOf(response).isEmpty() && !isTemporary(response.status))
        return badAnswer(
            QStringLiteral("status %1").arg(response.status)); // no error of the protocol: a proxy may speak
    if (response.status != 201)
        return statusFailure(response, "permission_refused", permissionRefusal());
    const auto json = http::readJson(response);
    if (!json)
        return badAnswer(QString::fromLatin1(json.error().code) + u' ' + json.error().detail);
    JsonReader reader(*json, QStringLiteral("permission response"));
    PostedPermission posted;
    posted.id = PermissionId(reader.string(QStringLiteral("permission_id")));
    posted.status = readStatus(reader);
    posted.version = reader.string(QStringLiteral("version"));
    if (posted.id != id)
        reader.refuse(QStringLiteral("permission_id"), QStringLiteral("is another one"));
    if (!reader.finish())
        return badAnswer(reader.finish().error().detail);
    return posted;
}

Result<void> checkPermissionId(const PermissionId &id)
{
    static const QRegularExpression uuid(QStringLiteral("\\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z"));
    if (!uuid.match(id.value()).hasMatch())
        return fail("bad_permission_id", permissionRefusal(), QStringLiteral("no UUID"));
    return {};
}

QUrl permissionUrl(const QUrl &endpoint, const QString &below)
{
    QUrl url = endpoint;
    url.setPath(endpoint.path() + u'/' + below);
    return url;
}

Result<void> checkResourceServer(const RsIdentifier &id)
{
    if (!isIdentifier(id.value()))
        return fail("bad_registry_entry", Words::tr("The network's directory could not be understood."),
                    QStringLiteral("no identifier"));
    return {};
}

Result<http::Request> statusRequest(PermissionStatus status, const QString &version)
{
    // It travels inside a quoted string of a header (RFC 9110, 8.8.3).
    static const QRegularExpression harmless(QStringLiteral("\\A[\\x21\\x23-\\x7e]{1,256}\\z"));
    if (!harmless.match(version).hasMatch())
        return fail("permission_changed", permissionRefusal(), QStringLiteral("its version is not known"),
                    Retry::Later);
    const QString wanted = status == PermissionStatus::Disabled ? QStringLiteral("disabled") : QStringLiteral("active");
    http::Request request = http::jsonRequest(http::Method::Patch, QUrl(), {{QStringLiteral("status"), wanted}});
    request.headers.set("If-Match", '"' + version.toLatin1() + '"');
    request.idempotent = true; // to the status it already has it answers 200, so a lost answer may be asked for again
    return request;
}

Result<ListedPermission> readOnePermission(const http::Response &response, const PermissionId &id)
{
    switch (response.status) {
    case 200: break;
    case 404:
        return fail("permission_not_there", Words::tr("The network does not know this permission at the moment."), {},
                    Retry::Later);
    case 409: return fail("wrong_status", Words::tr("The network has ended this permission."), errorCodeOf(response));
    case 410: return fail("permission_gone", Words::tr("This permission has been revoked since."));
    case 412:
    case 428:
        return fail("permission_changed", Words::tr("The network has changed this permission."),
                    QStringLiteral("status %1").arg(response.status), Retry::Later);
    default: return statusFailure(response, "permission_refused", permissionRefusal());
    }
    const auto json = http::readJson(response);
    if (!json)
        return badAnswer(QString::fromLatin1(json.error().code) + u' ' + json.error().detail);
    FPX_TRY(read, readListed(*json, "bad_permission_response"));
    if (read.id != id)
        return badAnswer(QStringLiteral("another permission"));
    return read;
}

Result<void> readDeletion(const http::Response &response)
{
    if (response.status == 204 || (response.status == 410 && errorCodeOf(response) == QStringLiteral("revoked")))
        return {};
    return fail("revocation_unconfirmed",
                Words::tr("The network has not confirmed the revocation yet. The wallet tries "
                          "again."),
                QStringLiteral("status %1 %2").arg(response.status).arg(errorCodeOf(response)), Retry::Later);
}

QUrl pageUrl(const QUrl &endpoint, const QString &pageToken)
{
    if (pageToken.isEmpty())
        return endpoint;
    QUrl url = endpoint;
    const QByteArray query = "page_token=" + QUrl::toPercentEncoding(pageToken);
    const QString before = endpoint.query(QUrl::FullyEncoded);
    url.setQuery((before.isEmpty() ? QString() : before + u'&') + QString::fromLatin1(query), QUrl::StrictMode);
    return url;
}

Failure Pages::bad(const QString &detail) const
{
    return fail(m_code, Words::tr("The network's list could not be understood."), detail);
}

Result<void> Pages::add(const http::Response &response)
{
    if (response.status != 200)
        return statusFailure(response, "permission_refused", permissionRefusal());
    const auto json = http::readJson(response);
    if (!json)
        return bad(QString::fromLatin1(json.error().code) + u' ' + json.error().detail);
    JsonReader reader(*json, m_member, m_code);
    const QJsonArray array = reader.array(m_member);
    m_next = reader.string(QStringLiteral("next_page_token"), {});
    FPX_CHECK(reader.finish());
    for (const QJsonValue &value : array) {
        FPX_TRY(id, take(value.toObject()));
        if (m_ids.contains(id))
            return bad(QStringLiteral("an item is listed twice"));
        m_ids.insert(id);
    }
    m_complete = m_next.isEmpty();
    if (m_complete)
        return {};
    if (m_tokens.contains(m_next) || m_tokens.size() >= kMaxPages)
        return bad(QStringLiteral("pages without end"));
    m_tokens.insert(m_next);
    return {};
}

Result<QString> PermissionPages::take(const QJsonObject &item)
{
    FPX_TRY(listed, readListed(item, "bad_permission_list"));
    m_bytes += listed.permission.size();
    if (m_permissions.size() >= kMaxItems || m_bytes > kMaxListBytes)
        return fail("permission_list_too_long", Words::tr("The network lists more permissions than the wallet reads."));
    m_permissions.append(listed);
    return listed.id.value();
}

Result<QString> ProtectionPages::take(const QJsonObject &item)
{
    JsonReader reader(item, QStringLiteral("protections"), "bad_protection_list");
    Protection protection;
    protection.resourceServer = RsIdentifier(reader.string(QStringLiteral("resource_server")));
    protection.grantedAt = reader.integer(QStringLiteral("granted_at"));
    protection.lastUsedAt = reader.optionalInteger(QStringLiteral("last_used_at"));
    if (m_protections.size() >= kMaxItems)
        reader.refuse(QStringLiteral("protections"), QStringLiteral("too many"));
    if (!isIdentifier(protection.resourceServer.value()))
        reader.refuse(QStringLiteral("resource_server"), QStringLiteral("no identifier"));
    FPX_CHECK(reader.finish());
    m_protections.append(protection);
    return protection.resourceServer.value();
}

} // namespace fpx::uma
