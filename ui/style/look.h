// The one place that sets the look: a style over Fusion that draws the controls from the design tokens.
#pragma once

#include "style/tokens.h"

#include <QFont>
#include <QProxyStyle>

class QApplication;

namespace fpx::ui {

/// Install with Look::install(); the QApplication owns it. Widgets read their colours through of(), so that there is no
/// global of ours.
class Look : public QProxyStyle
{
    Q_OBJECT

public:
    /// The application's Look, created on first use.
    static Look *install();
    /// Colours for a widget; the light ones where no Look is installed.
    [[nodiscard]] static const Colors &colors(const QWidget *widget);
    /// Text size relative to the design's 13 px; follows the system's font size.
    [[nodiscard]] static qreal scale();
    [[nodiscard]] static QFont font(Type type, bool strong = false);
    /// A length of the design that has to grow with the text.
    [[nodiscard]] static int scaled(int pixels);
    /// Milliseconds for one motion; 0 when the system asked for none.
    [[nodiscard]] static int motion(const QWidget *widget);

    void setScheme(Scheme scheme, const QColor &accent);
    [[nodiscard]] const Colors &colors() const { return m_colors; }

    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget = nullptr) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget = nullptr) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr,
                                  const QWidget *widget = nullptr) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option = nullptr, const QWidget *widget = nullptr,
                                QStyleHintReturn *data = nullptr) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget = nullptr) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                                       const QWidget *widget = nullptr) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget = nullptr) const override;

private:
    Look();
    void drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawCheck(const QStyleOption *option, QPainter *painter) const;
    void drawRadio(const QStyleOption *option, QPainter *painter) const;
    void drawField(const QStyleOption *option, QPainter *painter) const;
    void drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawCombo(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;
    void drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;

    Colors m_colors;
};

/// A rounded rectangle whose outline of `width` lies inside `rect`.
void paintRounded(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &outline = {},
                  qreal width = 1.0);
/// The focus ring along the inside of `rect`; visible on fills of any colour.
void paintFocus(QPainter *painter, const QRectF &rect, qreal radius, const Colors &colors);

} // namespace fpx::ui
