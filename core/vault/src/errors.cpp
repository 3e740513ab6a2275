#include "errors.h"

#include "words.h"

namespace fpx::vault::errors {

Failure keychainMissing(const QString &detail)
{
    return fail(
        "keychain_missing",
        Words::tr("This desktop has no keychain that the wallet could keep its keys in. Nothing was lost. Start or "
                  "install one (for example GNOME Keyring or KWallet) and try again."),
        detail, Retry::Later);
}

Failure keychainNoDefault(const QString &detail)
{
    return fail(
        "keychain_no_default",
        Words::tr("This desktop has a keychain, but no default keyring is open in it. Nothing was lost. Open your "
                  "keyring or password database, or choose a default one, in the program that keeps it (for "
                  "example KeePassXC, or Passwords and Keys), and try again."),
        detail, Retry::Later);
}

Failure keychainLocked(const QString &detail)
{
    return fail("keychain_locked", Words::tr("Your keychain is locked. Nothing was lost. Unlock it and try again."),
                detail, Retry::Later);
}

Failure keychainTimeout(const QString &detail)
{
    return fail(
        "keychain_timeout",
        Words::tr("Your keychain does not answer. Nothing was lost. It may be waiting for you to answer its own "
                  "window; then try again."),
        detail, Retry::Later);
}

Failure keychainDenied(const QString &detail)
{
    return fail("keychain_denied",
                Words::tr("The keychain refused access to the wallet. Nothing was lost. Allow the wallet there and try "
                          "again."),
                detail, Retry::Later);
}

Failure keychainEntryGone(const QString &detail)
{
    return fail("keychain_entry_gone", Words::tr("Something that the wallet had kept in your keychain is not there."),
                detail);
}

Failure keychainFailed(const QString &detail)
{
    return fail("keychain_failed",
                Words::tr("The keychain of this desktop does not keep what the wallet gives it. Nothing was lost."),
                detail, Retry::Later);
}

Failure vaultLocked()
{
    return fail("vault_locked", Words::tr("The wallet is locked. Unlock it and try again."));
}

Failure vaultKeyMissing()
{
    return fail(
        "vault_key_missing",
        Words::tr("The keys of this wallet are not in your keychain, so its data cannot be read. The data was left "
                  "as it is. If you have another keychain or user account, the keys may be there; or restore a "
                  "backup."));
}

Failure vaultKeyMismatch(const QString &detail)
{
    return fail(
        "vault_key_mismatch",
        Words::tr("The keys in your keychain belong to another wallet, so this wallet's data cannot be read. The "
                  "data was left as it is."),
        detail);
}

Failure vaultInUse(const QString &detail)
{
    return fail("vault_in_use", Words::tr("The wallet is already open in another window or another session."), detail,
                Retry::Later);
}

Failure vaultInUseElsewhere(const QString &host, const QString &lockFile)
{
    return fail(
        "vault_in_use_elsewhere",
        Words::tr("The wallet's data lies in a folder on the network and seems to be open on the computer “%1”. "
                  "Nothing was changed. Close the wallet there. If it is not open there, delete the file %2 and "
                  "try again.")
            .arg(host, lockFile),
        {}, Retry::Later);
}

Failure vaultNewer(const QString &detail)
{
    return fail(
        "vault_newer_than_program",
        Words::tr("This wallet's data was last used by a newer version of the program. The data was left as it is. "
                  "Install the newer version to use it."),
        detail);
}

Failure vaultDamaged(const QString &detail)
{
    return fail(
        "vault_damaged",
        Words::tr("The file with this wallet's data is damaged. It was left as it is. Restore a backup to go on."),
        detail);
}

Failure vaultReadOnly(const QString &detail)
{
    return fail(
        "vault_read_only",
        Words::tr("The wallet cannot write to its data directory. Nothing was changed. Make the directory writable "
                  "and try again."),
        detail, Retry::Later);
}

Failure diskFull(const QString &detail)
{
    return fail(
        "disk_full",
        Words::tr("The disk is full, so this was not saved. Nothing else was changed or lost. Free some space and "
                  "try again."),
        detail, Retry::Later);
}

Failure storageFailed(const QString &detail)
{
    return fail("storage_failed", Words::tr("The wallet could not save or read its data. Nothing was changed."), detail,
                Retry::Later);
}

Failure nestedTransaction()
{
    return fail("nested_transaction",
                Words::tr("The wallet stopped an operation that was not safe. Nothing was changed."));
}

Failure rowDamaged(const QString &detail)
{
    return fail("row_damaged",
                Words::tr("A part of the wallet's data was changed by something else than the wallet and is not used."),
                detail);
}

Failure rowNotFound(const QString &detail)
{
    return fail("row_not_found", Words::tr("What you are looking for is not in the wallet."), detail);
}

Failure rowRefused(const QString &detail)
{
    return fail("row_refused", Words::tr("This is too large for the wallet to keep, or its name is not valid."),
                detail);
}

Failure logOutOfOrder(const QString &detail)
{
    return fail("log_out_of_order", Words::tr("The wallet stopped a change to its history. Nothing was changed."),
                detail);
}

Failure secretNotFound(const QString &detail)
{
    return fail("secret_not_found", Words::tr("Something that the wallet had stored is missing."), detail);
}

Failure secretDamaged(const QString &detail)
{
    return fail("secret_damaged",
                Words::tr("Something that the wallet had stored in your keychain was changed and is not used."),
                detail);
}

Failure secretRefused(const QString &detail)
{
    return fail("secret_refused", Words::tr("This is too large for the wallet to keep, or its name is not valid."),
                detail);
}

} // namespace fpx::vault::errors
