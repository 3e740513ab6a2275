// The analysis of the rules leaves the GUI thread alone, however many rules there are.
#include <reviewrun.h>

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace fpx;
using namespace fpx::wallet;

namespace {

// Two of each client: the second changes nothing.
QList<policy::Rule> manyRules(int count)
{
    QList<policy::Rule> rules;
    for (int i = 0; i < count; ++i) {
        policy::Rule rule;
        rule.id = QString::number(i);
        rule.effect = policy::Effect::Deny;
        rule.when.name(ClientId(QStringLiteral("client-%1").arg(i / 2)));
        rules.append(rule);
    }
    return rules;
}

/// A pool whose one thread waits for the test.
struct HeldPool {
    HeldPool()
    {
        pool->setMaxThreadCount(1);
        pool->start([this] {
            held.release();
            letGo.acquire();
        });
        held.acquire();
    }
    ~HeldPool()
    {
        letGo.release();
        pool->waitForDone();
    }
    std::shared_ptr<QThreadPool> pool = std::make_shared<QThreadPool>();
    QSemaphore held;
    QSemaphore letGo;
};

} // namespace

class TestReviewRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCallReturnsBeforeTheWorkerIsLetGo()
    {
        HeldPool workers;
        ReviewRun run(workers.pool, manyRules(2000), {}, {QStringLiteral("1")});
        const QSignalSpy done(&run, &Review::done);
        QCoreApplication::sendPostedEvents();
        QVERIFY(!run.isDone()); // nothing of it was done in this thread
        QVERIFY(run.findings().isEmpty());
        workers.letGo.release();
        QTRY_VERIFY_WITH_TIMEOUT(run.isDone(), 60'000);
        QCOMPARE(done.size(), 1);
        const policy::Finding expected{policy::FindingKind::Shadowed, QStringLiteral("1"), {QStringLiteral("0")}, {}};
        QCOMPARE(run.findings(), QList<policy::Finding>{expected});
    }

    void theNewestWins()
    {
        HeldPool workers;
        auto outdated =
            std::make_unique<ReviewRun>(workers.pool, manyRules(2000), QList<vault::SealedRows>(), QStringList());
        const QSignalSpy outdatedDone(outdated.get(), &Review::done);
        ReviewRun newest(workers.pool, manyRules(4), {}, {});
        outdated.reset();
        workers.letGo.release();
        QTRY_VERIFY(newest.isDone());
        QCOMPARE(newest.findings().size(), 2);
        QCOMPARE(outdatedDone.size(), 0);
    }

    void theWorkerMayOutliveWhoAsked()
    {
        HeldPool workers;
        std::make_unique<ReviewRun>(workers.pool, manyRules(2000), QList<vault::SealedRows>(), QStringList()).reset();
        workers.letGo.release();
        QVERIFY(workers.pool->waitForDone(60'000));
    }
};

QTEST_GUILESS_MAIN(TestReviewRun)
#include "tst_reviewrun.moc"
