#include <QtGlobal>

#ifdef QT_DBUS_LIB

#include "secretprompt.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QDBusVariant>

namespace fpx::vault {

QString secretServiceName()
{
    return QStringLiteral("org.freedesktop.secrets");
}

SecretPrompt::SecretPrompt(const QString &path)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(secretServiceName(), path, QStringLiteral("org.freedesktop.Secret.Prompt"), QStringLiteral("Completed"),
                this, SLOT(completed(bool, QDBusVariant)));
    auto *watcher =
        new QDBusServiceWatcher(secretServiceName(), bus, QDBusServiceWatcher::WatchForUnregistration, this);
    connect(watcher, &QDBusServiceWatcher::serviceUnregistered, this, [this] { end(UnlockAnswer::Missing); });
}

void SecretPrompt::completed(bool dismissed, const QDBusVariant &result)
{
    Q_UNUSED(result) // what was opened is looked at again
    end(dismissed ? UnlockAnswer::Dismissed : UnlockAnswer::Opened);
}

void SecretPrompt::end(UnlockAnswer answer)
{
    if (m_answer)
        return;
    m_answer = answer;
    Q_EMIT answered();
}

} // namespace fpx::vault

#endif
