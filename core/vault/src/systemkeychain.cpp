#include <fpx/vault/systemkeychain.h>

#include "errors.h"
#include "secretservice.h"

#include <qcorosignal.h>
#include <qt6keychain/keychain.h>

namespace fpx::vault {

namespace {

using std::chrono::milliseconds;

constexpr auto promptTime = std::chrono::minutes(5); // a password may have to be looked up

QCoro::Task<KeychainState> askState(milliseconds watchdog)
{
#ifdef QT_DBUS_LIB
    const KeychainState state = co_await secretServiceState(watchdog);
    // Plasma may have its keys in KWallet alone, which says honestly whether it is open: let the job find out.
    const bool absent = state == KeychainState::Missing || state == KeychainState::NoDefault;
    if (absent && qgetenv("XDG_CURRENT_DESKTOP").contains("KDE"))
        co_return KeychainState::Ready;
    co_return state;
#else
    Q_UNUSED(watchdog)
    co_return KeychainState::Ready; // Keychain and Credential Manager tell by the job's error
#endif
}

/// Runs a job that the caller has prepared, and owns it; returns what a reading job has read. The first error of: the
/// state before, the watchdog, the job. `keychain_entry_gone` only if the keychain is open after the job as well.
/// With `lockedMeansNothing` a collection that calls itself locked is tried all the same.
Async<Secret> run(QKeychain::Job *job, milliseconds watchdog, std::shared_ptr<bool> lockedMeansNothing)
{
    job->setAutoDelete(false);
    KeychainState before = co_await askState(watchdog);
    if (before == KeychainState::Ready)
        *lockedMeansNothing = false; // it follows again
    else if (before == KeychainState::Locked && *lockedMeansNothing)
        before = KeychainState::Ready;
#ifdef QT_DBUS_LIB
    // What is there can be read without a default collection; only where it would be written nobody knows.
    if (before == KeychainState::NoDefault && qobject_cast<QKeychain::ReadPasswordJob *>(job) != nullptr) {
        const QString service = job->service();
        const QString key = job->key();
        if (co_await isInUnlockedCollection(service, key, watchdog))
            before = KeychainState::Ready;
    }
#endif
    if (const auto ready = checkState(before); !ready) {
        delete job;
        co_return fail(ready.error());
    }
    job->setInsecureFallback(false);
    job->start(); // in a later turn of the event loop
    const auto finished = co_await qCoro(job, &QKeychain::Job::finished, watchdog);
    if (!finished) {
        // QtKeychain cannot cancel, and its call-back would meet a deleted job: let it go when it ends.
        job->setAutoDelete(true);
        co_return errors::keychainTimeout(QStringLiteral("no answer to a job"));
    }
    const QKeychain::Error error = job->error();
    const QString words = job->errorString();
    const bool removing = qobject_cast<QKeychain::DeletePasswordJob *>(job) != nullptr;
    Secret read;
    if (auto *reading = qobject_cast<QKeychain::ReadPasswordJob *>(job)) {
        QByteArray bytes = reading->binaryData();
        read = Secret::take(bytes);
    }
    job->deleteLater();

    if (error == QKeychain::NoError && !removing)
        co_return read;
    if (error == QKeychain::NoBackendAvailable || error == QKeychain::NotImplemented)
        co_return errors::keychainMissing(words);
    if (error == QKeychain::AccessDeniedByUser)
        co_return errors::keychainDenied(words);
    // Any other answer, the "done" of a removal included, may only mean that the keychain was locked or went away.
    KeychainState after = co_await askState(watchdog);
    if (after == KeychainState::Locked && *lockedMeansNothing && error != QKeychain::EntryNotFound)
        after = KeychainState::Ready;
    if (const auto ready = checkState(after); !ready)
        co_return fail(ready.error());
    switch (error) {
    case QKeychain::NoError: co_return read;
    case QKeychain::EntryNotFound: co_return errors::keychainEntryGone();
    case QKeychain::AccessDenied: co_return errors::keychainDenied(words);
    default: co_return errors::keychainFailed(QStringLiteral("%1: %2").arg(error).arg(words));
    }
}

} // namespace

SystemKeychain::SystemKeychain(QString service, milliseconds watchdog)
    : m_service(std::move(service)), m_watchdog(watchdog)
{
}

// No coroutine below touches `this` after its first suspension.

namespace {

QCoro::Task<KeychainState> believedState(milliseconds watchdog, std::shared_ptr<bool> lockedMeansNothing)
{
    const KeychainState state = co_await askState(watchdog);
    co_return state == KeychainState::Locked && *lockedMeansNothing ? KeychainState::Ready : state;
}

} // namespace

QCoro::Task<KeychainState> SystemKeychain::state()
{
    return believedState(m_watchdog, m_lockedMeansNothing);
}

Async<void> SystemKeychain::unlock()
{
    const milliseconds watchdog = m_watchdog;
    const auto flag = m_lockedMeansNothing;
#ifdef QT_DBUS_LIB
    const QString window = m_window ? m_window() : QString();
    const KeychainState before = co_await askState(watchdog);
    if (before != KeychainState::Locked)
        co_return checkState(before);
    const UnlockAnswer answer = co_await unlockSecretService(window, watchdog, promptTime);
    switch (answer) {
    case UnlockAnswer::Opened: break;
    case UnlockAnswer::Dismissed: co_return errors::keychainLocked(QStringLiteral("dismissed"));
    case UnlockAnswer::Timeout: co_return errors::keychainTimeout(QStringLiteral("the question was not answered"));
    case UnlockAnswer::Missing: co_return errors::keychainMissing(QStringLiteral("gone while it was to open"));
    case UnlockAnswer::NoDefault: co_return errors::keychainNoDefault();
    }
#endif
    const KeychainState after = co_await askState(watchdog);
    *flag = after == KeychainState::Locked;
    if (*flag)
        co_return {};
    co_return checkState(after);
}

Async<void> SystemKeychain::write(QString item, Secret value)
{
    if (value.isEmpty() || value.size() > 2'400)
        co_return errors::keychainFailed(QStringLiteral("an item of %1 bytes").arg(value.size()));
    const milliseconds watchdog = m_watchdog;
    const auto flag = m_lockedMeansNothing;
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(item);
    // A deep copy: the job may outlive the secret.
    const QByteArray view = value.view();
    job->setBinaryData(QByteArray(view.constData(), view.size()));
    auto outcome = co_await run(job, watchdog, flag);
    if (!outcome && outcome.error().code == "keychain_entry_gone")
        co_return errors::keychainFailed(QStringLiteral("an entry that is gone cannot be written"));
    if (!outcome)
        co_return fail(std::move(outcome).error());
    co_return {};
}

Async<Secret> SystemKeychain::read(QString item)
{
    const milliseconds watchdog = m_watchdog;
    const auto flag = m_lockedMeansNothing;
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(item);
    FPX_CO_TRY(value, co_await run(job, watchdog, flag));
    if (value.isEmpty()) // no item is empty: the service answered without the contents
        co_return errors::keychainFailed(QStringLiteral("an empty item"));
    co_return value;
}

Async<void> SystemKeychain::remove(QString item)
{
    const milliseconds watchdog = m_watchdog;
    const auto flag = m_lockedMeansNothing;
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(item);
    auto outcome = co_await run(job, watchdog, flag);
    if (!outcome && outcome.error().code != "keychain_entry_gone")
        co_return fail(std::move(outcome).error());
    co_return {};
}

} // namespace fpx::vault
