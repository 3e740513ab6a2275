// A vault in a directory of its own, and a hand that meddles with its file while it is closed.
#pragma once

#include <fpx/vault/vault.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <qcorotask.h>

namespace fpx::vault::test {

struct Bench {
    QTemporaryDir temporary;
    std::shared_ptr<FakeKeychain> keychain = std::make_shared<FakeKeychain>();
    std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
    std::shared_ptr<RandomSource> random = std::make_shared<SystemRandom>();

    [[nodiscard]] QString directory() const { return temporary.filePath(QStringLiteral("wallet")); }
    [[nodiscard]] QString file() const { return directory() + QStringLiteral("/vault.db"); }
    [[nodiscard]] Result<std::shared_ptr<Vault>> open(KeychainPrompt prompt = KeychainPrompt::Never) const
    {
        const VaultConfig config{directory(), keychain, clock, random};
        return QCoro::waitFor(Vault::open(config, prompt));
    }
    /// The code of the error of opening, or "opened".
    [[nodiscard]] QByteArray openingSays() const
    {
        const auto vault = open();
        return vault ? QByteArray("opened") : vault.error().code;
    }
    /// Runs one statement on the closed file; the first column of the first row, if any.
    QVariant sql(const QString &statement, const QVariantList &values = {}) const
    {
        QVariant first;
        const QString name = QStringLiteral("meddler");
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            database.setDatabaseName(file());
            database.open();
            QSqlQuery query(database);
            query.prepare(statement);
            for (const QVariant &value : values)
                query.addBindValue(value);
            if (!query.exec())
                qFatal("%s", qPrintable(query.lastError().text()));
            if (query.next())
                first = query.value(0);
        }
        QSqlDatabase::removeDatabase(name);
        return first;
    }
    /// All bytes of all files of the directory, names included.
    [[nodiscard]] QByteArray everything() const
    {
        QByteArray all;
        QDirIterator files(directory(), QDir::Files | QDir::Hidden | QDir::System);
        while (files.hasNext()) {
            QFile one(files.next());
            if (!one.open(QIODevice::ReadOnly))
                qFatal("cannot read");
            all += one.fileName().toUtf8() + one.readAll();
        }
        return all;
    }
};

template <class T>
QByteArray codeOf(const Result<T> &result)
{
    return result ? QByteArray("ok") : result.error().code;
}

} // namespace fpx::vault::test

Q_DECLARE_METATYPE(fpx::vault::FakeKeychain::Fault)
