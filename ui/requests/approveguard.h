// Nobody approves by accident: what a click or key just before the window appeared was meant for is not this window.
#pragma once

#include <QObject>

class QAbstractButton;
class QTimer;

namespace fpx::ui {

/// Armed once its window has been shown, active and unchanged for 500 ms; starts again whenever the window is shown,
/// becomes active, is uncovered, or restart() says that its content changed.
class ApproveGuard : public QObject
{
    Q_OBJECT

public:
    static constexpr int delayMs = 500;

    explicit ApproveGuard(QWidget *window);
    [[nodiscard]] bool armed() const { return m_armed; }
    void restart();
    /// No key presses this button while the guard is not armed; the pointer may, where what it does shares nothing.
    void guardKeys(QAbstractButton *button);

Q_SIGNALS:
    void armedChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void disarm();
    void setArmed(bool armed);

    QWidget *m_window;
    QTimer *m_timer;
    bool m_armed = false;
};

} // namespace fpx::ui
