// What must hold for every window, whatever it shows.
#pragma once

#include <QAbstractButton>
#include <QAccessible>
#include <QScrollArea>

namespace fpx::test {

/// Every visible thing that takes the keyboard has a name that a screen reader can say, and a stable object name.
inline QStringList nameless(const QWidget &window)
{
    QStringList missing;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisibleTo(&window) || !(widget->focusPolicy() & Qt::TabFocus) ||
            widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        if (!accessible || accessible->text(QAccessible::Name).isEmpty() || widget->objectName().isEmpty())
            missing.append(
                QStringLiteral("%1 '%2'").arg(QLatin1String(widget->metaObject()->className()), widget->objectName()));
    }
    return missing;
}

/// Nothing that can be pressed is narrower than what it shows, or sticks out of what can be scrolled to.
inline QStringList clipped(const QWidget &window)
{
    QStringList found;
    for (const QWidget *widget : window.findChildren<QAbstractButton *>()) {
        if (!widget->isVisibleTo(&window) || widget->objectName().startsWith(QLatin1String("qt_")) ||
            widget->objectName().isEmpty())
            continue;
        const QRect at(widget->mapTo(&window, QPoint()), widget->size());
        if (at.left() < 0 || at.right() > window.width() || widget->width() < widget->minimumSizeHint().width())
            found.append(QStringLiteral("%1 at %2..%3, needs %4")
                             .arg(widget->objectName())
                             .arg(at.left())
                             .arg(at.right())
                             .arg(widget->minimumSizeHint().width()));
    }
    for (const QScrollArea *area : window.findChildren<QScrollArea *>()) {
        if (area->isVisibleTo(&window) && area->widget() &&
            area->widget()->minimumSizeHint().width() > area->viewport()->width())
            found.append(QStringLiteral("%1 needs %2 of %3")
                             .arg(area->objectName())
                             .arg(area->widget()->minimumSizeHint().width())
                             .arg(area->viewport()->width()));
    }
    return found;
}

} // namespace fpx::test
