#include "schema.h"

#include "errors.h"

namespace fpx::vault {

namespace {

constexpr qint64 applicationId = 0x46505856; // "FPXV"

// Nothing here names a person: ids and tags are keyed hashes, contents are sealed; tables, versions, order and sizes
// can be read.
const char *const tables[] = {
    "CREATE TABLE meta(one INTEGER PRIMARY KEY CHECK(one = 1), vault BLOB NOT NULL, created INTEGER NOT NULL,"
    " key_check BLOB NOT NULL)",
    "CREATE TABLE sealed_rows(position INTEGER PRIMARY KEY, tbl TEXT NOT NULL, key BLOB NOT NULL,"
    " version INTEGER NOT NULL, sealed BLOB NOT NULL)",
    "CREATE UNIQUE INDEX sealed_rows_key ON sealed_rows(key)",
    "CREATE INDEX sealed_rows_tbl ON sealed_rows(tbl)",
    "CREATE TABLE tags(tag BLOB NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(tag, position)) WITHOUT ROWID",
    "CREATE INDEX tags_position ON tags(position)",
    // No further index: an append is one insert at the end of one tree.
    "CREATE TABLE log(sequence INTEGER PRIMARY KEY, proof BLOB NOT NULL, sealed BLOB)",
};

/// A step from version `from` to `from + 1`.
struct Migration {
    qint64 from;
    Result<void> (*run)(Database &);
};

constexpr std::array<Migration, 0> migrations{}; // version 1 is the first

} // namespace

Result<void> makeSchema(Database &database, const Meta &meta)
{
    return database.transaction([&]() -> Result<void> {
        for (const char *table : tables)
            FPX_CHECK(database.execute(QString::fromLatin1(table)));
        FPX_CHECK(database.run("INSERT INTO meta VALUES(1, ?, ?, ?)", {meta.vaultId, meta.created, meta.keyCheck}));
        FPX_CHECK(database.execute(QStringLiteral("PRAGMA application_id = %1").arg(applicationId)));
        return database.execute(QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion));
    });
}

Result<Meta> migrate(Database &database)
{
    FPX_TRY(application, database.number(QStringLiteral("PRAGMA application_id")));
    if (application != applicationId)
        return errors::vaultDamaged(QStringLiteral("not a vault"));
    FPX_TRY(version, database.number(QStringLiteral("PRAGMA user_version")));
    if (version > schemaVersion)
        return errors::vaultNewer(QStringLiteral("schema %1, this program knows %2").arg(version).arg(schemaVersion));
    for (const Migration &step : migrations) {
        if (step.from != version)
            continue;
        FPX_CHECK(database.transaction([&]() -> Result<void> {
            FPX_CHECK(step.run(database));
            return database.execute(QStringLiteral("PRAGMA user_version = %1").arg(version + 1));
        }));
        ++version;
    }
    if (version != schemaVersion)
        return errors::vaultDamaged(QStringLiteral("schema %1 is unknown").arg(version));
    FPX_TRY(found, database.run("SELECT vault, created, key_check FROM meta"));
    FPX_TRY(any, found.next());
    if (!any)
        return errors::vaultDamaged(QStringLiteral("no meta row"));
    return Meta{found.bytes(0), found.number(1), found.bytes(2)};
}

} // namespace fpx::vault
