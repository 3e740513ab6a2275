// Reads members of one object of a profile, checks types and rules, and notes each violation with its path. Reading
// goes on after a violation, so that an operator sees all of them at once.
#pragma once

#include "findings.h"
#include "rules.h"

#include <QJsonObject>

namespace fpx::op {

enum class Need { Required, Optional };

class MemberReader
{
public:
    MemberReader(QJsonObject object, QString path, Findings &findings);

    [[nodiscard]] QString pathOf(const QString &member) const;
    void refuse(const QString &member, const QString &why);

    [[nodiscard]] QString text(const QString &member, Need need, const Rule &rule, const QString &fallback = {});
    [[nodiscard]] LocalizedText localized(const QString &member, Need need);
    [[nodiscard]] qint64 integer(const QString &member, Need need, qint64 minimum, qint64 maximum, qint64 fallback = 0);
    [[nodiscard]] bool flag(const QString &member); ///< Optional; false where it is absent.
    [[nodiscard]] QStringList texts(const QString &member, Need need, const Rule &rule); ///< required: not empty
    [[nodiscard]] QJsonObject object(const QString &member, Need need);
    [[nodiscard]] QJsonArray array(const QString &member, Need need);
    [[nodiscard]] bool has(const QString &member) const { return m_object.contains(member); }

    /// Calls `each` with a reader for each object of the array.
    template <class Each>
    void objects(const QString &member, Need need, Each each)
    {
        const QJsonArray list = array(member, need);
        for (qsizetype i = 0; i < list.size(); ++i) {
            const QString path = QStringLiteral("%1[%2]").arg(pathOf(member)).arg(i);
            if (!list[i].isObject())
                m_findings.add(path, QStringLiteral("must be an object"));
            MemberReader reader(list[i].toObject(), path, m_findings);
            if (list[i].isObject())
                each(reader);
        }
    }
    [[nodiscard]] Findings &findings() { return m_findings; }

private:
    /// Undefined when it is absent or of another type (which is noted).
    [[nodiscard]] QJsonValue get(const QString &member, Need need, QJsonValue::Type type, const char *typeName);

    QJsonObject m_object;
    QString m_path;
    Findings &m_findings;
};

} // namespace fpx::op
