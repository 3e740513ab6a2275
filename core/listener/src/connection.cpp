#include "connection.h"

#include "loopback.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTcpSocket>

namespace fpx::listener {

namespace {

/// After the answer, what the peer still sends is thrown away for a moment: closing at once would reset the
/// connection, and the peer would lose the answer with it.
constexpr auto LingerTime = std::chrono::milliseconds(1000);
constexpr qint64 LingerBytes = 4 * 1024 * 1024;

} // namespace

Connection::Connection(QTcpSocket *socket, quint16 port, Serves serves, const Limits &limits, Deliver deliver,
                       Tell tell)
    : QObject(QCoreApplication::instance()), // at the latest, it goes with the application
      m_socket(socket),
      m_port(port),
      m_serves(serves),
      m_deliver(std::move(deliver)),
      m_tell(std::move(tell)),
      m_parser(limits.headBytes, limits.cookieBytes)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(limits.headBytes);
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, &Connection::end);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &Connection::finishSending);
    connect(m_socket, &QTcpSocket::disconnected, this, &Connection::end);
    m_deadline.start(limits.connectionTime);
}

Connection::~Connection()
{
    if (const auto channel = m_channel.lock())
        channel->gone();
}

void Connection::refuse(int status)
{
    send(Response::empty(status));
}

void Connection::abandon()
{
    if (m_step != Step::Sending && m_step != Step::Lingering)
        end();
}

void Connection::read()
{
    if (m_step == Step::Waiting)
        return; // stays in the socket, whose buffer is bounded; the answer closes the connection
    const QByteArray bytes = m_socket->readAll();
    if (m_step == Step::Sending || m_step == Step::Lingering) {
        m_discarded += bytes.size();
        if (m_discarded > LingerBytes)
            end();
        return;
    }
    if (m_step != Step::Reading)
        return;
    const int status = m_parser.feed(bytes);
    if (status == 431)
        tell(Disturbance::HeadTooLarge);
    else if (status == 400 && m_parser.isTls())
        tell(Disturbance::Tls);
    if (status == 200)
        decide(m_parser.head());
    else if (status != 0)
        send(Response::empty(status));
}

void Connection::decide(const Head &head)
{
    m_step = Step::Waiting;
    Verdict verdict = check(head, m_port, m_serves);
    if (const int *status = std::get_if<int>(&verdict)) {
        send(Response::empty(*status));
        return;
    }
    const auto channel =
        std::make_shared<Responder::Channel>([self = QPointer<Connection>(this)](const Response &response) {
            if (self)
                self->send(response);
        });
    m_channel = channel;
    // Not from within the socket's signal: the handler may delete the listener, and this with it.
    const auto deliver = m_deliver;
    QMetaObject::invokeMethod(
        this,
        [deliver, responder = Responder(channel), request = std::get<Request>(std::move(verdict))] {
            deliver(request, responder);
        },
        Qt::QueuedConnection);
}

void Connection::tell(Disturbance what)
{
    // As with a request: the handler may delete the listener.
    QMetaObject::invokeMethod(this, [tell = m_tell, what] { tell(what); }, Qt::QueuedConnection);
}

void Connection::send(const Response &response)
{
    if (m_step == Step::Ended || m_step == Step::Sending || m_step == Step::Lingering)
        return;
    m_step = Step::Sending;
    m_socket->write(response.bytes());
    m_socket->flush();
    finishSending();
}

void Connection::finishSending()
{
    if (m_step != Step::Sending || m_socket->bytesToWrite() > 0)
        return;
    m_step = Step::Lingering;
    shutDownSending(m_socket->socketDescriptor());
    m_deadline.start(std::min<std::chrono::milliseconds>(LingerTime, m_deadline.remainingTimeAsDuration()));
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

} // namespace fpx::listener
