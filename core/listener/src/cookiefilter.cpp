#include "cookiefilter.h"

namespace fpx::listener {

namespace {

const QByteArray fieldName("cookie:"); // RFC 9112 section 5.1: no white space before the colon

} // namespace

QByteArray CookieFilter::pass(const QByteArray &bytes)
{
    QByteArray kept;
    kept.reserve(bytes.size());
    for (const char c : bytes) {
        if (m_at == At::LineStart) {
            m_start += c;
            if (m_start.compare(fieldName, Qt::CaseInsensitive) == 0) {
                m_at = At::Cookie;
                m_skipped += m_start.size();
                m_start.clear();
            } else if (fieldName.left(m_start.size()).compare(m_start, Qt::CaseInsensitive) != 0) {
                m_at = At::Line;
                kept += m_start;
                m_start.clear();
            }
        } else if (m_at == At::Cookie) {
            ++m_skipped;
        } else {
            kept += c;
        }
        if (c == '\n' && m_last == '\r')
            m_at = At::LineStart;
        m_last = c;
    }
    return kept;
}

} // namespace fpx::listener
