#include <fpx/listener/listener.h>

#include "connection.h"
#include "loopback.h"
#include "words.h"

#include <QHostAddress>
#include <QPointer>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>

namespace fpx::listener {

namespace {
/// Beyond the limit an answer is still given, but only to so many at once.
constexpr qsizetype Refusals = 16;
} // namespace

class Listener::Server final : public QTcpServer
{
public:
    Server(std::shared_ptr<const PeerCheck> peers, Limits limits, Serves serves)
        : m_peers(std::move(peers)), m_limits(limits), m_serves(serves)
    {
    }
    ~Server() override { dropAll(); }

    void dropAll()
    {
        const auto connections = std::exchange(m_connections, {});
        for (Connection *connection : connections)
            connection->disconnect(this);
        for (Connection *connection : connections)
            connection->abandon(); // its onGone may delete this server
    }

    Handler *handler = nullptr;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket;
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        const bool full = m_connections.size() >= m_limits.connections + Refusals;
        if (full || !isOwnUser(*socket)) {
            socket->abort();
            delete socket;
            if (!full)
                QMetaObject::invokeMethod(this, [this] { tell(Disturbance::ForeignPeer); }, Qt::QueuedConnection);
            return;
        }
        auto *connection = new Connection(
            socket, serverPort(), m_serves, m_limits,
            [server = QPointer<Server>(this)](const Request &request, const Responder &responder) {
                if (server && server->handler)
                    server->handler->handle(request, responder);
            },
            [server = QPointer<Server>(this)](Disturbance what) {
                if (server)
                    server->tell(what);
            });
        m_connections.insert(connection);
        connect(connection, &Connection::ended, this, [this, connection] { m_connections.remove(connection); });
        if (m_connections.size() > m_limits.connections)
            connection->refuse(503);
    }

    void tell(Disturbance what)
    {
        if (handler)
            handler->disturbed(what);
    }

private:
    [[nodiscard]] bool isOwnUser(const QTcpSocket &socket) const
    {
        Peer peer;
        bool ok = false;
        peer.peerAddress = socket.peerAddress().toIPv4Address(&ok);
        peer.peerPort = socket.peerPort();
        peer.localPort = serverPort();
        return ok && (peer.peerAddress >> 24) == 127 && peer.peerPort != 0 && m_peers &&
               m_peers->belongsToOwnUser(peer);
    }

    std::shared_ptr<const PeerCheck> m_peers;
    Limits m_limits;
    Serves m_serves;
    QSet<Connection *> m_connections;
};

Listener::Listener(std::shared_ptr<const PeerCheck> peers, Limits limits, Serves serves, QObject *parent)
    : QObject(parent), m_server(std::make_unique<Server>(std::move(peers), limits, serves))
{
}

Listener::~Listener() = default;

void Listener::setHandler(Handler *handler)
{
    m_server->handler = handler;
}

Result<void> Listener::listen(quint16 port)
{
    if (isListening())
        return fail("already_listening", Words::tr("The wallet is listening for your browser already."));
    FPX_TRY(descriptor, bindLoopback(port));
    if (!m_server->setSocketDescriptor(descriptor))
        return fail("listen_failed", Words::tr("The wallet cannot listen for your browser."), m_server->errorString());
    return {};
}

void Listener::close()
{
    m_server->close();
    m_server->dropAll();
}

quint16 Listener::port() const
{
    return m_server->isListening() ? m_server->serverPort() : 0;
}

} // namespace fpx::listener
