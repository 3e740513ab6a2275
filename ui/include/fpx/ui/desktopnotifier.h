// base's Notifier over the desktop: org.freedesktop.Notifications with actions where there is a session bus, else the
// tray icon's balloon.
#pragma once

#include <fpx/base/desktop.h>

#include <QHash>
#include <QObject>
#include <QPointer>

#include <optional>

class QSystemTrayIcon;

namespace fpx::ui {

/// GUI thread. Give it to the facade as its Notifier and to the Shell, which opens what the person clicks on.
class DesktopNotifier : public QObject, public Notifier
{
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject *parent = nullptr);
    void notify(const Notification &notification) override;
    void withdraw(const QString &subject) override;
    void withdrawAll() override;
    /// The fall-back; the Shell sets it when there is a tray.
    void setTray(QSystemTrayIcon *tray);

Q_SIGNALS:
    /// The person clicked; the id that the notification was given.
    void activated(const QString &actionId);

private Q_SLOTS:
    void actionInvoked(uint id, const QString &action);
    void activationToken(uint id, const QString &token);
    void closed(uint id, uint reason);

private:
    /// A note about something. The service names it in its reply, and only then it can be replaced or taken back.
    struct Subject {
        quint32 id = 0; ///< Of the note on screen; 0: none yet.
        bool sending = false;
        bool withdrawn = false;
        std::optional<Notification> next; ///< To be sent after the reply.
    };

    bool notifyOverBus(const Notification &notification);
    void notifyOverTray(const Notification &notification);
    /// `wanted`: nothing has been withdrawn altogether since it was sent.
    void shown(const Notification &notification, quint32 id, bool wanted);
    void takeBack(quint32 id);

    QPointer<QSystemTrayIcon> m_tray;
    QHash<uint, QString> m_actions; ///< what is on screen
    QHash<QString, Subject> m_subjects;
    int m_allWithdrawn = 0; ///< How often.
    QString m_lastTrayAction;
    bool m_connected = false;
};

} // namespace fpx::ui
