#include "memberreader.h"

#include <cmath>

namespace fpx::op {

MemberReader::MemberReader(QJsonObject object, QString path, Findings &findings)
    : m_object(std::move(object)), m_path(std::move(path)), m_findings(findings)
{
}

QString MemberReader::pathOf(const QString &member) const
{
    return m_path.isEmpty() ? member : m_path + QLatin1Char('.') + member;
}

void MemberReader::refuse(const QString &member, const QString &why)
{
    m_findings.add(pathOf(member), why);
}

QJsonValue MemberReader::get(const QString &member, Need need, QJsonValue::Type type, const char *typeName)
{
    QJsonValue value = m_object.value(member);
    if (value.type() == type)
        return value;
    if (!value.isUndefined())
        refuse(member, QStringLiteral("must be ") + QLatin1String(typeName));
    else if (need == Need::Required)
        refuse(member, QStringLiteral("is missing"));
    return QJsonValue(QJsonValue::Undefined);
}

QString MemberReader::text(const QString &member, Need need, const Rule &rule, const QString &fallback)
{
    const QJsonValue value = get(member, need, QJsonValue::String, "a string");
    if (value.isUndefined())
        return fallback;
    if (const QString why = rule(value.toString()); !why.isEmpty())
        refuse(member, why);
    return value.toString();
}

LocalizedText MemberReader::localized(const QString &member, Need need)
{
    const QJsonValue value = m_object.value(member);
    if (value.isUndefined()) {
        if (need == Need::Required)
            refuse(member, QStringLiteral("is missing"));
        return {};
    }
    auto parsed = LocalizedText::parse(value);
    if (!parsed)
        refuse(member, parsed.error().detail);
    return parsed.value_or(LocalizedText());
}

qint64 MemberReader::integer(const QString &member, Need need, qint64 minimum, qint64 maximum, qint64 fallback)
{
    const QJsonValue value = get(member, need, QJsonValue::Double, "a number");
    if (value.isUndefined())
        return fallback;
    const double number = value.toDouble();
    if (std::trunc(number) != number || number < static_cast<double>(minimum) ||
        number > static_cast<double>(maximum)) {
        refuse(member, QStringLiteral("must be a whole number from %1 to %2").arg(minimum).arg(maximum));
        return fallback;
    }
    return static_cast<qint64>(number);
}

bool MemberReader::flag(const QString &member)
{
    return get(member, Need::Optional, QJsonValue::Bool, "true or false").toBool();
}

QStringList MemberReader::texts(const QString &member, Need need, const Rule &rule)
{
    QStringList result;
    const QJsonArray list = array(member, need);
    if (list.isEmpty() && need == Need::Required && m_object.value(member).isArray())
        refuse(member, QStringLiteral("must not be empty"));
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString path = QStringLiteral("%1[%2]").arg(pathOf(member)).arg(i);
        const QString text = list[i].toString();
        if (!list[i].isString())
            m_findings.add(path, QStringLiteral("must be a string"));
        else if (const QString why = rule(text); !why.isEmpty())
            m_findings.add(path, why);
        else if (result.contains(text))
            m_findings.add(path, QStringLiteral("occurs twice"));
        result.append(text);
    }
    return result;
}

QJsonObject MemberReader::object(const QString &member, Need need)
{
    return get(member, need, QJsonValue::Object, "an object").toObject();
}

QJsonArray MemberReader::array(const QString &member, Need need)
{
    return get(member, need, QJsonValue::Array, "an array").toArray();
}

} // namespace fpx::op
