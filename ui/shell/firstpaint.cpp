#include "shell/firstpaint.h"

#include <QTimer>
#include <QWidget>
#include <QWindow>

namespace fpx::ui {

namespace {

constexpr int patience = 500; // milliseconds

class FirstPaint final : public QObject
{
public:
    FirstPaint(QWindow *window, std::function<void()> then) : QObject(window), m_then(std::move(then))
    {
        window->installEventFilter(this);
        QTimer::singleShot(patience, this, [this] { end(); });
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // Widgets paint while this event is handled; what is queued now comes after it.
        if (event->type() == QEvent::Expose && static_cast<QWindow *>(watched)->isExposed())
            QTimer::singleShot(0, this, [this] { end(); });
        return false;
    }

private:
    void end()
    {
        if (const auto then = std::exchange(m_then, {})) {
            deleteLater();
            then();
        }
    }

    std::function<void()> m_then;
};

} // namespace

void afterFirstPaint(QWidget *window, std::function<void()> then)
{
    new FirstPaint(window->windowHandle(), std::move(then)); // the window's child
}

} // namespace fpx::ui
