#include "style/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace fpx::ui {

QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal ratio)
{
    const QString key =
        QStringLiteral("fpx-%1-%2-%3-%4").arg(name).arg(size).arg(color.name(QColor::HexArgb)).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/fpx/icons/%1.svg").arg(name));
    pixmap = QPixmap(qRound(size * ratio), qRound(size * ratio));
    pixmap.fill(Qt::transparent);
    if (file.open(QIODevice::ReadOnly)) {
        QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter);
    }
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter *painter, const QString &name, const QRectF &rect, const QColor &color)
{
    const int size = qRound(qMin(rect.width(), rect.height()));
    const QPixmap pixmap = iconPixmap(name, size, color, painter->device()->devicePixelRatioF());
    const QPointF at = rect.center() - QPointF(size, size) / 2.0;
    painter->drawPixmap(QPointF(qRound(at.x()), qRound(at.y())), pixmap);
}

QIcon applicationIcon(const QColor &accent)
{
    QIcon icon;
    for (const int size : {16, 22, 32, 48, 128})
        icon.addPixmap(iconPixmap(QStringLiteral("app"), size, accent, 1.0));
    return icon;
}

} // namespace fpx::ui
