// TLS policy: the system's roots and the operator's for their hosts, no override (profile section 9).
#include <fpx/http/qtcontexts.h>

#include "outcome.h"
#include "testserver.h"
#include "tlsfixture.h"

#include <QSslConfiguration>
#include <QSslKey>

using namespace fpx;
using namespace fpx::http;

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
