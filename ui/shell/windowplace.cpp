#include "shell/windowplace.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>

namespace fpx::ui {

namespace {
constexpr int maxFrame = 200; ///< Pixels; a file that says more is wrong.
} // namespace

QJsonObject placeOf(const QWidget &window)
{
    // The frame is the window system's: QWidget::move() counts from its corner, and it needs room on the screen too.
    const QPoint corner = window.geometry().topLeft() - window.frameGeometry().topLeft();
    const QSize frame = window.frameGeometry().size() - window.size();
    const QRect at = window.isMaximized() ? window.normalGeometry() : window.geometry();
    return {{QStringLiteral("x"), at.x() - corner.x()},
            {QStringLiteral("y"), at.y() - corner.y()},
            {QStringLiteral("width"), at.width()},
            {QStringLiteral("height"), at.height()},
            {QStringLiteral("frame_width"), frame.width()},
            {QStringLiteral("frame_height"), frame.height()},
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
    const QSize frame(qBound(0, place.value(QStringLiteral("frame_width")).toInt(), maxFrame),
                      qBound(0, place.value(QStringLiteral("frame_height")).toInt(), maxFrame));
    window.resize(wanted.size().boundedTo(room.size() - frame));
    const QSize whole = window.size() + frame;
    if (screen)
        window.move(qBound(room.left(), wanted.x(), qMax(room.left(), room.left() + room.width() - whole.width())),
                    qBound(room.top(), wanted.y(), qMax(room.top(), room.top() + room.height() - whole.height())));
    if (place.value(QStringLiteral("maximized")).toBool())
        window.setWindowState(window.windowState() | Qt::WindowMaximized);
}

} // namespace fpx::ui
