// The history: what is appended stays, in order, and every change to it is found at its place.
#include "../vault/bench.h"

#include <fpx/base/utc.h>
#include <fpx/ledger/ledger.h>

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace fpx;
using namespace fpx::ledger;
using namespace fpx::vault::test;

namespace {

Entry entryOf(int number)
{
    Entry entry;
    entry.kind = number % 2 == 0 ? QStringLiteral("decision") : QStringLiteral("permission");
    entry.code = QStringLiteral("request_answered");
    entry.parameters =
        QJsonObject{{QStringLiteral("client"), QStringLiteral("Immunize Me")}, {QStringLiteral("n"), number}};
    entry.time = utcFromMilliseconds(1'790'000'000'123 + number);
    entry.request = QStringLiteral("request-%1").arg(number);
    entry.outcome = QStringLiteral("granted");
    return entry;
}

} // namespace

class TestLedger : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Bench> bench;
    std::shared_ptr<vault::Vault> store;
    std::unique_ptr<Ledger> ledger;

    void open()
    {
        const auto opened = bench->open();
        QVERIFY(opened);
        store = *opened;
        ledger = std::make_unique<Ledger>(store, bench->random);
    }
    void close()
    {
        ledger.reset();
        store.reset();
    }
    void fill(int count)
    {
        QVERIFY(store->transaction([&]() -> Result<void> {
            for (int i = 1; i <= count; ++i) {
                FPX_TRY(sequence, ledger->append(entryOf(i)));
                if (sequence != i)
                    return fail("wrong_sequence", QString());
            }
            return {};
        }));
    }

private Q_SLOTS:
    void init()
    {
        bench = std::make_unique<Bench>();
        open();
    }
    void cleanup()
    {
        close();
        bench.reset();
    }

    void appendsAndPages()
    {
        QCOMPARE(*ledger->count(), 0);
        QVERIFY(ledger->page(0, 10)->entries.isEmpty());
        QVERIFY(ledger->verify()->done);
        fill(25);
        close();
        open();
        QCOMPARE(*ledger->count(), 25);
        const auto first = ledger->page(0, 10);
        QCOMPARE(first->entries.size(), 10);
        QCOMPARE(first->entries.at(0).sequence, 25);
        QCOMPARE(first->entries.at(0).entry, entryOf(25));
        QCOMPARE(first->before, 16);
        const auto last = ledger->page(6, 10);
        QCOMPARE(last->entries.size(), 5);
        QCOMPARE(last->before, 0);
        QCOMPARE(ledger->page(11, 10)->before, 0);
        Filter filter;
        filter.kind = QStringLiteral("decision");
        const auto filtered = ledger->page(0, 5, filter);
        QCOMPARE(filtered->entries.size(), 5);
        QCOMPARE(filtered->entries.at(4).sequence, 16);
        QCOMPARE(ledger->page(filtered->before, 50, filter)->entries.size(), 7);
        filter.request = QStringLiteral("request-4");
        QCOMPARE(ledger->page(0, 5, filter)->entries.size(), 1);
        QCOMPARE(ledger->entry(7)->entry, entryOf(7));
        const auto verified = ledger->verify();
        QVERIFY(!verified->fault);
        QCOMPARE(verified->checked, 25);
    }

    void rolled_back_with_the_transaction_around_it()
    {
        fill(3);
        const auto before = *ledger->head();
        QVERIFY(!store->transaction([&]() -> Result<void> {
            FPX_CHECK(ledger->append(entryOf(4)));
            return fail("no", QString());
        }));
        QCOMPARE(*ledger->head(), before);
        QCOMPARE(*ledger->append(entryOf(4)), 4);
        QVERIFY(!ledger->verify()->fault);
    }

    void entry_refused()
    {
        const auto refuses = [&](auto change) {
            Entry entry = entryOf(1);
            change(entry);
            return codeOf(ledger->append(entry)) == "entry_refused";
        };
        QVERIFY(refuses([](Entry &e) { e.kind.clear(); }));
        QVERIFY(refuses([](Entry &e) { e.kind = QStringLiteral("Not a word"); }));
        QVERIFY(refuses([](Entry &e) { e.code = QString(65, QLatin1Char('a')); }));
        QVERIFY(refuses([](Entry &e) { e.time = QDateTime(); }));
        QVERIFY(refuses([](Entry &e) { e.permission = QString(257, QLatin1Char('a')); }));
        QVERIFY(refuses(
            [](Entry &e) { e.parameters = QJsonObject{{QStringLiteral("x"), QString(20'000, QLatin1Char('a'))}}; }));
        QCOMPARE(*ledger->count(), 0);
    }

    void log_out_of_order()
    {
        fill(2);
        QCOMPARE(codeOf(store->logAppend(2, "p", "c")), QByteArray("log_out_of_order"));
        QCOMPARE(codeOf(store->logAppend(4, "p", "c")), QByteArray("log_out_of_order"));
    }

    void tampering_data()
    {
        using What = Fault::What;
        QTest::addColumn<QString>("statement");
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("where");
        const auto row = [](const char *name, const char *statement, What what, int where) {
            QTest::newRow(name) << QString::fromLatin1(statement) << static_cast<int>(what) << where;
        };
        row("deleted", "DELETE FROM log WHERE sequence = 5", What::Gap, 5);
        row("first deleted", "DELETE FROM log WHERE sequence = 1", What::Gap, 1);
        row("renumbered", "UPDATE log SET sequence = 25 WHERE sequence = 20", What::Gap, 20);
        row("contents swapped",
            "UPDATE log SET sealed = (SELECT sealed FROM log WHERE sequence = 6) WHERE sequence = 5", What::Damaged, 5);
        row("entry copied over another",
            "UPDATE log SET sealed = (SELECT sealed FROM log WHERE sequence = 6),"
            " proof = (SELECT proof FROM log WHERE sequence = 6) WHERE sequence = 5",
            What::Damaged, 5);
        row("proof edited", "UPDATE log SET proof = zeroblob(64) WHERE sequence = 8", What::Damaged, 8);
        row("content erased", "UPDATE log SET sealed = NULL WHERE sequence = 8", What::Damaged, 8);
        row("byte edited",
            "UPDATE log SET sealed = substr(sealed, 1, 40) || x'00' || substr(sealed, 42) WHERE sequence = 9",
            What::Damaged, 9);
        row("below the first", "INSERT INTO log SELECT 0, proof, sealed FROM log WHERE sequence = 1", What::Chain, 0);
        row("tail cut", "DELETE FROM log WHERE sequence > 15", What::Truncated, 16);
        row("all gone", "DELETE FROM log", What::Truncated, 1);
    }
    void tampering()
    {
        QFETCH(QString, statement);
        QFETCH(int, what);
        QFETCH(int, where);
        fill(20);
        QVERIFY(QCoro::waitFor(ledger->writeAnchor()));
        close();
        bench->sql(statement);
        open();
        const auto anchor = QCoro::waitFor(ledger->readAnchor());
        QVERIFY(anchor && *anchor);
        const auto verified = ledger->verify(*anchor);
        QVERIFY(verified);
        QVERIFY(verified->fault.has_value());
        QCOMPARE(static_cast<int>(verified->fault->what), what);
        QCOMPARE(verified->fault->sequence, where);
    }

    void old_copy_of_the_directory()
    {
        fill(5);
        close();
        QFile::copy(bench->file(), bench->file() + QStringLiteral(".old"));
        open();
        QVERIFY(ledger->append(entryOf(6)));
        QVERIFY(QCoro::waitFor(ledger->writeAnchor()));
        close();
        QVERIFY(QFile::remove(bench->file()));
        QVERIFY(QFile::rename(bench->file() + QStringLiteral(".old"), bench->file()));
        open();
        const auto anchor = *QCoro::waitFor(ledger->readAnchor());
        QCOMPARE(codeOf(QCoro::waitFor(ledger->checkAnchor())), QByteArray("history_cut"));
        QCOMPARE(static_cast<int>(ledger->verify(anchor)->fault->what), static_cast<int>(Fault::What::Truncated));
        QCOMPARE(codeOf(QCoro::waitFor(ledger->writeAnchor())), QByteArray("ledger_damaged")); // never backwards
        // … and another story told in its place does not pass either.
        QVERIFY(ledger->append(entryOf(7)));
        QCOMPARE(static_cast<int>(ledger->verify(anchor)->fault->what), static_cast<int>(Fault::What::Replaced));
        QCOMPARE(codeOf(QCoro::waitFor(ledger->checkAnchor())), QByteArray("history_replaced"));
    }
    void history_that_has_gone_on_holds()
    {
        QVERIFY(QCoro::waitFor(ledger->checkAnchor())); // none yet
        fill(5);
        QVERIFY(QCoro::waitFor(ledger->writeAnchor()));
        QVERIFY(QCoro::waitFor(ledger->checkAnchor()));
        int told = 0;
        ledger->onAppended([&told] { ++told; });
        QVERIFY(ledger->append(entryOf(6)));
        QCOMPARE(told, 1);
        QVERIFY(QCoro::waitFor(ledger->checkAnchor()));
    }

    void damaged_entry_is_shown_as_such()
    {
        fill(5);
        close();
        bench->sql(QStringLiteral("UPDATE log SET sealed = x'00' WHERE sequence = 3"));
        open();
        const auto page = ledger->page(0, 10);
        QCOMPARE(page->entries.size(), 5);
        QVERIFY(page->entries.at(2).damaged);
        QVERIFY(!page->entries.at(1).damaged);
        QCOMPARE(codeOf(ledger->entry(3)), QByteArray("row_damaged"));
    }

    void a_third_person_can_compute_the_chain()
    {
        fill(12);
        const auto document = ledger->exportJson();
        QVERIFY(document);
        const auto object = QJsonDocument::fromJson(*document).object();
        QByteArray hash(32, '\0');
        qint64 sequence = 0;
        for (const QJsonValue &value : object.value(QStringLiteral("entries")).toArray()) {
            const auto bytes = [&](const char *name) { return value[QLatin1String(name)].toString().toLatin1(); };
            QCOMPARE(value[QLatin1String("sequence")].toInteger(), ++sequence);
            const QByteArray content = QByteArray::fromBase64(bytes("content"));
            QCOMPARE(QJsonDocument::fromJson(content).object(), value[QLatin1String("entry")].toObject());
            const QByteArray commitment =
                QCryptographicHash::hash(QByteArray::fromHex(bytes("salt")) + content, QCryptographicHash::Sha256);
            QCOMPARE(commitment.toHex(), bytes("commitment"));
            QByteArray number(8, '\0');
            number[7] = static_cast<char>(sequence);
            hash = QCryptographicHash::hash("fpx-ledger-1" + hash + number + commitment, QCryptographicHash::Sha256);
            QCOMPARE(hash.toHex(), bytes("hash"));
        }
        QCOMPARE(sequence, 12);
        const auto head = object.value(QStringLiteral("head"));
        QCOMPARE(head[QLatin1String("count")].toInteger(), 12);
        QCOMPARE(head[QLatin1String("hash")].toString().toLatin1(), hash.toHex());
    }

    void locked()
    {
        fill(2);
        store->lock();
        QCOMPARE(codeOf(ledger->append(entryOf(3))), QByteArray("vault_locked"));
        QCOMPARE(codeOf(ledger->page(0, 1)), QByteArray("vault_locked"));
        QCOMPARE(codeOf(ledger->verify()), QByteArray("vault_locked"));
        QCOMPARE(codeOf(ledger->exportJson()), QByteArray("vault_locked"));
    }

    void disk_full_keeps_the_history()
    {
        fill(5);
        QVERIFY(store->limitPages(1));
        QByteArray last("ok");
        for (int i = 6; i < 2'000 && last == "ok"; ++i)
            last = codeOf(ledger->append(entryOf(i)));
        QCOMPARE(last, QByteArray("disk_full"));
        QVERIFY(!ledger->verify()->fault);
        QVERIFY(store->limitPages(0));
        QVERIFY(ledger->append(entryOf(1)));
        QVERIFY(!ledger->verify()->fault);
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
