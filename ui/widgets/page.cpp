#include "widgets/page.h"

#include "style/look.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/listview.h"

#include <QAccessibleWidget>
#include <QBoxLayout>
#include <QGridLayout>
#include <QPainter>
#include <QTimerEvent>

namespace fpx::ui {

QHBoxLayout *row(int spacing)
{
    auto *layout = new QHBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

QVBoxLayout *columnLayout(int spacing)
{
    auto *layout = new QVBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        } else if (QLayout *inner = item->layout()) {
            clearLayout(inner);
        }
        delete item;
    }
}

PageHeader::PageHeader(const QString &title, const QString &subtitle, QWidget *parent)
    : QWidget(parent),
      m_row(new QHBoxLayout(this)),
      m_title(Label::strong(title, Type::Title)),
      m_subtitle(new Label(subtitle, Type::Body, Tone::Muted))
{
    m_row->setSpacing(space::s);
    auto *texts = columnLayout(2);
    m_title->setElided(true);
    m_title->setObjectName(QStringLiteral("pageTitle"));
    texts->addWidget(m_title);
    texts->addWidget(m_subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
    m_row->addLayout(texts, 1);
}

void PageHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void PageHeader::setSubtitle(const QString &subtitle)
{
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
}

void PageHeader::addAction(QWidget *widget)
{
    m_row->addWidget(widget, 0, Qt::AlignTop);
}

Button *PageHeader::addBack(const QString &text, const QString &name)
{
    auto *back = Button::iconOnly(layoutDirection() == Qt::RightToLeft ? QStringLiteral("chevron-right")
                                                                       : QStringLiteral("chevron-left"),
                                  text, name, this);
    m_row->insertWidget(0, back, 0, Qt::AlignTop);
    return back;
}

void PageHeader::resizeEvent(QResizeEvent *event)
{
    const int side = sideMargin(width());
    m_row->setContentsMargins(side, space::xl - 2, side, space::m);
    QWidget::resizeEvent(event);
}

namespace {

/// Qt 6.4's own object for scroll areas indexes its children without looking at their number, and crashes when a scroll
/// bar goes between a screen reader's two questions; that for plain widgets looks.
QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *page = qobject_cast<Page *>(object);
    return page ? new QAccessibleWidget(page, QAccessible::LayeredPane) : nullptr;
}

/// Of texts that wrap, the least height is that at the least width, which this never has: it would leave room to scroll
/// to where nothing is. What it needs at the width that it has is asked for besides.
class Content : public QWidget
{
public:
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const QSize least = QWidget::minimumSizeHint();
        return hasHeightForWidth() ? QSize(least.width(), 0) : least;
    }
};

} // namespace

Page::Page(QWidget *parent, int greatestWidth) : QScrollArea(parent), m_greatest(greatestWidth)
{
    static const bool installed = (QAccessible::installFactory(makeAccessible), true);
    Q_UNUSED(installed)
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // invisible while there is nothing to scroll, and nothing jumps
    setFocusPolicy(Qt::NoFocus);
    auto *content = new Content;
    content->setAutoFillBackground(false);
    m_column = new QVBoxLayout(content);
    m_column->setSpacing(space::m);
    setWidget(content);
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
}

void Page::resizeEvent(QResizeEvent *event)
{
    const int side = qMax(space::xl, (width() - m_greatest) / 2);
    const int bar = width() - viewport()->width();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_column->setContentsMargins(side - (mirrored ? bar : 0), space::s, side - (mirrored ? 0 : bar), space::xl);
    QScrollArea::resizeEvent(event);
}

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent),
      m_title(Label::strong(title, Type::Heading)),
      m_text(new Label(text, Type::Body, Tone::Muted)),
      m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(space::xl, space::l, space::xl, space::xxl);
    m_column->setSpacing(space::s);
    auto *picture = new IconView(icon, 28, Tone::Accent);
    picture->setGround(true);
    m_title->setAlignment(Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setMaximumWidth(Look::scaled(420));
    m_text->setMinimumWidth(240);
    m_column->addStretch(2);
    m_column->addWidget(picture, 0, Qt::AlignHCenter);
    m_column->addSpacing(space::xs);
    m_column->addWidget(m_title);
    auto *line = row();
    line->addStretch(1);
    line->addWidget(m_text, 100);
    line->addStretch(1);
    m_column->addLayout(line);
    m_column->addSpacing(space::s);
    m_column->addStretch(3);
}

void EmptyState::setWords(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
}

void EmptyState::addAction(QWidget *widget)
{
    m_column->insertWidget(m_column->count() - 1, widget, 0, Qt::AlignHCenter);
}

FactList::FactList(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::l);
    m_grid->setVerticalSpacing(space::s);
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(1, 5);
}

void FactList::add(const QString &label, const QString &value, Tone tone)
{
    const int at = m_grid->rowCount();
    auto *name = new Label(label, Type::Body, Tone::Muted);
    auto *text = new Label(value, Type::Body, tone);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setAccessibleName(QStringLiteral("%1: %2").arg(label, value));
    m_grid->addWidget(name, at, 0, Qt::AlignTop);
    m_grid->addWidget(text, at, 1, Qt::AlignTop);
}

void FactList::clear()
{
    clearLayout(m_grid);
}

Spinner::Spinner(int size, QWidget *parent) : QWidget(parent)
{
    setFixedSize(Look::scaled(size), Look::scaled(size));
    setAccessibleName(tr("Please wait"));
}

void Spinner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &c = Look::colors(this);
    const qreal pen = qMax(2.0, width() / 9.0);
    const QRectF circle = QRectF(rect()).adjusted(pen, pen, -pen, -pen);
    painter.setPen(QPen(c.border, pen));
    painter.drawEllipse(circle);
    painter.setPen(QPen(c.accent, pen, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(circle, (90 - m_angle) * 16, -100 * 16);
}

void Spinner::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_timer && Look::motion(this) > 0)
        m_timer = startTimer(40);
}

void Spinner::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_timer)
        killTimer(m_timer);
    m_timer = 0;
}

void Spinner::timerEvent(QTimerEvent *)
{
    m_angle = (m_angle + 16) % 360;
    update();
}

} // namespace fpx::ui
