#include <fpx/control/server.h>

#include "connection.h"
#include "words.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QSet>

namespace fpx::control {

class ControlServer::Server final : public QLocalServer
{
public:
    Server(std::shared_ptr<const PeerCheck> peers, Limits limits) : m_peers(std::move(peers)), m_limits(limits)
    {
        setSocketOptions(QLocalServer::UserAccessOption);
    }
    ~Server() override { dropAll(); }

    void dropAll()
    {
        const auto connections = std::exchange(m_connections, {});
        for (Connection *connection : connections)
            connection->disconnect(this);
        for (Connection *connection : connections)
            connection->abandon();
    }

    Handler *handler = nullptr;

protected:
    void incomingConnection(quintptr descriptor) override
    {
        auto *socket = new QLocalSocket;
        if (!socket->setSocketDescriptor(static_cast<qintptr>(descriptor)) ||
            m_connections.size() >= m_limits.connections || !m_peers ||
            !m_peers->isOwnUser(socket->socketDescriptor())) {
            socket->abort();
            delete socket;
            return;
        }
        auto *connection = new Connection(
            socket, m_limits, [server = QPointer<Server>(this)](const QJsonObject &command, const Reply &reply) {
                if (server && server->handler)
                    server->handler->handle(command, reply);
            });
        m_connections.insert(connection);
        connect(connection, &Connection::ended, this, [this, connection] { m_connections.remove(connection); });
    }

private:
    std::shared_ptr<const PeerCheck> m_peers;
    Limits m_limits;
    QSet<Connection *> m_connections;
};

ControlServer::ControlServer(std::shared_ptr<const PeerCheck> peers, Limits limits, QObject *parent)
    : QObject(parent), m_server(std::make_unique<Server>(std::move(peers), limits))
{
}

ControlServer::~ControlServer() = default;

void ControlServer::setHandler(Handler *handler)
{
    m_server->handler = handler;
}

Result<void> ControlServer::listen(const InstanceLock &lock)
{
    const QString message = Words::tr(
        "Other programs cannot reach the wallet: links from web pages do not arrive, and the wallet has to be "
        "quit before it is started again. Everything else works. Free some space in your session's runtime "
        "folder, or start the wallet with a data folder of a shorter name.");
    if (!lock.isHeld())
        return fail("control_not_locked", message);
    // Whoever made one of them is dead, or the lock would not be ours.
    const QStringList paths = socketPaths(lock.dataDirectory());
    for (const QString &path : paths)
        QLocalServer::removeServer(path);
    for (const QString &path : paths) {
        if (m_server->listen(path))
            return {};
    }
    return fail("control_listen_failed", message, m_server->errorString());
}

void ControlServer::close()
{
    m_server->close();
    m_server->dropAll();
}

} // namespace fpx::control
