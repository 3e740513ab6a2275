// The running instance's side: who may speak to it, and what it makes of what they say.
#include "fixture.h"

#include <QTimer>

#include <QFileInfo>

#ifdef Q_OS_LINUX
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace fpx;
using namespace fpx::control;
using namespace std::chrono_literals;

class TestServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qunsetenv("XDG_RUNTIME_DIR"); // the sockets lie in the data directories
    }
    void answers()
    {
        Fixture fixture;
        QCOMPARE(fixture.exchange("{\"command\":\"status\"}\n"), QByteArray("{\"echo\":{\"command\":\"status\"}}\n"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *name, const QByteArray &bytes, const char *code) {
            QTest::newRow(name) << bytes << QByteArray(code);
        };
        row("malformed", "{\"command\":}\n", "json_malformed");
        row("empty_line", "\n", "json_malformed");
        row("array", "[]\n", "json_malformed");
        row("two_objects_in_a_line", "{}{}\n", "json_malformed");
        row("duplicate_member", "{\"a\":1,\"a\":2}\n", "json_duplicate_member");
        row("too_deep", "{\"a\":" + QByteArray(40, '[') + QByteArray(40, ']') + "}\n", "json_too_deep");
        row("not_utf8", "{\"a\":\"\xff\"}\n", "json_malformed");
        row("http", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "json_malformed");
        row("oversized_line", "{\"a\":[" + QByteArray("1,").repeated(40'000) + "1]}\n", "line_too_long");
        row("oversized_without_end", QByteArray(1'000'000, ' '), "line_too_long");
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, code);
        Fixture fixture;
        QCOMPARE(fixture.exchange(bytes), "{\"error\":\"" + code + "\"}\n");
        QVERIFY(fixture.handler.commands.isEmpty());
    }
    void lineExactlyAtTheLimit()
    {
        Limits limits;
        limits.lineBytes = 100;
        Fixture fixture(limits);
        fixture.handler.answer = [](const QJsonObject &, const Reply &reply) { reply.send({}); };
        const auto padded = [](qsizetype size) { return "{" + QByteArray(size - 2, ' ') + "}\n"; };
        QCOMPARE(fixture.exchange(padded(100)), QByteArray("{}\n"));
        QCOMPARE(fixture.exchange(padded(101)), QByteArray("{\"error\":\"line_too_long\"}\n"));
    }
    void onlyTheFirstLineCounts()
    {
        Fixture fixture;
        QCOMPARE(fixture.exchange("{\"a\":1}\n{\"a\":2}\n"), QByteArray("{\"echo\":{\"a\":1}}\n"));
        QCOMPARE(fixture.handler.commands.size(), 1);
    }
    void half_line_then_close()
    {
        Fixture fixture;
        auto socket = fixture.connectTo();
        socket->write("{\"command\":\"qu");
        socket->flush();
        socket.reset();
        QCOMPARE(fixture.exchange("{}\n"), QByteArray("{\"echo\":{}}\n"));
        QCOMPARE(fixture.handler.commands.size(), 1);
    }
    void half_line_then_silence()
    {
        Limits limits;
        limits.time = 200ms;
        Fixture fixture(limits);
        QCOMPARE(fixture.exchange("{\"command\""), QByteArray());
    }
    void an_answer_may_take_longer_than_a_command()
    {
        // As a person does who reads a question first.
        Limits limits;
        limits.time = 100ms;
        Fixture fixture(limits);
        fixture.handler.answer = [&](const QJsonObject &command, const Reply &reply) {
            QTimer::singleShot(400ms, this, [command, reply] { QVERIFY(reply.send(command)); });
        };
        QCOMPARE(fixture.exchange("{\"n\":1}\n"), QByteArray("{\"n\":1}\n"));
    }
    void no_answer_in_time()
    {
        Limits limits;
        limits.answerTime = 200ms;
        Fixture fixture(limits);
        std::optional<Reply> held;
        fixture.handler.answer = [&](const QJsonObject &, const Reply &reply) { held = reply; };
        QCOMPARE(fixture.exchange("{}\n"), QByteArray());
        QVERIFY(!held->isOpen());
        QVERIFY(!held->send({}));
    }
    void two_clients()
    {
        Fixture fixture;
        std::optional<Reply> first;
        fixture.handler.answer = [&](const QJsonObject &command, const Reply &reply) {
            if (first)
                reply.send(command);
            else
                first = reply;
        };
        const auto slow = fixture.connectTo();
        slow->write("{\"n\":1}\n");
        QTRY_VERIFY(first);
        QCOMPARE(fixture.exchange("{\"n\":2}\n"), QByteArray("{\"n\":2}\n"));
        first->send({{QStringLiteral("n"), 1}});
        first->send({{QStringLiteral("n"), 3}}); // the first answer wins
        QCOMPARE(Fixture::readLine(*slow), QByteArray("{\"n\":1}\n"));
    }
    void connection_limit()
    {
        Limits limits;
        limits.connections = 2;
        Fixture fixture(limits);
        const auto one = fixture.connectTo();
        const auto two = fixture.connectTo();
        QTRY_COMPARE(fixture.peers->asked, 2);
        QCOMPARE(fixture.exchange("{}\n"), QByteArray());
        QVERIFY(fixture.handler.commands.isEmpty());
    }
    void reply_after_client_has_gone()
    {
        Fixture fixture;
        std::optional<Reply> held;
        fixture.handler.answer = [&](const QJsonObject &, const Reply &reply) { held = reply; };
        auto socket = fixture.connectTo();
        socket->write("{}\n");
        QTRY_VERIFY(held);
        QVERIFY(held->isOpen());
        socket.reset();
        QTRY_VERIFY(!held->isOpen());
        held->send({});
    }
    void replyDropped()
    {
        Fixture fixture;
        fixture.handler.answer = nullptr;
        QCOMPARE(fixture.exchange("{}\n"), QByteArray("{\"error\":\"no_answer\"}\n"));
        fixture.server->setHandler(nullptr);
        QCOMPARE(fixture.exchange("{}\n"), QByteArray("{\"error\":\"no_answer\"}\n"));
    }
    void replyTooLarge()
    {
        Fixture fixture;
        fixture.handler.answer = [](const QJsonObject &, const Reply &reply) {
            reply.send({{QStringLiteral("a"), QString(70'000, u'x')}});
        };
        QCOMPARE(fixture.exchange("{}\n"), QByteArray("{\"error\":\"answer_too_large\"}\n"));
    }
    void owner_destroyed_while_held()
    {
        Fixture fixture;
        std::optional<Reply> held;
        fixture.handler.answer = [&](const QJsonObject &, const Reply &reply) { held = reply; };
        const auto socket = fixture.connectTo();
        socket->write("{}\n");
        QTRY_VERIFY(held);
        fixture.server.reset();
        QVERIFY(!held->isOpen());
        held->send({});
        QCOMPARE(Fixture::readLine(*socket), QByteArray());
    }
    void owner_destroyed_by_handler()
    {
        Fixture fixture;
        fixture.handler.answer = [&](const QJsonObject &, const Reply &reply) {
            reply.send({{QStringLiteral("bye"), true}});
            fixture.server.reset();
        };
        QCOMPARE(fixture.exchange("{\"command\":\"quit\"}\n"), QByteArray("{\"bye\":true}\n"));
        QVERIFY(!QFileInfo::exists(socketPath(fixture.directory.path())));
    }

    void foreign_uid()
    {
        Fixture fixture;
        fixture.peers->own = false;
        QCOMPARE(fixture.exchange("{\"command\":\"status\"}\n"), QByteArray());
        QCOMPARE(fixture.peers->asked, 1);
        QVERIFY(fixture.handler.commands.isEmpty());
    }
    void foreignUidForReal()
    {
#ifdef Q_OS_LINUX
        if (::geteuid() != 0)
            QSKIP("needs root to act as two users");
        // The other user is handed a connected socket past the file's own permissions: the credentials must stop it.
        Limits limits;
        QTemporaryDir directory;
        InstanceLock lock(directory.path());
        QVERIFY(lock.acquire());
        ControlServer server(systemPeerCheck(), limits);
        EchoHandler handler;
        server.setHandler(&handler);
        QVERIFY(server.listen(lock));
        const QString path = socketPath(directory.path());
        QVERIFY(QFile::setPermissions(directory.path(), QFile::Permissions(0x7777)));
        QVERIFY(QFile::setPermissions(path, QFile::Permissions(0x7777)));
        const QByteArray name = QFile::encodeName(path);
        int result[2];
        QVERIFY(::pipe(result) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            qstrncpy(address.sun_path, name.constData(), sizeof address.sun_path);
            char outcome = 'e'; // 'c' closed without an answer, 'a' answered, 'e' the test itself failed
            const bool other = ::setuid(65534) == 0;
            const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
            if (other && ::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0) {
                [[maybe_unused]] const ssize_t sent = ::send(socket, "{}\n", 3, MSG_NOSIGNAL);
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
        QVERIFY(handler.commands.isEmpty());
#else
        QSKIP("acts as two users on Linux only");
#endif
    }
    void socketIsForThisUserOnly()
    {
#ifdef Q_OS_UNIX
        Fixture fixture;
        const QFileInfo socket(socketPath(fixture.directory.path()));
        QVERIFY(socket.exists());
        QVERIFY(!(socket.permissions() & QFile::Permissions(0x0077)));
#else
        QSKIP("a pipe has an access list instead");
#endif
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
