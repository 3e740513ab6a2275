// Line icons: one SVG each, drawn in whatever colour the place needs. Loaded when first painted.
#pragma once

#include <QIcon>
#include <QPixmap>

class QPainter;

namespace fpx::ui {

/// The icon's SVG in `color`, `size` device independent pixels square. Cached in QPixmapCache.
[[nodiscard]] QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal ratio);
void paintIcon(QPainter *painter, const QString &name, const QRectF &rect, const QColor &color);
/// The application's own mark, for windows and the tray.
[[nodiscard]] QIcon applicationIcon(const QColor &accent);

} // namespace fpx::ui
