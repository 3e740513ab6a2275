// Rows that are read in the vault's thread and opened in another one.
#include "bench.h"

#include <fpx/vault/sealedrows.h>

#include <QThread>

using namespace fpx;
using namespace fpx::vault;
using namespace fpx::vault::test;

namespace {

const QString people = QStringLiteral("people");

} // namespace

class TestSealedRows : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::shared_ptr<Vault> m_vault;

    void fill(int count)
    {
        for (int i = 0; i < count; ++i)
            QVERIFY(m_vault->put(people, QString::number(i), QByteArray::number(i * i)));
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_vault = *m_bench->open();
    }
    void cleanup()
    {
        m_vault.reset();
        m_bench.reset();
    }

    void open_in_another_thread()
    {
        fill(20);
        const auto sealed = m_vault->sealedRows(people, {.limit = 5, .newestFirst = true});
        QVERIFY(sealed.has_value());
        QList<QByteArray> values;
        const std::unique_ptr<QThread> worker(QThread::create([&] {
            for (qsizetype i = 0; i < sealed->size(); ++i)
                values.append(sealed->open(i)->value);
        }));
        worker->start();
        QVERIFY(worker->wait());
        QCOMPARE(values, (QList<QByteArray>{"361", "324", "289", "256", "225"}));
        const auto older = m_vault->sealedRows(people, {.after = sealed->lastPosition(), .newestFirst = true});
        QCOMPARE(older->size(), 15);
        QCOMPARE(older->open(0)->id, QStringLiteral("14"));
    }

    void nothing_opens_after_lock()
    {
        fill(2);
        const auto sealed = m_vault->sealedRows(people);
        QVERIFY(sealed->open(0).has_value());
        m_vault->lock();
        QCOMPARE(codeOf(sealed->open(0)), QByteArray("vault_locked"));
        QCOMPARE(codeOf(m_vault->sealedRows(people)), QByteArray("vault_locked"));
        QVERIFY(QCoro::waitFor(m_vault->unlock()).has_value());
        QCOMPARE(codeOf(sealed->open(1)), QByteArray("vault_locked")); // it was read under the keys that are gone
        QCOMPARE(m_vault->sealedRows(people)->open(1)->value, QByteArray("1"));
    }

    void a_damaged_row_hides_no_other()
    {
        fill(3);
        m_vault.reset();
        m_bench->sql(QStringLiteral("UPDATE sealed_rows SET sealed = zeroblob(80) WHERE position ="
                                    " (SELECT MIN(position) + 1 FROM sealed_rows WHERE tbl = 'people')"));
        m_vault = *m_bench->open();
        const auto sealed = m_vault->sealedRows(people);
        QCOMPARE(sealed->size(), 3);
        QCOMPARE(codeOf(sealed->open(0)), QByteArray("ok"));
        QCOMPARE(codeOf(sealed->open(1)), QByteArray("row_damaged"));
        QCOMPARE(codeOf(sealed->open(2)), QByteArray("ok"));
    }

    void an_empty_table_and_a_refused_name()
    {
        QVERIFY(m_vault->sealedRows(people)->isEmpty());
        QCOMPARE(m_vault->sealedRows(people)->lastPosition(), 0);
        QCOMPARE(codeOf(m_vault->sealedRows(QStringLiteral("fpx.secrets"))), QByteArray("row_refused"));
    }
};

QTEST_GUILESS_MAIN(TestSealedRows)
#include "tst_sealedrows.moc"
