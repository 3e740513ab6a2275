#include <fpx/base/json.h>
#include <fpx/base/reading.h>
#include <fpx/base/words.h>

#include "jsonscan.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace fpx {

Result<QJsonObject> parseJsonObject(const QByteArray &text, qsizetype maxBytes)
{
    if (text.size() > maxBytes)
        return fail("json_too_large", Words::tr("The answer was larger than this wallet accepts."));
    FPX_CHECK(scanJson(text)); // QJsonDocument accepts duplicate members; the scan does not
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return fail("json_malformed", Words::tr("The answer could not be understood."), error.errorString());
    return document.object();
}

JsonReader::JsonReader(QJsonObject object, QString context, const char *errorCode)
    : m_object(std::move(object)), m_context(std::move(context)), m_code(errorCode)
{
}

void JsonReader::refuse(const QString &name, const QString &why)
{
    if (m_result)
        m_result = fail(m_code, Words::tr("The answer could not be understood."),
                        QStringLiteral("%1: %2: %3").arg(m_context, name, why));
}

QString JsonReader::string(const QString &name)
{
    const QString value = m_object.value(name).toString();
    if (value.isEmpty())
        refuse(name, QStringLiteral("a non-empty string is required"));
    return value;
}

QString JsonReader::string(const QString &name, const QString &fallback)
{
    if (!has(name))
        return fallback;
    if (!m_object.value(name).isString())
        refuse(name, QStringLiteral("must be a string"));
    return m_object.value(name).toString();
}

qint64 JsonReader::integer(const QString &name)
{
    const auto value = optionalInteger(name);
    if (!value)
        refuse(name, QStringLiteral("an integer is required"));
    return value.value_or(0);
}

std::optional<qint64> JsonReader::optionalInteger(const QString &name)
{
    if (!has(name))
        return std::nullopt;
    const QJsonValue value = m_object.value(name);
    const double number = value.toDouble(NAN);
    if (!value.isDouble() || std::trunc(number) != number || std::abs(number) > 9007199254740992.0) {
        refuse(name, QStringLiteral("must be an integer"));
        return std::nullopt;
    }
    return static_cast<qint64>(number);
}

bool JsonReader::boolean(const QString &name, bool fallback)
{
    if (!has(name))
        return fallback;
    if (!m_object.value(name).isBool())
        refuse(name, QStringLiteral("must be true or false"));
    return m_object.value(name).toBool();
}

QJsonObject JsonReader::object(const QString &name)
{
    if (!m_object.value(name).isObject())
        refuse(name, QStringLiteral("an object is required"));
    return m_object.value(name).toObject();
}

QJsonObject JsonReader::object(const QString &name, const QJsonObject &fallback)
{
    return has(name) ? object(name) : fallback;
}

QJsonArray JsonReader::array(const QString &name)
{
    if (!m_object.value(name).isArray())
        refuse(name, QStringLiteral("an array is required"));
    return m_object.value(name).toArray();
}

QJsonArray JsonReader::array(const QString &name, const QJsonArray &fallback)
{
    return has(name) ? array(name) : fallback;
}

QStringList JsonReader::strings(const QString &name, const QStringList &fallback)
{
    if (!has(name))
        return fallback;
    QStringList result;
    for (const QJsonValue &value : array(name)) {
        if (!value.isString())
            refuse(name, QStringLiteral("must hold strings only"));
        result.append(value.toString());
    }
    return result;
}

int JsonReader::choice(const QString &name, std::span<const char *const> known)
{
    const QString value = string(name);
    const auto found = std::ranges::find_if(known, [&value](const char *one) { return value == QLatin1String(one); });
    if (found != known.end())
        return static_cast<int>(found - known.begin());
    refuse(name, QStringLiteral("unknown"));
    return 0;
}

QJsonObject withoutNulls(const QJsonObject &object)
{
    QJsonObject present;
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        if (!it->isNull())
            present.insert(it.key(), *it);
    }
    if (present.size() != object.size())
        noteDeviation(QStringLiteral("members that are null, as if they were absent"));
    return present;
}

QByteArray toCompactJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact); // QJsonObject keeps its members sorted
}

} // namespace fpx
