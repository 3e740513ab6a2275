// The vault's errors, each sentence once.
#pragma once

#include <fpx/base/result.h>

namespace fpx::vault::errors {

[[nodiscard]] Failure keychainMissing(const QString &detail = {});
[[nodiscard]] Failure keychainNoDefault(const QString &detail = {});
[[nodiscard]] Failure keychainLocked(const QString &detail = {});
[[nodiscard]] Failure keychainTimeout(const QString &detail = {});
[[nodiscard]] Failure keychainDenied(const QString &detail = {});
[[nodiscard]] Failure keychainEntryGone(const QString &detail = {});
[[nodiscard]] Failure keychainFailed(const QString &detail = {});

[[nodiscard]] Failure vaultLocked();
[[nodiscard]] Failure vaultKeyMissing();
[[nodiscard]] Failure vaultKeyMismatch(const QString &detail);
[[nodiscard]] Failure vaultInUse(const QString &detail = {});
/// `lockFile` is what a person may delete, `host` the computer that it names.
[[nodiscard]] Failure vaultInUseElsewhere(const QString &host, const QString &lockFile);
[[nodiscard]] Failure vaultNewer(const QString &detail);
[[nodiscard]] Failure vaultDamaged(const QString &detail);
[[nodiscard]] Failure vaultReadOnly(const QString &detail = {});
[[nodiscard]] Failure diskFull(const QString &detail = {});
[[nodiscard]] Failure storageFailed(const QString &detail);
[[nodiscard]] Failure nestedTransaction();

[[nodiscard]] Failure rowDamaged(const QString &detail);
[[nodiscard]] Failure rowNotFound(const QString &detail);
[[nodiscard]] Failure rowRefused(const QString &detail);
[[nodiscard]] Failure logOutOfOrder(const QString &detail);
[[nodiscard]] Failure secretNotFound(const QString &detail);
[[nodiscard]] Failure secretDamaged(const QString &detail);
[[nodiscard]] Failure secretRefused(const QString &detail);

} // namespace fpx::vault::errors
