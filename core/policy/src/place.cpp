#include "place.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

namespace fpx::policy {

namespace {

class Walker
{
public:
    explicit Walker(const QByteArray &text) : m_text(text) {}

    qsizetype walk(const QStringList &tokens)
    {
        space();
        qsizetype found = m_at;
        for (const QString &token : tokens) {
            const qsizetype next = peek() == '{' ? enterObject(token) : peek() == '[' ? enterArray(token) : -1;
            if (next < 0)
                return found;
            found = next;
        }
        return found;
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void space()
    {
        while (m_at < m_text.size() && strchr(" \t\r\n", peek()) != nullptr)
            ++m_at;
    }

    // Leaves the position at the member's value and returns that of its name; −1: there is no such member.
    qsizetype enterObject(const QString &token)
    {
        ++m_at;
        for (space(); m_at < m_text.size() && peek() != '}'; space()) {
            const qsizetype start = m_at;
            skip();
            const QByteArray name = m_text.mid(start, m_at - start);
            space();
            ++m_at; // the colon
            space();
            if (QJsonDocument::fromJson('[' + name + ']').array().at(0).toString() == token)
                return start;
            skip();
            space();
            if (peek() == ',')
                ++m_at;
        }
        return -1;
    }

    qsizetype enterArray(const QString &token)
    {
        ++m_at;
        space();
        for (int left = token.toInt(); left > 0; --left) {
            skip();
            space();
            if (peek() != ',')
                return -1;
            ++m_at;
            space();
        }
        return peek() == ']' ? -1 : m_at;
    }

    void skipString()
    {
        for (++m_at; m_at < m_text.size() && peek() != '"'; ++m_at) {
            if (peek() == '\\')
                ++m_at;
        }
        ++m_at;
    }

    // Past one value.
    void skip()
    {
        int depth = 0;
        do {
            if (peek() == '"') {
                skipString();
            } else if (peek() == '{' || peek() == '[') {
                ++depth;
                ++m_at;
            } else if (peek() == '}' || peek() == ']') {
                --depth;
                ++m_at;
            } else if (depth > 0) {
                ++m_at;
            } else {
                while (m_at < m_text.size() && strchr(",]} \t\r\n", peek()) == nullptr)
                    ++m_at;
            }
        } while (depth > 0 && m_at < m_text.size());
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
};

} // namespace

Place placeOf(const QByteArray &text, const QString &pointer)
{
    QStringList tokens = pointer.split(QLatin1Char('/')).mid(1);
    for (QString &token : tokens)
        token.replace(QStringLiteral("~1"), QStringLiteral("/")).replace(QStringLiteral("~0"), QStringLiteral("~"));
    const QByteArray before = text.left(Walker(text).walk(tokens));
    return {static_cast<int>(before.count('\n')) + 1, static_cast<int>(before.size() - before.lastIndexOf('\n'))};
}

} // namespace fpx::policy
