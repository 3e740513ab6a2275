// The keys of one vault: how they lie in the keychain, and what is derived from them.
#pragma once

#include "seal.h"

#include <fpx/base/secretstore.h>

#include <QHash>

#include <array>
#include <memory>

namespace fpx::vault {

/// What opens the rows of one table. Immutable: any thread.
struct TableKeys {
    QByteArray vaultId;
    QString table;
    Secret rows;  ///< Seals them.
    Secret index; ///< Hashes ids and tags, of all tables.
};

/// All keys in one keychain item, so that they are made, found and lost together and unlocking is one round trip.
class Keys
{
public:
    static constexpr int idSize = 16;
    static constexpr std::size_t purposes = 6; ///< SecretPurpose::SignIn … Ledger

    [[nodiscard]] static Keys generate(const QByteArray &vaultId, const RandomSource &random);
    /// "FPXK", format 1, vault id, vault key, wrapping keys in the order of SecretPurpose, keyed hash of all that: one
    /// flipped bit in any key is found here, not when its first secret does not open.
    [[nodiscard]] Secret encode() const;
    [[nodiscard]] static std::optional<Keys> decode(const Secret &item);
    /// The item's name in the keychain.
    [[nodiscard]] static QString itemName(const QByteArray &vaultId);

    [[nodiscard]] const QByteArray &vaultId() const { return m_vaultId; }
    [[nodiscard]] const Secret &purpose(SecretPurpose purpose) const
    {
        return m_purposes.at(static_cast<std::size_t>(purpose));
    }
    /// They go with these keys. Whoever lends them to another thread keeps a weak pointer.
    [[nodiscard]] std::shared_ptr<const TableKeys> table(const QString &table);
    [[nodiscard]] const Secret &index() const { return m_index; } ///< Hashes ids and tags.
    [[nodiscard]] const Secret &log() const { return m_log; }
    [[nodiscard]] const Secret &anchors() const { return m_anchors; }
    /// Stored with the file: tells keys of another vault from a damaged row.
    [[nodiscard]] QByteArray check() const;

private:
    Keys(QByteArray vaultId, Secret vaultKey, std::array<Secret, purposes> wrapping);

    QByteArray m_vaultId;
    Secret m_vaultKey;
    std::array<Secret, purposes> m_purposes;
    Secret m_index;
    Secret m_log;
    Secret m_anchors;
    QHash<QString, std::shared_ptr<const TableKeys>> m_tables;
};

} // namespace fpx::vault
