// The public calls on rows and the log: limits first, then the row store.
#include "vault_p.h"

#include <fpx/base/json.h>
#include <fpx/base/recordstore.h>
#include <fpx/vault/sealedrows.h>

#include <QJsonDocument>

namespace fpx::vault {

namespace {

constexpr qsizetype maxValue = maxRecordBytes;
constexpr qsizetype maxTags = 64;
constexpr qsizetype maxProof = 256;

bool isTableName(const QString &table)
{
    return !table.isEmpty() && table.size() <= 64 && !table.startsWith(reservedPrefix) &&
           std::all_of(table.cbegin(), table.cend(), [](QChar c) {
               const char16_t u = c.unicode();
               return (u >= u'a' && u <= u'z') || (u >= u'0' && u <= u'9') || u == u'.' || u == u'_' || u == u'-';
           });
}

bool isId(const QString &id)
{
    return !id.isEmpty() && id.toUtf8().size() <= maxRecordId;
}

Result<void> checkTable(const QString &table)
{
    if (!isTableName(table))
        return errors::rowRefused(QStringLiteral("table name"));
    return {};
}

Result<void> checkName(const QString &table, const QString &id)
{
    FPX_CHECK(checkTable(table));
    if (!isId(id))
        return errors::rowRefused(QStringLiteral("id in table %1").arg(table));
    return {};
}

} // namespace

QJsonObject Row::object() const
{
    return QJsonDocument::fromJson(value).object();
}

Result<void> Vault::transaction(const std::function<Result<void>()> &work)
{
    FPX_TRY(store, d->storeOutsideTransaction());
    return d->database->transaction(work);
}

Result<void> Vault::put(const QString &table, const QString &id, const QByteArray &value, const QStringList &tags)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkName(table, id));
    if (value.size() > maxValue)
        return errors::rowRefused(QStringLiteral("%1 bytes in table %2").arg(value.size()).arg(table));
    if (tags.size() > maxTags || !std::all_of(tags.cbegin(), tags.cend(), isId))
        return errors::rowRefused(QStringLiteral("tags in table %1").arg(table));
    return store.put(table, id, value, tags);
}

Result<void> Vault::put(const QString &table, const QString &id, const QJsonObject &value, const QStringList &tags)
{
    return put(table, id, toCompactJson(value), tags);
}

Result<Row> Vault::row(const QString &table, const QString &id)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkName(table, id));
    return store.row(table, id);
}

Result<QByteArray> Vault::get(const QString &table, const QString &id)
{
    FPX_TRY(found, row(table, id));
    return std::move(found.value);
}

Result<QJsonObject> Vault::object(const QString &table, const QString &id)
{
    FPX_TRY(found, row(table, id));
    const QJsonDocument document = QJsonDocument::fromJson(found.value);
    if (!document.isObject())
        return errors::rowDamaged(QStringLiteral("table %1, position %2: not JSON").arg(table).arg(found.position));
    return document.object();
}

Result<bool> Vault::contains(const QString &table, const QString &id)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkName(table, id));
    return store.contains(table, id);
}

Result<void> Vault::remove(const QString &table, const QString &id)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkName(table, id));
    return store.remove(table, id);
}

Result<qint64> Vault::count(const QString &table)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkTable(table));
    return store.count(table);
}

Result<void> Vault::list(const QString &table, const std::function<bool(const Row &)> &visitor,
                         const ListOptions &options)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkTable(table));
    const auto self = weak_from_this().lock(); // the visitor may drop the last other owner
    FPX_CHECK(store.list(table, [&](const Row &row) { return visitor(row) && d->keys != nullptr; }, options));
    if (!d->keys)
        return errors::vaultLocked();
    return {};
}

Result<QList<Row>> Vault::rows(const QString &table, const ListOptions &options)
{
    QList<Row> result;
    FPX_CHECK(list(
        table,
        [&result](const Row &row) {
            result.append(row);
            return true;
        },
        options));
    return result;
}

Result<SealedRows> Vault::sealedRows(const QString &table, const ListOptions &options)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkTable(table));
    FPX_TRY(rows, store.sealedRows(table, options));
    return SealedRows(d->keys->table(table), std::move(rows));
}

Result<QList<Row>> Vault::findByTag(const QString &table, const QString &tag)
{
    FPX_TRY(store, d->store());
    FPX_CHECK(checkName(table, tag));
    return store.findByTag(table, tag);
}

Result<void> Vault::logAppend(qint64 sequence, const QByteArray &proof, const QByteArray &content)
{
    FPX_TRY(store, d->store());
    if (proof.isEmpty() || proof.size() > maxProof || content.size() > maxValue)
        return errors::rowRefused(QStringLiteral("log entry"));
    return store.logAppend(sequence, proof, content);
}

Result<Vault::LogHead> Vault::logHead()
{
    FPX_TRY(store, d->store());
    FPX_TRY(found, d->database->run("SELECT sequence, proof FROM log ORDER BY sequence DESC LIMIT 1"));
    FPX_TRY(any, found.next());
    return any ? LogHead{found.number(0), found.bytes(1)} : LogHead{};
}

Result<QList<LogEntry>> Vault::logEntries(qint64 from, int limit, bool descending)
{
    FPX_TRY(store, d->store());
    return store.logEntries(from, limit, descending);
}

Result<void> Vault::limitPages(qint64 pages)
{
    constexpr qint64 unlimited = 0xfffffffe; // SQLite's own maximum
    return d->database->execute(QStringLiteral("PRAGMA max_page_count = %1").arg(pages > 0 ? pages : unlimited));
}

} // namespace fpx::vault
