// The desktop's way in: org.freedesktop.Application on the session bus. Links and activation tokens come as a message,
// so that no ticket ever stands in a process list (profile 4.1).
#pragma once

#include <QDBusAbstractAdaptor>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

namespace fpx::app {

inline constexpr char applicationId[] = "org.fpx.Wallet";

class DBusApplication : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")

public:
    explicit DBusApplication(QObject *owner);

    /// Claims the application's name; false when another instance (another data directory) has it or there is no bus.
    bool claim();

public Q_SLOTS:
    void Activate(const QVariantMap &platformData);
    void Open(const QStringList &uris, const QVariantMap &platformData);
    void ActivateAction(const QString &action, const QVariantList &parameter, const QVariantMap &platformData);

Q_SIGNALS:
    // Not of the D-Bus interface: for the process itself.
    void activated(const QString &activationToken);
    void opened(const QString &link, const QString &activationToken);
};

} // namespace fpx::app
