// The icon in the tray: status, what waits, lock, quit.
#pragma once

#include "shell/context.h"

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace fpx::ui {

class Tray : public QObject
{
    Q_OBJECT

public:
    explicit Tray(const Context &context, QObject *parent = nullptr);
    /// Where the desktop has no tray this does nothing.
    void show();
    [[nodiscard]] bool available() const;
    [[nodiscard]] QSystemTrayIcon *icon() { return &m_icon; }
    void refresh();

Q_SIGNALS:
    void openRequested();
    void promptsRequested();
    void quitRequested();

private:
    Context m_context;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QAction *m_state;
    QAction *m_waiting;
    QAction *m_lock;
};

} // namespace fpx::ui
