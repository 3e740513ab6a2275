// Opening, making, locking and unlocking.
#include "vault_p.h"

#include <fpx/base/utc.h>

#include <QDir>
#include <QFile>

namespace fpx::vault {

namespace {

constexpr char noDefault[] = "keychain_no_default";

QString inDirectory(const VaultConfig &config, const char *name)
{
    return QDir(config.directory).filePath(QString::fromLatin1(name));
}

/// The file and what SQLite may have put beside it.
void removeFile(const QString &path)
{
    for (const char *suffix : {"", "-journal", "-wal", "-shm"})
        QFile::remove(path + QString::fromLatin1(suffix));
}

/// The finished file appears under its name at once, so that a file of that name is always a vault.
Result<void> makeFile(const QString &path, const Meta &meta)
{
    const QString unfinished = path + QStringLiteral(".new");
    removeFile(unfinished);
    FPX_CHECK(makePrivateFile(unfinished));
    {
        FPX_TRY(database, Database::open(unfinished, Database::Mode::Make));
        FPX_CHECK(makeSchema(*database, meta));
    }
    return putInPlace(unfinished, path);
}

} // namespace

Async<void> Vault::Private::make(VaultConfig config, QString path)
{
    const QByteArray id = config.random->bytes(Keys::idSize);
    const QString item = Keys::itemName(id);
    const QString probeItem = QString::fromLatin1(id.toHex()) + QStringLiteral("/probe");
    QByteArray probeBytes = config.random->bytes(keySize);
    const Secret probeValue = Secret::take(probeBytes);
    FPX_CO_CHECK(co_await probe(config.keychain, probeItem, probeValue));

    // The id is new, so an item of that name can only mean that the random source is broken.
    auto present = co_await config.keychain->read(item);
    if (present)
        co_return errors::vaultKeyMismatch(QStringLiteral("keys of a new vault exist"));
    if (present.error().code != "keychain_entry_gone")
        co_return fail(std::move(present).error());

    const Keys keys = Keys::generate(id, *config.random);
    const Secret encoded = keys.encode();
    FPX_CO_CHECK(co_await config.keychain->write(item, encoded));
    auto back = co_await config.keychain->read(item);
    Result<void> made;
    if (!back)
        made = fail(std::move(back).error());
    else if (*back != encoded)
        made = errors::keychainFailed(QStringLiteral("the keys did not come back as they were written"));
    else
        made = makeFile(path, Meta{id, config.clock->nowSeconds(), keys.check()});
    if (!made) [[maybe_unused]]
        const auto removed = co_await config.keychain->remove(item); // no file needs them
    co_return made;
}

Async<std::shared_ptr<Vault>> Vault::open(VaultConfig config, KeychainPrompt prompt)
{
    FPX_CO_CHECK(makePrivateDirectory(config.directory));
    FPX_CO_TRY(claimed, claim(inDirectory(config, "vault.lock"), isOnNetwork(config.directory)));
    const QString path = inDirectory(config, "vault.db");
    if (prompt == KeychainPrompt::Allowed) {
        const auto unlocked = co_await config.keychain->unlock();
        if (!unlocked && unlocked.error().code != noDefault)
            co_return fail(unlocked.error());
    }
    if (!QFile::exists(path)) {
        if (QFile::exists(path + QStringLiteral("-wal")))
            co_return errors::vaultDamaged(QStringLiteral("vault.db is gone and its log is there"));
        FPX_CO_CHECK(co_await Private::make(config, path));
    }
    if (QFileInfo(path).size() == 0) // SQLite would take it for a new database
        co_return errors::vaultDamaged(QStringLiteral("vault.db is empty"));
    if (!QFileInfo(path).isWritable())
        co_return errors::vaultReadOnly(QStringLiteral("vault.db"));

    auto d = std::make_unique<Private>(config);
    d->claimed = std::move(claimed);
    FPX_CO_TRY(database, Database::open(path, Database::Mode::Open));
    FPX_CO_TRY(meta, migrate(*database));
    d->database = std::move(database);
    d->meta = meta;
    const std::shared_ptr<Vault> vault(new Vault(std::move(d)));
    FPX_CO_CHECK(co_await vault->unlock());
    co_return vault;
}

Vault::Vault(std::unique_ptr<Private> p) : d(std::move(p)) {}

Vault::~Vault()
{
    d->keys.reset();
    d->database.reset(); // before the claim is given up
}

VaultState Vault::state() const
{
    return d->keys ? VaultState::Open : VaultState::Locked;
}

void Vault::lock()
{
    ++d->lockings;
    if (!d->keys)
        return;
    d->keys.reset();
    Q_EMIT stateChanged(VaultState::Locked);
}

Async<void> Vault::unlock(KeychainPrompt prompt)
{
    const auto self = shared_from_this();
    if (d->keys)
        co_return {};
    const int lockings = d->lockings;
    if (prompt == KeychainPrompt::Allowed) {
        const auto unlocked = co_await d->config.keychain->unlock();
        if (d->keys) // another unlock() was faster
            co_return {};
        if (!unlocked && unlocked.error().code != noDefault)
            co_return fail(unlocked.error());
    }
    const KeychainState keychain = co_await d->config.keychain->state();
    if (keychain != KeychainState::NoDefault) // the item may be there all the same: reading it tells
        FPX_CO_CHECK(checkState(keychain));
    auto item = co_await d->config.keychain->read(Keys::itemName(d->meta.vaultId));
    if (!item) {
        if (item.error().code == "keychain_entry_gone")
            co_return errors::vaultKeyMissing();
        co_return fail(std::move(item).error());
    }
    auto keys = Keys::decode(*item);
    if (!keys)
        co_return errors::vaultKeyMismatch(QStringLiteral("not a vault's keys"));
    if (keys->vaultId() != d->meta.vaultId)
        co_return errors::vaultKeyMismatch(QStringLiteral("vault id"));
    if (!constantTimeEqual(keys->check(), d->meta.keyCheck))
        co_return errors::vaultKeyMismatch(QStringLiteral("key check"));
    if (lockings != d->lockings)
        co_return errors::vaultLocked();
    if (d->keys) // another unlock() was faster
        co_return {};
    d->keys = std::make_shared<Keys>(std::move(*keys));
    Q_EMIT stateChanged(VaultState::Open);
    spawn(Private::sweepLitter(self));
    co_return {};
}

QString Vault::id() const
{
    return QString::fromLatin1(d->meta.vaultId.toHex());
}

QDateTime Vault::created() const
{
    return utcFromSeconds(d->meta.created);
}

Result<RowStore> Vault::Private::store()
{
    if (!keys)
        return errors::vaultLocked();
    return RowStore(*database, keys, *config.random);
}

Result<RowStore> Vault::Private::storeOutsideTransaction()
{
    if (database->inTransaction())
        return errors::nestedTransaction();
    return store();
}

} // namespace fpx::vault
