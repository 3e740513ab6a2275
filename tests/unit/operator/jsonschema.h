// As much of JSON Schema 2020-12 as docs/operator/profile.schema.json uses; an unknown keyword is a failure of the test, so
// that nothing in the schema goes unchecked.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace schematest {

class JsonSchema
{
public:
    explicit JsonSchema(QJsonObject schema) : m_schema(std::move(schema)) {}

    /// Where and why `value` does not fit; empty: it fits.
    [[nodiscard]] QString problem(const QJsonValue &value) const { return check(value, m_schema, QStringLiteral("$")); }

private:
    using Checks = QList<std::pair<const char *, bool>>;

    [[nodiscard]] QString check(const QJsonValue &value, const QJsonObject &schema, const QString &path) const
    {
        for (const QString &keyword : schema.keys()) {
            if (!known().contains(keyword))
                return QStringLiteral("unknown keyword ") + keyword;
        }
        const QString reference = schema.value(QStringLiteral("$ref")).toString();
        if (!reference.isEmpty())
            return check(value, definition(reference), path);
        for (const auto &[keyword, holds] : checks(value, schema, path)) {
            if (!holds)
                return path + QStringLiteral(": ") + QLatin1String(keyword);
        }
        return value.isObject() ? members(value.toObject(), schema, path) : items(value.toArray(), schema, path);
    }
    [[nodiscard]] QJsonObject definition(const QString &reference) const
    {
        const QString name = reference.section(QLatin1Char('/'), -1);
        return m_schema.value(QStringLiteral("$defs")).toObject().value(name).toObject();
    }
    [[nodiscard]] Checks checks(const QJsonValue &value, const QJsonObject &schema, const QString &path) const
    {
        const auto has = [&](const char *keyword) { return schema.contains(QLatin1String(keyword)); };
        const auto of = [&](const char *keyword) { return schema.value(QLatin1String(keyword)); };
        const auto count = [&](const char *keyword, double size, bool least) {
            return !has(keyword) || (least ? size >= of(keyword).toDouble() : size <= of(keyword).toDouble());
        };
        const auto fits = [&](const QJsonValue &each) { return check(value, each.toObject(), path).isEmpty(); };
        const QJsonArray choices = of("oneOf").toArray();
        Checks result{{"type", !has("type") || isOf(value, of("type").toString())},
                      {"enum", !has("enum") || of("enum").toArray().contains(value)},
                      {"oneOf", !has("oneOf") || std::count_if(choices.begin(), choices.end(), fits) == 1},
                      {"not", !has("not") || !fits(of("not"))}};
        if (value.isDouble())
            result += Checks{{"minimum", count("minimum", value.toDouble(), true)},
                             {"maximum", count("maximum", value.toDouble(), false)}};
        if (value.isString()) {
            const QString text = value.toString();
            const auto length = static_cast<double>(text.toUcs4().size());
            result += Checks{{"minLength", count("minLength", length, true)},
                             {"maxLength", count("maxLength", length, false)},
                             {"pattern", !has("pattern") || matches(of("pattern").toString(), text)}};
        }
        if (value.isArray()) {
            const QJsonArray list = value.toArray();
            const bool unique = std::ranges::all_of(
                list, [&](const QJsonValue &each) { return std::count(list.begin(), list.end(), each) == 1; });
            result += Checks{{"minItems", count("minItems", static_cast<double>(list.size()), true)},
                             {"uniqueItems", !has("uniqueItems") || unique}};
        }
        if (value.isObject())
            result +=
                Checks{{"minProperties", count("minProperties", static_cast<double>(value.toObject().size()), true)}};
        return result;
    }
    [[nodiscard]] QString members(const QJsonObject &object, const QJsonObject &schema, const QString &path) const
    {
        for (const QJsonValue &name : schema.value(QStringLiteral("required")).toArray()) {
            if (!object.contains(name.toString()))
                return path + QStringLiteral(": requires ") + name.toString();
        }
        const QJsonObject properties = schema.value(QStringLiteral("properties")).toObject();
        const QJsonValue others = schema.value(QStringLiteral("additionalProperties"));
        const QJsonValue names = schema.value(QStringLiteral("propertyNames"));
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QString inner = path + QLatin1Char('.') + it.key();
            const QJsonValue own = properties.contains(it.key()) ? properties.value(it.key()) : others;
            if (own == QJsonValue(false))
                return inner + QStringLiteral(": additionalProperties");
            QString why = names.isObject() ? check(it.key(), names.toObject(), inner) : QString();
            if (why.isEmpty())
                why = check(it.value(), own.toObject(), inner);
            if (!why.isEmpty())
                return why;
        }
        return {};
    }
    [[nodiscard]] QString items(const QJsonArray &list, const QJsonObject &schema, const QString &path) const
    {
        for (qsizetype i = 0; i < list.size(); ++i) {
            const QString why = check(list[i], schema.value(QStringLiteral("items")).toObject(),
                                      QStringLiteral("%1[%2]").arg(path).arg(i));
            if (!why.isEmpty())
                return why;
        }
        return {};
    }
    [[nodiscard]] static bool isOf(const QJsonValue &value, const QString &type)
    {
        if (type == QStringLiteral("integer"))
            return value.isDouble() && std::trunc(value.toDouble()) == value.toDouble();
        return (type == QStringLiteral("string") && value.isString()) ||
               (type == QStringLiteral("boolean") && value.isBool()) ||
               (type == QStringLiteral("array") && value.isArray()) ||
               (type == QStringLiteral("object") && value.isObject());
    }
    [[nodiscard]] static bool matches(const QString &pattern, const QString &text)
    {
        // The schema's dialect writes code points as \uXXXX, and its `$` does not stand before a final line break.
        QString exact = pattern;
        exact.replace(QRegularExpression(QStringLiteral("\\\\u([0-9a-f]{4})")), QStringLiteral("\\x{\\1}"));
        if (exact.endsWith(QLatin1Char('$')))
            exact.replace(exact.size() - 1, 1, QStringLiteral("\\z"));
        return QRegularExpression(exact).match(text).hasMatch();
    }
    [[nodiscard]] static QSet<QString> known()
    {
        QSet<QString> names;
        for (const char *name : {"$schema",       "$defs",        "$ref",       "title",    "default",
                                 "type",          "enum",         "oneOf",      "not",      "minimum",
                                 "maximum",       "minLength",    "maxLength",  "pattern",  "items",
                                 "minItems",      "uniqueItems",  "properties", "required", "additionalProperties",
                                 "propertyNames", "minProperties"})
            names.insert(QLatin1String(name));
        return names;
    }

    QJsonObject m_schema;
};

} // namespace schematest
