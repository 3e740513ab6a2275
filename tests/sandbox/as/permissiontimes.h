// What an AS says of the times of a permission (profile sections 4.4 and 5). Depends on nothing else of the sandbox, so
// that a test of the wallet can ask it directly.
#pragma once

#include <QJsonObject>

namespace fpx::sandbox {

/// Seconds of an ISO 8601 duration of days, months, years, weeks, hours, minutes, seconds; -1: none.
[[nodiscard]] qint64 durationSeconds(const QString &text, qint64 from);

/// A sentence about what is wrong with `nbf`, `exp` and `iat`, `now` in seconds; else empty.
[[nodiscard]] QString permissionTimeProblem(const QJsonObject &claims, qint64 now);
/// Whether `exp` lies beyond the ticket's `duration.max` (empty: none), counted from `made`: the `iat` of the permission,
/// or of the first in a row of replacements.
[[nodiscard]] bool isBeyondMax(const QJsonObject &claims, const QString &max, qint64 made);

} // namespace fpx::sandbox
