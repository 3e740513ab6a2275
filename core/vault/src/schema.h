// The tables, and how older files become new ones.
#pragma once

#include "database.h"

namespace fpx::vault {

inline constexpr qint64 schemaVersion = 1;

/// What the file says about itself, in the clear.
struct Meta {
    QByteArray vaultId;
    qint64 created = 0; ///< Seconds since 1970.
    QByteArray keyCheck;
};

/// Makes the tables of the current version in an empty file, in one transaction.
[[nodiscard]] Result<void> makeSchema(Database &database, const Meta &meta);
/// Brings a file to the current version, step by step, each in one transaction.
/// Errors: `vault_newer_than_program`, `vault_damaged` (not a vault), those of the database.
[[nodiscard]] Result<Meta> migrate(Database &database);

} // namespace fpx::vault
