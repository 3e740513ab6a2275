// What must hold for every window, whatever it shows.
#pragma once

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
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

/// Nothing that can be pressed is smaller than what it shows, or sticks out of what can be scrolled to; no text that wraps
/// has less height than its lines.
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
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        const bool wraps = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLabel *>(widget);
        if (wraps && widget->hasHeightForWidth() && widget->isVisibleTo(&window) &&
            widget->height() < widget->heightForWidth(widget->width()))
            found.append(QStringLiteral("%1 “%2” is %3 high, needs %4")
                             .arg(widget->objectName(), widget->accessibleName())
                             .arg(widget->height())
                             .arg(widget->heightForWidth(widget->width())));
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

/// Where each thing stands that people see, in the order in which it was made: "class name", rectangle in the window.
inline QList<std::pair<QString, QRect>> placesIn(const QWidget &window)
{
    QList<std::pair<QString, QRect>> places;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        const bool seen = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLabel *>(widget) ||
                          qobject_cast<const QComboBox *>(widget) || qobject_cast<const QLineEdit *>(widget);
        if (seen && widget->isVisibleTo(&window) && !widget->objectName().startsWith(QLatin1String("qt_")))
            places.append({QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName() + u' ' +
                               widget->accessibleName(),
                           QRect(widget->mapTo(&window, QPoint()), widget->size())});
    }
    return places;
}

/// What stands elsewhere from right to left than in the mirror of left to right.
inline QStringList notMirrored(const QList<std::pair<QString, QRect>> &leftToRight,
                               const QList<std::pair<QString, QRect>> &rightToLeft, int width)
{
    if (leftToRight.size() != rightToLeft.size())
        return {QStringLiteral("%1 things, mirrored %2").arg(leftToRight.size()).arg(rightToLeft.size())};
    QStringList found;
    for (qsizetype i = 0; i < leftToRight.size(); ++i) {
        const QRect &before = leftToRight.at(i).second;
        const QRect &after = rightToLeft.at(i).second;
        const int expected = width - before.right() - 1;
        if (std::abs(after.left() - expected) > 1 || before.size() != after.size())
            found.append(QStringLiteral("%1: at %2 (%3 wide) instead of %4 (%5 wide)")
                             .arg(leftToRight.at(i).first)
                             .arg(after.left())
                             .arg(after.width())
                             .arg(expected)
                             .arg(before.width()));
    }
    return found;
}

} // namespace fpx::test
