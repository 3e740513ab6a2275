#include "connection.h"

#include <fpx/base/json.h>

#include <QCoreApplication>
#include <QLocalSocket>
#include <QPointer>

namespace fpx::control {

namespace {

/// After the answer, the client has a moment to read it and to close: it is the one that closes first.
constexpr auto LingerTime = std::chrono::milliseconds(1000);
constexpr qint64 LingerBytes = 4 * 1024 * 1024;

} // namespace

Reply::Channel::~Channel()
{
    answer({{QStringLiteral("error"), QStringLiteral("no_answer")}});
}

bool Reply::Channel::answer(const QJsonObject &answer)
{
    const auto send = std::exchange(m_send, {});
    if (send)
        send(answer);
    return static_cast<bool>(send);
}

Reply::Reply(std::shared_ptr<Channel> channel) : m_channel(std::move(channel)) {}

bool Reply::isOpen() const
{
    return m_channel->isOpen();
}

bool Reply::send(const QJsonObject &answer) const
{
    return m_channel->answer(answer);
}

Connection::Connection(QLocalSocket *socket, const Limits &limits, Deliver deliver)
    : QObject(QCoreApplication::instance()), // at the latest, it goes with the application
      m_socket(socket),
      m_limits(limits),
      m_deliver(std::move(deliver))
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(limits.lineBytes + 1);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Connection::end);
    connect(m_socket, &QLocalSocket::readyRead, this, &Connection::read);
    connect(m_socket, &QLocalSocket::disconnected, this, &Connection::end);
    m_deadline.start(limits.time);
    // What came with the connection has been announced already.
    QMetaObject::invokeMethod(this, &Connection::read, Qt::QueuedConnection);
}

Connection::~Connection()
{
    if (const auto channel = m_channel.lock())
        channel->gone();
}

void Connection::abandon()
{
    if (m_step != Step::Answered)
        end();
}

void Connection::read()
{
    if (m_step == Step::Waiting || m_step == Step::Ended)
        return;
    if (m_step == Step::Answered) {
        m_discarded += m_socket->readAll().size();
        if (m_discarded > LingerBytes)
            end();
        return;
    }
    m_line += m_socket->read(m_limits.lineBytes + 1 - m_line.size());
    const qsizetype end = m_line.indexOf('\n');
    if (end >= 0)
        decide(m_line.left(end));
    else if (m_line.size() > m_limits.lineBytes)
        refuse("line_too_long");
}

void Connection::decide(const QByteArray &line)
{
    m_step = Step::Waiting;
    m_line.clear();
    auto command = parseJsonObject(line, m_limits.lineBytes);
    if (!command) {
        refuse(command.error().code);
        return;
    }
    const auto channel =
        std::make_shared<Reply::Channel>([self = QPointer<Connection>(this)](const QJsonObject &answer) {
            if (self)
                self->send(answer);
        });
    m_channel = channel;
    m_deadline.start(m_limits.answerTime);
    // Not from within the socket's signal: the handler may delete the server.
    QMetaObject::invokeMethod(
        this, [deliver = m_deliver, object = *std::move(command), reply = Reply(channel)] { deliver(object, reply); },
        Qt::QueuedConnection);
}

void Connection::refuse(const QByteArray &code)
{
    send({{QStringLiteral("error"), QString::fromLatin1(code)}});
}

void Connection::send(const QJsonObject &answer)
{
    if (m_step == Step::Answered || m_step == Step::Ended)
        return;
    QByteArray line = toCompactJson(answer);
    if (line.size() > m_limits.lineBytes)
        line = toCompactJson({{QStringLiteral("error"), QStringLiteral("answer_too_large")}});
    m_step = Step::Answered;
    m_socket->write(line + '\n');
    m_socket->flush();
    m_deadline.start(std::min<std::chrono::milliseconds>(LingerTime, m_limits.time));
    read();
}

void Connection::end()
{
    if (m_step == Step::Ended)
        return;
    m_step = Step::Ended;
    m_deadline.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    if (const auto channel = m_channel.lock())
        channel->gone();
    Q_EMIT ended();
    deleteLater();
}

} // namespace fpx::control
