// What a ticket asks for (profile 4.3).
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/result.h>

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace fpx::uma {

enum class Purpose { Access, Protect };
enum class Usage { Once, Repeated };

struct RequestedScope {
    QString scope;
    bool required = true;
};

struct RequestedResource {
    QString requestId;
    DefinitionId definition;
    std::optional<RsIdentifier> resourceServer; ///< None: the person chooses among the sources that offer it.
    std::optional<QString> resourceId;
    QString linkage; ///< Empty: none.
    QList<RequestedScope> scopes;
    bool required = true;
};

/// An ISO 8601 duration of whole days (weeks, months, years count from `from`), or none.
struct RequestedDuration {
    QString requested; ///< e.g. "P90D"; empty: none
    QString max;       ///< empty: no maximum
};

/// A response of `fpx_ticket_endpoint` that keeps to the profile; ≤ 256 KiB.
struct TicketDetails {
    Ticket ticket; ///< The response's own: `fpx_ticket_hash` and `ticket_hash` are over its ASCII bytes.
    QString transactionId;
    Purpose purpose = Purpose::Access;
    qint64 expiresAt = 0; ///< seconds since the epoch, AS time
    QJsonObject authorizationRequest;
    ClientId client;             ///< Of the requesting client; empty with Protect.
    RsIdentifier resourceServer; ///< Only with Protect.
    QJsonValue reason;           ///< String or object by language, raw: cleanReason() makes it showable.
    QList<RequestedResource> resources;
    Usage usage = Usage::Once;
    RequestedDuration duration;
    /// base64url(SHA-256(response body)), as parse() saw it: details are fixed by their first reading. Not part of toJson().
    QString bodyHash;

    /// Errors: `bad_ticket_details` with the member in the detail; `ticket_unreadable` (Retry::Later) where the body is no
    /// JSON at all, as the page of a proxy.
    [[nodiscard]] static Result<TicketDetails> parse(const QByteArray &body);
    [[nodiscard]] static Result<TicketDetails> fromJson(const QJsonObject &json);
    [[nodiscard]] QJsonObject toJson() const;

    /// base64url(SHA-256(ticket)).
    [[nodiscard]] QString ticketHash() const;
    /// The client's words in the best of `locales`: ≤ 300 characters, control and bidirectional characters removed.
    [[nodiscard]] QString cleanReason(const QStringList &locales) const;
};

/// The date `duration` (ISO 8601, e.g. P90D, P1Y, P2W; no time part) after `from`; none if it cannot be read.
[[nodiscard]] std::optional<QDate> addDuration(const QDate &from, const QString &duration);

} // namespace fpx::uma
