// ISO 8601 durations of whole days (profile 4.3, 4.4).
#include <fpx/uma/ticketdetails.h>

#include <QDate>
#include <QRegularExpression>

namespace fpx::uma {

std::optional<QDate> addDuration(const QDate &from, const QString &duration)
{
    // Weeks stand alone (ISO 8601-1:2004 section 4.4.3.2); four digits reach beyond any date that makes sense here.
    static const QRegularExpression pattern(QStringLiteral(
        "\\AP(?:(?<w>[0-9]{1,4})W|(?=[0-9])(?:(?<y>[0-9]{1,4})Y)?(?:(?<m>[0-9]{1,4})M)?(?:(?<d>[0-9]{1,4})D)?)\\z"));
    const auto match = pattern.match(duration);
    if (!from.isValid() || !match.hasMatch())
        return std::nullopt;
    const auto number = [&match](QStringView name) { return match.captured(name).toInt(); };
    const QDate result = from.addYears(number(u"y")).addMonths(number(u"m")).addDays(number(u"w") * 7 + number(u"d"));
    if (!result.isValid() || result <= from || result.year() > 9999)
        return std::nullopt;
    return result;
}

} // namespace fpx::uma
