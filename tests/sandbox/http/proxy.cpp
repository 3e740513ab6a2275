#include "http/connection.h"

#include <QTimer>

#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

FaultProxy::FaultProxy(const QHostAddress &address, quint16 port, quint16 backendPort, Faults &faults,
                       Recorder &recorder, QObject *parent)
    : QObject(parent),
      m_address(address),
      m_port(port),
      m_backendPort(backendPort),
      m_faults(faults),
      m_recorder(recorder)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            new ProxyConnection(socket, ++m_connections, *this);
    });
}

bool FaultProxy::open()
{
    m_server.setListenBacklogSize(512);
    return m_server.isListening() || m_server.listen(m_address, m_port);
}

void FaultProxy::followFaults()
{
    if (m_faults.down()) {
        m_server.close();
        for (ProxyConnection *connection : findChildren<ProxyConnection *>(Qt::FindDirectChildrenOnly))
            connection->cut();
    } else if (!open()) {
        qWarning("cannot listen again on port %d", m_port);
    }
}

ProxyConnection::ProxyConnection(QTcpSocket *client, qint64 number, FaultProxy &proxy)
    : QObject(&proxy), m_client(client), m_proxy(proxy), m_number(number)
{
    client->setParent(this);
    client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(client, &QTcpSocket::readyRead, this, [this] {
        m_in += m_client->readAll();
        next();
    });
    connect(client, &QTcpSocket::disconnected, this, [this] {
        m_gone = true;
        if (!m_busy)
            deleteLater();
    });
}

void ProxyConnection::next()
{
    RawMessage request;
    if (m_busy || m_gone)
        return;
    switch (takeMessage(m_in, request)) {
    case Framing::Incomplete: return;
    case Framing::Unsupported: m_closeAfter = true; return answer(411);
    case Framing::Complete: break;
    }
    m_busy = true;
    const QList<QByteArray> start = request.startLine.split(' ');
    const QString path = QString::fromLatin1(start.value(1)).section(u'?', 0, 0);
    m_recorded = 0;
    if (path == "/control"_L1 || path.startsWith("/control/"_L1))
        return forward(request, std::nullopt);
    const auto fault = m_proxy.faults().takeFault(QString::fromLatin1(start.value(0)), path);
    m_recorded = m_proxy.recorder().add(request, m_client->peerPort(), m_number, fault ? fault->kind : QString());
    if (fault && !fault->after && fault->kind == "status500"_L1)
        return answer(fault->status, fault->retryAfter);
    if (fault && !fault->after && fault->kind == "reset"_L1)
        return reset();
    if (fault && fault->kind == "slow"_L1) {
        QTimer::singleShot(fault->delayMs, this, [this, request] { forward(request, std::nullopt); });
        return;
    }
    forward(request, fault);
}

void ProxyConnection::forward(const RawMessage &request, const std::optional<Fault> &fault)
{
    auto *backend = new QTcpSocket(this);
    auto response = std::make_shared<QByteArray>();
    auto finished = std::make_shared<bool>(false);
    const auto finish = [this, backend, response, finished, fault](bool whole) {
        RawMessage message;
        if (*finished || (!whole && takeMessage(*response, message) != Framing::Complete))
            return;
        *finished = true;
        backend->disconnect(this);
        backend->deleteLater();
        const QByteArray bytes = whole ? *response : message.bytes;
        if (bytes.isEmpty())
            return answer(502);
        deliver(bytes, fault);
    };
    connect(backend, &QTcpSocket::readyRead, this, [backend, response, finish] {
        *response += backend->readAll();
        finish(false);
    });
    connect(backend, &QTcpSocket::disconnected, this, [finish] { finish(true); });
    connect(backend, &QTcpSocket::errorOccurred, this, [finish] { finish(true); });
    backend->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    backend->connectToHost(QHostAddress::LocalHost, m_proxy.backendPort());
    backend->write(request.bytes);
}

void ProxyConnection::deliver(const QByteArray &response, const std::optional<Fault> &fault)
{
    m_proxy.recorder().setStatus(m_recorded, response.mid(9, 3).toInt());
    if (fault && fault->kind == "reset"_L1)
        return reset();
    if (fault && fault->kind == "status500"_L1)
        return answer(fault->status, fault->retryAfter);
    if (fault && fault->kind == "half"_L1) {
        m_client->write(response.left(response.size() / 2));
        m_client->disconnectFromHost();
        return done();
    }
    m_client->write(response);
    done();
}

void ProxyConnection::answer(int status, const QString &retryAfter)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + " Fault\r\nContent-Length: 0\r\n";
    if (!retryAfter.isEmpty())
        head += "Retry-After: " + retryAfter.toLatin1() + "\r\n";
    m_proxy.recorder().setStatus(m_recorded, status);
    m_client->write(head + "\r\n");
    if (m_closeAfter)
        m_client->disconnectFromHost();
    done();
}

void ProxyConnection::reset()
{
    // A linger of 0 makes close() send RST instead of FIN.
    const linger hard{1, 0};
    ::setsockopt(static_cast<int>(m_client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    m_client->abort();
    done();
}

void ProxyConnection::cut()
{
    const bool steering = m_busy && m_recorded == 0;
    if (!steering)
        m_client->abort();
}

void ProxyConnection::done()
{
    m_busy = false;
    if (m_gone || m_client->state() == QAbstractSocket::UnconnectedState)
        deleteLater();
    else
        QMetaObject::invokeMethod(this, &ProxyConnection::next, Qt::QueuedConnection);
}

} // namespace fpx::sandbox
