// The other side: a second start of the program that speaks to the first.
#include "fixture.h"

#include <QLocalServer>

using namespace fpx;
using namespace fpx::control;
using namespace std::chrono_literals;

class TestClient : public QObject
{
    Q_OBJECT

private:
    static Limits quick()
    {
        Limits limits;
        limits.time = 200ms;
        return limits;
    }
    const QJsonObject m_status{{QStringLiteral("command"), QStringLiteral("status")}};

private Q_SLOTS:
    void completes()
    {
        Fixture fixture;
        const ControlClient client(fixture.directory.path());
        const auto answer = waitFor(client.send(m_status));
        QCOMPARE(codeOf(answer), QByteArray("ok"));
        QCOMPARE(answer->value(QStringLiteral("echo")).toObject(), m_status);
    }
    void not_running()
    {
        QTemporaryDir directory;
        QCOMPARE(codeOf(waitFor(ControlClient(directory.path()).send(m_status))), QByteArray("not_running"));
        QCOMPARE(codeOf(waitFor(ControlClient(directory.path() + QStringLiteral("/none")).send(m_status))),
                 QByteArray("not_running"));
    }
    void not_running_any_more()
    {
        Fixture fixture;
        fixture.server->close();
        QCOMPARE(codeOf(waitFor(ControlClient(fixture.directory.path()).send(m_status))), QByteArray("not_running"));
    }
    void foreign_peer()
    {
        Fixture fixture;
        const auto peers = std::make_shared<FakePeerCheck>();
        peers->own = false;
        QCOMPARE(codeOf(waitFor(ControlClient(fixture.directory.path(), peers).send(m_status))),
                 QByteArray("control_foreign_peer"));
        QTest::qWait(20);
        QVERIFY(fixture.handler.commands.isEmpty());
    }
    void command_too_large()
    {
        Fixture fixture;
        const QJsonObject large{{QStringLiteral("a"), QString(70'000, u'x')}};
        QCOMPARE(codeOf(waitFor(ControlClient(fixture.directory.path()).send(large))), QByteArray("control_too_large"));
    }
    void times_out()
    {
        Fixture fixture;
        std::optional<Reply> held;
        fixture.handler.answer = [&](const QJsonObject &, const Reply &reply) { held = reply; };
        const ControlClient client(fixture.directory.path(), systemPeerCheck(), quick());
        QCOMPARE(codeOf(waitFor(client.send(m_status))), QByteArray("control_no_answer"));
        QTRY_VERIFY(held && !held->isOpen());
    }
    void is_cancelled()
    {
        Fixture fixture;
        std::optional<Reply> held;
        fixture.handler.answer = [&](const QJsonObject &, const Reply &reply) { held = reply; };
        CancelSource source;
        std::optional<Result<QJsonObject>> result;
        const ControlClient client(fixture.directory.path());
        client.send(m_status, source.token()).then([&](Result<QJsonObject> value) { result = std::move(value); });
        QTRY_VERIFY(held);
        source.cancel();
        QTRY_VERIFY(result);
        QCOMPARE(codeOf(*result), QByteArray("cancelled"));
        QTRY_VERIFY(!held->isOpen());
        QCOMPARE(codeOf(waitFor(client.send(m_status, source.token()))), QByteArray("cancelled"));
    }
    void owner_destroyed()
    {
        Fixture fixture;
        auto client = std::make_unique<ControlClient>(fixture.directory.path());
        auto task = client->send(m_status);
        client.reset();
        QCOMPARE(codeOf(waitFor(std::move(task))), QByteArray("ok"));
    }
    void answer_after_the_end()
    {
        Fixture fixture;
        std::optional<Reply> held;
        fixture.handler.answer = [&](const QJsonObject &, const Reply &reply) { held = reply; };
        const ControlClient client(fixture.directory.path(), systemPeerCheck(), quick());
        QCOMPARE(codeOf(waitFor(client.send(m_status))), QByteArray("control_no_answer"));
        held->send({});
        QTest::qWait(20);
    }

    void badAnswer_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("malformed") << QByteArray("nonsense\n");
        QTest::newRow("array") << QByteArray("[]\n");
        QTest::newRow("half_line_then_close") << QByteArray("{\"a\":1}");
        QTest::newRow("closed_early") << QByteArray();
        QTest::newRow("oversized_line") << QByteArray(100'000, ' ');
    }
    void badAnswer()
    {
        QFETCH(QByteArray, bytes);
        QTemporaryDir directory;
        QLocalServer server;
        QVERIFY(server.listen(socketPath(directory.path())));
        connect(&server, &QLocalServer::newConnection, this, [&] {
            QLocalSocket *socket = server.nextPendingConnection();
            socket->write(bytes);
            socket->disconnectFromServer();
        });
        QCOMPARE(codeOf(waitFor(ControlClient(directory.path()).send(m_status))), QByteArray("control_no_answer"));
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
