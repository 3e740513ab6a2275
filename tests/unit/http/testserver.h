// A server of raw bytes on loopback: it answers what the test says, well-formed or not.
#pragma once

#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <memory>

class TestServer : public QObject
{
public:
    using Handler = std::function<void(QTcpSocket *, const QByteArray &request)>;

    explicit TestServer(std::unique_ptr<QTcpServer> server = std::make_unique<QTcpServer>(),
                        const QHostAddress &address = QHostAddress::LocalHost)
        : m_server(std::move(server))
    {
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &TestServer::accept);
        m_server->listen(address);
    }

    QString url(const QString &path = QStringLiteral("/"), const QString &scheme = QStringLiteral("http")) const
    {
        return QStringLiteral("%1://127.0.0.1:%2%3").arg(scheme).arg(m_server->serverPort()).arg(path);
    }
    quint16 port() const { return m_server->serverPort(); }

    Handler handler;
    /// Answers every request with these bytes and closes.
    void reply(const QByteArray &bytes)
    {
        handler = [bytes](QTcpSocket *socket, const QByteArray &) {
            socket->write(bytes);
            socket->disconnectFromHost();
        };
    }
    static QByteArray ok(const QByteArray &body, const QByteArray &headers = {})
    {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
               QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body;
    }

    QList<QByteArray> requests; ///< Head and body as they came.
    int connections = 0;

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server->nextPendingConnection()) {
            ++connections;
            auto buffer = std::make_shared<QByteArray>();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, buffer] {
                *buffer += socket->readAll();
                while (true) {
                    const qsizetype end = buffer->indexOf("\r\n\r\n");
                    if (end < 0)
                        return;
                    qsizetype length = 0;
                    for (const QByteArray &line : buffer->left(end).split('\n')) {
                        if (line.toLower().startsWith("content-length:"))
                            length = line.mid(15).trimmed().toLongLong();
                    }
                    if (buffer->size() < end + 4 + length)
                        return;
                    const QByteArray request = buffer->left(end + 4 + length);
                    buffer->remove(0, request.size());
                    requests.append(request);
                    if (handler)
                        handler(socket, request);
                }
            });
        }
    }

    std::unique_ptr<QTcpServer> m_server;
};
