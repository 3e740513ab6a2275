#include "style/look.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOption>

namespace fpx::ui {

namespace {
constexpr int fieldPadding = 9; // above and below the text of a control
}

Look::Look() : QProxyStyle(QStringLiteral("fusion")), m_colors(colorsFor(Scheme::Light)) {}

Look *Look::install()
{
    if (auto *look = qobject_cast<Look *>(QApplication::style()))
        return look;
    auto *look = new Look;
    const qreal size = font(Type::Body).pixelSize();
    QApplication::setStyle(look);
    QFont body = QApplication::font();
    body.setPixelSize(qRound(size));
    QApplication::setFont(body);
    QApplication::setPalette(paletteFor(look->m_colors));
    return look;
}

const Colors &Look::colors(const QWidget *widget)
{
    static const Colors fallback = colorsFor(Scheme::Light);
    auto *look = qobject_cast<const Look *>(widget ? widget->style() : QApplication::style());
    return look ? look->m_colors : fallback;
}

qreal Look::scale()
{
    // the system's text size counts only where it is larger than the design's
    const QFont font = QApplication::font();
    const qreal pixels = font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF() * 96.0 / 72.0;
    return qBound(1.0, pixels / static_cast<int>(Type::Body), 3.0);
}

QFont Look::font(Type type, bool strong)
{
    QFont font = QApplication::font();
    font.setPixelSize(qRound(static_cast<int>(type) * scale()));
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

int Look::scaled(int pixels)
{
    return qRound(pixels * scale());
}

int Look::motion(const QWidget *widget)
{
    return qMin(150, widget->style()->styleHint(SH_Widget_Animation_Duration, nullptr, widget));
}

void Look::setScheme(Scheme scheme, const QColor &accent)
{
    m_colors = colorsFor(scheme, accent);
    QApplication::setPalette(paletteFor(m_colors));
}

int Look::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return scaled(18);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return space::s + 2;
    case PM_ScrollBarExtent: return 12;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin: return space::xs;
    case PM_MenuButtonIndicator: return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin: return 0;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin: return space::l;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return space::s;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Look::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
    case SH_ScrollBar_Transient:
    case SH_UnderlineShortcut: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Look::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                             const QWidget *widget) const
{
    const int height = option->fontMetrics.height() + 2 * fieldPadding;
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const int text = option->fontMetrics.size(Qt::TextShowMnemonic, button ? button->text : QString()).width();
        return {qMax(text + 2 * space::l, Look::scaled(72)), height};
    }
    case CT_ComboBox: {
        QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {base.width() + space::l, height};
    }
    case CT_LineEdit:
    case CT_SpinBox: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {base.width() + space::s, qMax(base.height(), height)};
    }
    case CT_MenuItem: {
        QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {base.width(), space::s + 1};
        return {base.width() + space::xxl, option->fontMetrics.height() + 2 * 7};
    }
    default: return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

void paintRounded(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &outline,
                  qreal width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : Qt::NoBrush);
    if (outline.isValid()) {
        painter->setPen(QPen(outline, width));
        const qreal half = width / 2.0;
        painter->drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half);
    } else {
        painter->setPen(Qt::NoPen);
        painter->drawRoundedRect(rect, radius, radius);
    }
    painter->restore();
}

void paintFocus(QPainter *painter, const QRectF &rect, qreal radius, const Colors &colors)
{
    paintRounded(painter, rect, radius, {}, colors.focus, 2.0);
    paintRounded(painter, rect.adjusted(2, 2, -2, -2), radius - 2, {}, colors.surface, 1.0);
}

} // namespace fpx::ui
