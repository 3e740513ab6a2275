// The encrypted store: sealed rows in SQLite, a log of sealed entries, secrets in the OS keychain. See docs/vault.md
// and design.md section 3.
//
// Everything but open(), unlock() and the SecretStore is synchronous in the calling thread, which is the one that
// opened the vault; each call takes well under a few milliseconds (one fsync a transaction).
//
// Errors of every call that touches rows:
//   vault_locked          the keys are not in memory
//   row_damaged           a row is not what this vault wrote there: edited, swapped, or of other keys
//   row_not_found
//   disk_full             nothing was changed; what was there stays readable
//   vault_read_only       the files cannot be written
//   storage_failed        any other failure of the disk or the database; nothing was changed
//   nested_transaction    transaction() within transaction(), or an asynchronous call within one
#pragma once

#include <fpx/base/clock.h>
#include <fpx/base/random.h>
#include <fpx/base/secretstore.h>
#include <fpx/vault/keychain.h>

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QStringList>

#include <functional>
#include <limits>
#include <optional>

namespace fpx::vault {

struct VaultConfig {
    QString directory; ///< Made with mode 0700 if absent; holds vault.db (0600) and vault.lock.
    std::shared_ptr<Keychain> keychain;
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<const RandomSource> random;
};

class SealedRows;

enum class VaultState { Locked, Open };

/// One row as it was put.
struct Row {
    QString id;
    QByteArray value;
    QStringList tags;
    qint64 version = 0;  ///< 1 for a new row, one more with each put().
    qint64 position = 0; ///< Order of first insertion; keeps its value when the row is replaced.
    /// The value as JSON; empty if it was not a JSON object.
    [[nodiscard]] QJsonObject object() const;
};

struct ListOptions {
    qint64 after = 0; ///< Only rows with a greater position, or a smaller one with `newestFirst`; 0: from the start.
    qint64 limit = std::numeric_limits<qint64>::max();
    bool newestFirst = false;
};

/// One entry of the log, below the ledger.
struct LogEntry {
    qint64 sequence = 0;
    QByteArray proof;           ///< Stored in the clear: hashes that say nothing about the content.
    Result<QByteArray> content; ///< Opened; `row_damaged` if it is not what was appended at this sequence.
};

class Vault final : public QObject, public SecretStore, public std::enable_shared_from_this<Vault>
{
    Q_OBJECT

public:
    /// Opens the vault of a directory, or makes one on first run: probes the keychain, writes the keys there, reads
    /// them back, and only then makes the file. An existing file never gets new keys.
    /// Errors: `keychain_*` (try again when the keychain is open; nothing was changed), `vault_key_missing` (the
    /// keychain is open and has no keys for this file), `vault_key_mismatch` (keys of another vault), `vault_in_use`
    /// (another process, or this one), `vault_in_use_elsewhere` (on a network folder: another computer), `vault_newer_than_program`, `vault_damaged`, `vault_read_only`, `disk_full`,
    /// `storage_failed`.
    /// With KeychainPrompt::Allowed a locked keychain is asked to open first.
    [[nodiscard]] static Async<std::shared_ptr<Vault>> open(VaultConfig config,
                                                            KeychainPrompt prompt = KeychainPrompt::Never);
    ~Vault() override;

    // ── lock state ──
    [[nodiscard]] VaultState state() const;
    /// Erases all keys from memory; the file stays open and claimed. Every call then answers `vault_locked`.
    void lock();
    /// Reads the keys again; with KeychainPrompt::Allowed a locked keychain is asked to open first. Errors:
    /// `keychain_*`, `vault_key_missing`, `vault_key_mismatch`.
    [[nodiscard]] Async<void> unlock(KeychainPrompt prompt = KeychainPrompt::Never);
    /// 32 hexadecimal digits, made with the vault; not secret.
    [[nodiscard]] QString id() const;
    /// When the vault was made (UTC).
    [[nodiscard]] QDateTime created() const;

    // ── rows ──
    /// Runs `work` in one durable transaction: all of it is on disk when this returns a value, none of it when it
    /// returns an error (also if `work` does, or if an exception passes).
    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()> &work);
    /// Stores or replaces a row. `table` is `[a-z0-9._-]{1,64}` (readable in the file), `id` up to 1,000 bytes of
    /// UTF-8 (kept as a keyed hash), `value` up to 4 MiB. `tags` (≤ 64) are for findByTag(). Also: `row_refused` when
    /// these limits are not kept.
    [[nodiscard]] Result<void> put(const QString &table, const QString &id, const QByteArray &value,
                                   const QStringList &tags = {});
    [[nodiscard]] Result<void> put(const QString &table, const QString &id, const QJsonObject &value,
                                   const QStringList &tags = {});
    [[nodiscard]] Result<Row> row(const QString &table, const QString &id);
    [[nodiscard]] Result<QByteArray> get(const QString &table, const QString &id);
    /// As get(), for rows put as JSON.
    [[nodiscard]] Result<QJsonObject> object(const QString &table, const QString &id);
    [[nodiscard]] Result<bool> contains(const QString &table, const QString &id);
    /// Removing what is not there succeeds.
    [[nodiscard]] Result<void> remove(const QString &table, const QString &id);
    [[nodiscard]] Result<qint64> count(const QString &table);
    /// Visits the rows in order of position until `visitor` returns false; it may change the vault. Damaged rows are
    /// passed over, and the call then ends with `row_damaged` after the last intact one.
    [[nodiscard]] Result<void> list(const QString &table, const std::function<bool(const Row &)> &visitor,
                                    const ListOptions &options = {});
    [[nodiscard]] Result<QList<Row>> rows(const QString &table, const ListOptions &options = {});
    /// As rows(), to be opened in another thread (fpx/vault/sealedrows.h). Read in one go: `limit` bounds the time.
    [[nodiscard]] Result<SealedRows> sealedRows(const QString &table, const ListOptions &options = {});
    /// The rows that bear `tag`, by a keyed hash, in order of position. A row that is filed under a tag that it does
    /// not bear is `row_damaged`.
    [[nodiscard]] Result<QList<Row>> findByTag(const QString &table, const QString &tag);

    // ── log: append-only, for core/ledger ──
    /// One insert. `sequence` must be one more than the last (`log_out_of_order` else); `proof` ≤ 256 bytes.
    [[nodiscard]] Result<void> logAppend(qint64 sequence, const QByteArray &proof, const QByteArray &content);
    struct LogHead {
        qint64 sequence = 0; ///< 0: the log is empty.
        QByteArray proof;
    };
    [[nodiscard]] Result<LogHead> logHead();
    /// At most `limit` entries with sequence ≥ `from`, ascending; or, with `descending`, ≤ `from`, newest first.
    [[nodiscard]] Result<QList<LogEntry>> logEntries(qint64 from, int limit, bool descending = false);

    // ── anchors: small facts outside the directory, in the keychain, sealed ──
    /// Replaces the anchor `name` (`[a-z0-9-]{1,64}`, value ≤ 1,000 bytes). Errors: `keychain_*`, `vault_locked`.
    [[nodiscard]] Async<void> writeAnchor(QString name, QByteArray value);
    /// Nothing if it was never written. Also: `row_damaged` when it is not this vault's.
    [[nodiscard]] Async<std::optional<QByteArray>> readAnchor(QString name);

    // ── SecretStore: each value is sealed under its purpose's key first (order of steps: docs/vault.md) ──
    // Also: `secret_refused` for a name or size outside the limits.
    [[nodiscard]] Async<void> put(SecretName name, Secret value) override;
    [[nodiscard]] Async<Secret> get(SecretName name) override;
    [[nodiscard]] Async<void> remove(SecretName name) override;

    /// A quota for the database file in pages of 4 KiB, not less than what it has now: past it every write is
    /// `disk_full`. 0 lifts it. This is how tests fill the disk.
    [[nodiscard]] Result<void> limitPages(qint64 pages);

Q_SIGNALS:
    void stateChanged(fpx::vault::VaultState state);

private:
    class Private;
    explicit Vault(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace fpx::vault
