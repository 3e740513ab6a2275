// Rows as they lie in the file. The vault has one connection, so its thread reads them; what takes the time, opening them
// and whatever comes of it, is a worker's.
#pragma once

#include <fpx/vault/vault.h>

namespace fpx::vault {

struct TableKeys;

struct SealedRow {
    qint64 position = 0;
    qint64 version = 0;
    QByteArray key; ///< Keyed hash of the id.
    QByteArray sealed;
};

/// Some rows of one table, in the order in which they were read. A value; any thread. It does not hold the keys: after
/// Vault::lock() nothing in it opens any more.
class SealedRows
{
public:
    SealedRows() = default;

    [[nodiscard]] qsizetype size() const { return m_rows.size(); }
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    /// Of the last one, for ListOptions::after; 0: there is none.
    [[nodiscard]] qint64 lastPosition() const;
    /// `index` from 0 to size() - 1. Errors: `vault_locked`, `row_damaged`.
    [[nodiscard]] Result<Row> open(qsizetype index) const;

private:
    friend class Vault;
    SealedRows(std::weak_ptr<const TableKeys> keys, QList<SealedRow> rows);

    std::weak_ptr<const TableKeys> m_keys;
    QList<SealedRow> m_rows;
};

} // namespace fpx::vault
