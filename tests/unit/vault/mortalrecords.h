// The vault's records as a process has them that may be killed at any write.
#pragma once

#include <vaultrecords.h>

#include <functional>

namespace fpx::vault::test {

/// A store that dies when it is told to: after that nothing is written any more, as when the process was killed.
class MortalRecords final : public RecordStore
{
public:
    explicit MortalRecords(std::shared_ptr<Vault> vault) : m_inner(std::move(vault)) {}
    enum class Death { None, Before, After, Fails }; ///< Fails: this write alone, as on a full disk; nobody dies.
    std::function<Death()> onWrite = [] { return Death::None; }; ///< Asked for each write and each transaction.
    bool dead = false;

    [[nodiscard]] Result<void> put(const QString &table, const QString &id, const QJsonObject &record) override
    {
        return write([&] { return m_inner.put(table, id, record); });
    }
    [[nodiscard]] Result<std::optional<QJsonObject>> get(const QString &table, const QString &id) override
    {
        return m_inner.get(table, id);
    }
    [[nodiscard]] Result<QMap<QString, QJsonObject>> all(const QString &table) override { return m_inner.all(table); }
    [[nodiscard]] Result<void> remove(const QString &table, const QString &id) override
    {
        return write([&] { return m_inner.remove(table, id); });
    }
    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()> &body) override
    {
        return write([&] {
            m_inside = true;
            auto done = m_inner.transaction(body);
            m_inside = false;
            return done;
        });
    }

private:
    Result<void> write(const std::function<Result<void>()> &body)
    {
        if (m_inside)
            return body();
        const Death death = dead ? Death::Before : onWrite();
        dead = dead || death == Death::Before || death == Death::After;
        if (death == Death::Fails)
            return fail("disk_full", QString(), QString(), Retry::Later);
        return death == Death::Before ? fail("storage_failed", QString()) : body();
    }
    wallet::VaultRecords m_inner;
    bool m_inside = false;
};

} // namespace fpx::vault::test
