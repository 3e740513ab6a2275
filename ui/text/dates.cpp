#include "text/dates.h"

#include "text/words.h"

#include <QLocale>

namespace fpx::ui {

QString dayText(const QDate &day)
{
    const QLocale locale;
    // English writes the month out, so that nobody takes 3/4 for the wrong day; others have their own medium form
    if (locale.language() == QLocale::English || locale.language() == QLocale::C)
        return QStringLiteral("%1 %2 %3")
            .arg(day.day())
            .arg(QLocale(QLocale::English).monthName(day.month(), QLocale::ShortFormat))
            .arg(day.year());
    return locale.toString(day, QLocale::ShortFormat);
}

QString relativeDay(const QDate &day, const QDate &today)
{
    const qint64 ago = day.daysTo(today);
    if (ago == 0)
        return Words::tr("Today");
    if (ago == 1)
        return Words::tr("Yesterday");
    if (ago > 1 && ago < 7)
        return QLocale().standaloneDayName(day.dayOfWeek());
    return dayText(day);
}

QString relativeTime(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    if (seconds < -60)
        return dayText(time.toLocalTime().date());
    if (seconds < 60)
        return Words::tr("just now");
    if (seconds < 3600)
        return Words::tr("%n min ago", nullptr, static_cast<int>(seconds / 60));
    const QDate day = time.toLocalTime().date();
    const qint64 days = day.daysTo(now.toLocalTime().date());
    if (days == 0)
        return Words::tr("%n h ago", nullptr, static_cast<int>(seconds / 3600));
    if (days == 1)
        return Words::tr("yesterday");
    return dayText(day);
}

QString endText(const QDateTime &end, const QDateTime &now)
{
    if (!end.isValid())
        return {};
    // An end is the first moment that no longer counts: at midnight, the day before was the last one.
    const QDate day = end.addMSecs(-1).toLocalTime().date();
    const qint64 days = now.toLocalTime().date().daysTo(day);
    if (days == 0)
        return Words::tr("today");
    if (days == 1)
        return Words::tr("tomorrow");
    if (days > 1 && days <= 14)
        return Words::tr("in %n day(s)", nullptr, static_cast<int>(days));
    return Words::tr("on %1", "a day").arg(dayText(day));
}

QString untilText(const QDateTime &end)
{
    const QDateTime local = end.toLocalTime();
    return local.time() == QTime(0, 0) ? dayText(local.date().addDays(-1)) : momentText(end);
}

QString countdown(qint64 seconds)
{
    seconds = qMax<qint64>(0, seconds);
    const QChar zero = QLatin1Char('0');
    if (seconds >= 3600) {
        return QStringLiteral("%1:%2:%3")
            .arg(seconds / 3600)
            .arg(seconds / 60 % 60, 2, 10, zero)
            .arg(seconds % 60, 2, 10, zero);
    }
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, zero);
}

QString timeText(const QDateTime &time)
{
    const QLocale locale;
    const QTime local = time.toLocalTime().time();
    return locale.language() == QLocale::C ? local.toString(QStringLiteral("HH:mm"))
                                           : locale.toString(local, QLocale::ShortFormat);
}

QString momentText(const QDateTime &time)
{
    return time.isValid() ? Words::tr("%1, %2", "day, time").arg(dayText(time.toLocalTime().date()), timeText(time))
                          : QString();
}

} // namespace fpx::ui
