// SecretStore and anchors: what lies in the keychain besides the keys. docs/vault.md has the order of steps and what an
// interruption between two of them leaves.
#include "vault_p.h"

#include <QRegularExpression>

namespace fpx::vault {

namespace {

constexpr std::size_t maxSecret = 64 * 1024;
constexpr qsizetype maxItem = 2'000; ///< Sealed bytes that fit every platform's keychain item.
constexpr int tokenSize = 16;        ///< Random part of an item's name.

constexpr char inKeychain = 'K';
constexpr char inRow = 'R';

QString purposeName(SecretPurpose purpose)
{
    switch (purpose) {
    case SecretPurpose::SignIn: return QStringLiteral("sign-in");
    case SecretPurpose::AsKeys: return QStringLiteral("as-keys");
    case SecretPurpose::AsTokens: return QStringLiteral("as-tokens");
    case SecretPurpose::SourceTokens: return QStringLiteral("source-tokens");
    case SecretPurpose::RotMaterial: return QStringLiteral("rot-material");
    case SecretPurpose::Ledger: return QStringLiteral("ledger");
    }
    return {};
}

Result<void> checkName(const SecretName &name)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9._/-]{1,128}\\z"));
    if (!pattern.match(name.id).hasMatch() || purposeName(name.purpose).isEmpty())
        return errors::secretRefused(QStringLiteral("name"));
    return {};
}

QString rowId(const SecretName &name)
{
    return purposeName(name.purpose) + QLatin1Char('/') + name.id;
}

/// Where a secret is: the row's value is this, followed by the sealed bytes if they are in the row.
struct Place {
    char kind = inRow;
    QByteArray token; ///< Makes each version of a secret a thing of its own: its item's name, and part of its sealing.
    QByteArray sealed;

    [[nodiscard]] QByteArray encode() const { return QByteArray(1, kind) + token + sealed; }
    [[nodiscard]] static std::optional<Place> decode(const QByteArray &value)
    {
        if (value.size() < 1 + tokenSize || (value.at(0) != inKeychain && value.at(0) != inRow))
            return std::nullopt;
        return Place{value.at(0), value.sliced(1, tokenSize), value.sliced(1 + tokenSize)};
    }
    [[nodiscard]] QString item(const QByteArray &vaultId) const
    {
        return QString::fromLatin1(vaultId.toHex() + "/secret/" + token.toHex());
    }
};

Fields associated(const Keys &keys, const SecretName &name, const QByteArray &token)
{
    return Fields("fpx-vault-1 secret").add(keys.vaultId()).add(purposeName(name.purpose)).add(name.id).add(token);
}

Result<Secret> openSecret(const Keys &keys, const SecretName &name, const Place &place, const QByteArray &sealed)
{
    auto plain = unseal(keys.purpose(name.purpose), sealed, associated(keys, name, place.token));
    if (!plain)
        return errors::secretDamaged(purposeName(name.purpose));
    return Secret::take(*plain);
}

/// Nothing if there is no such secret. Errors: `secret_damaged` and those of rows.
Result<std::optional<Place>> findPlace(RowStore &store, const SecretName &name)
{
    auto row = store.row(secretsTable, rowId(name));
    if (!row) {
        if (row.error().code == "row_not_found")
            return std::nullopt;
        if (row.error().code == "row_damaged")
            return errors::secretDamaged(row.error().detail);
        return fail(std::move(row).error());
    }
    auto place = Place::decode(row->value);
    if (!place)
        return errors::secretDamaged(purposeName(name.purpose));
    return place;
}

/// The item that a change makes superfluous goes on the list of litter in the same transaction.
Result<QString> retire(RowStore &store, const SecretName &name, const QByteArray &vaultId)
{
    auto old = findPlace(store, name);
    if (!old && old.error().code != "secret_damaged") // a damaged one is replaced or removed all the same
        return fail(std::move(old).error());
    if (!old || !*old || (*old)->kind != inKeychain)
        return QString();
    const QString item = (*old)->item(vaultId);
    FPX_CHECK(store.put(litterTable, item, QByteArray(""), {}));
    return item;
}

/// True where the keychain says that it did nothing.
bool surelyNotWritten(const Error &error)
{
    return error.code == "keychain_locked" || error.code == "keychain_missing" || error.code == "keychain_no_default" ||
           error.code == "keychain_denied";
}

QString anchorItem(const Keys &keys, const QString &name)
{
    return QString::fromLatin1(keys.vaultId().toHex()) + QStringLiteral("/anchor/") + name;
}

Fields anchorAssociated(const Keys &keys, const QString &name)
{
    return Fields("fpx-vault-1 anchor").add(keys.vaultId()).add(name);
}

Result<void> checkAnchor(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-z0-9-]{1,64}\\z"));
    if (!pattern.match(name).hasMatch())
        return errors::rowRefused(QStringLiteral("anchor name"));
    return {};
}

} // namespace

Async<void> Vault::put(SecretName name, Secret value)
{
    const auto self = shared_from_this();
    QString item;
    Place place;
    {
        FPX_CO_TRY(store, d->storeOutsideTransaction());
        FPX_CO_CHECK(checkName(name));
        if (value.isEmpty() || value.size() > maxSecret)
            co_return errors::secretRefused(QStringLiteral("%1 bytes").arg(value.size()));
        place.token = d->config.random->bytes(tokenSize);
        place.sealed = seal(d->keys->purpose(name.purpose), value.view(), associated(*d->keys, name, place.token),
                            *d->config.random);
        if (place.sealed.size() <= maxItem) {
            place.kind = inKeychain;
            item = place.item(d->keys->vaultId());
            // 1. Announced as litter: whatever happens from here on, the item is found again.
            FPX_CO_CHECK(store.put(litterTable, item, QByteArray(""), {}));
        }
    }
    if (place.kind == inKeychain) {
        // 2. A new item; the one of the old value stays as it is.
        const Secret sealed(place.sealed);
        place.sealed.clear();
        d->inFlight.insert(item);
        auto written = co_await d->config.keychain->write(item, sealed);
        d->inFlight.remove(item);
        if (!written) {
            if (auto store = d->store(); store && surelyNotWritten(written.error())) [[maybe_unused]]
                const auto forgotten = store->remove(litterTable, item);
            co_return written;
        }
    }
    // 3. The row points to it, in the transaction that turns the old item into litter.
    FPX_CO_TRY(store, d->storeOutsideTransaction());
    const QByteArray vaultId = d->keys->vaultId();
    QString old;
    FPX_CO_CHECK(d->database->transaction([&]() -> Result<void> {
        FPX_TRY(retired, retire(store, name, vaultId));
        old = retired;
        FPX_CHECK(store.put(secretsTable, rowId(name), place.encode(), {}));
        return item.isEmpty() ? Result<void>() : store.remove(litterTable, item);
    }));
    // 4. The old item goes. The new value is safe by now, so a failure here waits for the next sweep.
    if (!old.isEmpty()) [[maybe_unused]]
        const auto disposed = co_await Private::dispose(self, old);
    co_return {};
}

Async<Secret> Vault::get(SecretName name)
{
    const auto self = shared_from_this();
    QByteArray seen;
    while (true) {
        Place place;
        {
            FPX_CO_TRY(store, d->storeOutsideTransaction());
            FPX_CO_CHECK(checkName(name));
            FPX_CO_TRY(found, findPlace(store, name));
            if (!found)
                co_return errors::secretNotFound(purposeName(name.purpose));
            place = *found;
        }
        if (place.kind == inRow)
            co_return openSecret(*d->keys, name, place, place.sealed);
        auto item = co_await d->config.keychain->read(place.item(d->meta.vaultId));
        if (!d->keys)
            co_return errors::vaultLocked();
        if (item)
            co_return openSecret(*d->keys, name, place, item->view());
        if (item.error().code != "keychain_entry_gone")
            co_return fail(std::move(item).error());
        // Replaced while we were reading? Then the row names another item by now.
        if (seen == place.token)
            co_return errors::secretDamaged(
                QStringLiteral("%1: the keychain item is gone").arg(purposeName(name.purpose)));
        seen = place.token;
    }
}

Async<void> Vault::remove(SecretName name)
{
    const auto self = shared_from_this();
    QString old;
    {
        FPX_CO_TRY(store, d->storeOutsideTransaction());
        FPX_CO_CHECK(checkName(name));
        const QByteArray vaultId = d->keys->vaultId();
        FPX_CO_CHECK(d->database->transaction([&]() -> Result<void> {
            FPX_TRY(retired, retire(store, name, vaultId));
            old = retired;
            return store.remove(secretsTable, rowId(name));
        }));
    }
    if (old.isEmpty())
        co_return {};
    // The secret is gone for the wallet; the error says that its sealed bytes are still in the keychain for now.
    co_return co_await Private::dispose(self, old);
}

Async<void> Vault::Private::dispose(std::shared_ptr<Vault> vault, QString item)
{
    FPX_CO_CHECK(co_await vault->d->config.keychain->remove(item));
    FPX_CO_TRY(store, vault->d->store());
    co_return store.remove(litterTable, item);
}

QCoro::Task<> Vault::Private::sweepLitter(std::weak_ptr<Vault> weak)
{
    QStringList litter;
    std::shared_ptr<Keychain> keychain;
    {
        const auto vault = weak.lock();
        auto store = vault ? vault->d->store() : Result<RowStore>(errors::vaultLocked());
        if (!store)
            co_return;
        keychain = vault->d->config.keychain;
        const auto collect = [&litter](const Row &row) {
            litter.append(row.id);
            return true;
        };
        if (!store->list(litterTable, collect, {}))
            co_return;
    }
    for (const QString &item : std::as_const(litter)) {
        {
            // Named by a row since the list was read: it is a secret now, and no litter.
            const auto vault = weak.lock();
            auto store = vault ? vault->d->store() : Result<RowStore>(errors::vaultLocked());
            const auto listed = store ? store->contains(litterTable, item) : Result<bool>(fail(store.error()));
            if (!listed)
                co_return;
            if (!*listed || vault->d->inFlight.contains(item))
                continue;
        }
        const auto removed = co_await keychain->remove(item); // holds the keychain, not the vault
        const auto vault = weak.lock();
        if (!removed || !vault)
            co_return;
        if (auto store = vault->d->store()) [[maybe_unused]]
            const auto forgotten = store->remove(litterTable, item);
    }
}

Async<void> Vault::writeAnchor(QString name, QByteArray value)
{
    const auto self = shared_from_this();
    if (!d->keys)
        co_return errors::vaultLocked();
    FPX_CO_CHECK(checkAnchor(name));
    if (value.size() > 1'000)
        co_return errors::rowRefused(QStringLiteral("anchor"));
    const Secret sealed(seal(d->keys->anchors(), value, anchorAssociated(*d->keys, name), *d->config.random));
    const QString item = anchorItem(*d->keys, name);
    co_return co_await d->config.keychain->write(item, sealed);
}

Async<std::optional<QByteArray>> Vault::readAnchor(QString name)
{
    const auto self = shared_from_this();
    if (!d->keys)
        co_return errors::vaultLocked();
    FPX_CO_CHECK(checkAnchor(name));
    const QString item = anchorItem(*d->keys, name);
    auto sealed = co_await d->config.keychain->read(item);
    if (!d->keys)
        co_return errors::vaultLocked();
    if (!sealed) {
        if (sealed.error().code == "keychain_entry_gone")
            co_return std::nullopt;
        co_return fail(std::move(sealed).error());
    }
    auto plain = unseal(d->keys->anchors(), sealed->view(), anchorAssociated(*d->keys, name));
    if (!plain)
        co_return errors::rowDamaged(QStringLiteral("anchor %1").arg(name));
    co_return plain;
}

} // namespace fpx::vault
