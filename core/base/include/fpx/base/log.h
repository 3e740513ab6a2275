// Logging that redacts: a second line behind the rule that secrets are never logged.
#pragma once

#include <QLoggingCategory>

namespace fpx {

/// Replaces what looks like a JWT, a bearer token, a code, a state or a ticket parameter by "‹removed›".
[[nodiscard]] QString redacted(const QString &text);
/// Installs a Qt message handler that prints `time level category: redacted text` to standard error.
void installRedactingLogHandler();

} // namespace fpx
