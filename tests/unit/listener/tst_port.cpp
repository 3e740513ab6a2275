// Where the listener listens, that nobody shares it, and who may connect.
#include "browser.h"

#include <QFile>
#include <QHostAddress>
#include <QNetworkInterface>
#include <QProcess>
#include <QTcpServer>

#ifdef Q_OS_UNIX
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace fpx::listener;

class TestPort : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bindsLoopbackOnly()
    {
        Fixture fixture;
        QStringList others{QStringLiteral("::1"), QStringLiteral("127.0.0.2")};
        for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
            if (!address.isLoopback() && address.protocol() == QAbstractSocket::IPv4Protocol)
                others.append(address.toString());
        }
        for (const QString &other : others) {
            QTcpSocket socket;
            socket.connectToHost(other, fixture.port);
            QVERIFY2(!socket.waitForConnected(500), qPrintable(other));
        }
    }

    void port_taken_by_own_program()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Listener listener(std::make_shared<FakePeerCheck>());
        const auto listening = listener.listen(other.serverPort());
        QVERIFY(!listening);
        QCOMPARE(listening.error().code, QByteArray("port_taken"));
        QVERIFY(!listener.isListening());
#ifdef Q_OS_LINUX
        QVERIFY2(listening.error().message.contains(QStringLiteral("tst_listener_po")),
                 qPrintable(listening.error().message));
#endif
    }
    void port_taken_on_every_address()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::AnyIPv4));
        Listener listener(std::make_shared<FakePeerCheck>());
        QCOMPARE(listener.listen(other.serverPort()).error().code, QByteArray("port_taken"));
    }
    void port_taken_by_another_user()
    {
#ifdef Q_OS_LINUX
        if (::geteuid() != 0)
            QSKIP("needs root to act as two users");
        int ready[2];
        QVERIFY(::pipe(ready) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t size = sizeof address;
            bool ok = ::setuid(65534) == 0;
            const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
            ok = ok && ::bind(socket, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(socket, 1) == 0;
            ok = ok && ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0;
            const quint16 port = ok ? ntohs(address.sin_port) : quint16(0);
            if (::write(ready[1], &port, sizeof port) == sizeof port)
                ::pause();
            ::_exit(0);
        }
        quint16 port = 0;
        const bool got = ::read(ready[0], &port, sizeof port) == sizeof port;
        Listener listener(std::make_shared<FakePeerCheck>());
        const auto listening = listener.listen(port);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(ready[0]);
        ::close(ready[1]);
        QVERIFY(got && port != 0);
        QCOMPARE(listening.error().code, QByteArray("port_taken"));
        QVERIFY2(listening.error().message.contains(QStringLiteral("another user")),
                 qPrintable(listening.error().message));
#else
        QSKIP("the owner of a port is looked up on Linux only");
#endif
    }
    void second_listener_is_refused()
    {
        Fixture fixture;
        Listener second(std::make_shared<FakePeerCheck>());
        QCOMPARE(second.listen(fixture.port).error().code, QByteArray("port_taken"));
        QCOMPARE(fixture.listener->listen(0).error().code, QByteArray("already_listening"));
    }
    void port_cannot_be_shared()
    {
#ifdef Q_OS_LINUX
        // Even the same user with every sharing option must not get in beside the listener.
        Fixture fixture;
        for (const quint32 address : {quint32(INADDR_LOOPBACK), quint32(INADDR_ANY)}) {
            const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
            const int on = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
            sockaddr_in end{};
            end.sin_family = AF_INET;
            end.sin_addr.s_addr = htonl(address);
            end.sin_port = htons(fixture.port);
            const bool shared =
                ::bind(socket, reinterpret_cast<sockaddr *>(&end), sizeof end) == 0 && ::listen(socket, 1) == 0;
            ::close(socket);
            QVERIFY(!shared);
        }
#else
        QSKIP("uses Linux socket options");
#endif
    }
    void restartFindsItsPortAgain()
    {
        Fixture fixture;
        QCOMPARE(fixture.exchange(fixture.get("/callback/bank")).status, 200); // leaves a TIME_WAIT behind
        const quint16 port = fixture.port;
        fixture.listener.reset();
        Listener again(std::make_shared<FakePeerCheck>());
        QVERIFY(again.listen(port));
    }
    void childDoesNotInheritThePort()
    {
#ifdef Q_OS_UNIX
        // A browser that the wallet started must not keep the port open when the wallet has gone.
        Fixture fixture;
        const auto socket = fixture.connectTo();
        QTRY_COMPARE(fixture.peers->asked.size(), 1);
        QProcess child;
        child.start(QStringLiteral("/bin/sleep"), {QStringLiteral("60")});
        QVERIFY(child.waitForStarted());
        fixture.listener.reset();
        Listener again(std::make_shared<FakePeerCheck>());
        const auto listening = again.listen(fixture.port);
        child.kill();
        child.waitForFinished();
        QVERIFY(listening);
#else
        QSKIP("uses a Unix program");
#endif
    }

    void peer_of_another_user()
    {
        Fixture fixture;
        fixture.peers->own = false;
        const auto socket = fixture.connectTo();
        socket->write(fixture.get("/callback/bank"));
        QCOMPARE(Fixture::readToEnd(*socket), QByteArray());
        QCOMPARE(fixture.peers->asked.size(), 1);
        QCOMPARE(fixture.peers->asked.first().localPort, fixture.port);
        QCOMPARE(fixture.peers->asked.first().peerAddress, quint32(0x7f000001));
        QVERIFY(fixture.handler.requests.isEmpty());
    }
    void realCheckLetsOwnUserIn()
    {
        Listener listener;
        RecordingHandler handler;
        listener.setHandler(&handler);
        QVERIFY(listener.listen(0));
        for (const bool mapped : {false, true}) {
            QTcpSocket socket;
            socket.connectToHost(mapped ? QStringLiteral("::ffff:127.0.0.1") : QStringLiteral("127.0.0.1"),
                                 listener.port());
            if (!QTest::qWaitFor([&] { return socket.state() == QTcpSocket::ConnectedState; }, 2000))
                QSKIP("no IPv4-mapped sockets here");
            socket.write("GET /callback/bank HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(listener.port()) +
                         "\r\n\r\n");
            QCOMPARE(parseAnswer(Fixture::readToEnd(socket)).status, 200);
        }
        QCOMPARE(handler.requests.size(), 2);
    }
    void realCheckKeepsAnotherUserOut()
    {
#ifdef Q_OS_LINUX
        if (::geteuid() != 0)
            QSKIP("needs root to act as two users");
        Listener listener;
        RecordingHandler handler;
        listener.setHandler(&handler);
        QVERIFY(listener.listen(0));
        int result[2];
        QVERIFY(::pipe(result) == 0);
        const QByteArray request =
            "GET /callback/bank HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(listener.port()) + "\r\n\r\n";
        const pid_t child = ::fork();
        if (child == 0) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            address.sin_port = htons(listener.port());
            char outcome = 'e'; // 'c' closed without an answer, 'a' answered, 'e' the test itself failed
            const bool other = ::setuid(65534) == 0;
            const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
            if (other && ::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0) {
                [[maybe_unused]] const ssize_t sent =
                    ::send(socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL);
                char buffer[16];
                outcome = ::read(socket, buffer, sizeof buffer) > 0 ? 'a' : 'c';
            }
            [[maybe_unused]] const ssize_t told = ::write(result[1], &outcome, 1);
            ::_exit(0);
        }
        QVERIFY(QTest::qWaitFor([&] { return ::waitpid(child, nullptr, WNOHANG) == child; }));
        char outcome = 0;
        QCOMPARE(::read(result[0], &outcome, 1), ssize_t(1));
        ::close(result[0]);
        ::close(result[1]);
        QCOMPARE(outcome, 'c');
        QVERIFY(handler.requests.isEmpty());
#else
        QSKIP("acts as two users on Linux only");
#endif
    }
};

QTEST_GUILESS_MAIN(TestPort)
#include "tst_port.moc"
