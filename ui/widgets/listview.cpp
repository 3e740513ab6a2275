#include "widgets/listview.h"

#include "style/look.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace fpx::ui {

int sideMargin(int width)
{
    return qMax(space::xl, (width - contentWidth) / 2);
}

ListView::ListView(const QString &name, const QString &accessible, QWidget *parent) : QListView(parent)
{
    setObjectName(name);
    setAccessibleName(accessible);
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // invisible while there is nothing to scroll, and nothing jumps
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    viewport()->setAutoFillBackground(false);
    setAutoFillBackground(false);
    QPalette clear = palette();
    clear.setColor(QPalette::Base, Qt::transparent);
    viewport()->setPalette(clear);
    viewport()->setBackgroundRole(QPalette::NoRole);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        if (!m_choosing)
            Q_EMIT opened(index);
    });
}

void ListView::setChoosing(bool choosing)
{
    m_choosing = choosing;
    setSelectionMode(choosing ? MultiSelection : SingleSelection);
    clearSelection();
}

void ListView::resizeEvent(QResizeEvent *event)
{
    const int side = sideMargin(width()) - space::m; // rows have padding of their own
    const int bar = verticalScrollBar()->sizeHint().width();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setViewportMargins(side - (mirrored ? bar : 0), 0, side - (mirrored ? 0 : bar), 0);
    QListView::resizeEvent(event);
}

void ListView::keyPressEvent(QKeyEvent *event)
{
    if (m_choosing)
        return QListView::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (currentIndex().isValid() && !event->isAutoRepeat()) {
            Q_EMIT opened(currentIndex());
            return;
        }
        break;
    default: break;
    }
    QListView::keyPressEvent(event);
}

void ListView::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (currentIndex().isValid() || !model() || event->reason() == Qt::MouseFocusReason)
        return;
    for (int row = 0; row < qMin(2, model()->rowCount()); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (index.flags() & Qt::ItemIsSelectable) {
            setCurrentIndex(index);
            return;
        }
    }
}

void ListView::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    viewport()->setCursor(index.isValid() && (index.flags() & Qt::ItemIsSelectable) ? Qt::PointingHandCursor
                                                                                    : Qt::ArrowCursor);
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, rowHeight()};
}

int RowDelegate::rowHeight() const
{
    return QFontMetrics(Look::font(Type::Body)).height() + QFontMetrics(Look::font(Type::Small)).height() +
           2 * space::m + 2;
}

QRect RowDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option, const Colors &colors,
                               bool hoverable)
{
    const QRect row = option.rect.adjusted(2, 1, -2, -1);
    if (hoverable && (option.state & (QStyle::State_MouseOver)))
        paintRounded(painter, row, radius::control + 2, colors.hover);
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
        paintFocus(painter, row, radius::control + 2, colors);
    return option.rect.adjusted(space::m, 0, -space::m, 0);
}

void RowDelegate::paintText(QPainter *painter, const QRect &area, const QRect &rect, const QString &text,
                            const QFont &font, const QColor &color, Qt::LayoutDirection direction,
                            Qt::Alignment alignment)
{
    if (rect.width() <= 0)
        return;
    painter->setFont(font);
    painter->setPen(color);
    const QString shown = QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width());
    painter->drawText(
        QStyle::visualRect(direction, area, rect),
        static_cast<int>(QStyle::visualAlignment(direction, alignment)) | Qt::AlignVCenter | Qt::TextSingleLine, shown);
}

} // namespace fpx::ui
