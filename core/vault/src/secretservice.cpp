#include "secretservice.h"

#include <QtGlobal>

#ifdef QT_DBUS_LIB

#include "secretprompt.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QDeadlineTimer>
#include <qcorosignal.h>

#include <variant>

namespace fpx::vault {

namespace {

using std::chrono::milliseconds;

const QLatin1String root("/org/freedesktop/secrets");
const QLatin1String nothing("/"); // an object path that names none
constexpr milliseconds lookAgain{1'000};

QDBusMessage question(const QString &path, const char *interface, const char *member, const QVariantList &arguments)
{
    auto message = QDBusMessage::createMethodCall(secretServiceName(), path, QString::fromLatin1(interface),
                                                  QString::fromLatin1(member));
    message.setArguments(arguments);
    return message;
}

QDBusMessage askLocked(const QString &collection)
{
    return question(collection, "org.freedesktop.DBus.Properties", "Get",
                    {QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")});
}

QCoro::Task<QDBusMessage> ask(QDBusMessage message, milliseconds timeout)
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

/// The object path behind the alias "default", or the state that stands for its absence.
QCoro::Task<std::variant<QString, KeychainState>> defaultCollection(milliseconds timeout)
{
    const QVariantList name{QStringLiteral("default")};
    const QDBusMessage nameQuestion = question(root, "org.freedesktop.Secret.Service", "ReadAlias", name);
    const QDBusMessage collection = co_await ask(nameQuestion, timeout);
    if (!isAnswer(collection))
        co_return stateFromError(collection);
    const QString path = collection.arguments().constFirst().value<QDBusObjectPath>().path();
    if (path.isEmpty() || path == nothing)
        co_return KeychainState::NoDefault;
    co_return path;
}

} // namespace

QCoro::Task<KeychainState> secretServiceState(milliseconds timeout)
{
    if (!QDBusConnection::sessionBus().isConnected())
        co_return KeychainState::Missing;
    const QDBusMessage aliasQuestion = askLocked(root + QStringLiteral("/aliases/default"));
    const QDBusMessage byAlias = co_await ask(aliasQuestion, timeout);
    if (isAnswer(byAlias))
        co_return stateFromLocked(byAlias);
    if (stateFromError(byAlias) == KeychainState::Timeout)
        co_return KeychainState::Timeout;

    // Not every service shows aliases as objects: ask for the name behind it.
    const auto collection = co_await defaultCollection(timeout);
    if (const auto *state = std::get_if<KeychainState>(&collection))
        co_return *state;
    const QDBusMessage pathQuestion = askLocked(std::get<QString>(collection));
    const QDBusMessage byPath = co_await ask(pathQuestion, timeout);
    if (isAnswer(byPath))
        co_return stateFromLocked(byPath);
    // The service answers, and the collection that it names is gone.
    co_return stateFromError(byPath) == KeychainState::Timeout ? KeychainState::Timeout : KeychainState::NoDefault;
}

QCoro::Task<bool> isInUnlockedCollection(QString keychainService, QString key, milliseconds timeout)
{
    using Attributes = QMap<QString, QString>;
    qDBusRegisterMetaType<Attributes>();
    Attributes attributes; // as QtKeychain's own
    attributes.insert(QStringLiteral("server"), keychainService);
    attributes.insert(QStringLiteral("user"), key);
    const QVariantList arguments(1, QVariant::fromValue(attributes));
    const QDBusMessage search = question(root, "org.freedesktop.Secret.Service", "SearchItems", arguments);
    const QDBusMessage found = co_await ask(search, timeout);
    co_return isAnswer(found) && !qdbus_cast<QList<QDBusObjectPath>>(found.arguments().constFirst()).isEmpty();
}

QCoro::Task<UnlockAnswer> unlockSecretService(QString window, milliseconds timeout, milliseconds promptTimeout)
{
    qDBusRegisterMetaType<QList<QDBusObjectPath>>();
    const auto failed = [](KeychainState state) {
        return state == KeychainState::Timeout     ? UnlockAnswer::Timeout
               : state == KeychainState::NoDefault ? UnlockAnswer::NoDefault
                                                   : UnlockAnswer::Missing;
    };
    if (!QDBusConnection::sessionBus().isConnected())
        co_return UnlockAnswer::Missing;
    const auto collection = co_await defaultCollection(timeout);
    if (const auto *state = std::get_if<KeychainState>(&collection))
        co_return failed(*state);

    const QList<QDBusObjectPath> wanted(1, QDBusObjectPath(std::get<QString>(collection)));
    const QVariantList arguments(1, QVariant::fromValue(wanted));
    const QDBusMessage unlockQuestion = question(root, "org.freedesktop.Secret.Service", "Unlock", arguments);
    const QDBusMessage answer = co_await ask(unlockQuestion, timeout);
    if (!isAnswer(answer) || answer.arguments().size() != 2)
        co_return failed(stateFromError(answer));
    const QString prompt = answer.arguments().at(1).value<QDBusObjectPath>().path();
    if (prompt.isEmpty() || prompt == nothing)
        co_return UnlockAnswer::Opened;

    SecretPrompt shown(prompt); // listens before it is asked for, so that no quick answer is missed
    const QDBusMessage promptQuestion =
        question(prompt, "org.freedesktop.Secret.Prompt", "Prompt", QVariantList(1, window));
    const QDBusMessage begun = co_await ask(promptQuestion, timeout);
    if (begun.type() != QDBusMessage::ReplyMessage)
        co_return failed(stateFromError(begun));
    // Nobody dismisses it but the person: gnome-keyring (42) aborts when a prompt that is shown is dismissed.
    for (const QDeadlineTimer deadline(promptTimeout); !shown.answer() && !deadline.hasExpired();) {
        co_await qCoro(&shown, &SecretPrompt::answered, lookAgain);
        // Opened in another way, in the program that keeps the keyring: nobody has to answer any more.
        if (!shown.answer() && co_await secretServiceState(timeout) == KeychainState::Ready)
            co_return UnlockAnswer::Opened;
    }
    if (shown.answer())
        co_return *shown.answer();
    co_return UnlockAnswer::Timeout;
}

} // namespace fpx::vault

#endif
