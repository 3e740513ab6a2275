// Port: durable records that are not secrets in themselves (accounts, connections, pseudonyms already used). The vault
// implements it; each write is durable when it returns.
#pragma once

#include <fpx/base/json.h>
#include <fpx/base/result.h>

#include <QHash>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace fpx {

/// What every store holds of one record: UTF-8 bytes of its id, bytes of its compact JSON.
inline constexpr qsizetype maxRecordId = 1'000;
inline constexpr qsizetype maxRecordBytes = 4 * 1024 * 1024;

/// The id of a record that strings of others name: of one length, whatever theirs is (a ticket may have 1,024 characters).
[[nodiscard]] QString recordId(const QStringList &parts);

class RecordStore
{
public:
    virtual ~RecordStore() = default;
    /// Inserts or replaces. Errors: `vault_locked`, `disk_full`, `storage_failed`, `row_refused` (beyond a limit).
    [[nodiscard]] virtual Result<void> put(const QString &table, const QString &id, const QJsonObject &record) = 0;
    /// No record is no error. Errors: `vault_locked`, `row_damaged`, `storage_failed`.
    [[nodiscard]] virtual Result<std::optional<QJsonObject>> get(const QString &table, const QString &id) = 0;
    [[nodiscard]] virtual Result<QMap<QString, QJsonObject>> all(const QString &table) = 0;
    /// Shows `visitor` one record after the other, in no order: a store may do so without having all in memory at once.
    /// Ends with the first error of `visitor`, which must not change the table. Errors: those of get(), and the visitor's.
    [[nodiscard]] virtual Result<void> each(const QString &table,
                                            const std::function<Result<void>(const QJsonObject &)> &visitor)
    {
        FPX_TRY(records, all(table));
        for (const QJsonObject &record : std::as_const(records))
            FPX_CHECK(visitor(record));
        return {};
    }
    /// Removing what is not there succeeds.
    [[nodiscard]] virtual Result<void> remove(const QString &table, const QString &id) = 0;
    /// Runs `body`; all of its writes become durable together, or, when it returns an error, none. Not nested.
    [[nodiscard]] virtual Result<void> transaction(const std::function<Result<void>()> &body) = 0;
};

/// For tests; as strict as the vault.
class FakeRecordStore final : public RecordStore
{
public:
    [[nodiscard]] Result<void> put(const QString &table, const QString &id, const QJsonObject &record) override
    {
        FPX_CHECK(checkName(table, id));
        if (toCompactJson(record).size() > maxRecordBytes)
            return fail("row_refused", QString(), QStringLiteral("too large"));
        tables[table].insert(id, record);
        return {};
    }
    [[nodiscard]] Result<std::optional<QJsonObject>> get(const QString &table, const QString &id) override
    {
        FPX_CHECK(checkName(table, id));
        const auto records = tables.value(table);
        if (!records.contains(id))
            return std::optional<QJsonObject>();
        return std::optional<QJsonObject>(records.value(id));
    }
    [[nodiscard]] Result<QMap<QString, QJsonObject>> all(const QString &table) override
    {
        FPX_CHECK(failWith);
        return tables.value(table);
    }
    [[nodiscard]] Result<void> remove(const QString &table, const QString &id) override
    {
        FPX_CHECK(checkName(table, id));
        tables[table].remove(id);
        return {};
    }
    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()> &body) override
    {
        if (m_inside)
            return fail("nested_transaction", QString());
        m_inside = true;
        const auto before = tables;
        auto result = body();
        m_inside = false;
        if (!result)
            tables = before;
        return result;
    }

    QHash<QString, QMap<QString, QJsonObject>> tables;
    Result<void> failWith; ///< Every call answers this error while it is one.

private:
    [[nodiscard]] Result<void> checkName(const QString &table, const QString &id) const
    {
        FPX_CHECK(failWith);
        if (table.isEmpty() || table.size() > 64 || id.isEmpty() || id.toUtf8().size() > maxRecordId)
            return fail("row_refused", QString(), QStringLiteral("id in table %1").arg(table));
        return {};
    }
    bool m_inside = false;
};

} // namespace fpx
