#include "as/permissiontimes.h"

#include <fpx/base/utc.h>

#include <QDateTime>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

bool isWhole(const QJsonValue &value)
{
    return value.isDouble() && value.toDouble() == std::floor(value.toDouble());
}

} // namespace

qint64 durationSeconds(const QString &text, qint64 from)
{
    static const QRegularExpression pattern(
        u"\\AP(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)W)?(?:(\\d+)D)?(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+)S)?)?\\z"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch() || text == "P"_L1 || text.endsWith(u'T'))
        return -1;
    const auto part = [&match](int i) { return match.captured(i).toInt(); };
    const QDateTime start = utcFromSeconds(from);
    const QDateTime end = start.addYears(part(1)).addMonths(part(2)).addDays(part(3) * 7LL + part(4));
    return start.secsTo(end) + part(5) * 3600LL + part(6) * 60LL + part(7);
}

QString permissionTimeProblem(const QJsonObject &claims, qint64 now)
{
    for (const QString &name : {u"nbf"_s, u"exp"_s, u"iat"_s}) {
        if (!isWhole(claims.value(name)))
            return name + u" must be a whole number of seconds"_s;
    }
    const qint64 iat = claims.value(u"iat"_s).toInteger();
    const qint64 exp = claims.value(u"exp"_s).toInteger();
    if (qAbs(iat - now) > 600 || claims.value(u"nbf"_s).toInteger() > exp)
        return u"iat must be now, nbf before exp"_s;
    if (exp <= now || exp > iat + durationSeconds(u"P1Y"_s, iat))
        return u"exp must lie in the future, by at most a year"_s;
    return {};
}

bool isBeyondMax(const QJsonObject &claims, const QString &max, qint64 made)
{
    return !max.isEmpty() && claims.value(u"exp"_s).toInteger() > made + durationSeconds(max, made);
}

} // namespace fpx::sandbox
