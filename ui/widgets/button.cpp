#include "widgets/button.h"

#include "style/look.h"
#include "widgets/label.h"

#include <QKeyEvent>

namespace fpx::ui {

Button::Button(const QString &text, const QString &name, Kind kind, QWidget *parent)
    : QPushButton(text, parent), m_kind(kind)
{
    setObjectName(name);
    setAutoDefault(false);
    setDefault(false);
    setAccessibleName(QString(text).remove(QLatin1Char('&')));
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

Button *Button::iconOnly(const QString &icon, const QString &text, const QString &name, QWidget *parent)
{
    auto *button = new Button(QString(), name, Kind::Quiet, parent);
    button->setIconName(icon);
    button->setAccessibleName(text);
    button->setToolTip(plainToolTip(text));
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return button;
}

void Button::setKind(Kind kind)
{
    m_kind = kind;
    update();
}

void Button::setIconName(const QString &icon)
{
    m_icon = icon;
    updateGeometry();
    update();
}

int Button::iconPixels() const
{
    return Look::scaled(text().isEmpty() ? 20 : 16);
}

void Button::setLeading(bool leading)
{
    m_leading = leading;
    update();
}

void Button::setMenuMark(bool mark)
{
    m_menuMark = mark;
    updateGeometry();
}

QSize Button::sizeHint() const
{
    QSize size = QPushButton::sizeHint();
    if (text().isEmpty())
        return {size.height(), size.height()};
    if (m_kind == Kind::Link || m_kind == Kind::Quiet)
        size.setWidth(fontMetrics().size(Qt::TextShowMnemonic, text()).width() +
                      2 * (m_kind == Kind::Link ? space::xs + 2 : space::m));
    if (!m_icon.isEmpty())
        size.rwidth() += iconPixels() + space::s;
    if (m_menuMark)
        size.rwidth() += 16 + space::xs;
    return size;
}

void Button::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_kind == Kind::Affirm && (enter || event->isAutoRepeat())) {
        event->ignore(); // Enter never approves, and neither does a key that was already down
        return;
    }
    if (enter && !event->isAutoRepeat()) {
        click();
        return;
    }
    QPushButton::keyPressEvent(event);
}

} // namespace fpx::ui
