#include "shell/windowplace.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>

namespace fpx::ui {

QJsonObject placeOf(const QWidget &window)
{
    const QRect at = window.isMaximized() ? window.normalGeometry() : window.geometry();
    return {{QStringLiteral("x"), at.x()},
            {QStringLiteral("y"), at.y()},
            {QStringLiteral("width"), at.width()},
            {QStringLiteral("height"), at.height()},
            {QStringLiteral("maximized"), window.isMaximized()}};
}

void restorePlace(QWidget &window, const QJsonObject &place)
{
    const QRect wanted(place.value(QStringLiteral("x")).toInt(), place.value(QStringLiteral("y")).toInt(),
                       place.value(QStringLiteral("width")).toInt(), place.value(QStringLiteral("height")).toInt());
    if (wanted.isEmpty())
        return;
    const QScreen *screen = QGuiApplication::screenAt(wanted.center());
    const QRect room = (screen ? screen : QGuiApplication::primaryScreen())->availableGeometry();
    window.resize(wanted.size().boundedTo(room.size()));
    if (screen)
        window.move(qBound(room.left(), wanted.x(), qMax(room.left(), room.right() - window.width())),
                    qBound(room.top(), wanted.y(), qMax(room.top(), room.bottom() - window.height())));
    if (place.value(QStringLiteral("maximized")).toBool())
        window.setWindowState(window.windowState() | Qt::WindowMaximized);
}

} // namespace fpx::ui
