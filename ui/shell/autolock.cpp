#include "autolock.h"

#include <fpx/wallet/facade.h>

#include <QCoreApplication>
#include <QEvent>

#ifdef FPX_UI_DBUS
#include <QDBusConnection>
#endif

namespace fpx::ui {

namespace {

bool isInput(QEvent::Type type)
{
    switch (type) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletPress: return true;
    default: return false;
    }
}

} // namespace

AutoLock::AutoLock(wallet::Facade &facade, const Clock &clock, std::chrono::milliseconds minute, QObject *parent)
    : QObject(parent), m_facade(facade), m_clock(clock), m_minute(minute)
{
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, &AutoLock::look);
    connect(&facade, &wallet::Facade::phaseChanged, this, &AutoLock::begin);
    connect(&facade, &wallet::Facade::settingsChanged, this, &AutoLock::look);
    QCoreApplication::instance()->installEventFilter(this);
    watchDesktop();
    begin();
}

bool AutoLock::eventFilter(QObject *watched, QEvent *event)
{
    if (m_idle.isActive() && isInput(event->type())) {
        if (!look())
            return true; // whoever comes back to an unattended wallet unlocks it first
        m_lastInput = m_clock.steadyMilliseconds();
    }
    return QObject::eventFilter(watched, event);
}

void AutoLock::screenLocked(bool locked)
{
    if (locked)
        lockIf("lock_on_screen_lock");
}

void AutoLock::sleeping(bool begins)
{
    lockIf("lock_on_sleep");
    if (look() && !begins)
        m_facade.awake();
}

void AutoLock::begin()
{
    m_lastInput = m_clock.steadyMilliseconds();
    look();
}

qint64 AutoLock::patience() const
{
    const int minutes = m_facade.setting(QStringLiteral("auto_lock_minutes")).toInt();
    const bool wanted = m_facade.setting(QStringLiteral("auto_lock")).toBool();
    return wanted && m_facade.isOpen() ? minutes * m_minute.count() : 0;
}

bool AutoLock::look()
{
    const qint64 most = patience();
    if (most <= 0) {
        m_idle.stop();
        return true;
    }
    const qint64 left = m_lastInput + most - m_clock.steadyMilliseconds();
    if (left > 0) {
        m_idle.start(static_cast<int>(qMin(left, qint64(m_minute.count()))));
        return true;
    }
    m_idle.stop();
    m_facade.lock();
    return false;
}

void AutoLock::lockIf(const char *setting)
{
    if (m_facade.isOpen() && m_facade.setting(QLatin1String(setting)).toBool())
        m_facade.lock();
}

// Desktops name the same signal differently; a service that is not there sends nothing.
void AutoLock::watchDesktop()
{
#ifdef FPX_UI_DBUS
    for (const char *name : {"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"})
        QDBusConnection::sessionBus().connect(QLatin1String(name), QString(), QLatin1String(name),
                                              QStringLiteral("ActiveChanged"), this, SLOT(screenLocked(bool)));
    QDBusConnection::systemBus().connect(QStringLiteral("org.freedesktop.login1"),
                                         QStringLiteral("/org/freedesktop/login1"),
                                         QStringLiteral("org.freedesktop.login1.Manager"),
                                         QStringLiteral("PrepareForSleep"), this, SLOT(sleeping(bool)));
#endif
}

} // namespace fpx::ui
