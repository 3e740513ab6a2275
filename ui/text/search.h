// Whether a line belongs to what the person typed. Pure.
#pragma once

#include <QString>

namespace fpx::ui {

/// Lower case without accents: "Aïcha" becomes "aicha".
[[nodiscard]] QString folded(const QString &text);
/// Every word of `needle` occurs in `text`; an empty needle fits everything. `needle` has been folded.
[[nodiscard]] bool matches(const QString &text, const QString &foldedNeedle);

} // namespace fpx::ui
