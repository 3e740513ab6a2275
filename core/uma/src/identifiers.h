// The alphabets of the profile's identifiers.
#pragma once

#include <QRegularExpression>
#include <QString>

namespace fpx::uma {

/// `[A-Za-z0-9._-]{1,128}` (profile 7), so that it is one path segment; not "." and "..", which a URL resolves away.
[[nodiscard]] inline bool isIdentifier(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A(?!\\.{1,2}\\z)[A-Za-z0-9._-]{1,128}\\z"));
    return pattern.match(text).hasMatch();
}

/// A scope-token of RFC 6749 section 3.3, at most 128 characters.
[[nodiscard]] inline bool isScope(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,128}\\z"));
    return pattern.match(text).hasMatch();
}

} // namespace fpx::uma
