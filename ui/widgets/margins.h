// Margins by reading direction.
#pragma once

#include <QGuiApplication>
#include <QLayout>

namespace fpx::ui {

/// Qt turns the order of a layout round where text runs from right to left, and not its margins: margins of two widths
/// are set with this.
inline void setMargins(QLayout *layout, int leading, int top, int trailing, int bottom)
{
    const bool mirrored = QGuiApplication::isRightToLeft();
    layout->setContentsMargins(mirrored ? trailing : leading, top, mirrored ? leading : trailing, bottom);
}

/// The name of the icon that points to where reading comes from, or to where it goes on.
inline QString backwardIcon()
{
    return QGuiApplication::isRightToLeft() ? QStringLiteral("chevron-right") : QStringLiteral("chevron-left");
}
inline QString forwardIcon()
{
    return QGuiApplication::isRightToLeft() ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right");
}

} // namespace fpx::ui
