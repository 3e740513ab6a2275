// Everything that is wrong with a profile, with the place where it is.
#pragma once

#include <fpx/operator/operatorprofile.h>

#include <QHash>

namespace fpx::op {

/// Lines of the members of a JSON text, by path (`a.b[2].c`). The text must have passed parseJsonObject().
[[nodiscard]] QHash<QString, int> memberLines(const QByteArray &json);

class Findings
{
public:
    explicit Findings(const QByteArray &json) : m_json(json) {}

    void add(const QString &path, const QString &why);
    [[nodiscard]] bool isEmpty() const { return m_list.isEmpty(); }
    [[nodiscard]] const QList<Finding> &list() const { return m_list; }
    /// `operator_profile_refused` with the first finding as its detail.
    [[nodiscard]] Failure failure() const;

private:
    QByteArray m_json;
    QHash<QString, int> m_lines; // made when the first thing is wrong
    QList<Finding> m_list;
};

} // namespace fpx::op
