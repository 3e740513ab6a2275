// Sealed rows, tags and the log over one database and one set of keys.
#pragma once

#include "database.h"
#include "sealedrow.h"

#include <fpx/vault/vault.h>

namespace fpx::vault {

/// Made for one call. Holds the keys, so that lock() within a visitor does not pull them away; the rest must outlive it.
class RowStore
{
public:
    RowStore(Database &database, std::shared_ptr<Keys> keys, const RandomSource &random)
        : m_database(database), m_heldKeys(std::move(keys)), m_keys(*m_heldKeys), m_random(random)
    {
    }

    [[nodiscard]] Result<void> put(const QString &table, const QString &id, const QByteArray &value,
                                   const QStringList &tags);
    [[nodiscard]] Result<Row> row(const QString &table, const QString &id);
    [[nodiscard]] Result<bool> contains(const QString &table, const QString &id);
    [[nodiscard]] Result<void> remove(const QString &table, const QString &id);
    [[nodiscard]] Result<qint64> count(const QString &table);
    [[nodiscard]] Result<void> list(const QString &table, const std::function<bool(const Row &)> &visitor,
                                    const ListOptions &options);
    /// Rows as they lie there, in one statement, without opening them; `limit` is the caller's care.
    [[nodiscard]] Result<QList<SealedRow>> sealedRows(const QString &table, const ListOptions &options);
    [[nodiscard]] Result<QList<Row>> findByTag(const QString &table, const QString &tag);

    [[nodiscard]] Result<void> logAppend(qint64 sequence, const QByteArray &proof, const QByteArray &content);
    [[nodiscard]] Result<QList<LogEntry>> logEntries(qint64 from, int limit, bool descending);

    /// Runs `work` in the caller's transaction, or in one of its own.
    [[nodiscard]] Result<void> together(const std::function<Result<void>()> &work);

private:
    [[nodiscard]] QByteArray tagOf(const QString &table, const QString &tag) const;
    [[nodiscard]] Fields logAssociated(qint64 sequence, const QByteArray &proof) const;
    [[nodiscard]] Result<void> fileTags(const QString &table, qint64 position, const QStringList &tags);

    Database &m_database;
    std::shared_ptr<Keys> m_heldKeys;
    Keys &m_keys;
    const RandomSource &m_random;
};

} // namespace fpx::vault
