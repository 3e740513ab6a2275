#include "widgets/choicebox.h"

#include "style/contrast.h"
#include "style/look.h"

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionButton>
#include <QTextLayout>
#include <QtMath>

namespace fpx::ui {

namespace {

constexpr int gap = space::s + 2;
constexpr int margin = 1;              // left and right of what is painted
constexpr int edge = space::xs + 1;    // above and below it
constexpr int betweenTexts = 2;        // above the explanation
constexpr int greatestHint = 420;      // wider than that a text wraps where it may choose
constexpr int smallestTextColumn = 90; // a word that is longer breaks

/// Text in lines of one width: what is measured is what is painted. Measured one way and painted in another, the last
/// line is lost wherever the two differ by a pixel.
class WrappedText
{
public:
    WrappedText(const QString &text, const QFont &font, Qt::LayoutDirection direction, int width) : m_layout(text, font)
    {
        QTextOption option(QStyle::visualAlignment(direction, Qt::AlignLeft));
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        option.setTextDirection(direction);
        m_layout.setTextOption(option);
        m_layout.beginLayout();
        qreal height = 0;
        for (QTextLine line = m_layout.createLine(); line.isValid(); line = m_layout.createLine()) {
            line.setLineWidth(width);
            line.setPosition({0, height});
            height += line.height();
        }
        m_layout.endLayout();
        m_height = qCeil(height);
    }
    [[nodiscard]] int height() const { return m_height; }
    void paint(QPainter *painter, const QPoint &at) const { m_layout.draw(painter, at); }

private:
    QTextLayout m_layout;
    int m_height = 0;
};

/// QAbstractButton alone would be announced as a push button.
class ChoiceAccessible : public QAccessibleWidget
{
public:
    explicit ChoiceAccessible(ChoiceBox *box)
        : QAccessibleWidget(box,
                            box->kind() == ChoiceBox::Kind::Radio ? QAccessible::RadioButton : QAccessible::CheckBox),
          m_box(box)
    {
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Name && m_box->accessibleName().isEmpty())
            return m_box->text();
        return kind == QAccessible::Description ? m_box->explanation() : QAccessibleWidget::text(kind);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.checkable = true;
        state.checked = m_box->isChecked();
        return state;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        return m_box->isEnabled() ? QStringList{toggleAction(), setFocusAction()} : QStringList();
    }
    void doAction(const QString &action) override
    {
        if (action == toggleAction() || action == pressAction())
            m_box->click();
        else
            QAccessibleWidget::doAction(action);
    }

private:
    ChoiceBox *m_box;
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *box = qobject_cast<ChoiceBox *>(object);
    return box ? new ChoiceAccessible(box) : nullptr;
}

} // namespace

ChoiceBox::ChoiceBox(Kind kind, const QString &text, const QString &name, QWidget *parent)
    : QAbstractButton(parent), m_kind(kind)
{
    static const bool installed = (QAccessible::installFactory(makeAccessible), true);
    Q_UNUSED(installed)
    setText(text);
    setObjectName(name);
    setAccessibleName(text);
    setCheckable(true);
    setAutoExclusive(kind == Kind::Radio);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChoiceBox::setExplanation(const QString &text)
{
    m_explanation = text;
    updateGeometry();
    update();
}

QSize ChoiceBox::indicator() const
{
    const int side = Look::scaled(18);
    return m_kind == Kind::Switch ? QSize(Look::scaled(36), Look::scaled(20)) : QSize(side, side);
}

int ChoiceBox::aroundText() const
{
    return indicator().width() + (m_kind == Kind::Switch ? space::l : gap) + 2 * margin;
}

int ChoiceBox::textWidth(int width) const
{
    return qMax(1, width - aroundText());
}

QSize ChoiceBox::sizeHint() const
{
    const int text = fontMetrics().horizontalAdvance(this->text()) + 2; // what a fraction of a pixel rounds off
    const int width = qMin(greatestHint, text) + aroundText();
    return {width, heightForWidth(width)};
}

QSize ChoiceBox::minimumSizeHint() const
{
    const int smallest = qMin(smallestTextColumn, fontMetrics().horizontalAdvance(text()) + 2) + aroundText();
    return {smallest, heightForWidth(qMax(smallest, width()))};
}

int ChoiceBox::heightForWidth(int width) const
{
    const int column = textWidth(width);
    int height = WrappedText(text(), font(), layoutDirection(), column).height();
    if (!m_explanation.isEmpty())
        height +=
            betweenTexts + WrappedText(m_explanation, Look::font(Type::Small), layoutDirection(), column).height();
    return qMax(height, indicator().height()) + 2 * edge;
}

void ChoiceBox::keyPressEvent(QKeyEvent *event)
{
    if (m_kind != Kind::Radio && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        event->ignore();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void ChoiceBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    const QSize mark = indicator();
    const bool atEnd = m_kind == Kind::Switch;
    const int lead = atEnd ? 0 : mark.width() + gap;
    const QRect area = rect().adjusted(margin, edge, -margin, -edge);
    QStyleOptionButton option;
    option.initFrom(this);
    option.state |= isChecked() ? QStyle::State_On : QStyle::State_Off;
    const int lineHeight = fontMetrics().height();
    const int markX = atEnd ? area.right() - mark.width() + 1 : area.x();
    const int markY =
        area.y() + (atEnd ? (area.height() - mark.height()) / 2 : qMax(0, (lineHeight - mark.height()) / 2));
    option.rect = QStyle::visualRect(layoutDirection(), area, QRect(QPoint(markX, markY), mark));
    if (m_kind == Kind::Switch) {
        const bool on = isChecked();
        const QColor track = !isEnabled() ? mixed(c.muted, c.surface, 0.45) : on ? c.accent : c.control;
        paintRounded(&painter, option.rect, mark.height() / 2.0, on ? track : c.surface, track, 1.5);
        const int knob = mark.height() - 8;
        const QRect at(on ? option.rect.right() - knob - 3 : option.rect.x() + 4, option.rect.y() + 4, knob, knob);
        paintRounded(&painter, QStyle::visualRect(layoutDirection(), option.rect, at), knob / 2.0,
                     on ? c.onAccent : track);
    } else {
        style()->drawPrimitive(m_kind == Kind::Check ? QStyle::PE_IndicatorCheckBox : QStyle::PE_IndicatorRadioButton,
                               &option, &painter, this);
    }
    const int column = textWidth(width());
    const QRect textArea =
        QStyle::visualRect(layoutDirection(), area, QRect(area.x() + lead, area.y(), column, area.height()));
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    if (!isEnabled() && isChecked())
        painter.setPen(c.text); // a fixed part of the choice, not something unavailable
    const WrappedText words(text(), font(), layoutDirection(), column);
    const int lower = m_explanation.isEmpty() ? qMax(0, (mark.height() - words.height()) / 2) : 0;
    words.paint(&painter, textArea.topLeft() + QPoint(0, lower));
    if (!m_explanation.isEmpty()) {
        painter.setPen(c.muted);
        WrappedText(m_explanation, Look::font(Type::Small), layoutDirection(), column)
            .paint(&painter, textArea.topLeft() + QPoint(0, words.height() + betweenTexts));
    }
    if (hasFocus() && (option.state & QStyle::State_KeyboardFocusChange))
        paintFocus(&painter, rect(), radius::control, c);
}

} // namespace fpx::ui
