// A sheet at the edge of a window for what most people do not need: details, a preview, the list of shortcuts.
#pragma once

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class Button;
class Page;

/// Covers its host, keeps the keyboard inside (the host's shortcuts rest, but those that lock and quit), scrolls by keys,
/// closes with Escape, a click beside it or its button, and deletes itself then. The focus returns to where it was. One at
/// a time: another takes its place.
class SideSheet : public QWidget
{
    Q_OBJECT

public:
    SideSheet(const QString &title, const QString &name, QWidget *host);
    [[nodiscard]] QVBoxLayout *column() const;
    void open();
    /// Those of this host, if any.
    static void dismissAll(QWidget *host);

public Q_SLOTS:
    void dismiss();

Q_SIGNALS:
    void dismissed();

protected:
    bool event(QEvent *event) override;
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
