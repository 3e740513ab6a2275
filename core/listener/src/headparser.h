// Boost.Beast behind a plain-Qt header: the only translation unit that includes it.
#pragma once

#include "cookiefilter.h"

#include <QByteArray>
#include <QList>

#include <memory>

namespace fpx::listener {

/// A request line and its fields, as received.
struct Head {
    struct Field {
        QByteArray name;  ///< Lower case.
        QByteArray value; ///< Without white space around it.
    };
    QByteArray method;
    QByteArray target;
    QList<Field> fields;
    bool folded = false; ///< A field was continued on the next line (obs-fold, RFC 9112 section 5.2).

    [[nodiscard]] QList<QByteArray> values(const QByteArray &lowerCaseName) const;
};

/// Reads one head piece by piece. What follows the head is ignored.
class HeadParser
{
public:
    /// `maxBytes`: of request line and fields together, with the empty line and without Cookie fields, which are skipped;
    /// `maxCookieBytes`: of those.
    HeadParser(int maxBytes, int maxCookieBytes);
    ~HeadParser();
    HeadParser(const HeadParser &) = delete;
    HeadParser &operator=(const HeadParser &) = delete;

    /// 0: more is needed; 200: head() is complete; 400: no HTTP/1.1; 431: too large. Not to be called after the end.
    [[nodiscard]] int feed(const QByteArray &bytes);
    [[nodiscard]] const Head &head() const { return m_head; }
    /// The first byte was that of a TLS handshake record (RFC 8446 section 5.1).
    [[nodiscard]] bool isTls() const { return m_raw.startsWith('\x16'); }

private:
    [[nodiscard]] int parse(qsizetype headBytes);

    struct Beast;
    std::unique_ptr<Beast> m_beast;
    int m_maxBytes;
    int m_maxCookieBytes;
    CookieFilter m_cookies;
    QByteArray
        m_raw; ///< From the first byte on, but for cookies: obs-fold is looked for here, since Beast unfolds silently.
    qsizetype m_parsed = 0;
    Head m_head;
};

} // namespace fpx::listener
