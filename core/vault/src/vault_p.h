// The inside of Vault, shared by its source files.
#pragma once

#include "database.h"
#include "errors.h"
#include "files.h"
#include "keys.h"
#include "rowstore.h"
#include "schema.h"

#include <fpx/vault/vault.h>

#include <QSet>

namespace fpx::vault {

// Tables of the vault itself; the public calls refuse the prefix.
inline const QString reservedPrefix = QStringLiteral("fpx.");
inline const QString secretsTable = QStringLiteral("fpx.secrets"); ///< Where each secret is.
inline const QString litterTable = QStringLiteral("fpx.litter");   ///< Keychain items that may have to go.

class Vault::Private
{
public:
    explicit Private(VaultConfig c) : config(std::move(c)) {}

    /// `vault_locked` without keys.
    [[nodiscard]] Result<RowStore> store();
    /// As store(), for the start of an asynchronous call: not within a transaction.
    [[nodiscard]] Result<RowStore> storeOutsideTransaction();

    /// Makes the files and the keys of a new vault.
    [[nodiscard]] static Async<void> make(VaultConfig config, QString path);
    /// Removes from the keychain what an interrupted change left there. Reports nothing: it is tried again next time.
    static QCoro::Task<> sweepLitter(std::weak_ptr<Vault> weak);
    /// Removes one item that nothing refers to any more, and forgets it when it is gone.
    [[nodiscard]] static Async<void> dispose(std::shared_ptr<Vault> vault, QString item);

    VaultConfig config;
    std::unique_ptr<QLockFile> claimed;
    std::unique_ptr<Database> database;
    Meta meta;
    std::shared_ptr<Keys> keys;
    int lockings = 0;       ///< Counts lock(), so that an unlock() that was overtaken does not open.
    QSet<QString> inFlight; ///< Keychain items being written: not litter, although listed.
};

} // namespace fpx::vault
