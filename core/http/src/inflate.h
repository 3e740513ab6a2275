// Bodies that came compressed although nobody asked for that.
#pragma once

#include <fpx/base/result.h>

#include <QByteArray>

namespace fpx::http {

/// Whether `encoding` (a Content-Encoding, lower case) is one that inflated() knows: gzip, x-gzip, deflate.
[[nodiscard]] bool canInflate(const QByteArray &encoding);
/// At most `maxBytes` of result are ever made, whatever the input promises.
/// Errors: `body_too_large`, `body_damaged` (no such stream, cut off, or followed by something).
[[nodiscard]] Result<QByteArray> inflated(const QByteArray &packed, const QByteArray &encoding, qint64 maxBytes);

} // namespace fpx::http
