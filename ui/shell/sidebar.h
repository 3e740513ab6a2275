// The places at the side of the main window.
#pragma once

#include <QAbstractButton>

class QButtonGroup;
class QVBoxLayout;

namespace fpx::ui {

class NavItem : public QAbstractButton
{
    Q_OBJECT

public:
    NavItem(const QString &icon, const QString &text, const QString &place, QWidget *parent = nullptr);
    [[nodiscard]] QString place() const { return m_place; }
    /// A number beside the text, 0 for none; `words` is what a screen reader says for it.
    void setCount(int count, const QString &words);
    void setCompact(bool compact);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_icon;
    QString m_place;
    int m_count = 0;
    bool m_compact = false;
};

class Sidebar : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);
    void setCurrent(const QString &place);
    void setWaiting(int count);
    /// Icons only, where the window is narrow for its text size.
    void setCompact(bool compact);
    [[nodiscard]] int fullWidth() const;

Q_SIGNALS:
    void chosen(const QString &place);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    NavItem *add(QVBoxLayout *column, const QString &icon, const QString &text, const QString &place);

    QButtonGroup *m_group;
    bool m_toggled = false; ///< The click that is under way has changed which one is chosen.
    QList<NavItem *> m_items;
};

} // namespace fpx::ui
