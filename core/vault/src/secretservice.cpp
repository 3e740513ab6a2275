#include "secretservice.h"

#include <QtGlobal>

#ifdef QT_DBUS_LIB

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <qcorosignal.h>

namespace fpx::vault {

namespace {

QDBusMessage question(const QString &path, const char *interface, const char *member, const QVariantList &arguments)
{
    auto message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), path,
                                                  QString::fromLatin1(interface), QString::fromLatin1(member));
    message.setArguments(arguments);
    return message;
}

QDBusMessage askLocked(const QString &collection)
{
    return question(collection, "org.freedesktop.DBus.Properties", "Get",
                    {QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")});
}

QCoro::Task<QDBusMessage> ask(QDBusMessage message, std::chrono::milliseconds timeout)
{
    const auto call = QDBusConnection::sessionBus().asyncCall(message, static_cast<int>(timeout.count()));
    QDBusPendingCallWatcher watcher(call);
    if (!watcher.isFinished())
        co_await qCoro(&watcher, &QDBusPendingCallWatcher::finished);
    co_return watcher.reply();
}

KeychainState stateFromError(const QDBusMessage &reply)
{
    const QString error = reply.errorName();
    if (error == QLatin1String("org.freedesktop.DBus.Error.NoReply") ||
        error == QLatin1String("org.freedesktop.DBus.Error.Timeout") ||
        error == QLatin1String("org.freedesktop.DBus.Error.TimedOut"))
        return KeychainState::Timeout;
    return KeychainState::Missing;
}

bool isAnswer(const QDBusMessage &reply)
{
    return reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty();
}

KeychainState stateFromLocked(const QDBusMessage &reply)
{
    const QVariant locked = reply.arguments().constFirst().value<QDBusVariant>().variant();
    if (locked.typeId() != QMetaType::Bool)
        return KeychainState::Missing;
    return locked.toBool() ? KeychainState::Locked : KeychainState::Ready;
}

} // namespace

QCoro::Task<KeychainState> secretServiceState(std::chrono::milliseconds timeout)
{
    if (!QDBusConnection::sessionBus().isConnected())
        co_return KeychainState::Missing;
    const QDBusMessage aliasQuestion = askLocked(QStringLiteral("/org/freedesktop/secrets/aliases/default"));
    const QDBusMessage byAlias = co_await ask(aliasQuestion, timeout);
    if (isAnswer(byAlias))
        co_return stateFromLocked(byAlias);
    if (stateFromError(byAlias) == KeychainState::Timeout)
        co_return KeychainState::Timeout;

    // Not every service shows aliases as objects: ask for the name behind it.
    const QVariantList name{QStringLiteral("default")};
    const QDBusMessage nameQuestion =
        question(QStringLiteral("/org/freedesktop/secrets"), "org.freedesktop.Secret.Service", "ReadAlias", name);
    const QDBusMessage collection = co_await ask(nameQuestion, timeout);
    if (!isAnswer(collection))
        co_return stateFromError(collection);
    const QString path = collection.arguments().constFirst().value<QDBusObjectPath>().path();
    if (path.isEmpty() || path == QLatin1String("/"))
        co_return KeychainState::Missing;
    const QDBusMessage pathQuestion = askLocked(path);
    const QDBusMessage byPath = co_await ask(pathQuestion, timeout);
    co_return isAnswer(byPath) ? stateFromLocked(byPath) : stateFromError(byPath);
}

} // namespace fpx::vault

#endif
