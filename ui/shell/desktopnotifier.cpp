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
    uint replaces = 0;
    if (!notification.subject.isEmpty()) {
        Subject &subject = m_subjects[notification.subject];
        if (subject.sending) {
            subject.next = notification;
            subject.withdrawn = false;
            return true;
        }
        subject.sending = true;
        subject.withdrawn = false;
        replaces = subject.id;
    }
    auto call = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
    // the specification reads the text as markup; what comes from outside is not
    call << QGuiApplication::applicationDisplayName() << replaces << QStringLiteral("security-high")
         << notification.title << cleaned(notification.text, maxText).toHtmlEscaped() << actions << hints << -1;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, notification, at = m_allWithdrawn](QDBusPendingCallWatcher *self) {
                const QDBusPendingReply<uint> reply = *self;
                self->deleteLater();
                if (!reply.isError())
                    return shown(notification, reply.value(), at == m_allWithdrawn);
                m_subjects.remove(notification.subject);
                if (at == m_allWithdrawn)
                    notifyOverTray(notification); // no notification service on this bus
            });
    return true;
}

void DesktopNotifier::shown(const Notification &notification, quint32 id, bool wanted)
{
    m_actions.insert(id, notification.actionId);
    const auto subject = m_subjects.find(notification.subject);
    if (notification.subject.isEmpty() || subject == m_subjects.end()) {
        if (!wanted)
            takeBack(id);
        return;
    }
    subject->id = id;
    subject->sending = false;
    if (const auto next = std::exchange(subject->next, std::nullopt))
        notify(*next);
    else if (subject->withdrawn)
        withdraw(notification.subject);
}

void DesktopNotifier::withdraw(const QString &subject)
{
    const auto found = m_subjects.find(subject);
    if (subject.isEmpty() || found == m_subjects.end())
        return;
    found->next.reset();
    found->withdrawn = true;
    if (found->sending)
        return; // as soon as it is known under which number it is shown
    const quint32 id = found->id;
    m_subjects.erase(found);
    takeBack(id);
}

void DesktopNotifier::withdrawAll()
{
    ++m_allWithdrawn;
    for (Subject &subject : m_subjects) {
        subject.next.reset();
        subject.withdrawn = true;
    }
    const QList<uint> ids = m_actions.keys();
    m_subjects.removeIf([](const QHash<QString, Subject>::iterator &entry) { return !entry->sending; });
    for (const uint id : ids)
        takeBack(id);
    m_lastTrayAction.clear();
}

void DesktopNotifier::takeBack(quint32 id)
{
    m_actions.remove(id);
    auto call = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("CloseNotification"));
    call << id;
    QDBusConnection::sessionBus().asyncCall(call);
}

#else

bool DesktopNotifier::notifyOverBus(const Notification &)
{
    return false;
}

void DesktopNotifier::withdraw(const QString &) {}

void DesktopNotifier::withdrawAll()
{
    m_lastTrayAction.clear();
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
    m_subjects.removeIf(
        [id](const QHash<QString, Subject>::iterator &entry) { return entry->id == id && !entry->sending; });
}

} // namespace fpx::ui
