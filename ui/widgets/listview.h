// A virtual list: rows of one height, painted by a delegate, centred at the content's greatest width.
#pragma once

#include "style/tokens.h"

#include <QListView>
#include <QStyledItemDelegate>

namespace fpx::ui {

class ListView : public QListView
{
    Q_OBJECT

public:
    /// `accessible` is said when the list gets the focus.
    ListView(const QString &name, const QString &accessible, QWidget *parent = nullptr);

    /// Choosing several: a click or Space marks a row instead of opening it.
    void setChoosing(bool choosing);
    [[nodiscard]] bool isChoosing() const { return m_choosing; }

Q_SIGNALS:
    /// Clicked, or Enter or Space pressed on it.
    void opened(const QModelIndex &index);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    bool m_choosing = false;
};

/// What all rows share: ground, hover, focus, texts on two lines, right-to-left.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowDelegate(QObject *parent = nullptr) : QStyledItemDelegate(parent) {}
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    [[nodiscard]] virtual int rowHeight() const;
    /// Paints hover and focus; returns the area for the content.
    static QRect paintGround(QPainter *painter, const QStyleOptionViewItem &option, const Colors &colors,
                             bool hoverable = true);
    static void paintText(QPainter *painter, const QRect &area, const QRect &rect, const QString &text,
                          const QFont &font, const QColor &color, Qt::LayoutDirection direction,
                          Qt::Alignment alignment = Qt::AlignLeft);
};

/// Side margins that centre `content` pixels of a `width`.
[[nodiscard]] int sideMargin(int width);

} // namespace fpx::ui
