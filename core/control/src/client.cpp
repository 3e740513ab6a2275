#include <fpx/control/client.h>

#include "call.h"
#include "words.h"

#include <fpx/base/json.h>

#include <QPointer>

namespace fpx::control {

namespace {

Failure noAnswer(const QString &detail)
{
    return fail("control_no_answer", Words::tr("The running wallet does not answer."), detail, Retry::Later);
}

} // namespace

Call::Call(QByteArray line, std::shared_ptr<const PeerCheck> peers, const Limits &limits)
    : m_line(std::move(line)), m_peers(std::move(peers)), m_limits(limits)
{
    m_deadline.setSingleShot(true);
    m_socket.setReadBufferSize(limits.lineBytes + 1);
    connect(&m_deadline, &QTimer::timeout, this, [this] { finish(noAnswer(QStringLiteral("no answer in time"))); });
    connect(&m_socket, &QLocalSocket::connected, this, &Call::connected);
    connect(&m_socket, &QLocalSocket::readyRead, this, &Call::read);
    connect(&m_socket, &QLocalSocket::errorOccurred, this, &Call::failed);
    connect(&m_socket, &QLocalSocket::disconnected, this, [this] { finish(noAnswer(QStringLiteral("closed early"))); });
}

void Call::start(const QString &path)
{
    m_deadline.start(m_limits.time);
    m_socket.connectToServer(path);
}

void Call::connected()
{
    if (!m_peers || !m_peers->isOwnUser(m_socket.socketDescriptor())) {
        finish(fail("control_foreign_peer", Words::tr("Another user's program answers in the place of the wallet.")));
        return;
    }
    m_sent = true;
    m_socket.write(m_line + '\n');
}

void Call::read()
{
    m_answer += m_socket.read(m_limits.lineBytes + 1 - m_answer.size());
    const qsizetype end = m_answer.indexOf('\n');
    if (end < 0) {
        if (m_answer.size() > m_limits.lineBytes)
            finish(noAnswer(QStringLiteral("the answer is too long")));
        return;
    }
    auto answer = parseJsonObject(m_answer.left(end), m_limits.lineBytes);
    finish(answer ? Result<QJsonObject>(*std::move(answer)) : Result<QJsonObject>(noAnswer(answer.error().detail)));
}

void Call::failed(QLocalSocket::LocalSocketError error)
{
    if (m_socket.isOpen())
        read(); // an answer may have come before the end
    if (!m_sent && (error == QLocalSocket::ServerNotFoundError || error == QLocalSocket::ConnectionRefusedError))
        finish(fail("not_running", Words::tr("The wallet is not running.")));
    else
        finish(noAnswer(m_socket.errorString()));
}

void Call::cancel()
{
    finish(noAnswer(QStringLiteral("cancelled")));
}

void Call::finish(const Result<QJsonObject> &result)
{
    if (std::exchange(m_finished, true))
        return;
    m_deadline.stop();
    m_socket.disconnect(this);
    m_socket.abort();
    // Not from within the socket's signal, nor from connectToServer(): whoever waits goes on from the event loop.
    const auto resolve = [this, result] {
        deleteLater();
        m_done.resolve(result);
    };
    QMetaObject::invokeMethod(this, resolve, Qt::QueuedConnection);
}

ControlClient::ControlClient(QString dataDirectory, std::shared_ptr<const PeerCheck> peers, Limits limits)
    : m_dataDirectory(std::move(dataDirectory)), m_peers(std::move(peers)), m_limits(limits)
{
}

namespace {

// Free and by value: the client may go while the answer is awaited.
Async<QJsonObject> sendLineTo(QString path, QByteArray line, std::shared_ptr<const PeerCheck> peers, Limits limits,
                              CancelToken cancel)
{
    FPX_CO_CHECK(cancel.check());
    if (line.size() > limits.lineBytes)
        co_return fail("control_too_large", Words::tr("This is too long to hand to the running wallet."));
    const QPointer<Call> call(new Call(std::move(line), std::move(peers), limits));
    const Deferred<Result<QJsonObject>> done = call->done();
    // The token must not hold itself: what the call resolves with is replaced by the token's own error below.
    cancel.onCancelled([call] {
        if (call)
            call->cancel();
    });
    call->start(path);
    const auto answer = co_await done;
    FPX_CO_CHECK(cancel.check());
    co_return answer;
}

Async<QJsonObject> sendLine(QStringList paths, QByteArray line, std::shared_ptr<const PeerCheck> peers, Limits limits,
                            CancelToken cancel)
{
    Result<QJsonObject> answer = fail("not_running", QString());
    for (const QString &path : paths) {
        answer = co_await sendLineTo(path, line, peers, limits, cancel);
        if (answer || answer.error().code != "not_running")
            break;
    }
    co_return answer;
}

} // namespace

Async<QJsonObject> ControlClient::send(QJsonObject command, CancelToken cancel) const
{
    return sendLine(socketPaths(m_dataDirectory), toCompactJson(command), m_peers, m_limits, std::move(cancel));
}

} // namespace fpx::control
