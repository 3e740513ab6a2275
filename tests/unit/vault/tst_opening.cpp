// Making, opening, locking: every state of keychain and file, and that none of them loses or overwrites anything.
#include "bench.h"

#include <QFileInfo>
#include <QSignalSpy>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace fpx;
using namespace fpx::vault;
using namespace fpx::vault::test;
using Fault = FakeKeychain::Fault;

class TestOpening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesOnceAndOpensAgain()
    {
        Bench bench;
        QString id;
        {
            const auto vault = bench.open();
            QVERIFY2(vault, vault ? "" : qPrintable(vault.error().detail));
            id = (*vault)->id();
            QCOMPARE(id.size(), 32);
            QCOMPARE((*vault)->created(), bench.clock->now());
            QVERIFY((*vault)->put(QStringLiteral("t"), QStringLiteral("a"), QByteArray("1")));
        }
        const auto items = bench.keychain->items;
        QCOMPARE(items.size(), 1); // the keys; no probe is left
        {
            const auto vault = bench.open();
            QVERIFY(vault);
            QCOMPARE((*vault)->id(), id);
            QCOMPARE(*(*vault)->get(QStringLiteral("t"), QStringLiteral("a")), QByteArray("1"));
        }
        QCOMPARE(bench.keychain->items, items);
        QCOMPARE(QDir(bench.directory()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{QStringLiteral("vault.db")});
    }

    void filesAreForThisUserOnly()
    {
        Bench bench;
        const auto vault = bench.open();
        QVERIFY(vault);
        QVERIFY((*vault)->put(QStringLiteral("t"), QStringLiteral("a"), QByteArray("1")));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(bench.directory()) & others, QFile::Permissions());
        for (const QFileInfo &file : QDir(bench.directory()).entryInfoList(QDir::Files | QDir::Hidden)) {
            if (file.fileName() != QLatin1String("vault.lock")) // process id and host name
                QCOMPARE(file.permissions() & others, QFile::Permissions());
        }
    }

    void first_run_without_a_good_keychain_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("missing") << Fault::Missing << QByteArray("keychain_missing");
        QTest::newRow("no default") << Fault::NoDefault << QByteArray("keychain_no_default");
        QTest::newRow("locked") << Fault::Locked << QByteArray("keychain_locked");
        QTest::newRow("locked silently") << Fault::LockedSilently << QByteArray("keychain_locked");
        QTest::newRow("timeout") << Fault::Timeout << QByteArray("keychain_timeout");
        QTest::newRow("denied") << Fault::Denied << QByteArray("keychain_denied");
        QTest::newRow("failed") << Fault::Failed << QByteArray("keychain_failed");
        QTest::newRow("loses writes") << Fault::LosesWrites << QByteArray("keychain_failed");
        QTest::newRow("corrupts") << Fault::Corrupts << QByteArray("keychain_failed");
    }
    void first_run_without_a_good_keychain()
    {
        QFETCH(Fault, fault);
        QFETCH(QByteArray, code);
        Bench bench;
        bench.keychain->fault = fault;
        QCOMPARE(bench.openingSays(), code);
        QVERIFY(!QFile::exists(bench.file()));
        bench.keychain->fault = Fault::None; // the way out: try again
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
    }

    void keychain_dies_during_the_first_run()
    {
        // Fails at the n-th operation, for every n: never a file without keys, and the next try succeeds.
        for (int n = 1; n <= 6; ++n) {
            for (const Fault fault : {Fault::Failed, Fault::Timeout, Fault::LosesWrites, Fault::Corrupts}) {
                Bench bench;
                bench.keychain->fault = fault;
                bench.keychain->faultAfter = n;
                const auto first = bench.openingSays();
                if (first != "opened" && QFile::exists(bench.file()))
                    QVERIFY(!bench.keychain->items.isEmpty());
                bench.keychain->fault = Fault::None;
                bench.keychain->faultAfter = -1;
                QCOMPARE(bench.openingSays(), QByteArray("opened"));
            }
        }
    }

    void later_run_without_a_good_keychain_data() { first_run_without_a_good_keychain_data(); }
    void later_run_without_a_good_keychain()
    {
        QFETCH(Fault, fault);
        QFETCH(QByteArray, code);
        if (fault == Fault::LosesWrites)
            return; // nothing is written at a later run
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        const auto items = bench.keychain->items;
        bench.keychain->fault = fault;
        QCOMPARE(bench.openingSays(), fault == Fault::Corrupts ? QByteArray("vault_key_mismatch") : code);
        QCOMPARE(bench.keychain->items, items);
        bench.keychain->fault = Fault::None;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
    }

    void vault_key_missing()
    {
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        const QByteArray before = bench.everything();
        const auto items = std::exchange(bench.keychain->items, {});
        QCOMPARE(bench.openingSays(), QByteArray("vault_key_missing"));
        QVERIFY(bench.keychain->items.isEmpty()); // no second key over the first
        QCOMPARE(bench.everything(), before);
        bench.keychain->items = items;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
    }

    void keys_of_another_vault()
    {
        Bench one;
        Bench other;
        QCOMPARE(one.openingSays(), QByteArray("opened"));
        QCOMPARE(other.openingSays(), QByteArray("opened"));
        const Secret foreign = other.keychain->items.cbegin().value();
        one.keychain->items[one.keychain->items.cbegin().key()] = foreign;
        QCOMPARE(one.openingSays(), QByteArray("vault_key_mismatch"));
    }

    void wrong_key()
    {
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        Secret &keys = *bench.keychain->items.begin();
        QByteArray changed(keys.view().constData(), static_cast<qsizetype>(keys.size()));
        changed[30] = static_cast<char>(changed.at(30) ^ 1); // within the vault key
        keys = Secret(changed);
        QCOMPARE(bench.openingSays(), QByteArray("vault_key_mismatch"));
    }

    void vault_in_use()
    {
        Bench bench;
        auto vault = bench.open();
        QVERIFY(vault);
        QCOMPARE(bench.openingSays(), QByteArray("vault_in_use"));
        QVERIFY(QFile::remove(bench.directory() + QStringLiteral("/vault.lock"))); // the database is claimed as well
        QCOMPARE(bench.openingSays(), QByteArray("vault_in_use"));
        vault->reset();
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
    }

    void a_lock_file_of_a_dead_instance_is_taken_over_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QByteArray host = QSysInfo::machineHostName().toUtf8();
        const QByteArray machine = QSysInfo::machineUniqueId();
        const QByteArray boot = QSysInfo::bootUniqueId();
        const QByteArray mine = QByteArray::number(QCoreApplication::applicationPid());
        const QByteArray name = QFileInfo(QCoreApplication::applicationFilePath()).fileName().toUtf8();
        const auto lines = [](const QByteArrayList &parts) { return parts.join('\n') + '\n'; };
        QTest::newRow("another machine id") << lines({"4242", "fpx-wallet", host, "another", boot});
        QTest::newRow("another host name") << lines({"4242", "fpx-wallet", "elsewhere", machine, boot});
        QTest::newRow("another start") << lines({"4242", "fpx-wallet", host, machine, "another"});
        // In the small process numbers of a sandbox the next instance has the number of the last one.
        QTest::newRow("the same process id") << lines({mine, name, host, machine, boot});
        QTest::newRow("empty") << QByteArray();
    }
    void a_lock_file_of_a_dead_instance_is_taken_over()
    {
        QFETCH(QByteArray, content);
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        QFile file(bench.directory() + QStringLiteral("/vault.lock"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        const auto vault = bench.open();
        QVERIFY(vault);
        QCOMPARE(bench.openingSays(), QByteArray("vault_in_use")); // and the new claim is one
    }

    void the_person_is_asked_to_open_the_keychain()
    {
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        bench.keychain->fault = Fault::Locked;
        bench.keychain->operations.clear();
        QCOMPARE(bench.openingSays(), QByteArray("keychain_locked"));
        QVERIFY(!bench.keychain->operations.contains(QStringLiteral("unlock")));              // nobody pressed anything
        QCOMPARE(codeOf(bench.open(KeychainPrompt::Allowed)), QByteArray("keychain_locked")); // dismissed
        QCOMPARE(bench.keychain->operations.count(QStringLiteral("unlock")), 1);
        bench.keychain->personUnlocks = true;
        const auto vault = bench.open(KeychainPrompt::Allowed);
        QVERIFY2(vault, vault ? "" : vault.error().code.constData());

        (*vault)->lock();
        bench.keychain->fault = Fault::Locked;
        bench.keychain->operations.clear();
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->unlock())), QByteArray("keychain_locked"));
        QVERIFY(bench.keychain->operations.isEmpty());
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->unlock(KeychainPrompt::Allowed))), QByteArray("ok"));
    }

    void the_person_is_asked_at_the_first_run_too()
    {
        Bench bench;
        bench.keychain->fault = Fault::Locked;
        bench.keychain->personUnlocks = true;
        QCOMPARE(codeOf(bench.open(KeychainPrompt::Allowed)), QByteArray("ok"));
    }

    void vault_newer_than_program()
    {
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        bench.sql(QStringLiteral("PRAGMA user_version = 2"));
        QCOMPARE(bench.openingSays(), QByteArray("vault_newer_than_program"));
        QCOMPARE(bench.sql(QStringLiteral("PRAGMA user_version")).toInt(), 2);
    }

    void vault_damaged()
    {
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        QFile file(bench.file());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(0)); // must not look like a first run
        QCOMPARE(bench.openingSays(), QByteArray("vault_damaged"));
        file.write(
            "not a database, but long enough to be taken for one if nobody looked at its first bytes ..........");
        file.flush();
        QCOMPARE(bench.openingSays(), QByteArray("vault_damaged"));
    }

    void an_interrupted_first_run_leaves_no_trap()
    {
        Bench bench;
        QVERIFY(QDir().mkpath(bench.directory()));
        QFile half(bench.file() + QStringLiteral(".new"));
        QVERIFY(half.open(QIODevice::WriteOnly));
        half.write("half");
        half.close();
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
    }

    void read_only_directory()
    {
#ifdef Q_OS_UNIX
        if (geteuid() == 0)
            QSKIP("the superuser can write everywhere");
#endif
        Bench bench;
        QCOMPARE(bench.openingSays(), QByteArray("opened"));
        QVERIFY(QFile::setPermissions(bench.file(), QFile::ReadOwner));
        QCOMPARE(bench.openingSays(), QByteArray("vault_read_only"));
    }

    void lock_erases_and_everything_says_so()
    {
        Bench bench;
        const auto opened = bench.open();
        QVERIFY(opened);
        Vault &vault = **opened;
        const QString t = QStringLiteral("t");
        const SecretName name{SecretPurpose::AsTokens, QStringLiteral("x")};
        QVERIFY(vault.put(t, t, QByteArray("1")));
        QSignalSpy changes(&vault, &Vault::stateChanged);
        vault.lock();
        QCOMPARE(vault.state(), VaultState::Locked);
        const QByteArray locked("vault_locked");
        QCOMPARE(codeOf(vault.transaction([]() -> Result<void> { return {}; })), locked);
        QCOMPARE(codeOf(vault.put(t, t, QByteArray("2"))), locked);
        QCOMPARE(codeOf(vault.put(t, t, QJsonObject())), locked);
        QCOMPARE(codeOf(vault.row(t, t)), locked);
        QCOMPARE(codeOf(vault.get(t, t)), locked);
        QCOMPARE(codeOf(vault.object(t, t)), locked);
        QCOMPARE(codeOf(vault.contains(t, t)), locked);
        QCOMPARE(codeOf(vault.remove(t, t)), locked);
        QCOMPARE(codeOf(vault.count(t)), locked);
        QCOMPARE(codeOf(vault.rows(t)), locked);
        QCOMPARE(codeOf(vault.findByTag(t, t)), locked);
        QCOMPARE(codeOf(vault.logAppend(1, "p", "c")), locked);
        QCOMPARE(codeOf(vault.logHead()), locked);
        QCOMPARE(codeOf(vault.logEntries(1, 1)), locked);
        QCOMPARE(codeOf(QCoro::waitFor(vault.writeAnchor(t, "v"))), locked);
        QCOMPARE(codeOf(QCoro::waitFor(vault.readAnchor(t))), locked);
        const Secret secret(QByteArray("s"));
        QCOMPARE(codeOf(QCoro::waitFor(vault.put(name, secret))), locked);
        QCOMPARE(codeOf(QCoro::waitFor(vault.get(name))), locked);
        QCOMPARE(codeOf(QCoro::waitFor(vault.remove(name))), locked);
        bench.keychain->fault = Fault::Locked;
        QCOMPARE(codeOf(QCoro::waitFor(vault.unlock())), QByteArray("keychain_locked"));
        bench.keychain->fault = Fault::None;
        QCOMPARE(codeOf(QCoro::waitFor(vault.unlock())), QByteArray("ok"));
        QCOMPARE(*vault.get(t, t), QByteArray("1"));
        QCOMPARE(changes.size(), 2);
    }

    void lock_overtakes_unlock()
    {
        Bench bench;
        const auto vault = bench.open();
        QVERIFY(vault);
        (*vault)->lock();
        bench.keychain->deferred = true;
        auto unlocking = (*vault)->unlock();
        (*vault)->lock();
        QCOMPARE(codeOf(QCoro::waitFor(std::move(unlocking))), QByteArray("vault_locked"));
        QCOMPARE((*vault)->state(), VaultState::Locked);
    }

    void owner_destroyed_while_unlocking()
    {
        Bench bench;
        auto vault = bench.open();
        QVERIFY(vault);
        (*vault)->lock();
        bench.keychain->deferred = true;
        auto unlocking = (*vault)->unlock();
        vault->reset(); // the flow keeps what it works on
        QCOMPARE(codeOf(QCoro::waitFor(std::move(unlocking))), QByteArray("ok"));
        QTRY_COMPARE(bench.openingSays(), QByteArray("opened"));
    }
};

QTEST_GUILESS_MAIN(TestOpening)
#include "tst_opening.moc"
