// Locking and unlocking: one at a time, with nothing done anew, nothing left open, and nothing going on behind the lock.
#include "services.h"
#include "settled.h"

#include <QAbstractItemModel>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace fpx;
using namespace fpx::test;
using Phase = wallet::Facade::Phase;

namespace {

/// Takes connections, and answers 204 to whatever is deleted; everything else waits for ever.
class SlowNetwork : public QObject
{
public:
    SlowNetwork()
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                const QByteArray request = socket->readAll();
                if (!request.startsWith("DELETE "))
                    return;
                deleted.append(request.split(' ').at(1));
                socket->write("HTTP/1.1 204 No Content\r\n\r\n");
            });
            connect(socket, &QTcpSocket::disconnected, this, [this] { ++ended; });
            ++begun;
        });
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

    int begun = 0;
    int ended = 0;
    QByteArrayList deleted;

private:
    QTcpServer m_server;
};

} // namespace

class TestUnlocking : public QObject
{
    Q_OBJECT

    std::unique_ptr<SlowNetwork> m_network;
    std::optional<Settled> m_installation;
    std::unique_ptr<wallet::Wallet> m_wallet;
    QList<Error> m_notices;

    void open(Phase expected = Phase::Ready)
    {
        m_wallet = std::make_unique<wallet::Wallet>(m_installation->config());
        connect(m_wallet.get(), &wallet::Facade::notice, this, [this](const Error &error) { m_notices.append(error); });
        m_wallet->start();
        QTRY_COMPARE(m_wallet->phase(), expected);
    }
    void close()
    {
        m_wallet.reset();
        QTRY_VERIFY(m_installation->isFree());
    }
    qsizetype inHistory(const char *code) const
    {
        QByteArray text;
        m_wallet->exportHistory(
            [&text](const Result<QByteArray> &exported) { text = exported.value_or(QByteArray()); });
        return text.count(QByteArray("\"code\":\"") + code + '"');
    }
    QList<wallet::NetworkProfile> profiles() const
    {
        const auto networks = m_wallet->accounts()->networks();
        return networks.isEmpty() ? QList<wallet::NetworkProfile>() : networks.first().profiles;
    }
    QString networkStatus() const
    {
        return m_wallet->networks()->index(0, 0).data(wallet::role(wallet::NetworkRole::Status)).toString();
    }

private Q_SLOTS:
    void init()
    {
        m_notices.clear();
        m_network = std::make_unique<SlowNetwork>();
    }
    void cleanup()
    {
        m_wallet.reset();
        m_installation.reset();
    }

    void cleanupTestCase()
    {
        // Tokens are given back by whoever is left when a wallet has gone: three attempts at each well-known place of a
        // provider that cannot be reached. What still waits when the program ends is reported as a leak.
        QTest::qWait(8'000);
    }

    void unlocking_joins_no_network_again()
    {
        m_installation.emplace(m_network->port());
        m_installation->settle({m_installation->enrolment("one")});
        open();
        for (int i = 0; i < 100; ++i) {
            m_wallet->lock();
            QCOMPARE(m_wallet->phase(), Phase::Locked);
            m_wallet->unlock();
            QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
            QCOMPARE(networkStatus(), q("joined"));
        }
        close();
        const auto vault = m_installation->openVault();
        QCOMPARE(wallet::VaultRecords(vault).all(q("enrolments"))->size(), 1);
    }
    void the_phase_never_says_that_a_locked_wallet_is_a_new_one()
    {
        m_installation.emplace();
        m_installation->settle({m_installation->enrolment("one")});
        open();
        QList<Phase> seen;
        connect(m_wallet.get(), &wallet::Facade::phaseChanged, this, [&] { seen.append(m_wallet->phase()); });
        m_wallet->lock();
        m_wallet->unlock();
        QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
        QCOMPARE(seen, (QList<Phase>{Phase::Locked, Phase::Unlocking, Phase::Ready}));
    }
    void unlock_pressed_twice_unlocks_once()
    {
        m_installation.emplace();
        m_installation->settle({m_installation->enrolment("one")});
        open();
        m_wallet->lock();
        m_installation->keychain->deferred = true;
        m_wallet->unlock();
        QCOMPARE(m_wallet->phase(), Phase::Unlocking);
        m_wallet->unlock();
        QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
        QTest::qWait(50); // for a second one to end, were there one
        QCOMPARE(inHistory("wallet_unlocked"), 1);
    }
    void a_lock_while_unlocking_wins()
    {
        m_installation.emplace();
        m_installation->settle({m_installation->enrolment("one")});
        open();
        m_wallet->lock();
        m_installation->keychain->deferred = true;
        m_wallet->unlock();
        m_wallet->lock();
        QTRY_COMPARE(m_wallet->phase(), Phase::Locked);
        QTest::qWait(50); // longer than an unlocking takes
        QCOMPARE(m_wallet->phase(), Phase::Locked);
        m_wallet->unlock();
        QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
    }
    void a_failed_load_after_unlocking_leaves_nothing_open()
    {
        m_installation.emplace();
        m_installation->settle({m_installation->enrolment("one")});
        const auto services = QCoro::waitFor(wallet::Services::open(
            m_installation->config(), nullptr, [](identity::Demand, CancelToken) -> Async<void> { co_return {}; },
            vault::KeychainPrompt()));
        QVERIFY(services);
        QVERIFY((*services)->records->put(q("alerts"), q("one"), {{q("nonsense"), true}}));
        QVERIFY((*services)->records->put(q("permissions"), q("one"), {{q("nonsense"), true}}));
        (*services)->lock();
        const auto unlocked = QCoro::waitFor(wallet::Services::unlock(*services));
        QVERIFY(!unlocked);
        QCOMPARE((*services)->vault->state(), vault::VaultState::Locked);
        QVERIFY((*services)->accounts->all().isEmpty());
        QVERIFY(!(*services)->identity->hasAccount());
    }
    void locking_ends_what_is_under_way()
    {
        m_installation.emplace(m_network->port());
        m_installation->settle({});
        open(); // and begins to join the network, which never answers
        QTRY_COMPARE(m_network->begun, 1);
        QTRY_COMPARE(networkStatus(), q("joining")); // lists refresh a moment later
        m_wallet->lock();
        QTRY_COMPARE(m_network->ended, 1);
        m_wallet->unlock();
        QTRY_COMPARE(m_network->begun, 2);
        QCOMPARE(inHistory("network_join_failed"), 0);
    }
    void a_page_that_waits_is_not_told_behind_the_lock_that_it_is_gone()
    {
        m_installation.emplace(m_network->port());
        m_installation->settle({m_installation->enrolment("one")});
        open();
        const QByteArray asked = m_installation->visit("/authorize/as-health/ticket-1");
        const auto at = asked.toLower().indexOf("\r\nlocation: ");
        QVERIFY2(at > 0, asked.constData());
        const QByteArray page = asked.mid(at + 12, asked.indexOf('\r', at + 12) - at - 12);
        for (int i = 0; i < 2; ++i) {
            m_wallet->lock();
            QCOMPARE(m_wallet->phase(), Phase::Locked);
            const QByteArray waiting = m_installation->visit(page);
            QVERIFY2(waiting.startsWith("HTTP/1.1 200"), waiting.constData());
            QVERIFY2(waiting.toLower().contains("\r\nrefresh: "), waiting.constData());
            const QByteArray unknown = m_installation->visit(page.left(page.size() - 4) + "AAAA");
            QVERIFY2(unknown.startsWith("HTTP/1.1 404"), unknown.constData());
            m_wallet->unlock();
            QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
        }
        const QByteArray waiting = m_installation->visit(page);
        QVERIFY2(waiting.startsWith("HTTP/1.1 200"), waiting.constData());
    }
    // What is left of a command at the lock is done after the unlocking, and nobody reads an error for it.
    void ending_something_and_locking_at_once_data()
    {
        QTest::addColumn<int>("command");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QStringList>("left");
        const QString clinic = q("clinic");
        QTest::newRow("sign_out") << 0 << QByteArray("signed_out") << QStringList{clinic};
        QTest::newRow("sign_out_everywhere") << 1 << QByteArray("signed_out") << QStringList{clinic};
        QTest::newRow("unlink") << 2 << QByteArray("provider_unlinked") << QStringList{q("bank/refresh"), clinic};
        QTest::newRow("disconnect") << 3 << QByteArray("source_disconnected")
                                    << QStringList{q("bank/refresh"), q("post/refresh")};
    }
    void ending_something_and_locking_at_once()
    {
        QFETCH(int, command);
        QFETCH(QByteArray, line);
        QFETCH(QStringList, left);
        m_installation.emplace(m_network->port());
        m_installation->settle({m_installation->enrolment("one")});
        m_installation->connectAll();
        open();
        m_installation->keychain->deferred = true; // as a real one
        switch (command) {
        case 0: m_wallet->signOut(); break;
        case 1: m_wallet->accounts()->signOutEverywhere(); break;
        case 2: m_wallet->accounts()->unlink(IdpIdentifier(q("post"))); break;
        default: m_wallet->disconnectSource(SourceIdentifier(q("clinic")), false); break;
        }
        m_wallet->lock();
        QTest::qWait(50); // for the keychain's answers
        QCOMPARE(m_wallet->phase(), Phase::Locked);
        QVERIFY2(m_notices.isEmpty(), m_notices.value(0).code.constData());
        m_wallet->unlock();
        const Phase after = command < 2 ? Phase::SignedOut : Phase::Ready;
        QTRY_COMPARE(m_wallet->phase(), after);
        QCOMPARE(inHistory(line.constData()), 1);
        QTest::qWait(50);
        QVERIFY2(m_notices.isEmpty(), m_notices.value(0).code.constData());
        close();
        QCOMPARE(m_installation->tokensLeft(), left);
    }
    void leaving_with_nothing_to_revoke()
    {
        m_installation.emplace(m_network->port());
        m_installation->settle({m_installation->enrolment("one"), m_installation->enrolment("two", 1'790'000'001)});
        open();
        QCOMPARE(profiles().size(), 2);
        m_wallet->accounts()->leave(EnrolmentId(q("two")));
        QTRY_COMPARE(profiles().size(), 1);
        QCOMPARE(m_network->deleted, (QByteArrayList{"/register/account-two", "/register/wallet-two"}));
        QCOMPARE(inHistory("profile_left"), 1);
    }
};

QTEST_GUILESS_MAIN(TestUnlocking)
#include "tst_unlocking.moc"
