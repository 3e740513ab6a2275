// Locks the wallet when nobody is there: after a while without input, with the screen, and when the computer sleeps,
// each as the settings say (auto_lock, auto_lock_minutes, lock_on_screen_lock, lock_on_sleep), whenever the vault is open.
#pragma once

#include <fpx/base/clock.h>

#include <QObject>
#include <QTimer>

#include <chrono>

namespace fpx::wallet {
class Facade;
}

namespace fpx::ui {

/// Lives in the GUI thread and sees every input of the application; `facade` and `clock` must outlive it. What counts is
/// the clock that goes on while the computer sleeps: a timer does not, so the clock is asked at each input, on waking, and
/// once a minute.
class AutoLock : public QObject
{
    Q_OBJECT

public:
    /// `minute` is the length of the settings' minute; tests shorten it.
    AutoLock(wallet::Facade &facade, const Clock &clock, std::chrono::milliseconds minute = std::chrono::minutes(1),
             QObject *parent = nullptr);

    bool eventFilter(QObject *watched, QEvent *event) override;

public Q_SLOTS:
    void screenLocked(bool locked);
    /// logind's PrepareForSleep: before (`true`) and after the sleep. Both lock, since the first may come too late, and the
    /// second looks whether the person has been away for too long.
    void sleeping(bool begins);

private:
    void begin();
    /// Locks if nobody has been there for too long, else looks again later. False: locked.
    bool look();
    [[nodiscard]] qint64 patience() const; ///< ms; 0: the idle lock is off
    void lockIf(const char *setting);
    void watchDesktop();

    wallet::Facade &m_facade;
    const Clock &m_clock;
    std::chrono::milliseconds m_minute;
    QTimer m_idle;
    qint64 m_lastInput = 0; ///< Clock::steadyMilliseconds()
};

} // namespace fpx::ui
