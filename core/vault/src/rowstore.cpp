#include "rowstore.h"

#include "errors.h"
#include "rowcontent.h"

namespace fpx::vault {

namespace {

constexpr qint64 pageSize = 256;

} // namespace

QByteArray RowStore::tagOf(const QString &table, const QString &tag) const
{
    return keyedHash(m_keys.index(), Fields("tag").add(table).add(tag));
}

Fields RowStore::logAssociated(qint64 sequence, const QByteArray &proof) const
{
    return Fields("fpx-vault-1 log").add(m_keys.vaultId()).add(sequence).add(proof);
}

Result<void> RowStore::together(const std::function<Result<void>()> &work)
{
    return m_database.inTransaction() ? work() : m_database.transaction(work);
}

Result<void> RowStore::fileTags(const QString &table, qint64 position, const QStringList &tags)
{
    for (const QString &tag : tags)
        FPX_CHECK(
            m_database.run("INSERT OR IGNORE INTO tags(tag, position) VALUES(?, ?)", {tagOf(table, tag), position}));
    return {};
}

Result<void> RowStore::put(const QString &table, const QString &id, const QByteArray &value, const QStringList &tags)
{
    const auto keys = m_keys.table(table);
    const QByteArray key = rowKey(*keys, id);
    const QByteArray content = encodeRow({id, tags, value});
    return together([&]() -> Result<void> {
        qint64 position = 0;
        qint64 version = 0;
        {
            FPX_TRY(old, m_database.run("SELECT position, version FROM sealed_rows WHERE key = ?", {key}));
            FPX_TRY(any, old.next());
            if (any) {
                position = old.number(0);
                version = old.number(1);
            }
        }
        const QByteArray sealed = seal(keys->rows, content, rowAssociated(*keys, key, version + 1), m_random);
        if (position == 0) {
            FPX_TRY(inserted, m_database.run("INSERT INTO sealed_rows(tbl, key, version, sealed) VALUES(?, ?, ?, ?)",
                                             {table, key, version + 1, sealed}));
            return fileTags(table, inserted.lastInsertId(), tags);
        }
        // The table too: a row that was moved to another one comes back.
        FPX_CHECK(m_database.run("UPDATE sealed_rows SET tbl = ?, version = ?, sealed = ? WHERE position = ?",
                                 {table, version + 1, sealed, position}));
        FPX_CHECK(m_database.run("DELETE FROM tags WHERE position = ?", {position}));
        return fileTags(table, position, tags);
    });
}

Result<Row> RowStore::row(const QString &table, const QString &id)
{
    const auto keys = m_keys.table(table);
    const QByteArray key = rowKey(*keys, id);
    FPX_TRY(found, m_database.run("SELECT position, version, sealed FROM sealed_rows WHERE key = ?", {key}));
    FPX_TRY(any, found.next());
    if (!any)
        return errors::rowNotFound(QStringLiteral("table %1").arg(table));
    return openRow(*keys, {found.number(0), found.number(1), key, found.bytes(2)});
}

Result<bool> RowStore::contains(const QString &table, const QString &id)
{
    FPX_TRY(found, m_database.run("SELECT 1 FROM sealed_rows WHERE key = ?", {rowKey(*m_keys.table(table), id)}));
    return found.next();
}

Result<void> RowStore::remove(const QString &table, const QString &id)
{
    const QByteArray key = rowKey(*m_keys.table(table), id);
    return together([&]() -> Result<void> {
        FPX_CHECK(m_database.run("DELETE FROM tags WHERE position IN (SELECT position FROM sealed_rows WHERE key = ?)",
                                 {key}));
        FPX_CHECK(m_database.run("DELETE FROM sealed_rows WHERE key = ?", {key}));
        return {};
    });
}

Result<qint64> RowStore::count(const QString &table)
{
    FPX_TRY(found, m_database.run("SELECT COUNT(*) FROM sealed_rows WHERE tbl = ?", {table}));
    FPX_CHECK(found.next());
    return found.number(0);
}

Result<QList<SealedRow>> RowStore::sealedRows(const QString &table, const ListOptions &options)
{
    const bool down = options.newestFirst;
    const qint64 after = options.after != 0 ? options.after : down ? std::numeric_limits<qint64>::max() : 0;
    FPX_TRY(page, down ? m_database.run("SELECT position, version, key, sealed FROM sealed_rows WHERE tbl = ?"
                                        " AND position < ? ORDER BY position DESC LIMIT ?",
                                        {table, after, options.limit})
                       : m_database.run("SELECT position, version, key, sealed FROM sealed_rows WHERE tbl = ?"
                                        " AND position > ? ORDER BY position LIMIT ?",
                                        {table, after, options.limit}));
    QList<SealedRow> rows;
    while (true) {
        FPX_TRY(any, page.next());
        if (!any)
            return rows;
        rows.append({page.number(0), page.number(1), page.bytes(2), page.bytes(3)});
    }
}

Result<void> RowStore::list(const QString &table, const std::function<bool(const Row &)> &visitor,
                            const ListOptions &options)
{
    const auto keys = m_keys.table(table);
    ListOptions page = options;
    qint64 left = options.limit;
    Result<void> outcome;
    while (left > 0) {
        page.limit = std::min(left, pageSize);
        FPX_TRY(batch, sealedRows(table, page)); // read whole before anything is visited: that may change the table
        if (batch.isEmpty())
            break;
        for (const SealedRow &sealed : std::as_const(batch)) {
            page.after = sealed.position;
            --left;
            auto row = openRow(*keys, sealed);
            if (!row)
                outcome = fail(std::move(row).error());
            else if (!visitor(*row))
                return outcome;
        }
    }
    return outcome;
}

Result<QList<Row>> RowStore::findByTag(const QString &table, const QString &tag)
{
    FPX_TRY(found, m_database.run("SELECT r.position, r.version, r.key, r.sealed FROM tags t"
                                  " JOIN sealed_rows r ON r.position = t.position WHERE t.tag = ? ORDER BY r.position",
                                  {tagOf(table, tag)}));
    const auto keys = m_keys.table(table);
    QList<Row> result;
    while (true) {
        FPX_TRY(any, found.next());
        if (!any)
            return result;
        FPX_TRY(row, openRow(*keys, {found.number(0), found.number(1), found.bytes(2), found.bytes(3)}));
        if (!row.tags.contains(tag))
            return errors::rowDamaged(QStringLiteral("table %1, position %2: tag").arg(table).arg(row.position));
        result.append(std::move(row));
    }
}

Result<void> RowStore::logAppend(qint64 sequence, const QByteArray &proof, const QByteArray &content)
{
    const QByteArray sealed = seal(m_keys.log(), content, logAssociated(sequence, proof), m_random);
    FPX_TRY(inserted, m_database.run("INSERT INTO log(sequence, proof, sealed) SELECT ?, ?, ?"
                                     " WHERE (SELECT IFNULL(MAX(sequence), 0) FROM log) = ?",
                                     {sequence, proof, sealed, sequence - 1}));
    if (inserted.changed() != 1)
        return errors::logOutOfOrder(QString::number(sequence));
    return {};
}

Result<QList<LogEntry>> RowStore::logEntries(qint64 from, int limit, bool descending)
{
    FPX_TRY(found, descending ? m_database.run("SELECT sequence, proof, sealed FROM log WHERE sequence <= ?"
                                               " ORDER BY sequence DESC LIMIT ?",
                                               {from, limit})
                              : m_database.run("SELECT sequence, proof, sealed FROM log WHERE sequence >= ?"
                                               " ORDER BY sequence LIMIT ?",
                                               {from, limit}));
    QList<LogEntry> entries;
    while (true) {
        FPX_TRY(any, found.next());
        if (!any)
            return entries;
        LogEntry entry{found.number(0), found.bytes(1), QByteArray()};
        if (auto plain = unseal(m_keys.log(), found.bytes(2), logAssociated(entry.sequence, entry.proof)))
            entry.content = std::move(*plain);
        else
            entry.content = errors::rowDamaged(QStringLiteral("log, sequence %1").arg(entry.sequence));
        entries.append(std::move(entry));
    }
}

} // namespace fpx::vault
