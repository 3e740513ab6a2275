// Contrast after WCAG 2.2, and colours moved until they have enough of it. Pure.
#pragma once

#include <QColor>
#include <QList>

namespace fpx::ui {

/// Relative luminance, 0 (black) to 1 (white).
[[nodiscard]] double luminance(const QColor &color);
/// 1 (equal) to 21 (black on white).
[[nodiscard]] double contrast(const QColor &a, const QColor &b);
/// `color`, made lighter or darker (whichever is the shorter way) until it has `ratio` on every background.
[[nodiscard]] QColor corrected(const QColor &color, const QList<QColor> &backgrounds, double ratio);
/// Black or white, whichever reads better on `fill`.
[[nodiscard]] QColor readableOn(const QColor &fill);
/// `part` (0…1) of `top` over `bottom`.
[[nodiscard]] QColor mixed(const QColor &top, const QColor &bottom, double part);

} // namespace fpx::ui
