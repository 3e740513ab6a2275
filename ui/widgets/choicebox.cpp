#include "widgets/choicebox.h"

#include "style/contrast.h"
#include "style/look.h"

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionButton>

namespace fpx::ui {

namespace {

constexpr int gap = space::s + 2;

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

int ChoiceBox::textWidth(int width) const
{
    return qMax(40, width - indicator().width() - (m_kind == Kind::Switch ? space::l : gap));
}

QSize ChoiceBox::sizeHint() const
{
    const int text = fontMetrics().horizontalAdvance(this->text()) + 2;
    const int width = qMin(420, text) + indicator().width() + space::l;
    return {width, heightForWidth(width)};
}

QSize ChoiceBox::minimumSizeHint() const
{
    const int smallest = qMin(90, fontMetrics().horizontalAdvance(text()) + 2 + gap) + indicator().width();
    return {smallest, heightForWidth(qMax(smallest, width()))};
}

int ChoiceBox::heightForWidth(int width) const
{
    const QRect room(0, 0, textWidth(width), 10'000);
    int height = fontMetrics().boundingRect(room, Qt::TextWordWrap, text()).height();
    if (!m_explanation.isEmpty())
        height +=
            2 + QFontMetrics(Look::font(Type::Small)).boundingRect(room, Qt::TextWordWrap, m_explanation).height();
    return qMax(height, indicator().height()) + 2 * space::xs + 2;
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
    const QRect area = rect().adjusted(1, space::xs + 1, -1, -space::xs - 1);
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
    const QRect textArea = QStyle::visualRect(layoutDirection(), area,
                                              QRect(area.x() + lead, area.y(), textWidth(area.width()), area.height()));
    const int flags =
        Qt::TextWordWrap | static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignTop;
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    if (!isEnabled() && isChecked())
        painter.setPen(c.text); // a fixed part of the choice, not something unavailable
    QRect used;
    const int single =
        fontMetrics().boundingRect(QRect(0, 0, textArea.width(), 10'000), Qt::TextWordWrap, text()).height();
    const QRect first = m_explanation.isEmpty()
                            ? textArea.adjusted(0, qMax(0, (qMax(mark.height(), single) - single) / 2), 0, 0)
                            : textArea;
    painter.drawText(first, flags, text(), &used);
    if (!m_explanation.isEmpty()) {
        painter.setFont(Look::font(Type::Small));
        painter.setPen(c.muted);
        painter.drawText(textArea.adjusted(0, used.height() + 2, 0, 0), flags, m_explanation);
    }
    if (hasFocus() && (option.state & QStyle::State_KeyboardFocusChange))
        paintFocus(&painter, rect(), radius::control, c);
}

} // namespace fpx::ui
