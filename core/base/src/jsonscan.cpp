#include "jsonscan.h"

#include <fpx/base/words.h>

#include <QSet>
#include <algorithm>

namespace fpx {

namespace {

constexpr int maxDepth = 32;
constexpr qsizetype maxString = 64 * 1024;

class Scanner
{
public:
    explicit Scanner(const QByteArray &text) : m_text(text) {}

    Result<void> run()
    {
        skipSpace();
        if (!value(0))
            return failure();
        skipSpace();
        if (m_at != m_text.size())
            return refuse("json_malformed"), failure();
        return {};
    }

private:
    bool refuse(const char *code)
    {
        if (m_code.isEmpty())
            m_code = code;
        return false;
    }

    Failure failure() const
    {
        const QByteArray before = m_text.left(m_at);
        const auto line = before.count('\n') + 1;
        const auto column = m_at - before.lastIndexOf('\n');
        return fail(m_code.constData(), Words::tr("The answer could not be understood."),
                    QStringLiteral("line %1, column %2").arg(line).arg(column));
    }

    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text.at(m_at) : '\0'; }
    bool take(char c)
    {
        if (peek() != c || m_at >= m_text.size())
            return false;
        ++m_at;
        return true;
    }
    void skipSpace()
    {
        while (m_at < m_text.size() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
            ++m_at;
    }

    bool value(int depth)
    {
        if (depth > maxDepth)
            return refuse("json_too_deep");
        switch (peek()) {
        case '{': return object(depth + 1);
        case '[': return array(depth + 1);
        case '"': return string(nullptr);
        default: return scalar();
        }
    }

    bool scalar()
    {
        for (const QByteArrayView word : {QByteArrayView("true"), QByteArrayView("false"), QByteArrayView("null")}) {
            if (QByteArrayView(m_text).sliced(m_at).startsWith(word)) {
                m_at += word.size();
                return true;
            }
        }
        return number();
    }

    bool digits()
    {
        const qsizetype start = m_at;
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        return m_at > start || refuse("json_malformed");
    }

    bool number()
    {
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (!take('+'))
                take('-');
            return digits();
        }
        return true;
    }

    bool object(int depth)
    {
        take('{');
        skipSpace();
        if (take('}'))
            return true;
        QSet<QByteArray> names;
        do {
            skipSpace();
            QByteArray name;
            if (!string(&name))
                return false;
            if (names.contains(name))
                return refuse("json_duplicate_member");
            names.insert(name);
            skipSpace();
            if (!take(':'))
                return refuse("json_malformed");
            skipSpace();
            if (!value(depth))
                return false;
            skipSpace();
        } while (take(','));
        return take('}') || refuse("json_malformed");
    }

    bool array(int depth)
    {
        take('[');
        skipSpace();
        if (take(']'))
            return true;
        do {
            skipSpace();
            if (!value(depth))
                return false;
            skipSpace();
        } while (take(','));
        return take(']') || refuse("json_malformed");
    }

    // `decoded` receives the string with escapes resolved, so that "a" and "\u0061" count as the same member. It may point
    // into the text.
    bool string(QByteArray *decoded)
    {
        if (!take('"'))
            return refuse("json_malformed");
        const qsizetype begin = m_at;
        while (m_at < m_text.size()) {
            if (m_at - begin > maxString)
                return refuse("json_string_too_long");
            const char c = m_text.at(m_at);
            if (static_cast<unsigned char>(c) < 0x20)
                return refuse("json_malformed");
            if (c == '\\')
                return escapedString(begin, decoded);
            if (c == '"') {
                const auto plain = QByteArray::fromRawData(m_text.constData() + begin, m_at - begin);
                ++m_at;
                if (decoded)
                    *decoded = plain;
                return QUtf8StringView(plain).isValidUtf8() || refuse("json_malformed");
            }
            ++m_at;
        }
        return refuse("json_malformed");
    }

    // The rest of a string in which an escape was met.
    bool escapedString(qsizetype begin, QByteArray *decoded)
    {
        QString text;
        qsizetype start = begin;
        const auto flush = [&] {
            const QUtf8StringView piece(m_text.constData() + start, m_at - start);
            text += piece.toString();
            return piece.isValidUtf8() || refuse("json_malformed");
        };
        while (m_at < m_text.size()) {
            if (m_at - begin > maxString)
                return refuse("json_string_too_long");
            const char c = m_text.at(m_at);
            if (static_cast<unsigned char>(c) < 0x20)
                return refuse("json_malformed");
            if (c == '"') {
                if (!flush())
                    return false;
                ++m_at;
                if (decoded)
                    *decoded = text.toUtf8();
                return text.isValidUtf16() || refuse("json_malformed");
            }
            if (c == '\\') {
                if (!flush() || !escape(text))
                    return false;
                start = m_at;
                continue;
            }
            ++m_at;
        }
        return refuse("json_malformed");
    }

    bool escape(QString &text)
    {
        static constexpr char from[] = "\"\\/bfnrt";
        static constexpr char to[] = "\"\\/\b\f\n\r\t";
        ++m_at; // the backslash
        if (take('u')) {
            const auto hex =
                QByteArray::fromRawData(m_text.constData() + m_at, std::min<qsizetype>(4, m_text.size() - m_at));
            bool ok = false;
            const ushort unit = hex.toUShort(&ok, 16);
            if (!ok || hex.size() != 4 || hex.contains('+') || hex.contains(' '))
                return refuse("json_malformed");
            m_at += 4;
            text += QChar(unit);
            return true;
        }
        const char *found = m_at < m_text.size() ? strchr(from, peek()) : nullptr;
        if (found == nullptr || *found == '\0')
            return refuse("json_malformed");
        text += QLatin1Char(to[found - from]);
        ++m_at;
        return true;
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
    QByteArray m_code;
};

} // namespace

Result<void> scanJson(const QByteArray &text)
{
    return Scanner(text).run();
}

} // namespace fpx
