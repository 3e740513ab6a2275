// JSON from outside: hostile until it has passed here.
#pragma once

#include <fpx/base/result.h>

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <span>

namespace fpx {

/// Parses one JSON object (RFC 8259) within the limits of profile section 9: depth ≤ 32, strings ≤ 64 KiB, no duplicate
/// member names, valid UTF-8 without BOM, at most `maxBytes`. Numbers must be finite.
/// Errors: `json_too_large`, `json_malformed`, `json_duplicate_member`, `json_too_deep`, `json_string_too_long`; the
/// detail names the line and column.
[[nodiscard]] Result<QJsonObject> parseJsonObject(const QByteArray &text, qsizetype maxBytes = 1024 * 1024);

/// Reads members with their types checked. The first violation is kept and reported by finish(), so that a parser reads
/// as a list of members:
///     JsonReader r(object, "registration response");
///     auto id = r.string("client_id");
///     FPX_CHECK(r.finish());
class JsonReader
{
public:
    /// `context` names the document in errors; `errorCode` is their code.
    JsonReader(QJsonObject object, QString context, const char *errorCode = "json_member");

    [[nodiscard]] QString string(const QString &name);                          ///< required, not empty
    [[nodiscard]] QString string(const QString &name, const QString &fallback); ///< optional
    [[nodiscard]] qint64 integer(const QString &name);                          ///< required, |n| ≤ 2^53
    [[nodiscard]] std::optional<qint64> optionalInteger(const QString &name);
    [[nodiscard]] bool boolean(const QString &name, bool fallback);
    [[nodiscard]] QJsonObject object(const QString &name);                               ///< required
    [[nodiscard]] QJsonObject object(const QString &name, const QJsonObject &fallback);  ///< optional
    [[nodiscard]] QJsonArray array(const QString &name);                                 ///< required
    [[nodiscard]] QJsonArray array(const QString &name, const QJsonArray &fallback);     ///< optional
    [[nodiscard]] QStringList strings(const QString &name, const QStringList &fallback); ///< optional array of strings
    /// Required, one of `known`. Answers its place there, 0 after a violation.
    [[nodiscard]] int choice(const QString &name, std::span<const char *const> known);
    [[nodiscard]] bool has(const QString &name) const
    {
        return m_object.contains(name) && !m_object.value(name).isNull();
    }
    /// Records a violation found by the caller.
    void refuse(const QString &name, const QString &why);
    [[nodiscard]] Result<void> finish() const { return m_result; }

private:
    QJsonObject m_object;
    QString m_context;
    const char *m_code;
    Result<void> m_result;
};

/// Without the members that are null, noted: to those who write every member of a class, null is the word for absent.
[[nodiscard]] QJsonObject withoutNulls(const QJsonObject &object);

/// Compact JSON with members in sorted order: what is signed, hashed or stored.
[[nodiscard]] QByteArray toCompactJson(const QJsonObject &object);

} // namespace fpx
