// Moments in UTC, one way for every Qt: Qt::UTC as an argument is deprecated from Qt 6.9 on, QTimeZone::UTC came with 6.5.
// (QTimeZone::utc() is no way out: with Qt 6.4 it makes a moment "in a time zone", written as +00:00 instead of Z.)
#pragma once

#include <QDateTime>
#include <QTimeZone>

namespace fpx {

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
inline constexpr auto utc = QTimeZone::UTC;
#else
inline constexpr auto utc = Qt::UTC;
#endif

/// `seconds` and `milliseconds` count from 1970-01-01T00:00Z.
[[nodiscard]] inline QDateTime utcFromSeconds(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, utc);
}
[[nodiscard]] inline QDateTime utcFromMilliseconds(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, utc);
}
/// Midnight at which `day` begins.
[[nodiscard]] inline QDateTime utcStartOf(const QDate &day)
{
    return {day, QTime(0, 0), utc};
}

} // namespace fpx
