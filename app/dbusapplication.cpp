#include "dbusapplication.h"

#include <fpx/control/wire.h>

#include <QDBusConnection>

namespace fpx::app {

namespace {

QString tokenOf(const QVariantMap &platformData)
{
    const QString wayland = platformData.value(QStringLiteral("activation-token")).toString();
    return wayland.isEmpty() ? platformData.value(QStringLiteral("desktop-startup-id")).toString() : wayland;
}

} // namespace

DBusApplication::DBusApplication(QObject *owner) : QDBusAbstractAdaptor(owner)
{
    setAutoRelaySignals(false);
}

bool DBusApplication::claim()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    return bus.isConnected() &&
           bus.registerObject(QStringLiteral("/org/fpx/Wallet"), parent(), QDBusConnection::ExportAdaptors) &&
           bus.registerService(QLatin1String(applicationId));
}

void DBusApplication::Activate(const QVariantMap &platformData)
{
    Q_EMIT activated(tokenOf(platformData));
}

void DBusApplication::Open(const QStringList &uris, const QVariantMap &platformData)
{
    for (const QString &uri : uris) {
        if (uri.size() <= control::maxLinkSize)
            Q_EMIT opened(uri, tokenOf(platformData));
    }
}

void DBusApplication::ActivateAction(const QString &, const QVariantList &, const QVariantMap &platformData)
{
    Q_EMIT activated(tokenOf(platformData));
}

} // namespace fpx::app
