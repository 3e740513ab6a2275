#include "text/sentence.h"

#include <fpx/ui/desktopnotifier.h>

#include <QGuiApplication>
#include <QSystemTrayIcon>

#ifdef FPX_UI_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#endif

namespace fpx::ui {

namespace {
const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
constexpr qsizetype maxText = 300; // names in it come from registries
} // namespace

DesktopNotifier::DesktopNotifier(QObject *parent) : QObject(parent) {}

void DesktopNotifier::setTray(QSystemTrayIcon *tray)
{
    m_tray = tray;
    connect(tray, &QSystemTrayIcon::messageClicked, this, [this] {
        if (!m_lastTrayAction.isEmpty())
            Q_EMIT activated(m_lastTrayAction);
    });
}

void DesktopNotifier::notify(const Notification &notification)
{
    if (!notifyOverBus(notification))
        notifyOverTray(notification);
}

void DesktopNotifier::notifyOverTray(const Notification &notification)
{
    if (!m_tray || !QSystemTrayIcon::supportsMessages())
        return; // the main window and the history say it as well
    m_lastTrayAction = notification.actionId;
    m_tray->showMessage(notification.title, cleaned(notification.text, maxText), QSystemTrayIcon::NoIcon);
}

#ifdef FPX_UI_DBUS

bool DesktopNotifier::notifyOverBus(const Notification &notification)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return false;
    if (!m_connected) {
        m_connected = true;
        bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
        bus.connect(service, path, service, QStringLiteral("ActivationToken"), this,
                    SLOT(activationToken(uint, QString)));
        bus.connect(service, path, service, QStringLiteral("NotificationClosed"), this, SLOT(closed(uint, uint)));
    }
    QStringList actions;
    if (!notification.actionId.isEmpty())
        actions << QStringLiteral("default") << tr("Open"); // a click on the note
    if (!notification.actionText.isEmpty())
        actions << QStringLiteral("button") << notification.actionText;
    QVariantMap hints{{QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()}};
    auto call = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
    // the specification reads the text as markup; what comes from outside is not
    call << QGuiApplication::applicationDisplayName() << 0U << QStringLiteral("security-high") << notification.title
         << cleaned(notification.text, maxText).toHtmlEscaped() << actions << hints << -1;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, notification](QDBusPendingCallWatcher *self) {
        const QDBusPendingReply<uint> reply = *self;
        self->deleteLater();
        if (reply.isError())
            notifyOverTray(notification); // no notification service on this bus
        else
            m_actions.insert(reply.value(), notification.actionId);
    });
    return true;
}

#else

bool DesktopNotifier::notifyOverBus(const Notification &)
{
    return false;
}

#endif

void DesktopNotifier::actionInvoked(uint id, const QString &)
{
    const QString action = m_actions.take(id);
    if (!action.isEmpty())
        Q_EMIT activated(action);
}

void DesktopNotifier::activationToken(uint id, const QString &token)
{
    if (m_actions.contains(id))
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8()); // Wayland: the right to raise one window, read by Qt
}

void DesktopNotifier::closed(uint id, uint)
{
    m_actions.remove(id);
}

} // namespace fpx::ui
