#include <fpx/vault/keychain.h>

#include "errors.h"

#include <QTimer>
#include <qcorosignal.h>
#include <qcorotimer.h>

namespace fpx::vault {

namespace {

QCoro::Task<> laterTurn()
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(0);
    co_await timer;
}

} // namespace

Result<void> checkState(KeychainState state)
{
    switch (state) {
    case KeychainState::Ready: return {};
    case KeychainState::Locked: return errors::keychainLocked();
    case KeychainState::Missing: return errors::keychainMissing();
    case KeychainState::NoDefault: return errors::keychainNoDefault();
    case KeychainState::Timeout: return errors::keychainTimeout();
    }
    return errors::keychainFailed();
}

Async<void> probe(std::shared_ptr<Keychain> keychain, QString item, Secret value)
{
    const KeychainState state = co_await keychain->state();
    FPX_CO_CHECK(checkState(state));
    FPX_CO_CHECK(co_await keychain->write(item, value));
    auto back = co_await keychain->read(item);
    if (!back && back.error().code != "keychain_entry_gone")
        co_return fail(std::move(back).error());
    const bool kept = back && *back == value;
    // Whatever came back, the probe itself should not stay.
    auto removed = co_await keychain->remove(item);
    if (!kept)
        co_return errors::keychainFailed(QStringLiteral("the probe did not come back as it was written"));
    co_return removed;
}

FakeKeychain::Fault FakeKeychain::step(const QString &operation)
{
    if (faultAfter > 0) {
        --faultAfter;
        operations.append(operation);
        return Fault::None;
    }
    operations.append(operation);
    return fault;
}

void FakeKeychain::had(const QString &operation) const
{
    if (afterEach)
        afterEach(operation);
}

QCoro::Task<KeychainState> FakeKeychain::state()
{
    if (deferred)
        co_await laterTurn();
    if (faultAfter > 0)
        co_return KeychainState::Ready;
    switch (fault) {
    case Fault::Missing: co_return KeychainState::Missing;
    case Fault::NoDefault: co_return KeychainState::NoDefault;
    case Fault::Locked:
    case Fault::LockedSilently: co_return KeychainState::Locked;
    case Fault::Timeout: co_return KeychainState::Timeout;
    default: co_return KeychainState::Ready;
    }
}

namespace {

Result<void> faultError(FakeKeychain::Fault fault)
{
    using Fault = FakeKeychain::Fault;
    switch (fault) {
    case Fault::Missing: return errors::keychainMissing();
    case Fault::NoDefault: return errors::keychainNoDefault();
    case Fault::Locked: return errors::keychainLocked();
    case Fault::Timeout: return errors::keychainTimeout();
    case Fault::Denied: return errors::keychainDenied();
    case Fault::Failed: return errors::keychainFailed();
    default: return {};
    }
}

} // namespace

Async<void> FakeKeychain::unlock()
{
    if (deferred)
        co_await laterTurn();
    operations.append(QStringLiteral("unlock"));
    const bool locked = fault == Fault::Locked || fault == Fault::LockedSilently;
    if (locked && personUnlocks)
        fault = Fault::None;
    const KeychainState now = co_await state();
    co_return checkState(now);
}

Async<void> FakeKeychain::write(QString item, Secret value)
{
    if (deferred)
        co_await laterTurn();
    const Fault now = step(QStringLiteral("write ") + item);
    FPX_CO_CHECK(faultError(now));
    if (now == Fault::LockedSilently)
        co_return errors::keychainLocked();
    if (value.isEmpty() || value.size() > 2'400)
        co_return errors::keychainFailed(QStringLiteral("size"));
    if (now != Fault::LosesWrites)
        items.insert(item, value);
    had(QStringLiteral("write ") + item);
    co_return {};
}

Async<Secret> FakeKeychain::read(QString item)
{
    if (deferred)
        co_await laterTurn();
    const Fault now = step(QStringLiteral("read ") + item);
    if (const auto wrong = faultError(now); !wrong)
        co_return fail(wrong.error());
    had(QStringLiteral("read ") + item);
    const auto found = items.constFind(item);
    if (found == items.constEnd() || now == Fault::LockedSilently)
        co_return errors::keychainEntryGone();
    if (now != Fault::Corrupts)
        co_return *found;
    QByteArray flipped(found->view().constData(), static_cast<qsizetype>(found->size()));
    flipped[flipped.size() / 2] = static_cast<char>(flipped.at(flipped.size() / 2) ^ 1);
    co_return Secret::take(flipped);
}

Async<void> FakeKeychain::remove(QString item)
{
    if (deferred)
        co_await laterTurn();
    const Fault now = step(QStringLiteral("remove ") + item);
    FPX_CO_CHECK(faultError(now));
    if (now != Fault::LockedSilently)
        items.remove(item);
    had(QStringLiteral("remove ") + item);
    co_return {};
}

} // namespace fpx::vault
