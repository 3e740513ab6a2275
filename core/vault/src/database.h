// One SQLite connection: prepared statements, one transaction at a time, errors as values.
#pragma once

#include <fpx/base/result.h>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <functional>
#include <initializer_list>
#include <optional>
#include <unordered_map>

namespace fpx::vault {

/// A statement that has run; ends it when it goes.
class Statement
{
public:
    explicit Statement(QSqlQuery *query) : m_query(query) {}
    Statement(Statement &&other) noexcept : m_query(std::exchange(other.m_query, nullptr)) {}
    Statement &operator=(Statement &&) = delete;
    ~Statement()
    {
        if (m_query != nullptr)
            m_query->finish();
    }
    /// False at the end.
    [[nodiscard]] Result<bool> next();
    [[nodiscard]] QByteArray bytes(int column) const { return m_query->value(column).toByteArray(); }
    [[nodiscard]] QString text(int column) const { return m_query->value(column).toString(); }
    [[nodiscard]] qint64 number(int column) const { return m_query->value(column).toLongLong(); }
    [[nodiscard]] bool isNull(int column) const { return m_query->isNull(column); }
    [[nodiscard]] qint64 changed() const { return m_query->numRowsAffected(); }
    [[nodiscard]] qint64 lastInsertId() const { return m_query->lastInsertId().toLongLong(); }

private:
    QSqlQuery *m_query;
};

class Database
{
public:
    enum class Mode {
        Make, ///< A new file, in SQLite's plain journal: whole in one file when it is closed.
        Open, ///< An existing file: claimed for this process, WAL, synchronous FULL.
    };
    /// Errors: `vault_in_use`, `vault_damaged`, `vault_read_only`, `disk_full`, `storage_failed`.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Mode mode);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Runs a statement that stays prepared. `sql` is a literal; its address is the name. Do not run it again before
    /// the Statement is gone.
    [[nodiscard]] Result<Statement> run(const char *sql, std::initializer_list<QVariant> values = {});
    /// Runs it once, for pragmas and the schema.
    [[nodiscard]] Result<void> execute(const QString &sql);
    [[nodiscard]] Result<qint64> number(const QString &sql);

    /// All of `work` or nothing. After the first failing statement SQLite may have rolled back by itself, so from then
    /// on every statement until the end is refused with that error.
    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()> &work);
    [[nodiscard]] bool inTransaction() const { return m_inTransaction; }

private:
    explicit Database(const QSqlDatabase &connection) : m_connection(connection) {}
    void rollBack();

    QSqlDatabase m_connection;
    std::unordered_map<const char *, QSqlQuery> m_statements;
    bool m_inTransaction = false;
    std::optional<Error> m_broken;
};

} // namespace fpx::vault
