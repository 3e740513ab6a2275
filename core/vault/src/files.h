// The vault's directory and files: made for this user only.
#pragma once

#include <fpx/base/result.h>

#include <QLockFile>

#include <memory>

namespace fpx::vault {

/// Makes the directory where needed and closes it to other users.
[[nodiscard]] Result<void> makePrivateDirectory(const QString &path);
/// Claims the directory for as long as the lock lives. Errors: `vault_in_use`, `vault_read_only`, `disk_full`.
[[nodiscard]] Result<std::unique_ptr<QLockFile>> claim(const QString &path);
/// An empty file of mode 0600; one that is there is an error.
[[nodiscard]] Result<void> makePrivateFile(const QString &path);
/// Moves a finished file into place so that it is there after a power cut too. Never replaces.
[[nodiscard]] Result<void> putInPlace(const QString &from, const QString &to);

} // namespace fpx::vault
