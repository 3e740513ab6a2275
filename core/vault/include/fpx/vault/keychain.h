// Port: the OS keychain (Secret Service, Keychain, Credential Manager). design.md section 3.
//
// A keychain is the least reliable part of a desktop: it may be absent, locked, answer "no entry" when it is locked,
// report a success that did nothing, or never answer. An implementation turns all of that into one of the errors
// below, within a bounded time, and never falls back to storing anything in the clear.
//
// Errors of read(), write() and remove():
//   keychain_missing     no service on this desktop
//   keychain_no_default  a service without a default collection: none is open, or none was chosen
//   keychain_locked      there, but locked; nothing was read, written or removed (see unlock())
//   keychain_timeout     no answer in time; a write or removal may still happen later
//   keychain_denied      the person or the system refused this program
//   keychain_entry_gone  (read only) the keychain is open and truly has no such item
//   keychain_failed      anything else; the detail has the service's words
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/secret.h>

#include <QHash>
#include <QString>
#include <QStringList>

#include <functional>

namespace fpx::vault {

enum class KeychainState {
    Ready, ///< There and open, as far as it says so itself: only a write and read-back proves it.
    Locked,
    Missing,
    NoDefault, ///< The service is there, and no collection is its default: what is written would go nowhere.
    Timeout,   ///< The service does not answer.
};

/// Whether an operation may put the keychain's own question (a password, as a rule) in front of the person.
enum class KeychainPrompt {
    Never,   ///< Whatever the wallet does by itself.
    Allowed, ///< What a person has just pressed, and waits for.
};

/// One thread: the one that made it, with a running event loop.
class Keychain
{
public:
    virtual ~Keychain() = default;

    /// Asks without changing anything and without any prompt to the person.
    [[nodiscard]] virtual QCoro::Task<KeychainState> state() = 0;
    /// Asks a locked keychain to open, and waits while it asks the person: for minutes, if need be. Only for
    /// KeychainPrompt::Allowed. Succeeds at once where it is open, or where locking is nothing that can be asked about.
    /// Errors: `keychain_locked` (the person dismissed the question), `keychain_timeout` (nobody answered it), and those
    /// of a keychain that is not there.
    [[nodiscard]] virtual Async<void> unlock() = 0;
    /// Stores or replaces. `item` is `[A-Za-z0-9._/-]{1,200}`; the value is 1 … 2,400 bytes (Credential Manager's limit
    /// is 2,560), any bytes. When it resolves, the service has acknowledged the item.
    [[nodiscard]] virtual Async<void> write(QString item, Secret value) = 0;
    [[nodiscard]] virtual Async<Secret> read(QString item) = 0;
    /// Removing what is not there succeeds.
    [[nodiscard]] virtual Async<void> remove(QString item) = 0;
};

/// Writes a random item, reads it back, compares and removes it: the only proof that a keychain keeps things.
/// Errors: as Keychain; `keychain_failed` when what comes back is not what was written.
[[nodiscard]] Async<void> probe(std::shared_ptr<Keychain> keychain, QString item, Secret value);

/// The `keychain_*` error that stands for a state which is not Ready.
[[nodiscard]] Result<void> checkState(KeychainState state);

/// For tests: keeps items in memory and misbehaves on request.
class FakeKeychain final : public Keychain
{
public:
    enum class Fault {
        None,
        Missing,
        NoDefault,
        Locked,
        LockedSilently, ///< As a locked Secret Service behaves when asked carelessly: state() knows, read() finds no
                        ///< entry, remove() "succeeds".
        Timeout,        ///< What a watchdog makes of silence.
        Denied,
        Failed,
        LosesWrites, ///< write() "succeeds" and keeps nothing.
        Corrupts,    ///< read() answers with one bit flipped.
    };

    [[nodiscard]] QCoro::Task<KeychainState> state() override;
    /// "unlock" in `operations`; what comes of it is `personUnlocks`.
    [[nodiscard]] Async<void> unlock() override;
    [[nodiscard]] Async<void> write(QString item, Secret value) override;
    [[nodiscard]] Async<Secret> read(QString item) override;
    [[nodiscard]] Async<void> remove(QString item) override;

    QHash<QString, Secret> items;
    Fault fault = Fault::None;
    int faultAfter = -1;        ///< ≥ 0: so many more operations succeed before `fault` begins.
    bool personUnlocks = false; ///< The person answers the question of unlock(): a Locked fault is over.
    bool deferred = false;      ///< Operations resolve in a later turn of the event loop, as real ones do.
    std::function<void(const QString &operation)> afterEach; ///< Called when an operation has had its effect.
    QStringList operations; ///< "write <item>", "read <item>", "remove <item>", "unlock", in order.

private:
    [[nodiscard]] Fault step(const QString &operation);
    void had(const QString &operation) const;
};

} // namespace fpx::vault
