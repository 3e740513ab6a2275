#include "widgets/label.h"

#include "style/look.h"

#include <QAccessible>
#include <QEvent>
#include <QPainter>
#include <QTextDocument>

namespace fpx::ui {

QString plainToolTip(const QString &text)
{
    // Only where it must be: screen readers read a tool tip out as it is.
    return Qt::mightBeRichText(text) ? QStringLiteral("<qt>") + text.toHtmlEscaped() + QStringLiteral("</qt>") : text;
}

Label::Label(const QString &text, Type type, Tone tone, QWidget *parent) : QLabel(text, parent), m_type(type)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setFont(Look::font(type));
    setTone(tone);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

Label *Label::strong(const QString &text, Type type, QWidget *parent)
{
    auto *label = new Label(text, type, Tone::Normal, parent);
    label->setStrong(true);
    return label;
}

void Label::setTone(Tone tone)
{
    setForegroundRole(roleFor(tone));
}

void Label::setStrong(bool strong)
{
    m_strong = strong;
    setFont(Look::font(m_type, strong));
}

void Label::setElided(bool elided)
{
    m_elided = elided;
    setWordWrap(!elided);
    setSizePolicy(elided ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Minimum);
}

void Label::announce(const QString &text)
{
    if (text == this->text())
        return;
    setText(text);
    setAccessibleName(text);
    if (QAccessible::isActive()) { // Qt 6.4 has no announcement event; an alert is what screen readers read out
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

QSize Label::minimumSizeHint() const
{
    if (m_elided)
        return {fontMetrics().height() * 2, fontMetrics().height()};
    return QLabel::minimumSizeHint();
}

void Label::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(Look::font(m_type, m_strong));
}

void Label::paintEvent(QPaintEvent *event)
{
    if (!m_elided) {
        QLabel::paintEvent(event);
        return;
    }
    const QRect rect = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, rect.width());
    const QString tip = plainToolTip(text());
    if (shown != text() && toolTip() != tip)
        setToolTip(tip);
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(
        rect, static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment())) | Qt::TextSingleLine, shown);
}

} // namespace fpx::ui
