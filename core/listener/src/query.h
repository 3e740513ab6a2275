// Strict percent-decoding of queries and path segments.
#pragma once

#include <fpx/listener/request.h>

#include <QByteArray>

namespace fpx::listener {

/// A query as application/x-www-form-urlencoded (RFC 6749 section 4.1.1): `+` is a space. An absent query is "".
/// Errors: `bad_query_encoding`, `too_many_parameters`.
[[nodiscard]] Result<QList<Parameter>> parseQuery(const QByteArray &query);
/// The same of a callback, which providers write, not networks (profile section 8): pieces that are empty, without a name or
/// not decodable are left out. Not so the ones that a flow lives by: a `state`, `code`, `iss` or `error` that cannot be
/// decoded spoils the whole. Errors: as parseQuery().
[[nodiscard]] Result<QList<Parameter>> parseCallbackQuery(const QByteArray &query);
/// One path segment: `+` is itself. Nothing if it is not valid.
[[nodiscard]] std::optional<QString> decodeSegment(const QByteArray &segment);

} // namespace fpx::listener
