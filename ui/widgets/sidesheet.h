// A sheet at the edge of a window for what most people do not need: details, a preview, the list of shortcuts.
#pragma once

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class Button;
class Page;

/// Covers its host, keeps the keyboard focus inside, closes with Escape, a click beside it or its button, and deletes
/// itself then. The focus returns to where it was.
class SideSheet : public QWidget
{
    Q_OBJECT

public:
    SideSheet(const QString &title, const QString &name, QWidget *host);
    [[nodiscard]] QVBoxLayout *column() const;
    void open();

public Q_SLOTS:
    void dismiss();

Q_SIGNALS:
    void dismissed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void arrange();

    QWidget *m_panel;
    Page *m_page;
    Button *m_close;
    QPointer<QWidget> m_before;
};

} // namespace fpx::ui
