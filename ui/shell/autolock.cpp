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

AutoLock::AutoLock(wallet::Facade &facade, std::chrono::milliseconds minute, QObject *parent)
    : QObject(parent), m_facade(facade), m_minute(minute)
{
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, [this] { lockIf("auto_lock"); });
    connect(&facade, &wallet::Facade::phaseChanged, this, &AutoLock::begin);
    connect(&facade, &wallet::Facade::settingsChanged, this, &AutoLock::begin);
    QCoreApplication::instance()->installEventFilter(this);
    watchDesktop();
    begin();
}

bool AutoLock::eventFilter(QObject *watched, QEvent *event)
{
    if (m_idle.isActive() && isInput(event->type()))
        m_idle.start();
    return QObject::eventFilter(watched, event);
}

void AutoLock::screenLocked(bool locked)
{
    if (locked)
        lockIf("lock_on_screen_lock");
}

void AutoLock::sleeping([[maybe_unused]] bool begins)
{
    lockIf("lock_on_sleep");
}

void AutoLock::begin()
{
    const int minutes = m_facade.setting(QStringLiteral("auto_lock_minutes")).toInt();
    if (m_facade.phase() == wallet::Facade::Phase::Ready && minutes > 0)
        m_idle.start(minutes * m_minute);
    else
        m_idle.stop();
}

void AutoLock::lockIf(const char *setting)
{
    if (m_facade.phase() == wallet::Facade::Phase::Ready && m_facade.setting(QLatin1String(setting)).toBool())
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
