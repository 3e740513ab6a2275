// Cards side by side, as many columns as fit; all of one row are equally high.
#pragma once

#include <QLayout>

namespace fpx::ui {

class FlowGrid : public QLayout
{
public:
    explicit FlowGrid(int smallestColumn, QWidget *parent = nullptr);
    /// Between the lines, where it is not the spacing.
    void setLineSpacing(int pixels) { m_lineSpacing = pixels; }
    ~FlowGrid() override;

    void addItem(QLayoutItem *item) override { m_items.append(item); }
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), true); }
    void setGeometry(const QRect &rect) override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
    [[nodiscard]] QSize minimumSize() const override;

private:
    int arrange(const QRect &rect, bool dry) const;

    QList<QLayoutItem *> m_items;
    int m_smallest;
    int m_lineSpacing = -1;
};

} // namespace fpx::ui
