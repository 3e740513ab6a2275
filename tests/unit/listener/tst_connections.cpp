// Connections over time: limits, slow peers, late answers, and everybody who may go first.
#include "browser.h"

#include <QElapsedTimer>
#include <QTimer>

using namespace fpx::listener;
using namespace std::chrono_literals;

class TestConnections : public QObject
{
    Q_OBJECT

private:
    static Limits quick()
    {
        Limits limits;
        limits.connectionTime = 300ms;
        return limits;
    }

private Q_SLOTS:
    void silent_peer()
    {
        Fixture fixture(quick());
        const auto socket = fixture.connectTo();
        QCOMPARE(Fixture::readToEnd(*socket), QByteArray());
    }
    void half_head()
    {
        Fixture fixture(quick());
        const auto socket = fixture.connectTo();
        socket->write("GET /authorize HTTP/1.1\r\nHost: 127");
        QCOMPARE(Fixture::readToEnd(*socket), QByteArray());
        QVERIFY(fixture.handler.requests.isEmpty());
    }
    void slow_loris()
    {
        // A byte now and then must not prolong the connection's time.
        Fixture fixture(quick());
        const auto socket = fixture.connectTo();
        QElapsedTimer timer;
        timer.start();
        QTimer drip;
        connect(&drip, &QTimer::timeout, this, [&] { socket->write("A"); });
        drip.start(20);
        QVERIFY(QTest::qWaitFor([&] { return socket->state() == QTcpSocket::UnconnectedState; }, 3000));
        QVERIFY(timer.elapsed() >= 200);
        QVERIFY(fixture.handler.requests.isEmpty());
    }
    void byteByByte()
    {
        Fixture fixture;
        const auto socket = fixture.connectTo();
        for (const char c : fixture.get("/callback/bank?state=x")) {
            socket->write(&c, 1);
            socket->flush();
            QCoreApplication::processEvents();
        }
        QCOMPARE(parseAnswer(Fixture::readToEnd(*socket)).status, 200);
        QCOMPARE(fixture.handler.requests.size(), 1);
    }
    void cookiesOfOtherServersAreSkipped()
    {
        // Cookies know no ports: dozens of development servers on 127.0.0.1 have left theirs.
        for (const int size : {20'000, 60'000}) {
            Fixture fixture;
            const QByteArray cookie = "cOOkie: a=" + QByteArray(size, 'c') + "\r\n";
            QCOMPARE(fixture.exchange(fixture.get("/callback/bank?state=x", cookie + "Accept: a\r\n")).status, 200);
            QCOMPARE(fixture.handler.requests.size(), 1);
            QVERIFY(fixture.handler.disturbances.isEmpty());
        }
        Fixture fixture; // also where the head comes in pieces, with the field's name in two of them
        const auto socket = fixture.connectTo();
        for (const QByteArray &piece :
             {QByteArray("GET /callback/bank?state=x HTTP/1.1\r\nCoo"), QByteArray("kie: a=b; co"),
              "okie: c\r\nHost: " + fixture.authority() + "\r\nCookies: x\r", QByteArray("\n\r\n")}) {
            socket->write(piece);
            socket->flush();
            QTest::qWait(5);
        }
        QCOMPARE(parseAnswer(Fixture::readToEnd(*socket)).status, 200);
    }
    void cookies_too_large()
    {
        Fixture fixture;
        const QByteArray cookie = "Cookie: a=" + QByteArray(70'000, 'c') + "\r\n";
        QCOMPARE(fixture.exchange(fixture.get("/callback/bank?state=x", cookie)).status, 431);
        QVERIFY(fixture.handler.requests.isEmpty());
        QTRY_COMPARE(fixture.handler.disturbances, QList<Disturbance>{Disturbance::HeadTooLarge});
    }
    void cookie_hides_no_other_field()
    {
        Fixture fixture;
        // Folded lines stay folded lines, and a name with a space before its colon is no field at all.
        QVERIFY(fixture.exchange(fixture.get("/callback/bank", "Cookie: a\r\n b\r\n")).status >= 400);
        QCOMPARE(fixture.exchange(fixture.get("/callback/bank", "Cookie : a\r\n")).status, 400);
        QVERIFY(fixture.handler.requests.isEmpty());
    }
    void tls_is_told()
    {
        Fixture fixture;
        const QByteArray hello = QByteArray::fromHex("160301020001000001fc0303") + QByteArray(500, '\x42');
        QCOMPARE(fixture.exchange(hello).status, 400);
        QTRY_COMPARE(fixture.handler.disturbances, QList<Disturbance>{Disturbance::Tls});
        QVERIFY(fixture.handler.requests.isEmpty());
    }
    void foreign_peer_is_told()
    {
        Fixture fixture;
        fixture.peers->own = false;
        QCOMPARE(fixture.exchange(fixture.get("/callback/bank")).status, 0);
        QTRY_COMPARE(fixture.handler.disturbances, QList<Disturbance>{Disturbance::ForeignPeer});
    }
    void pipelining()
    {
        Fixture fixture;
        const Answer answer =
            fixture.exchange(fixture.get("/callback/a") + fixture.get("/callback/b") + fixture.get("/callback/c"));
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.body.contains("HTTP/1.1"));
        QCOMPARE(fixture.handler.requests.size(), 1);
        QCOMPARE(fixture.handler.requests.first().segment, QStringLiteral("a"));
    }
    void connection_limit()
    {
        Limits limits;
        limits.connections = 3;
        Fixture fixture(limits);
        std::vector<std::unique_ptr<QTcpSocket>> held;
        for (int i = 0; i < 3; ++i)
            held.push_back(fixture.connectTo());
        QTRY_COMPARE(fixture.peers->asked.size(), 3);
        const Answer refused = fixture.exchange(fixture.get("/callback/bank"));
        QCOMPARE(refused.status, 503);
        VERIFY_STANDING_HEADERS(refused);
        VERIFY_STANDING_POLICY(refused);
        QVERIFY(fixture.handler.requests.isEmpty());
        held.pop_back();
        QVERIFY(QTest::qWaitFor([&] { return fixture.exchange(fixture.get("/callback/bank")).status == 200; }));
    }
    void sixtyFourConnectionsAreServed()
    {
        Fixture fixture;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 64; ++i)
            sockets.push_back(fixture.connectTo());
        for (const auto &socket : sockets)
            socket->write(fixture.get("/callback/bank"));
        for (const auto &socket : sockets)
            QCOMPARE(parseAnswer(Fixture::readToEnd(*socket)).status, 200);
    }

    void answerLater()
    {
        Fixture fixture;
        std::optional<Responder> held;
        fixture.handler.answer = [&](const Responder &responder) { held = responder; };
        const auto socket = fixture.connectTo();
        socket->write(fixture.get("/requests/abc"));
        QTRY_VERIFY(held);
        QVERIFY(held->isOpen());
        bool gone = false;
        held->onGone([&] { gone = true; });
        held->notFound();
        QVERIFY(!held->isOpen());
        held->message({}); // the first answer wins
        QCOMPARE(parseAnswer(Fixture::readToEnd(*socket)).status, 404);
        QVERIFY(!gone);
    }
    void noAnswerInTime()
    {
        Fixture fixture(quick());
        std::optional<Responder> held;
        fixture.handler.answer = [&](const Responder &responder) { held = responder; };
        const auto socket = fixture.connectTo();
        socket->write(fixture.get("/requests/abc"));
        QTRY_VERIFY(held);
        int gone = 0;
        held->onGone([&] { ++gone; });
        QCOMPARE(Fixture::readToEnd(*socket), QByteArray());
        QTRY_COMPARE(gone, 1);
        QVERIFY(!held->isOpen());
        held->notFound();
    }
    void responder_after_disconnect()
    {
        Fixture fixture;
        std::optional<Responder> held;
        fixture.handler.answer = [&](const Responder &responder) { held = responder; };
        const auto socket = fixture.connectTo();
        socket->write(fixture.get("/requests/abc"));
        QTRY_VERIFY(held);
        int gone = 0;
        held->onGone([&] { ++gone; });
        socket->abort();
        QTRY_COMPARE(gone, 1);
        QVERIFY(!held->isOpen());
        held->seeOther(QUrl(QStringLiteral("https://as.example/")));
        bool late = false;
        held->onGone([&] { late = true; });
        QVERIFY(late);
        QCOMPARE(gone, 1);
    }
    void responderDroppedWithoutAnswer()
    {
        Fixture fixture;
        fixture.handler.answer = nullptr;
        const Answer answer = fixture.exchange(fixture.get("/requests/abc"));
        QCOMPARE(answer.status, 503);
        VERIFY_STANDING_HEADERS(answer);
    }
    void responderHeldByItsOwnCallback()
    {
        // A cycle while it waits; it must be gone with the answer or the connection (the sanitizer run sees a leak).
        Fixture fixture(quick());
        auto sentinel = std::make_shared<int>(1);
        std::weak_ptr<int> alive = sentinel;
        fixture.handler.answer = [&](const Responder &responder) {
            responder.onGone([responder, kept = std::exchange(sentinel, {})] { responder.notFound(); });
        };
        QCOMPARE(fixture.exchange(fixture.get("/requests/abc")).status, 0);
        QTRY_VERIFY(alive.expired());
    }
    void noHandler()
    {
        Fixture fixture;
        fixture.listener->setHandler(nullptr);
        QCOMPARE(fixture.exchange(fixture.get("/requests/abc")).status, 503);
    }

    void owner_destroyed_while_held()
    {
        Fixture fixture;
        std::optional<Responder> held;
        fixture.handler.answer = [&](const Responder &responder) { held = responder; };
        const auto socket = fixture.connectTo();
        socket->write(fixture.get("/requests/abc"));
        QTRY_VERIFY(held);
        bool gone = false;
        held->onGone([&] { gone = true; });
        fixture.listener.reset();
        QVERIFY(gone);
        QVERIFY(!held->isOpen());
        held->notFound();
        QCOMPARE(Fixture::readToEnd(*socket), QByteArray());
        held->notFound();
    }
    void owner_destroyed_by_handler()
    {
        Fixture fixture;
        fixture.handler.answer = [&](const Responder &responder) {
            responder.message({QStringLiteral("en"), false, QStringLiteral("Bye"), {}});
            fixture.listener.reset();
        };
        const Answer answer = fixture.exchange(fixture.get("/callback/bank"));
        QCOMPARE(answer.status, 200); // an answer that was given still goes out
        QVERIFY(answer.body.contains("Bye"));
    }
    void owner_destroyed_from_onGone()
    {
        Fixture fixture;
        std::optional<Responder> held;
        fixture.handler.answer = [&](const Responder &responder) { held = responder; };
        const auto first = fixture.connectTo();
        const auto second = fixture.connectTo();
        first->write(fixture.get("/requests/abc"));
        QTRY_VERIFY(held);
        held->onGone([&] { fixture.listener.reset(); });
        fixture.listener->close();
        QVERIFY(!fixture.listener);
        QCOMPARE(Fixture::readToEnd(*second), QByteArray());
    }
    void closeStopsAccepting()
    {
        Fixture fixture;
        fixture.listener->close();
        QCOMPARE(fixture.listener->port(), quint16(0));
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), fixture.port);
        QVERIFY(QTest::qWaitFor([&] { return socket.error() == QTcpSocket::ConnectionRefusedError; }));
        QVERIFY(fixture.listener->listen(fixture.port));
        QCOMPARE(fixture.exchange(fixture.get("/callback/bank")).status, 200);
    }
    void largeAnswerArrivesWhole()
    {
        Fixture fixture;
        fixture.handler.answer = [](const Responder &responder) {
            responder.message({QStringLiteral("en"), false, QString(3'000'000, u'x'), {}});
        };
        const Answer answer = fixture.exchange(fixture.get("/requests/abc"));
        QCOMPARE(answer.values("content-length"), QList<QByteArray>{QByteArray::number(answer.body.size())});
    }
};

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
