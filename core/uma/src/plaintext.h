// Words of others, made safe to show.
#pragma once

#include <QString>

namespace fpx::uma {

/// At most `maxUnits` UTF-16 units, on one line, without control, bidirectional and unassigned characters; a run of blanks
/// becomes one.
[[nodiscard]] QString plainText(const QString &text, qsizetype maxUnits);

} // namespace fpx::uma
