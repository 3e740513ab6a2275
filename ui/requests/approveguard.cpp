#include "requests/approveguard.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QTimer>
#include <QWidget>
#include <QWindow>

namespace fpx::ui {

namespace {

bool presses(const QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease)
        return false;
    switch (static_cast<const QKeyEvent *>(event)->key()) {
    case Qt::Key_Space:
    case Qt::Key_Select:
    case Qt::Key_Return:
    case Qt::Key_Enter: return true;
    default: return false;
    }
}

} // namespace

ApproveGuard::ApproveGuard(QWidget *window) : QObject(window), m_window(window), m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setTimerType(Qt::PreciseTimer);
    m_timer->setInterval(delayMs);
    connect(m_timer, &QTimer::timeout, this, [this] { setArmed(m_window->isVisible()); });
    window->installEventFilter(this);
}

void ApproveGuard::restart()
{
    setArmed(false);
    if (m_window->isVisible())
        m_timer->start();
}

void ApproveGuard::guardKeys(QAbstractButton *button)
{
    button->installEventFilter(this);
}

void ApproveGuard::disarm()
{
    m_timer->stop();
    setArmed(false);
}

void ApproveGuard::setArmed(bool armed)
{
    if (m_armed == armed)
        return;
    m_armed = armed;
    Q_EMIT armedChanged();
}

bool ApproveGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (auto *button = qobject_cast<QAbstractButton *>(watched)) {
        if (m_armed || !presses(event))
            return false;
        button->setDown(false);
        return true;
    }
    switch (event->type()) {
    case QEvent::Show:
        if (watched == m_window && m_window->windowHandle())
            m_window->windowHandle()->installEventFilter(this); // exposure is told to the window only
        restart();
        break;
    case QEvent::WindowActivate: restart(); break;
    case QEvent::Expose:
        if (const auto *handle = qobject_cast<QWindow *>(watched); handle && !handle->isExposed())
            disarm(); // covered; starts again when it is uncovered
        else if (!m_armed && !m_timer->isActive())
            restart();
        break;
    case QEvent::Hide:
    case QEvent::WindowDeactivate:
        if (watched == m_window)
            disarm();
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace fpx::ui
