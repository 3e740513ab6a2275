// Days and times as people say them. Pure: the present is a parameter.
#pragma once

#include <QDateTime>
#include <QString>

namespace fpx::ui {

/// "24 Feb 2027" in the person's locale.
[[nodiscard]] QString dayText(const QDate &day);
/// "Today", "Yesterday", "Tuesday" (within the last week), else the day.
[[nodiscard]] QString relativeDay(const QDate &day, const QDate &today);
/// "just now", "5 min ago", "3 h ago", "yesterday", else the day. Future times: the day.
[[nodiscard]] QString relativeTime(const QDateTime &time, const QDateTime &now);
/// The moment of an end in the person's own time; of one at midnight the day that it ends.
[[nodiscard]] QString untilText(const QDateTime &end);

/// The last day before an end: "today", "tomorrow", "in 5 days", else "on 24 Feb 2027".
[[nodiscard]] QString endText(const QDateTime &end, const QDateTime &now);
/// "9:41", "0:07", "2:03:00"; "0:00" once it has passed.
[[nodiscard]] QString countdown(qint64 seconds);
/// "14:02" in the person's locale and time zone.
[[nodiscard]] QString timeText(const QDateTime &time);
/// Day and time.
[[nodiscard]] QString momentText(const QDateTime &time);

} // namespace fpx::ui
