// The RecordStore port over sealed rows of the vault.
#pragma once

#include <fpx/base/recordstore.h>
#include <fpx/vault/vault.h>

namespace fpx::wallet {

class VaultRecords final : public RecordStore
{
public:
    explicit VaultRecords(std::shared_ptr<vault::Vault> vault) : m_vault(std::move(vault)) {}

    [[nodiscard]] Result<void> put(const QString &table, const QString &id, const QJsonObject &record) override
    {
        return m_vault->put(table, id, record);
    }
    [[nodiscard]] Result<std::optional<QJsonObject>> get(const QString &table, const QString &id) override
    {
        auto found = m_vault->object(table, id);
        if (found)
            return std::optional(*found);
        if (found.error().code == "row_not_found")
            return std::optional<QJsonObject>();
        return fail(std::move(found).error());
    }
    [[nodiscard]] Result<QMap<QString, QJsonObject>> all(const QString &table) override
    {
        FPX_TRY(rows, m_vault->rows(table));
        QMap<QString, QJsonObject> result;
        for (const vault::Row &row : std::as_const(rows))
            result.insert(row.id, row.object());
        return result;
    }
    [[nodiscard]] Result<void> each(const QString &table,
                                    const std::function<Result<void>(const QJsonObject &)> &visitor) override
    {
        Result<void> seen;
        FPX_CHECK(m_vault->list(table, [&](const vault::Row &row) {
            seen = visitor(row.object());
            return seen.has_value();
        }));
        return seen;
    }
    [[nodiscard]] Result<void> remove(const QString &table, const QString &id) override
    {
        return m_vault->remove(table, id);
    }
    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()> &body) override
    {
        return m_vault->transaction(body);
    }

private:
    std::shared_ptr<vault::Vault> m_vault;
};

} // namespace fpx::wallet
