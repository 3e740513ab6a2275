// Cookies know no ports: a browser sends those of every server that ever ran on 127.0.0.1, and nobody here wants them.
#pragma once

#include <QByteArray>

namespace fpx::listener {

/// Takes the Cookie fields out of a head that comes piece by piece.
class CookieFilter
{
public:
    /// What is left of `bytes`. A few bytes at the start of a line are held back until it is clear what they begin.
    [[nodiscard]] QByteArray pass(const QByteArray &bytes);
    [[nodiscard]] qsizetype skipped() const { return m_skipped; } ///< Bytes of Cookie fields so far.

private:
    enum class At { FirstLine, LineStart, Line, Cookie } m_at = At::FirstLine;
    QByteArray m_start; ///< Of a line that may become a Cookie field.
    char m_last = 0;
    qsizetype m_skipped = 0;
};

} // namespace fpx::listener
