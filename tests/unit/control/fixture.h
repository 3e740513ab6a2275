// A server on a data directory of its own, and a handler that remembers: what the tests of the local socket share.
#pragma once

#include <fpx/control/client.h>
#include <fpx/control/server.h>

#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <optional>

namespace fpx::control {

class FakePeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool isOwnUser(qintptr) const override
    {
        ++asked;
        return own;
    }
    bool own = true;
    mutable int asked = 0;
};

/// Sends every command back, unless told otherwise.
class EchoHandler final : public Handler
{
public:
    void handle(QJsonObject command, Reply reply) override
    {
        commands.append(command);
        if (answer)
            answer(command, reply);
    }
    QList<QJsonObject> commands;
    std::function<void(const QJsonObject &, const Reply &)> answer =
        [](const QJsonObject &command, const Reply &reply) { reply.send({{QStringLiteral("echo"), command}}); };
};

class Fixture
{
public:
    explicit Fixture(Limits limits = {})
        : lock(directory.path()),
          peers(std::make_shared<FakePeerCheck>()),
          server(std::make_unique<ControlServer>(peers, limits))
    {
        server->setHandler(&handler);
        if (!lock.acquire() || !server->listen(lock))
            qFatal("cannot listen");
    }

    [[nodiscard]] std::unique_ptr<QLocalSocket> connectTo() const
    {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(socketPath(directory.path()));
        return socket;
    }
    /// Everything that the server sends until it closes, or until a line is there.
    [[nodiscard]] static QByteArray readLine(QLocalSocket &socket)
    {
        const auto over = [&] { return socket.canReadLine() || socket.state() == QLocalSocket::UnconnectedState; };
        if (!QTest::qWaitFor(over, 4000))
            qWarning("neither answered nor closed");
        return socket.isOpen() ? socket.readLine() : QByteArray();
    }
    [[nodiscard]] QByteArray exchange(const QByteArray &bytes) const
    {
        const auto socket = connectTo();
        socket->write(bytes);
        return readLine(*socket);
    }

    QTemporaryDir directory;
    InstanceLock lock;
    std::shared_ptr<FakePeerCheck> peers;
    EchoHandler handler;
    std::unique_ptr<ControlServer> server;
};

/// Runs a call to its end.
inline Result<QJsonObject> waitFor(Async<QJsonObject> task)
{
    std::optional<Result<QJsonObject>> result;
    task.then([&](Result<QJsonObject> value) { result = std::move(value); });
    if (!QTest::qWaitFor([&] { return result.has_value(); }))
        return fail("test_timed_out", QString());
    return *result;
}

/// A code, or "ok".
inline QByteArray codeOf(const Result<QJsonObject> &result)
{
    return result ? QByteArray("ok") : result.error().code;
}

} // namespace fpx::control
