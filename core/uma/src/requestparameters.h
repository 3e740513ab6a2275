// The parameter table of profile 4.1, one rule a row, for requests from a query, a request object and ticket details.
#pragma once

#include <fpx/uma/authorizationrequest.h>

namespace fpx::uma {

/// Decoded parameters whose names are unique.
using Parameters = QMap<QString, QString>;

/// Error: `parameter_repeated`.
[[nodiscard]] Result<Parameters> uniqueParameters(const QList<QPair<QString, QString>> &list);

/// The AS whose client_id this is. Error: `unknown_as`.
[[nodiscard]] Result<const op::AuthorizationServer *> findServer(const QString &clientId,
                                                                 const op::OperatorProfile &profile);

/// 1–1,024 unreserved characters (RFC 3986 section 2.3). Error: `bad_ticket`.
[[nodiscard]] Result<Ticket> readTicketValue(const QString &ticket);

/// Reads every row but `client_id`, `ticket`, `ui_locales` and `request` into `request`, which knows its AS.
[[nodiscard]] Result<void> readParameters(const Parameters &parameters, const op::AuthorizationServer &server,
                                          AuthorizationRequest &request);
/// `ui_locales`: language tags, at most 16; what is no tag is left out.
[[nodiscard]] QStringList readLocales(const QString &value);

/// A refusal with its stable code; what is wrong goes to the detail.
[[nodiscard]] Failure refuseRequest(const char *code, const QString &detail);

/// `bad_link`; what is wrong goes to the detail.
[[nodiscard]] Failure badLink(const QString &detail);
/// What follows the scheme, which is the profile's, in a link of at most 16 KiB without fragment. Error: `bad_link`.
[[nodiscard]] Result<QString> linkAction(const QString &link, const op::OperatorProfile &profile);

/// `application/x-www-form-urlencoded`, strict: ASCII, whole percent escapes, UTF-8. Error: `bad_link`.
[[nodiscard]] Result<QList<QPair<QString, QString>>> decodeQuery(const QString &query);
/// One percent-encoded path segment. Error: `bad_link`.
[[nodiscard]] Result<QString> decodeSegment(const QString &segment);

} // namespace fpx::uma
