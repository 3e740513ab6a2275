// What is kept of requests and answers, and the replay over it.
#include "../vault/bench.h"

#include <factsstore.h>
#include <whatifrun.h>

#include <fpx/policy/factsblock.h>

#include <QSignalSpy>

using namespace fpx;
using namespace fpx::wallet;
using namespace fpx::vault::test;
using policy::Effect;

namespace {

policy::Facts asked(int number, const char *client = "practice")
{
    policy::Facts facts;
    facts.as = AsIdentifier(QStringLiteral("ontario"));
    facts.profile = EnrolmentId(QStringLiteral("private"));
    facts.client = ClientId(QLatin1String(client));
    facts.time = 1'790'000'000 + number;
    facts.offsetMinutes = -240;
    facts.firstContact = false;
    facts.resources = {{DefinitionId(QStringLiteral("labs")), {}, {}, {QStringLiteral("read")}, {}, {}, true}};
    return facts;
}

QList<policy::Rule> denying(const char *client)
{
    policy::Rule rule;
    rule.id = QStringLiteral("r");
    rule.effect = Effect::Deny;
    rule.when.name(ClientId(QLatin1String(client)));
    return {rule};
}

} // namespace

class TestFactsStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::shared_ptr<vault::Vault> m_vault;
    std::unique_ptr<FactsStore> m_store;

    void record(int count)
    {
        QVERIFY(m_vault->transaction([&]() -> Result<void> {
            for (int i = 0; i < count; ++i)
                FPX_CHECK(m_store->evaluated(asked(i, i % 10 == 0 ? "school" : "practice"), {}));
            return {};
        }));
    }
    /// What the store has put off until its transaction is over has been done: it comes before what is put off now.
    bool settles() const
    {
        bool reached = false;
        QMetaObject::invokeMethod(m_store.get(), [&reached] { reached = true; }, Qt::QueuedConnection);
        return QTest::qWaitFor([&reached] { return reached; });
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_vault = *m_bench->open();
        m_store = std::make_unique<FactsStore>(m_vault);
        QVERIFY(m_store->load().has_value());
    }
    void cleanup()
    {
        m_store.reset();
        m_vault.reset();
        m_bench.reset();
    }

    void requestsAreKeptInOrderAcrossBlocks()
    {
        constexpr int count = 2 * static_cast<int>(FactsStore::blockSize) + 3;
        record(count);
        QCOMPARE(*m_store->count(), count);
        QList<policy::Facts> newest;
        const auto pages = m_store->newest(count + 10);
        for (const vault::SealedRows &page : *pages) {
            for (qsizetype i = 0; i < page.size(); ++i)
                newest += *openRequests(page, i);
        }
        QCOMPARE(newest.size(), count);
        for (int i = 0; i < count; ++i)
            QCOMPARE(newest.at(i).time, asked(count - 1 - i).time);
        QCOMPARE(newest.first().offsetMinutes, -240);
    }

    void nothingIsReadableInTheFile()
    {
        record(3);
        QVERIFY(m_store->answered({asked(1), true, 30}).has_value());
        m_store.reset();
        m_vault.reset();
        QVERIFY(!m_bench->everything().contains("practice"));
        QVERIFY(!m_bench->everything().contains("ontario"));
    }

    void answersAreKeptForLongerThanRequests()
    {
        QVERIFY(!m_store->lastAnswered(asked(0))->has_value());
        for (int i = 0; i < 15; ++i)
            QVERIFY(m_store->answered({asked(i), i % 2 == 0, i}).has_value());
        QCOMPARE(**m_store->lastAnswered(asked(0)), asked(14).time);
        policy::Facts other = asked(0);
        other.profile = EnrolmentId(QStringLiteral("work"));
        QVERIFY(!m_store->lastAnswered(other)->has_value()); // another profile was never asked
        other = asked(0);
        other.as = AsIdentifier(QStringLiteral("quebec"));
        QVERIFY(!m_store->lastAnswered(other)->has_value());
        const auto answers = openAnswers(*m_store->answers());
        QCOMPARE(answers->size(), FactsStore::answersKept);
        QCOMPARE(answers->last().facts, asked(14));
        QCOMPARE(answers->last().grantedDays, 14);
        QVERIFY(answers->last().allowed);
    }

    void answersThatNobodyWaitsForAreNotOpened()
    {
        QVERIFY(m_store->answered({asked(1), true, 30}).has_value());
        const auto answers = openAnswers(*m_store->answers(), [] { return true; });
        QCOMPARE(codeOf(answers), QByteArray("cancelled"));
    }

    void namesAreRemembered()
    {
        QSignalSpy news(m_store.get(), &FactsStore::namesChanged);
        const consent::Named named{policy::Condition::Organization, QStringLiteral("ontario"),
                                   QStringLiteral("maple-bank"), QStringLiteral("Maple Bank")};
        QVERIFY(m_store->learn({named}).has_value());
        QVERIFY(m_store->learn({named}).has_value());
        QTRY_COMPARE(news.size(), 1);
        QVERIFY(m_store->learn({named}).has_value());
        QVERIFY(settles());
        QCOMPARE(news.size(), 1);
        FactsStore again(m_vault);
        QVERIFY(again.load().has_value());
        QCOMPARE(again.names().nameOf(named.kind, named.id), named.name);
        QVERIFY(again.names().ids(policy::Condition::Client).isEmpty());
    }

    void oneNetworkDoesNotRenameWhatAnotherCallsSo()
    {
        const auto named = [](const char *network, const char *name) {
            return consent::Named{policy::Condition::Scope, QLatin1String(network), QStringLiteral("read"),
                                  QLatin1String(name)};
        };
        QVERIFY(m_store->learn({named("ontario", "read them"), named("quebec", "see the dates")}).has_value());
        QTRY_COMPARE(m_store->names().placesOf(policy::Condition::Scope, QStringLiteral("read")).size(), 2);
        const auto nameAt = [this](const char *network) {
            return m_store->names().nameOf(policy::Condition::Scope, QStringLiteral("read"), {QLatin1String(network)});
        };
        QCOMPARE(nameAt("ontario"), QStringLiteral("read them"));
        QCOMPARE(nameAt("quebec"), QStringLiteral("see the dates"));
        QCOMPARE(nameAt("alberta"), QStringLiteral("read"));
        QCOMPARE(m_store->names().nameOf(policy::Condition::Scope, QStringLiteral("read")),
                 QStringLiteral("read them / see the dates")); // of a rule for every network
    }

    void namesOfATransactionThatFailsAreNotLearned()
    {
        const consent::Named named{policy::Condition::Client, QStringLiteral("ontario"), QStringLiteral("practice"),
                                   QStringLiteral("City Clinic")};
        QSignalSpy news(m_store.get(), &FactsStore::namesChanged);
        QVERIFY(!m_vault->transaction([&]() -> Result<void> {
            FPX_CHECK(m_store->evaluated(asked(0), {named}));
            return fail("disk_full", QString());
        }));
        QVERIFY(settles());
        QVERIFY(m_store->names().ids(policy::Condition::Client).isEmpty());
        QVERIFY(m_store->evaluated(asked(0), {named}).has_value()); // and are written the next time
        QTRY_COMPARE(news.size(), 1);
        FactsStore again(m_vault);
        QVERIFY(again.load().has_value());
        QCOMPARE(again.names().nameOf(named.kind, named.id), named.name);
    }

    void longIdentifiersAreKept()
    {
        policy::Facts facts = asked(0);
        facts.client = ClientId(QString(900, QLatin1Char('c')));
        facts.as = AsIdentifier(QString(64, QLatin1Char('a')));
        const consent::Named child{policy::Condition::Subject, QStringLiteral("hospital"),
                                   QString(2000, QLatin1Char('s')), QStringLiteral("Child")};
        QVERIFY(m_store->evaluated(facts, {child}).has_value());
        QVERIFY(m_store->answered({facts, true, 30}).has_value());
        QTRY_COMPARE(m_store->names().nameOf(child.kind, child.id), child.name);
        QVERIFY(m_store->lastAnswered(facts)->has_value());
    }

    void namesOfTheFirstVersionGetTheNetworksOfTheRequests()
    {
        const auto put = [this](const char *id, const char *name) {
            QVERIFY(m_vault->put(QStringLiteral("names"), QLatin1String(id),
                                 QJsonObject{{QStringLiteral("name"), QLatin1String(name)}}));
        };
        record(3);
        policy::Facts elsewhere = asked(4, "practice");
        elsewhere.as = AsIdentifier(QStringLiteral("quebec"));
        QVERIFY(m_store->evaluated(elsewhere, {}).has_value());
        put("client practice", "City Clinic");
        put("client school", "School");
        put("client never came", "Nobody");
        put("as ontario", "Ontario Health Network");
        QVERIFY(m_vault->put(QStringLiteral("answers"), QStringLiteral("ontario practice"), QJsonObject()));
        FactsStore again(m_vault);
        QVERIFY(again.load().has_value());
        for (int times = 0; times < 2; ++times) {
            const QStringList both{QStringLiteral("ontario"), QStringLiteral("quebec")};
            QCOMPARE(again.names().placesOf(policy::Condition::Client, QStringLiteral("practice")), both);
            QCOMPARE(again.names().placesOf(policy::Condition::Client, QStringLiteral("school")), both.mid(0, 1));
            QVERIFY(again.names().placesOf(policy::Condition::Client, QStringLiteral("never came")).isEmpty());
            QCOMPARE(again.names().nameOf(policy::Condition::As, QStringLiteral("ontario")),
                     QStringLiteral("Ontario Health Network"));
            QVERIFY(again.load().has_value()); // in today's form
        }
        QCOMPARE(*m_vault->count(QStringLiteral("answers")), 0);
    }

    void aReplayFindsWhatWouldHaveBeenDifferent()
    {
        record(1500);
        WhatIfRun run(m_store.get(), policy::RuleSet(), denying("school"));
        QTRY_COMPARE(run.state(), WhatIf::State::Done);
        QCOMPARE(run.total(), 1500);
        QCOMPARE(run.done(), 1500);
        QCOMPARE(run.different(), 150);
        const QList<policy::ClientDifferences> clients = run.byClient();
        QCOMPARE(clients.size(), 1);
        QCOMPARE(clients.first().different, 150);
        QCOMPARE(clients.first().examples.first().facts.time, asked(1490).time); // the newest first
    }

    void aCancelledReplayStops()
    {
        record(1500);
        WhatIfRun run(m_store.get(), policy::RuleSet(), denying("school"));
        QSignalSpy told(&run, &WhatIf::changed);
        run.cancel();
        QCOMPARE(run.state(), WhatIf::State::Cancelled);
        const qsizetype before = told.size();
        QTest::qWait(20);
        QCOMPARE(told.size(), before);
    }

    void aReplayWithoutRequestsIsDoneAtOnce()
    {
        WhatIfRun run(m_store.get(), policy::RuleSet(), denying("school"));
        QTRY_COMPARE(run.state(), WhatIf::State::Done);
        QCOMPARE(run.total(), 0);
    }

    void aReplayEndsWhenTheVaultLocks()
    {
        record(600);
        WhatIfRun run(m_store.get(), policy::RuleSet(), denying("school"));
        m_vault->lock();
        QTRY_COMPARE(run.state(), WhatIf::State::Failed);
        QCOMPARE(run.error().code, QByteArray("vault_locked"));
    }

    void aReplayThatNobodyWantsEnds()
    {
        record(1500);
        for (int i = 0; i < 20; ++i)
            WhatIfRun run(m_store.get(), policy::RuleSet(), denying("school"));
        auto run = std::make_unique<WhatIfRun>(m_store.get(), policy::RuleSet(), denying("school"));
        QTRY_VERIFY(run->done() > 0);
        run.reset();
        QTest::qWait(20); // what the worker had sent arrives nowhere
    }
};

QTEST_GUILESS_MAIN(TestFactsStore)
#include "tst_factsstore.moc"
