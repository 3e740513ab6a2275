// The vault's directory and files: made for this user only.
#pragma once

#include <fpx/base/result.h>

#include <QLockFile>

#include <memory>

namespace fpx::vault {

/// Makes the directory where needed and closes it to other users.
[[nodiscard]] Result<void> makePrivateDirectory(const QString &path);
/// Whether a directory lies on another computer, which may have its own wallet open there.
[[nodiscard]] bool isOnNetwork(const QString &directory);
/// Claims the directory for as long as the lock lives. What a dead process has left is taken over, whatever computer,
/// start of it, or process id it names: while its owner lives, the kernel holds the file locked. On a network folder
/// the kernel of another computer cannot be asked, and a person has to say so by deleting the file.
/// Errors: `vault_in_use`, `vault_in_use_elsewhere`, `vault_read_only`, `disk_full`.
[[nodiscard]] Result<std::unique_ptr<QLockFile>> claim(const QString &path, bool onNetwork);
/// An empty file of mode 0600; one that is there is an error.
[[nodiscard]] Result<void> makePrivateFile(const QString &path);
/// Moves a finished file into place so that it is there after a power cut too. Never replaces.
[[nodiscard]] Result<void> putInPlace(const QString &from, const QString &to);

} // namespace fpx::vault
