// Where in a JSON text a JSON pointer leads.
#pragma once

#include <QByteArray>
#include <QString>

namespace fpx::policy {

struct Place {
    int line = 0; ///< From 1; 0: not found.
    int column = 0;
};

/// The member's name for a member, else the value. The text must be well-formed; where the pointer leads nowhere, the
/// nearest above it. RFC 6901.
[[nodiscard]] Place placeOf(const QByteArray &text, const QString &pointer);

} // namespace fpx::policy
