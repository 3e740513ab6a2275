// Locks the wallet when nobody is there: after a while without input, with the screen, and when the computer sleeps,
// each as the settings say (auto_lock, auto_lock_minutes, lock_on_screen_lock, lock_on_sleep).
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace fpx::wallet {
class Facade;
}

namespace fpx::ui {

/// Lives in the GUI thread and sees every input of the application; `facade` must outlive it.
class AutoLock : public QObject
{
    Q_OBJECT

public:
    /// `minute` is the length of the settings' minute; tests shorten it.
    explicit AutoLock(wallet::Facade &facade, std::chrono::milliseconds minute = std::chrono::minutes(1),
                      QObject *parent = nullptr);

    bool eventFilter(QObject *watched, QEvent *event) override;

public Q_SLOTS:
    void screenLocked(bool locked);
    /// logind's PrepareForSleep: before (`true`) and after the sleep. Both lock, since the first may come too late.
    void sleeping(bool begins);

private:
    void begin();
    void lockIf(const char *setting);
    void watchDesktop();

    wallet::Facade &m_facade;
    std::chrono::milliseconds m_minute;
    QTimer m_idle;
};

} // namespace fpx::ui
