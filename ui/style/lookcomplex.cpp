// Combo boxes, spin boxes and scroll bars of the Look.
#include "style/contrast.h"
#include "style/icons.h"
#include "style/look.h"

#include <QPainter>
#include <QStyleOption>

namespace fpx::ui {

namespace {
constexpr int arrowWidth = 30;
}

void Look::drawCombo(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    QStyleOption field(static_cast<const QStyleOption &>(*option));
    field.rect = option->rect;
    const bool keyboard = option->state & State_KeyboardFocusChange;
    field.state.setFlag(State_HasFocus, (option->state & State_HasFocus) && keyboard);
    drawField(&field, painter);
    if ((option->state & State_MouseOver) && (option->state & State_Enabled) && !(field.state & State_HasFocus))
        paintRounded(painter, option->rect, radius::control, m_colors.hover, m_colors.control);
    const QRect arrow =
        visualRect(option->direction, option->rect,
                   QRect(option->rect.right() - arrowWidth + 1, option->rect.y(), arrowWidth, option->rect.height()));
    paintIcon(painter, QStringLiteral("chevron-down"), arrow.adjusted(6, 0, -8, 0),
              option->state & State_Enabled ? m_colors.muted : mixed(m_colors.muted, m_colors.surface, 0.55));
    Q_UNUSED(widget)
}

void Look::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!slider || slider->maximum <= slider->minimum)
        return;
    const bool active = option->state & (State_MouseOver | State_Sunken);
    QRectF handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const qreal inset = active ? 2.0 : 3.5;
    handle = slider->orientation == Qt::Vertical ? handle.adjusted(inset, 2, -inset, -2)
                                                 : handle.adjusted(2, inset, -2, -inset);
    paintRounded(painter, handle, qMin(handle.width(), handle.height()) / 2,
                 mixed(m_colors.control, m_colors.window, active ? 1.0 : 0.65));
}

void Look::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                              const QWidget *widget) const
{
    switch (control) {
    case CC_ComboBox: drawCombo(option, painter, widget); return;
    case CC_ScrollBar: drawScrollBar(option, painter, widget); return;
    case CC_SpinBox: drawField(option, painter); return; // only date fields are used, and they drop a calendar down
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect Look::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                           const QWidget *widget) const
{
    const QRect all = option->rect;
    if (control == CC_ComboBox) {
        switch (sub) {
        case SC_ComboBoxEditField:
            return visualRect(option->direction, all, all.adjusted(space::m - 4, 1, -arrowWidth, -1));
        case SC_ComboBoxArrow:
            return visualRect(option->direction, all,
                              QRect(all.right() - arrowWidth + 1, all.y(), arrowWidth, all.height()));
        default: break;
        }
    }
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            const bool vertical = slider->orientation == Qt::Vertical;
            const int length = vertical ? all.height() : all.width();
            const qint64 range = qMax<qint64>(1, qint64(slider->maximum) - slider->minimum + slider->pageStep);
            const int size = qBound(28, static_cast<int>(qint64(slider->pageStep) * length / range), length);
            const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                                      length - size, slider->upsideDown);
            const auto part = [&](int from, int extent) {
                const QRect rect = vertical ? QRect(all.x(), all.y() + from, all.width(), extent)
                                            : QRect(all.x() + from, all.y(), extent, all.height());
                return visualRect(option->direction, all, rect);
            };
            switch (sub) {
            case SC_ScrollBarSlider: return part(start, size);
            case SC_ScrollBarGroove: return all;
            case SC_ScrollBarSubPage: return part(0, start);
            case SC_ScrollBarAddPage: return part(start + size, length - start - size);
            default: return {}; // no arrow buttons
            }
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QRect Look::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_LineEditContents) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            return visualRect(option->direction, option->rect, option->rect.adjusted(space::s, 1, -space::s, -1));
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

} // namespace fpx::ui
