// The history: append-only entries in a hash chain, sealed in the vault. See docs/vault.md.
//
// An entry's content is committed to by commitment = SHA-256(salt ‖ content), and
//     hash(n) = SHA-256("fpx-ledger-1" ‖ hash(n−1) ‖ n as 8 bytes, big endian ‖ commitment(n)),   hash(0) = 32 zeros.
// The chain covers only the salted commitment, so that a content can be erased one day and the proof stays. Signed
// checkpoints are not there yet: whoever holds the vault's keys could still write the whole chain anew.
//
// One thread, the vault's. Errors: those of vault rows, and `entry_refused`, `ledger_damaged`.
#pragma once

#include <fpx/vault/vault.h>

#include <QDateTime>

namespace fpx::ledger {

/// One thing that happened. Attribute values never occur in it: names, identifiers and codes only.
struct Entry {
    QString kind; ///< `[a-z][a-z0-9_]{0,31}`: decision, permission, connection, sign_in, lock, refusal, export …
    QString code; ///< `[a-z][a-z0-9_]{0,63}`: what happened, for the sentence that the front end says.
    QJsonObject parameters; ///< What that sentence needs. With the rest at most 16 KiB as JSON.
    QDateTime time;         ///< UTC, kept to the millisecond; may jump, the sequence does not.
    QString request;        ///< RequestKey, or empty.
    QString permission;     ///< PermissionId, or empty.
    QString outcome;        ///< Machine code of the result, e.g. "granted", or empty.

    [[nodiscard]] bool operator==(const Entry &) const = default;
};

struct StoredEntry {
    qint64 sequence = 0; ///< 1, 2, 3 … without gaps.
    Entry entry;
    QByteArray hash;      ///< 32 bytes.
    bool damaged = false; ///< In a page only: the content is not what was appended, and `entry` is empty.
};

/// Empty members match everything.
struct Filter {
    QString kind;
    QString code;
    QString request;
    QString permission;
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool matches(const Entry &entry) const;
};

struct Page {
    QList<StoredEntry> entries; ///< Newest first.
    qint64 before = 0;          ///< Where the next page begins; 0: there is none.
};

struct Head {
    qint64 count = 0;
    QByteArray hash; ///< 32 bytes; zeros when count is 0.
    [[nodiscard]] bool operator==(const Head &) const = default;
};

/// What verification found first, and where.
struct Fault {
    enum class What {
        Gap,       ///< The entry `sequence` is not there although later ones are.
        Damaged,   ///< Its content is not what was appended there.
        Chain,     ///< Its hash does not follow from the one before.
        Truncated, ///< The history ends before `sequence`, which the keychain's head has seen.
        Replaced,  ///< The entry that the keychain's head has seen was another one.
    };
    What what = What::Gap;
    qint64 sequence = 0;
};

/// A verification in steps, so that a front end can show progress and stop.
struct Verification {
    qint64 checked = 0;         ///< Entries that hold so far.
    std::optional<Fault> fault; ///< The first one; then `done`.
    bool done = false;
    QByteArray lastHash;        ///< Hash of entry `checked`.
    std::optional<Head> anchor; ///< The head in the keychain to hold the chain against, if there is one.
};

class Ledger
{
public:
    Ledger(std::shared_ptr<vault::Vault> vault, std::shared_ptr<const RandomSource> random);

    /// Appends within the caller's transaction, or in one of its own: one insert. Returns the sequence number.
    [[nodiscard]] Result<qint64> append(const Entry &entry);
    [[nodiscard]] Result<qint64> count() const;
    [[nodiscard]] Result<Head> head() const;
    [[nodiscard]] Result<StoredEntry> entry(qint64 sequence) const;
    /// At most `count` (1 … 1,000) matching entries older than `before` (0: from the newest). Looks at 10,000 entries at
    /// most, so a page may be short and still name a next one. Damaged entries are shown whatever the filter.
    [[nodiscard]] Result<Page> page(qint64 before, int count, const Filter &filter = {}) const;

    /// Starts a verification; `anchor` as readAnchor() gave it.
    [[nodiscard]] static Verification beginVerification(std::optional<Head> anchor = {});
    /// Checks up to `entries` more.
    [[nodiscard]] Result<void> verifyStep(Verification &verification, int entries = 1'000) const;
    /// The whole chain at once.
    [[nodiscard]] Result<Verification> verify(std::optional<Head> anchor = {}) const;

    /// Hands the whole history as one JSON document to `sink`, piece by piece; stops at its first error. The format is
    /// described in docs/vault.md: every content byte for byte with its salt, so that anyone can compute the chain.
    [[nodiscard]] Result<void> exportJson(const std::function<Result<void>(const QByteArray &)> &sink) const;
    [[nodiscard]] Result<QByteArray> exportJson() const;

    /// Copies the head to the keychain, where a cut tail or an old copy of the directory shows. Asynchronous, so it
    /// follows the history at a distance: call it when things are quiet and before locking. Never moves backwards:
    /// `ledger_damaged` if the keychain has seen more than there is.
    [[nodiscard]] Async<void> writeAnchor();
    [[nodiscard]] Async<std::optional<Head>> readAnchor();
    /// Holds the history against the keychain's head without looking at the entries between: succeeds when there is no
    /// head yet. Errors: `history_cut` (entries that the keychain has seen are gone, as after an old copy of the data
    /// was put back), `history_replaced` (another one stands there), those of readAnchor().
    [[nodiscard]] Async<void> checkAnchor();
    /// Called after each append(), which may still be rolled back with the caller's transaction; an empty one takes it
    /// back.
    void onAppended(std::function<void()> call) { m_appended = std::move(call); }

private:
    std::shared_ptr<vault::Vault> m_vault;
    std::shared_ptr<const RandomSource> m_random;
    std::function<void()> m_appended;
};

} // namespace fpx::ledger
