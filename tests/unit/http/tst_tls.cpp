// TLS policy: the system's roots and the operator's for their hosts, no override (profile section 9).
#include <fpx/http/qtcontexts.h>

#include "outcome.h"
#include "testserver.h"
#include "tlsfixture.h"

#include <QDataStream>
#include <QSslConfiguration>
#include <QSslKey>

using namespace fpx;
using namespace fpx::http;

namespace {

/// Passes connections on to a server, and keeps what each client says first.
class Tap : public QObject
{
public:
    explicit Tap(quint16 port)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this, port] {
            QTcpSocket *client = m_server.nextPendingConnection();
            auto *server = new QTcpSocket(client);
            const auto index = hellos.size();
            hellos.append(QByteArray());
            connect(client, &QTcpSocket::readyRead, server, [this, client, server, index] {
                const QByteArray bytes = client->readAll();
                if (!m_answered.contains(index))
                    hellos[index] += bytes;
                server->write(bytes);
            });
            connect(server, &QTcpSocket::readyRead, client, [this, client, server, index] {
                m_answered.insert(index);
                client->write(server->readAll());
            });
            connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
            server->connectToHost(QHostAddress::LocalHost, port);
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

    QList<QByteArray> hellos;

private:
    QTcpServer m_server;
    QSet<qsizetype> m_answered;
};

/// Whether a ClientHello brings something of a session before it: a ticket (RFC 5077 section 3.2) or a pre-shared key
/// (RFC 8446 section 4.2.11).
std::optional<bool> offersSession(const QByteArray &hello)
{
    constexpr quint16 sessionTicket = 35;
    constexpr quint16 preSharedKey = 41;
    QDataStream in(hello);
    quint8 recordType = 0;
    quint8 messageType = 0;
    in >> recordType;
    in.skipRawData(4);
    in >> messageType;
    in.skipRawData(3 + 2 + 32); // length, version, random
    quint8 length8 = 0;
    quint16 length16 = 0;
    in >> length8; // session id; with TLS 1.3 a random one
    in.skipRawData(length8);
    in >> length16; // cipher suites
    in.skipRawData(length16);
    in >> length8; // compression
    in.skipRawData(length8);
    in >> length16;
    if (recordType != 22 || messageType != 1 || in.status() != QDataStream::Ok)
        return std::nullopt;
    while (!in.atEnd()) {
        quint16 type = 0;
        in >> type >> length16;
        if (in.skipRawData(length16) != length16)
            return std::nullopt;
        if (type == preSharedKey || (type == sessionTicket && length16 > 0))
            return true;
    }
    return false;
}

} // namespace

class TestTls : public QObject
{
    Q_OBJECT

    static std::unique_ptr<QTcpServer> serverWith(const QByteArray &certificate, const QByteArray &key)
    {
        auto server = std::make_unique<QSslServer>();
        auto tlsConfig = QSslConfiguration::defaultConfiguration();
        tlsConfig.setLocalCertificate(QSslCertificate(certificate));
        tlsConfig.setPrivateKey(QSslKey(key, QSsl::Ec));
        server->setSslConfiguration(tlsConfig);
        return server;
    }
    static QByteArray outcome(const QByteArray &certificate, const QByteArray &key, const QList<ExtraRoots> &roots)
    {
        TestServer server(serverWith(certificate, key));
        server.reply(TestServer::ok("{}"));
        NetworkPolicy policy;
        policy.extraRoots = roots;
        QtNetworkContexts contexts(policy);
        const auto result =
            run(contexts.context(QStringLiteral("a")), get(server.url(QStringLiteral("/"), QStringLiteral("https"))));
        if (!result && !server.requests.isEmpty())
            return "sent something";
        return codeOf(result);
    }
    static QList<ExtraRoots> trusting(const QString &host) { return {ExtraRoots{tls::root, {host}}}; }

private Q_SLOTS:
    void operators_root_is_trusted_for_its_host()
    {
        QCOMPARE(outcome(tls::goodCertificate, tls::goodKey, trusting(QStringLiteral("127.0.0.1"))), "status 200");
    }
    void unknown_root() { QCOMPARE(outcome(tls::goodCertificate, tls::goodKey, {}), "tls_failed"); }
    void operators_root_of_another_host()
    {
        QCOMPARE(outcome(tls::goodCertificate, tls::goodKey, trusting(QStringLiteral("elsewhere.example"))),
                 "tls_failed");
    }
    void wrong_host_name()
    {
        QCOMPARE(outcome(tls::otherNameCertificate, tls::otherNameKey, trusting(QStringLiteral("127.0.0.1"))),
                 "tls_failed");
    }
    void expired_certificate()
    {
        QCOMPARE(outcome(tls::expiredCertificate, tls::goodKey, trusting(QStringLiteral("127.0.0.1"))), "tls_failed");
    }
    void no_tls_at_all()
    {
        TestServer server;
        server.reply(TestServer::ok("{}"));
        NetworkPolicy policy;
        policy.connectTimeout = std::chrono::milliseconds(500);
        QtNetworkContexts contexts(policy);
        const auto result =
            run(contexts.context(QStringLiteral("a")), get(server.url(QStringLiteral("/"), QStringLiteral("https"))));
        QVERIFY(!result);
        QVERIFY2(result.error().code == "tls_failed" || result.error().code == "connect_failed", result.error().code);
        QVERIFY(server.requests.isEmpty());
    }

    void contexts_share_no_session_data()
    {
        QTest::addColumn<QSsl::SslProtocol>("protocol");
        QTest::newRow("TLS 1.2") << QSsl::TlsV1_2;
        QTest::newRow("TLS 1.3") << QSsl::TlsV1_3;
    }
    // A session that is taken up again tells the server that two profiles are one person (profile section 10 (b)).
    void contexts_share_no_session()
    {
        QFETCH(QSsl::SslProtocol, protocol);
        auto tlsServer = std::make_unique<QSslServer>();
        auto tlsConfig = QSslConfiguration::defaultConfiguration();
        tlsConfig.setLocalCertificate(QSslCertificate(tls::goodCertificate));
        tlsConfig.setPrivateKey(QSslKey(tls::goodKey, QSsl::Ec));
        tlsConfig.setProtocol(protocol);
        tlsServer->setSslConfiguration(tlsConfig);
        TestServer server(std::move(tlsServer));
        server.reply(TestServer::ok("{}", "Connection: close\r\n"));
        Tap tap(server.port());

        // A client that does take one up, to see that this would be seen.
        QByteArray ticket;
        for (int i = 0; i < 2; ++i) {
            QSslSocket socket;
            auto willing = QSslConfiguration::defaultConfiguration();
            willing.setPeerVerifyMode(QSslSocket::VerifyNone);
            willing.setSslOption(QSsl::SslOptionDisableSessionPersistence, false);
            willing.setSessionTicket(ticket);
            socket.setSslConfiguration(willing);
            socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), tap.port());
            QVERIFY(QTest::qWaitFor([&socket] { return socket.isEncrypted(); }));
            socket.write("GET / HTTP/1.1\r\n\r\n"); // with TLS 1.3 the ticket comes after the handshake
            QVERIFY(QTest::qWaitFor([&socket] { return socket.bytesAvailable() > 0; }));
            ticket = socket.sslConfiguration().sessionTicket();
            QVERIFY(!ticket.isEmpty());
        }
        QCOMPARE(offersSession(tap.hellos.value(0)), std::optional(false));
        QCOMPARE(offersSession(tap.hellos.value(1)), std::optional(true));

        Tap wallet(server.port());
        NetworkPolicy policy;
        policy.extraRoots = trusting(QStringLiteral("127.0.0.1"));
        QtNetworkContexts contexts(policy);
        const QString url = QStringLiteral("https://127.0.0.1:%1/").arg(wallet.port());
        for (const char *name : {"a", "b", "a", "b"})
            QCOMPARE(codeOf(run(contexts.context(QLatin1String(name)), get(url))), QByteArray("status 200"));
        QCOMPARE(wallet.hellos.size(), 4);
        QCOMPARE(offersSession(wallet.hellos.at(0)), std::optional(false));
        QCOMPARE(offersSession(wallet.hellos.at(1)), std::optional(false)); // b has seen nothing of a's
    }

    void proxy_failed()
    {
        quint16 closed = 0;
        {
            TestServer server;
            closed = server.port();
        }
        qputenv("https_proxy", QByteArray("http://127.0.0.1:") + QByteArray::number(closed));
        QtNetworkContexts contexts{NetworkPolicy{}};
        const auto result = run(contexts.context(QStringLiteral("a")), get(QStringLiteral("https://as.example/")));
        qunsetenv("https_proxy");
        QVERIFY(!result);
        QVERIFY2(result.error().code == "proxy_failed", qPrintable(result.error().detail));
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
