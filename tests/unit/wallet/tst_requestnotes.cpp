// Nobody has to look at the wallet to hear of a request, and nobody reads names over a locked one.
#include "settled.h"

#include <QAbstractItemModel>
#include <QTest>

using namespace fpx;
using namespace fpx::test;
using Phase = wallet::Facade::Phase;

class TestRequestNotes : public QObject
{
    Q_OBJECT

    std::optional<Settled> m_installation;
    std::unique_ptr<wallet::Wallet> m_wallet;

    const QList<Notification> &shown() const { return m_installation->notifier.shown; }
    void ask(const char *ticket)
    {
        const QByteArray answer = m_installation->visit(QByteArray("/authorize/as-health/") + ticket);
        QVERIFY2(answer.startsWith("HTTP/1.1 303"), answer.constData());
    }

private Q_SLOTS:
    void init()
    {
        m_installation.emplace();
        m_installation->settle({m_installation->enrolment("one")});
        m_wallet = std::make_unique<wallet::Wallet>(m_installation->config());
        m_wallet->start();
        QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
        m_installation->notifier.shown.clear();
    }
    void cleanup()
    {
        m_wallet.reset();
        m_installation.reset();
    }

    void each_request_is_told_once_and_its_note_goes_with_it()
    {
        ask("one");
        QTRY_COMPARE(shown().size(), 1);
        QCOMPARE(shown().first().title, q("Health Net has a request"));
        QCOMPARE(shown().first().actionId, m_wallet->prompts().first()->key().value());
        ask("two");
        QTRY_COMPARE(shown().size(), 2);
        m_wallet->prompts().first()->decline();
        QTRY_COMPARE(shown().size(), 1);
        QCOMPARE(m_installation->notifier.count, 2);
    }
    void a_locked_wallet_names_nobody()
    {
        ask("one");
        QTRY_COMPARE(shown().size(), 1);
        m_wallet->lock();
        QVERIFY(shown().isEmpty());
        QCOMPARE(m_wallet->waitingBehindLock(), 1);
        ask("two");
        QTRY_COMPARE(shown().size(), 1);
        QVERIFY(!(shown().first().title + shown().first().text).contains(q("Health")));
        QCOMPARE(m_wallet->waitingBehindLock(), 2);
        m_wallet->unlock();
        QTRY_COMPARE(m_wallet->prompts().size(), 2);
        QCOMPARE(m_wallet->waitingBehindLock(), 0);
        QCOMPARE(shown().size(), 1); // of the second, which nobody has been told of
        QCOMPARE(shown().first().title, q("Health Net has a request"));
    }
    void the_setting_ends_them()
    {
        QVERIFY(m_wallet->setSetting(q("notifications"), false));
        ask("one");
        QTRY_COMPARE(m_wallet->prompts().size(), 1);
        m_wallet->lock();
        ask("two");
        QTRY_COMPARE(m_wallet->waitingBehindLock(), 2);
        QVERIFY(shown().isEmpty());
        QVERIFY(m_wallet->setSetting(q("notifications"), true).error().code == "vault_locked");
    }
    void the_lists_name_the_network_of_what_was_refused()
    {
        QVERIFY(m_installation->visit("/authorize?client_id=as-health&nonsense=1").startsWith("HTTP/1.1 303"));
        QTRY_VERIFY(m_wallet->history()->index(0, 0).data(wallet::role(wallet::HistoryRole::Code)).toString() ==
                    q("request_refused"));
        const QModelIndex line = m_wallet->history()->index(0, 0);
        QCOMPARE(line.data(wallet::role(wallet::HistoryRole::Kind)).toString(), q("refused_input"));
        QCOMPARE(line.data(wallet::role(wallet::HistoryRole::Details)).toMap().value(q("Network")).toString(),
                 q("Health Net"));
        QCOMPARE(m_wallet->requests()->rowCount(), 0);
        QVERIFY(shown().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRequestNotes)
#include "tst_requestnotes.moc"
