// A browser made of bytes, and a handler that remembers: what the listener's tests share.
#pragma once

#include <fpx/listener/listener.h>

#include <QTcpSocket>
#include <QTest>

#include <functional>

namespace fpx::listener {

class FakePeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool belongsToOwnUser(const Peer &peer) const override
    {
        asked.append(peer);
        return own;
    }
    bool own = true;
    mutable QList<Peer> asked;
};

/// Answers every request at once with a short page, unless told otherwise.
class RecordingHandler final : public Handler
{
public:
    void handle(Request request, Responder responder) override
    {
        requests.append(request);
        if (answer)
            answer(responder);
    }
    void disturbed(Disturbance what) override { disturbances.append(what); }
    QList<Request> requests;
    QList<Disturbance> disturbances;
    std::function<void(const Responder &)> answer = [](const Responder &responder) {
        responder.message({QStringLiteral("en"), false, QStringLiteral("Reached"), {}});
    };
};

struct Answer {
    int status = 0; ///< 0: the connection was closed without an answer.
    QByteArray head;
    QByteArray body;
    /// All values of a header, by its name in lower case.
    [[nodiscard]] QList<QByteArray> values(const QByteArray &name) const
    {
        QList<QByteArray> found;
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name + ':'))
                found.append(line.mid(name.size() + 1).trimmed());
        }
        return found;
    }
};

inline Answer parseAnswer(const QByteArray &bytes)
{
    Answer answer;
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0 || !bytes.startsWith("HTTP/1.1 "))
        return answer;
    answer.status = bytes.mid(9, 3).toInt();
    answer.head = bytes.left(end);
    answer.body = bytes.mid(end + 4);
    return answer;
}

/// A listener on a free port, with a handler and a fake peer check that lets everyone in.
class Fixture
{
public:
    explicit Fixture(Limits limits = {}, Serves serves = Serves::Everything)
        : peers(std::make_shared<FakePeerCheck>()), listener(std::make_unique<Listener>(peers, limits, serves))
    {
        listener->setHandler(&handler);
        const auto listening = listener->listen(0);
        if (!listening)
            qFatal("cannot listen: %s", listening.error().code.constData());
        port = listener->port();
    }

    /// A well-formed GET as a browser's navigation; `extra` are whole header lines.
    [[nodiscard]] QByteArray get(const QByteArray &target, const QByteArray &extra = {}) const
    {
        return "GET " + target + " HTTP/1.1\r\nHost: " + authority() + "\r\n" + extra + "\r\n";
    }
    [[nodiscard]] QByteArray authority() const { return "127.0.0.1:" + QByteArray::number(port); }

    [[nodiscard]] std::unique_ptr<QTcpSocket> connectTo() const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), port);
        if (!QTest::qWaitFor([&] { return socket->state() == QTcpSocket::ConnectedState; }))
            qWarning("not connected");
        return socket;
    }
    /// Everything that the listener sends until it closes.
    [[nodiscard]] static QByteArray readToEnd(QTcpSocket &socket)
    {
        if (!QTest::qWaitFor([&] { return socket.state() == QTcpSocket::UnconnectedState; }, 8000))
            qWarning("the listener did not close the connection");
        return socket.readAll();
    }
    [[nodiscard]] Answer exchange(const QByteArray &bytes) const
    {
        const auto socket = connectTo();
        socket->write(bytes);
        return parseAnswer(readToEnd(*socket));
    }

    std::shared_ptr<FakePeerCheck> peers;
    RecordingHandler handler;
    std::unique_ptr<Listener> listener;
    quint16 port = 0;
};

/// The headers of profile section 4.1, exactly once each, on a response of any status.
#define VERIFY_STANDING_HEADERS(answer)                                                                                \
    do {                                                                                                               \
        const auto once = [](const char *value) { return QList<QByteArray>{QByteArray(value)}; };                      \
        QCOMPARE((answer).values("cache-control"), once("no-store"));                                                  \
        QCOMPARE((answer).values("referrer-policy"), once("no-referrer"));                                             \
        QCOMPARE((answer).values("x-content-type-options"), once("nosniff"));                                          \
        QCOMPARE((answer).values("cross-origin-opener-policy"), once("same-origin"));                                  \
        QCOMPARE((answer).values("clear-site-data"), once("\"storage\""));                                             \
        QCOMPARE((answer).values("connection"), once("close"));                                                        \
        QVERIFY(!(answer).head.toLower().contains("access-control"));                                                  \
        QVERIFY((answer).values("set-cookie").isEmpty());                                                              \
        QCOMPARE((answer).values("content-length"), QList<QByteArray>{QByteArray::number((answer).body.size())});      \
    } while (false)
#define VERIFY_STANDING_POLICY(answer)                                                                                 \
    QCOMPARE((answer).values("content-security-policy"),                                                               \
             QList<QByteArray>{                                                                                        \
                 QByteArray("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")})

} // namespace fpx::listener
