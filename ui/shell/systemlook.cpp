#include "shell/systemlook.h"

#include "style/contrast.h"

#include <QGuiApplication>

#ifdef FPX_UI_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

namespace fpx::ui {

namespace {
const QString group = QStringLiteral("org.freedesktop.appearance");
const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString colorScheme = QStringLiteral("color-scheme"); ///< 1 dark, 2 light, 0 no preference
const QString contrastKey = QStringLiteral("contrast");     ///< 1 high
} // namespace

SystemLook::SystemLook(QObject *parent)
    : QObject(parent), m_dark(luminance(QGuiApplication::palette().color(QPalette::Window)) < 0.2)
{
}

Scheme SystemLook::scheme(const QString &appearance) const
{
    const bool dark = appearance == QLatin1String("dark") || (appearance != QLatin1String("light") && m_dark);
    if (m_highContrast)
        return dark ? Scheme::HighContrastDark : Scheme::HighContrastLight;
    return dark ? Scheme::Dark : Scheme::Light;
}

void SystemLook::apply(const QString &key, const QVariant &value)
{
    const bool wasDark = m_dark;
    const bool wasHigh = m_highContrast;
    if (key == colorScheme && value.toUInt() != 0)
        m_dark = value.toUInt() == 1;
    else if (key == contrastKey)
        m_highContrast = value.toUInt() == 1;
    if (wasDark != m_dark || wasHigh != m_highContrast)
        Q_EMIT changed();
}

#ifdef FPX_UI_DBUS

void SystemLook::watch()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    read(colorScheme);
    read(contrastKey);
}

void SystemLook::read(const QString &key)
{
    auto call = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    call << group << key;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher *self) {
        const QDBusPendingReply<QDBusVariant> reply = *self;
        self->deleteLater();
        if (reply.isError())
            return; // no portal: the platform's palette stands
        QVariant value = reply.value().variant();
        while (value.canConvert<QDBusVariant>()) // Read wraps twice
            value = value.value<QDBusVariant>().variant();
        apply(key, value);
    });
}

void SystemLook::settingChanged(const QString &changedGroup, const QString &key, const QDBusVariant &value)
{
    if (changedGroup == group)
        apply(key, value.variant());
}

#else

void SystemLook::watch() {}

void SystemLook::read(const QString &) {}

void SystemLook::settingChanged(const QString &, const QString &, const QDBusVariant &) {}

#endif

} // namespace fpx::ui
