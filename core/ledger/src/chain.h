// The bytes of an entry and the arithmetic of the chain. docs/vault.md describes both for a third person.
#pragma once

#include <fpx/ledger/ledger.h>

namespace fpx::ledger {

inline constexpr qsizetype hashBytes = 32;
inline constexpr int saltBytes = 16;

/// What the log keeps in the clear beside each entry: commitment ‖ hash.
struct Proof {
    QByteArray commitment;
    QByteArray hash;
    [[nodiscard]] QByteArray encode() const { return commitment + hash; }
    [[nodiscard]] static std::optional<Proof> decode(const QByteArray &bytes);
};

[[nodiscard]] QByteArray firstHash(); ///< hash(0): 32 zeros.
[[nodiscard]] QByteArray commitmentOf(const QByteArray &salt, const QByteArray &content);
[[nodiscard]] QByteArray hashOf(const QByteArray &previous, qint64 sequence, const QByteArray &commitment);

/// Compact JSON with sorted members. `entry_refused` when a member is outside its limits.
[[nodiscard]] Result<QByteArray> encodeEntry(const Entry &entry);
[[nodiscard]] Result<Entry> decodeEntry(const QByteArray &content);

/// What the log seals: salt ‖ content.
struct Opened {
    QByteArray salt;
    QByteArray content;
    Proof proof;
};
/// Errors: `row_damaged`, and `ledger_damaged` when content and commitment do not belong together.
[[nodiscard]] Result<Opened> openEntry(const vault::LogEntry &stored);

/// count ‖ hash, for the keychain.
[[nodiscard]] QByteArray encodeHead(const Head &head);
[[nodiscard]] std::optional<Head> decodeHead(const QByteArray &bytes);

[[nodiscard]] Failure ledgerDamaged(const QString &detail);

} // namespace fpx::ledger
