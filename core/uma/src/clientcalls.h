// The requests of AsClient and how their answers are read (profile 4.3, 5). No state, no network.
#pragma once

#include <fpx/uma/asclient.h>

#include <QSet>

namespace fpx::uma {

[[nodiscard]] http::Request ticketRequest(const Ticket &ticket);
/// Errors: `invalid_ticket`, `expired_ticket`, `ticket_bound`, `bad_ticket_details`, `as_unavailable`, `ticket_refused`.
[[nodiscard]] Result<TicketDetails> readTicketResponse(const http::Response &response);
[[nodiscard]] http::Request codeRequest(const UserCode &code);
/// Errors: `wrong_code`, `expired_code`, `too_many_codes`, and those of readTicketResponse() that are left.
[[nodiscard]] Result<TicketDetails> readCodeResponse(const http::Response &response);
/// Errors: `answer_refused`, `answer_not_taken`.
[[nodiscard]] Result<void> readDelivery(const http::Response &response);
/// A body that is too large is `bad_ticket_details`; everything else stays what it is.
[[nodiscard]] Failure ticketTransportFailure(const Error &error);

[[nodiscard]] http::Request permissionRequest(const PermissionId &id, const QByteArray &body);
/// Errors: `permission_refused`, `permission_gone`, `idempotency_conflict`, `bad_permission_response`, `as_unavailable`.
[[nodiscard]] Result<PostedPermission> readPostedPermission(const http::Response &response, const PermissionId &id);

/// Permission ids become path segments: UUIDs only. Error: `bad_permission_id`.
[[nodiscard]] Result<void> checkPermissionId(const PermissionId &id);
/// `below`: path segments whose characters are known to be harmless.
[[nodiscard]] QUrl permissionUrl(const QUrl &endpoint, const QString &below);
/// Error: `permission_changed` without a version, which only the AS can tell.
[[nodiscard]] Result<http::Request> statusRequest(PermissionStatus status, const QString &version);
/// Answers of GET and PATCH. Errors: those of AsClient::changeStatus().
[[nodiscard]] Result<ListedPermission> readOnePermission(const http::Response &response, const PermissionId &id);
/// Error: `bad_registry_entry`.
[[nodiscard]] Result<void> checkResourceServer(const RsIdentifier &id);
/// 204 and 410 `revoked` are success; everything else is an error with Retry::Later (profile 5).
[[nodiscard]] Result<void> readDeletion(const http::Response &response);

/// The first page without a token.
[[nodiscard]] QUrl pageUrl(const QUrl &endpoint, const QString &pageToken);

/// A list that comes in pages. A token that comes again, an id that comes again, and more than 1,000 pages are refused:
/// a list without end would keep the wallet from comparing it.
class Pages
{
public:
    [[nodiscard]] bool complete() const { return m_complete; }
    [[nodiscard]] const QString &nextToken() const { return m_next; }
    /// Errors: `bad_permission_list` or `bad_protection_list`, `as_unavailable`, `permission_refused`.
    [[nodiscard]] Result<void> add(const http::Response &response);

protected:
    Pages(const char *member, const char *code) : m_member(QLatin1String(member)), m_code(code) {}
    ~Pages() = default;
    /// Reads one item and returns what identifies it.
    [[nodiscard]] virtual Result<QString> take(const QJsonObject &item) = 0;
    [[nodiscard]] Failure bad(const QString &detail) const;

private:
    QString m_member;
    const char *m_code;
    QSet<QString> m_ids;
    QSet<QString> m_tokens;
    QString m_next;
    bool m_complete = false;
};

class PermissionPages final : public Pages
{
public:
    PermissionPages() : Pages("permissions", "bad_permission_list") {}
    [[nodiscard]] const QList<ListedPermission> &permissions() const { return m_permissions; }

private:
    [[nodiscard]] Result<QString> take(const QJsonObject &item) override;
    QList<ListedPermission> m_permissions;
    qsizetype m_bytes = 0;
};

class ProtectionPages final : public Pages
{
public:
    ProtectionPages() : Pages("protections", "bad_protection_list") {}
    [[nodiscard]] const QList<Protection> &protections() const { return m_protections; }

private:
    [[nodiscard]] Result<QString> take(const QJsonObject &item) override;
    QList<Protection> m_protections;
};

} // namespace fpx::uma
