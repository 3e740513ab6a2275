#include "database.h"

#include "errors.h"

#include <QSqlError>
#include <QUuid>

namespace fpx::vault {

namespace {

Failure failure(const QSqlError &error)
{
    // Primary result codes (sqlite.org/rescode.html); the driver may give extended ones. The text is SQLite's own and
    // has names of tables and columns, never values.
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const QString detail = QStringLiteral("SQLite %1: %2").arg(error.nativeErrorCode(), error.databaseText());
    switch (code) {
    case 5:                                       // SQLITE_BUSY
    case 6: return errors::vaultInUse(detail);    // SQLITE_LOCKED
    case 8: return errors::vaultReadOnly(detail); // SQLITE_READONLY
    case 11: return errors::vaultDamaged(detail); // SQLITE_CORRUPT
    case 13: return errors::diskFull(detail);     // SQLITE_FULL, also for ENOSPC
    case 26: return errors::vaultDamaged(detail); // SQLITE_NOTADB
    default: return errors::storageFailed(detail);
    }
}

} // namespace

Result<bool> Statement::next()
{
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        return failure(m_query->lastError());
    return false;
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Mode mode)
{
    const QString name = QStringLiteral("fpx-vault-") + QUuid::createUuid().toString(QUuid::Id128);
    std::unique_ptr<Database> database(new Database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name)));
    QSqlDatabase &connection = database->m_connection; // the only handle, so that it can be removed
    connection.setDatabaseName(path);
    connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=0"));
    if (!connection.open())
        return failure(connection.lastError());
    const char *always[] = {"PRAGMA locking_mode = EXCLUSIVE", // no second process, and no shared-memory file
                            "PRAGMA trusted_schema = OFF",     "PRAGMA cell_size_check = ON",
                            "PRAGMA temp_store = MEMORY", // no temporary files
                            "PRAGMA secure_delete = ON",       "PRAGMA synchronous = FULL"};
    for (const char *pragma : always)
        FPX_CHECK(database->execute(QString::fromLatin1(pragma)));
    if (mode == Mode::Open) {
        FPX_CHECK(database->execute(QStringLiteral("PRAGMA journal_mode = WAL")));
        // Takes the lock, which exclusive mode then keeps.
        FPX_CHECK(database->execute(QStringLiteral("BEGIN IMMEDIATE")));
        FPX_CHECK(database->execute(QStringLiteral("COMMIT")));
    }
    return database;
}

Database::~Database()
{
    const QString name = m_connection.connectionName();
    m_statements.clear();
    m_connection.close();
    m_connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
}

Result<Statement> Database::run(const char *sql, std::initializer_list<QVariant> values)
{
    if (m_broken)
        return fail(*m_broken);
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        QSqlQuery query(m_connection);
        query.setForwardOnly(true);
        if (!query.prepare(QString::fromLatin1(sql)))
            return failure(query.lastError());
        found = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = found->second;
    int position = 0;
    for (const QVariant &value : values)
        query.bindValue(position++, value);
    if (!query.exec()) {
        const Failure wrong = failure(query.lastError());
        query.finish();
        if (m_inTransaction)
            m_broken = wrong.value();
        return wrong;
    }
    return Statement(&query);
}

Result<void> Database::execute(const QString &sql)
{
    if (m_broken)
        return fail(*m_broken);
    QSqlQuery query(m_connection);
    if (query.exec(sql))
        return {};
    const Failure wrong = failure(query.lastError());
    if (m_inTransaction)
        m_broken = wrong.value();
    return wrong;
}

Result<qint64> Database::number(const QString &sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(sql) || !query.next())
        return failure(query.lastError());
    return query.value(0).toLongLong();
}

void Database::rollBack()
{
    m_broken.reset();
    m_inTransaction = false;
    QSqlQuery query(m_connection);
    query.exec(QStringLiteral("ROLLBACK")); // fails where SQLite has done so by itself
}

Result<void> Database::transaction(const std::function<Result<void>()> &work)
{
    if (m_inTransaction)
        return errors::nestedTransaction();
    if (auto begun = run("BEGIN IMMEDIATE"); !begun)
        return fail(std::move(begun).error());
    m_inTransaction = true;
    Result<void> done;
    try {
        done = work();
    } catch (...) {
        rollBack();
        throw;
    }
    if (m_broken) // whatever `work` made of it
        done = fail(*m_broken);
    if (done) {
        if (auto committed = run("COMMIT"); !committed)
            done = fail(std::move(committed).error());
    }
    if (!done) {
        rollBack();
        return done;
    }
    m_inTransaction = false;
    return {};
}

} // namespace fpx::vault
