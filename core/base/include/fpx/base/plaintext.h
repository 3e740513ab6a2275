// Words of others, made safe to show.
#pragma once

#include <QString>

namespace fpx {

/// At most `maxUnits` UTF-16 units, on one line, without control, bidirectional, unassigned and default-ignorable
/// characters (UAX #44; joiners stay inside a word), with at most four combining marks in a row (UTS #39 section 5.4); a run
/// of blanks, invisible letters of Braille included, becomes one.
[[nodiscard]] QString plainText(const QString &text, qsizetype maxUnits);

/// Whether a letter or digit of any script is in it: a name that people can read or say.
[[nodiscard]] bool hasLetterOrDigit(const QString &text);

} // namespace fpx
