#include "widgets/flowgrid.h"

#include "style/tokens.h"

#include <QStyle>
#include <QWidget>

namespace fpx::ui {

FlowGrid::FlowGrid(int smallestColumn, QWidget *parent) : QLayout(parent), m_smallest(smallestColumn)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(space::m);
}

FlowGrid::~FlowGrid()
{
    qDeleteAll(m_items);
}

QLayoutItem *FlowGrid::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

void FlowGrid::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, false);
}

QSize FlowGrid::minimumSize() const
{
    int width = 0;
    for (const QLayoutItem *item : m_items)
        width = qMax(width, qMin(m_smallest, item->minimumSize().width()));
    return {width, 0};
}

int FlowGrid::arrange(const QRect &rect, bool dry) const
{
    const int gap = spacing();
    const int lineGap = m_lineSpacing < 0 ? gap : m_lineSpacing;
    const int columns = qMax(1, (rect.width() + gap) / (m_smallest + gap));
    const int width = (rect.width() - (columns - 1) * gap) / columns;
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int y = rect.y();
    QList<QLayoutItem *> line;
    const auto finish = [&] {
        int height = 0;
        for (QLayoutItem *item : std::as_const(line))
            height = qMax(height, item->hasHeightForWidth() ? item->heightForWidth(width) : item->sizeHint().height());
        for (int i = 0; i < line.size() && !dry; ++i)
            line.at(i)->setGeometry(
                QStyle::visualRect(direction, rect, QRect(rect.x() + i * (width + gap), y, width, height)));
        y += line.isEmpty() ? 0 : height + lineGap;
        line.clear();
    };
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        line.append(item);
        if (line.size() == columns)
            finish();
    }
    finish();
    return qMax(0, y - rect.y() - lineGap);
}

} // namespace fpx::ui
