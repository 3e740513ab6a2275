// The part of strict JSON that QJsonDocument leaves out: duplicates, depth, string length, UTF-8.
#pragma once

#include <fpx/base/result.h>

namespace fpx {

/// Errors as parseJsonObject().
[[nodiscard]] Result<void> scanJson(const QByteArray &text);

} // namespace fpx
