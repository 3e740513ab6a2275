#include "findings.h"

#include "words.h"

namespace fpx::op {

namespace {

// Walks a text that is known to be sound JSON of bounded depth.
class LineWalker
{
public:
    explicit LineWalker(const QByteArray &json) : m_json(json) {}

    QHash<QString, int> run()
    {
        value(QString());
        return m_lines;
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_json.size() ? m_json[m_at] : '\0'; }
    void skip()
    {
        for (; m_at < m_json.size() && QByteArrayView(" \t\r\n,:").contains(peek()); ++m_at)
            m_line += peek() == '\n' ? 1 : 0;
    }
    QByteArray string()
    {
        const qsizetype begin = ++m_at; // a newline cannot occur inside
        while (m_at < m_json.size() && peek() != '"')
            m_at += peek() == '\\' ? 2 : 1;
        return m_json.mid(begin, m_at++ - begin);
    }
    void value(const QString &path)
    {
        skip();
        m_lines.insert(path, m_line);
        switch (peek()) {
        case '{': object(path); break;
        case '[': array(path); break;
        case '"': (void)string(); break;
        default:
            while (m_at < m_json.size() && !QByteArrayView(" \t\r\n,]}").contains(peek()))
                ++m_at;
        }
    }
    void object(const QString &path)
    {
        ++m_at;
        for (skip(); m_at < m_json.size() && peek() == '"'; skip()) {
            const QString name = QString::fromUtf8(string());
            value(path.isEmpty() ? name : path + QLatin1Char('.') + name);
        }
        ++m_at;
    }
    void array(const QString &path)
    {
        ++m_at;
        int index = 0;
        for (skip(); m_at < m_json.size() && peek() != ']'; skip())
            value(QStringLiteral("%1[%2]").arg(path).arg(index++));
        ++m_at;
    }

    const QByteArray &m_json;
    qsizetype m_at = 0;
    int m_line = 1;
    QHash<QString, int> m_lines;
};

QString parentOf(const QString &path)
{
    return path.left(qMax<qsizetype>(0, qMax(path.lastIndexOf(QLatin1Char('.')), path.lastIndexOf(QLatin1Char('[')))));
}

} // namespace

QHash<QString, int> memberLines(const QByteArray &json)
{
    return LineWalker(json).run();
}

void Findings::add(const QString &path, const QString &why)
{
    if (m_lines.isEmpty())
        m_lines = memberLines(m_json);
    QString known = path; // a missing member is reported at what should hold it
    while (!known.isEmpty() && !m_lines.contains(known))
        known = parentOf(known);
    m_list.append({path, m_lines.value(known), why});
}

Failure Findings::failure() const
{
    const Finding &first = m_list.first();
    QString detail = QStringLiteral("line %1: %2: %3").arg(first.line).arg(first.path, first.why);
    if (m_list.size() > 1)
        detail += QStringLiteral(" (and %1 more)").arg(m_list.size() - 1);
    return fail("operator_profile_refused",
                Words::tr("The configuration from your wallet operator has a mistake and was not used."), detail);
}

} // namespace fpx::op
