// Buttons, boxes, fields and menus of the Look.
#include "style/contrast.h"
#include "style/icons.h"
#include "style/look.h"
#include "widgets/button.h"

#include <QCalendarWidget>
#include <QPainter>
#include <QStyleOption>

namespace fpx::ui {

namespace {

bool showsFocus(const QStyleOption *option)
{
    return (option->state & QStyle::State_HasFocus) && (option->state & QStyle::State_KeyboardFocusChange);
}

int leftFlags(Qt::LayoutDirection direction)
{
    return static_cast<int>(QStyle::visualAlignment(direction, Qt::AlignLeft));
}

struct ButtonColors {
    QColor fill, outline, text;
};

ButtonColors buttonColors(Button::Kind kind, const QStyleOption *option, const Colors &c)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool down = option->state & (QStyle::State_Sunken | QStyle::State_On);
    const bool over = enabled && (option->state & QStyle::State_MouseOver);
    const double step = down ? 0.16 : over ? 0.08 : 0.0;
    const auto pressed = [&](const QColor &fill, const QColor &towards) { return mixed(towards, fill, step); };
    if (!enabled) {
        const bool flat = kind == Button::Kind::Quiet || kind == Button::Kind::Link;
        // It keeps a frame: of two answers the one that can be pressed already must not look as if it had the focus.
        return {flat ? QColor() : mixed(c.control, c.surface, 0.10), flat ? QColor() : c.border,
                mixed(c.muted, c.surface, 0.75)};
    }
    switch (kind) {
    case Button::Kind::Primary: return {pressed(c.accent, c.onAccent), {}, c.onAccent};
    case Button::Kind::Destructive: return {pressed(c.danger, c.onDanger), {}, c.onDanger};
    case Button::Kind::Affirm: return {pressed(c.accentSoft, c.accent), c.accent, c.accentText};
    case Button::Kind::Refuse: return {pressed(c.sunken, c.text), c.control, c.text};
    case Button::Kind::Danger: return {pressed(c.surface, c.danger), c.control, c.dangerText};
    case Button::Kind::Quiet: return {step > 0 ? pressed(c.hover, c.text) : QColor(), {}, c.text};
    case Button::Kind::Link: return {step > 0 ? c.accentSoft : QColor(), {}, c.accentText};
    case Button::Kind::Secondary: break;
    }
    return {pressed(c.surface, c.text), c.control, c.text};
}

} // namespace

void Look::drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button)
        return;
    const auto *ours = qobject_cast<const Button *>(widget);
    const auto kind = ours ? ours->kind() : Button::Kind::Secondary;
    const ButtonColors c = buttonColors(kind, option, m_colors);
    const QRectF rect = option->rect;
    if (c.fill.isValid() || c.outline.isValid())
        paintRounded(painter, rect, radius::control, c.fill, c.outline);
    if (showsFocus(option))
        paintFocus(painter, rect, radius::control, m_colors);

    const QString icon = ours ? ours->iconName() : QString();
    const bool menu = ours && ours->hasMenuMark();
    const int iconSize = icon.isEmpty() ? 0 : ours->iconPixels();
    const int gap = iconSize && !button->text.isEmpty() ? space::s : 0;
    const int menuWidth = menu ? 16 + space::xs : 0;
    const int textWidth = option->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
    const int available =
        option->rect.width() - 2 * (button->text.isEmpty() ? 0 : space::xs) - iconSize - gap - menuWidth;
    const QString text = textWidth > available ? option->fontMetrics.elidedText(button->text, Qt::ElideRight, available,
                                                                                Qt::TextShowMnemonic)
                                               : button->text;
    const int shown = qMin(textWidth, available);
    int x = option->rect.x() + (option->rect.width() - shown - iconSize - gap - menuWidth) / 2;
    if (ours && ours->isLeading())
        x = option->rect.x() + space::m;
    const auto place = [&](int at, int width) {
        return visualRect(option->direction, option->rect, QRect(at, option->rect.y(), width, option->rect.height()));
    };
    if (iconSize)
        paintIcon(painter, icon, place(x, iconSize), c.text);
    x += iconSize + gap;
    painter->setPen(c.text);
    painter->setFont(widget ? widget->font() : painter->font());
    const int flags = Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine;
    painter->drawText(place(x, shown + 1), flags | leftFlags(option->direction), text);
    if (menu)
        paintIcon(painter, QStringLiteral("chevron-down"), place(x + shown + space::xs, 16), c.text);
}

void Look::drawCheck(const QStyleOption *option, QPainter *painter) const
{
    const Colors &c = m_colors;
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & (State_On | State_NoChange);
    const QColor mark = enabled ? c.accent : mixed(c.muted, c.surface, 0.55);
    const QRectF rect = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const QColor outline = on                                             ? mark
                           : (option->state & State_MouseOver) && enabled ? c.accentText
                           : enabled                                      ? c.control
                                                                          : c.border;
    paintRounded(painter, rect, 5, on ? mark : enabled ? c.surface : c.sunken, outline, 1.4);
    if (option->state & State_On)
        paintIcon(painter, QStringLiteral("check"), rect.adjusted(1.5, 1.5, -1.5, -1.5),
                  enabled ? c.onAccent : readableOn(mark));
}

void Look::drawRadio(const QStyleOption *option, QPainter *painter) const
{
    const Colors &c = m_colors;
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & State_On;
    const QColor mark = enabled ? c.accent : mixed(c.muted, c.surface, 0.55);
    const QRectF rect = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const QColor outline = on                                             ? mark
                           : (option->state & State_MouseOver) && enabled ? c.accentText
                           : enabled                                      ? c.control
                                                                          : c.border;
    paintRounded(painter, rect, rect.height() / 2, enabled ? c.surface : c.sunken, outline,
                 on ? rect.height() * 0.30 : 1.4);
}

void Look::drawField(const QStyleOption *option, QPainter *painter) const
{
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus;
    paintRounded(painter, option->rect, radius::control, enabled ? m_colors.surface : m_colors.sunken,
                 focus     ? m_colors.focus
                 : enabled ? m_colors.control
                           : m_colors.border,
                 focus ? 2.0 : 1.0);
}

void Look::drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        const int y = option->rect.center().y();
        painter->fillRect(QRect(option->rect.x() + space::s, y, option->rect.width() - 2 * space::s, 1),
                          m_colors.border);
        return;
    }
    const bool enabled = option->state & State_Enabled;
    if (enabled && (option->state & State_Selected))
        paintRounded(painter, option->rect, radius::control - 2, m_colors.selected);
    const QColor color = enabled ? m_colors.text : mixed(m_colors.muted, m_colors.surface, 0.75);
    const QRect inner = option->rect.adjusted(space::m, 0, -space::m, 0);
    int left = 0;
    if (!item->icon.isNull()) {
        item->icon.paint(painter,
                         visualRect(option->direction, inner, QRect(inner.x(), inner.y(), 16, inner.height())));
        left = 16 + space::s;
    }
    if (item->checkType != QStyleOptionMenuItem::NotCheckable) {
        if (item->checked)
            paintIcon(painter, QStringLiteral("check"),
                      visualRect(option->direction, inner, QRect(inner.x(), inner.y(), 16, inner.height())), color);
        left = 16 + space::s;
    }
    const qsizetype tab = item->text.indexOf(QLatin1Char('\t'));
    painter->setFont(item->font);
    painter->setPen(color);
    const QRect text = visualRect(option->direction, inner, inner.adjusted(left, 0, 0, 0));
    const int flags = Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine;
    painter->drawText(text, flags | leftFlags(option->direction), item->text.left(tab));
    if (tab >= 0) {
        painter->setPen(m_colors.muted);
        painter->drawText(text, flags | static_cast<int>(visualAlignment(option->direction, Qt::AlignRight)),
                          item->text.mid(tab + 1));
    }
    Q_UNUSED(widget)
}

void Look::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton: drawButton(option, painter, widget); return;
    case CE_MenuItem: drawMenuItem(option, painter, widget); return;
    case CE_MenuEmptyArea: return;
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Look::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                         const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox: drawCheck(option, painter); return;
    case PE_IndicatorRadioButton: drawRadio(option, painter); return;
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            drawField(option, painter);
        return;
    }
    case PE_FrameLineEdit: return;
    case PE_FrameFocusRect:
        if (showsFocus(option))
            paintFocus(painter, QRectF(option->rect).adjusted(-1, -1, 1, 1), radius::control, m_colors);
        return;
    case PE_PanelMenu: painter->fillRect(option->rect, m_colors.surface); return;
    case PE_FrameMenu: paintRounded(painter, option->rect, 2, {}, m_colors.control); return;
    case PE_PanelTipLabel: painter->fillRect(option->rect, m_colors.text); return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

} // namespace fpx::ui
