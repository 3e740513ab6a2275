// Through a proxy that others wrote (tinyproxy), named by the environment or by a PAC script, as the system says.
#include "../../support/freeport.h"
#include "../../unit/http/outcome.h"
#include "../../unit/http/testserver.h"
#include "../../unit/http/tlsfixture.h"

#include <fpx/http/qtcontexts.h>

#include <QNetworkProxyFactory>
#include <QProcess>
#include <QProcessEnvironment>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTemporaryDir>

using namespace fpx;
using namespace fpx::http;

class TestProxies : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<TestServer> m_server;
    QProcess m_proxy;
    quint16 m_port = 0;

    static bool answers(quint16 port)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        return socket.waitForConnected(1000);
    }
    void startProxy(const QByteArray &more = {})
    {
        m_port = fpx::test::freePort();
        QFile file(m_folder.filePath(QStringLiteral("tinyproxy.conf")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Listen 127.0.0.1\nPort " + QByteArray::number(m_port) + "\nTimeout 30\nMaxClients 20\n" + more);
        file.close();
        m_proxy.start(QStringLiteral("tinyproxy"), {QStringLiteral("-d"), QStringLiteral("-c"), file.fileName()});
        QVERIFY(QTest::qWaitFor([this] { return answers(m_port); }, 10'000));
    }
    /// Code and ticks of one request by another process, whose proxy a script names. libproxy 0.4 takes its script engine
    /// down at the end of a process in a way that may crash; the probe, like the application, ends before that.
    QByteArrayList probe(const QString &script, int patience) const
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("https_proxy"), QStringLiteral("pac+") + script);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral(FPX_PROBE), {QStringLiteral("https://localhost:%1/").arg(m_server->port()),
                                                  QStringLiteral("--patience"), QString::number(patience)});
        const bool ended = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 30'000);
        if (!ended || process.exitStatus() != QProcess::NormalExit)
            return {"the probe did not end"};
        return process.readAllStandardOutput().simplified().split(';');
    }
    QByteArray proxyAddress(const QByteArray &login = {}) const
    {
        return "http://" + login + "127.0.0.1:" + QByteArray::number(m_port);
    }
    Result<Response> ask(std::chrono::milliseconds connectTimeout = std::chrono::seconds(10)) const
    {
        NetworkPolicy policy;
        policy.extraRoots = {ExtraRoots{tls::localhostCertificate, {QStringLiteral("localhost")}}};
        policy.connectTimeout = connectTimeout;
        QtNetworkContexts contexts(policy);
        return run(contexts.context(QStringLiteral("a")),
                   get(QStringLiteral("https://localhost:%1/").arg(m_server->port())));
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Qt asks libproxy, where it is built with it; there the environment may also name a script.
        qputenv("https_proxy", "http://192.0.2.7:8080");
        const auto found =
            QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(QUrl(QStringLiteral("https://as.example/"))));
        QCOMPARE(found.constFirst().hostName(), QStringLiteral("192.0.2.7"));
    }
    void init()
    {
        auto server = std::make_unique<QSslServer>();
        auto tlsConfig = QSslConfiguration::defaultConfiguration();
        tlsConfig.setLocalCertificate(QSslCertificate(tls::localhostCertificate));
        tlsConfig.setPrivateKey(QSslKey(tls::localhostKey, QSsl::Ec));
        server->setSslConfiguration(tlsConfig);
        m_server = std::make_unique<TestServer>(std::move(server));
        m_server->reply(TestServer::ok("{}"));
    }
    void cleanup()
    {
        qunsetenv("https_proxy");
        m_proxy.kill();
        m_proxy.waitForFinished();
    }

    void passes_through_the_proxy()
    {
        startProxy();
        qputenv("https_proxy", proxyAddress());
        QCOMPARE(codeOf(ask()), QByteArray("status 200"));
        m_proxy.kill();
        m_proxy.waitForFinished();
        QVERIFY(m_proxy.readAllStandardOutput().contains("CONNECT localhost:"));
        QCOMPARE(codeOf(ask()), QByteArray("proxy_failed")); // and never past it
        QCOMPARE(m_server->requests.size(), 1);
    }
    void proxy_wants_a_password()
    {
        startProxy("BasicAuth aicha open-sesame\n");
        qputenv("https_proxy", proxyAddress());
        const auto refused = ask();
        QCOMPARE(codeOf(refused), QByteArray("proxy_sign_in_required"));
        QVERIFY(m_server->requests.isEmpty());
        qputenv("https_proxy", proxyAddress("aicha:open-sesame@"));
        QCOMPARE(codeOf(ask()), QByteArray("status 200"));
    }
    void proxy_gets_the_password_that_the_person_gave()
    {
        startProxy("BasicAuth aicha open-sesame\n");
        qputenv("https_proxy", proxyAddress());
        NetworkPolicy policy;
        policy.extraRoots = {ExtraRoots{tls::localhostCertificate, {QStringLiteral("localhost")}}};
        policy.proxyLogins = std::make_shared<ProxyLogins>();
        QtNetworkContexts contexts(policy);
        QStringList wanted;
        connect(policy.proxyLogins.get(), &ProxyLogins::wanted, this,
                [&wanted](const QString &proxy, const QString &refused) { wanted.append(proxy + u' ' + refused); });
        const auto request = get(QStringLiteral("https://localhost:%1/").arg(m_server->port()));
        const QString name = QStringLiteral("127.0.0.1:%1").arg(m_port);
        QCOMPARE(codeOf(run(contexts.context(QStringLiteral("a")), request)), QByteArray("proxy_sign_in_required"));
        QCOMPARE(wanted, QStringList{name + u' '});
        QVERIFY(m_server->requests.isEmpty());

        policy.proxyLogins->put(name, {QStringLiteral("aicha"), Secret(QByteArray("open-sesame"))});
        QCOMPARE(codeOf(run(contexts.context(QStringLiteral("a")), request)), QByteArray("status 200"));
        QCOMPARE(codeOf(run(contexts.context(QStringLiteral("b")), request)), QByteArray("status 200"));
        QCOMPARE(wanted.size(), 1);
        for (const QByteArray &received : std::as_const(m_server->requests))
            QVERIFY2(!received.toLower().contains("proxy-authorization"), "beyond the proxy nobody hears it");
    }
    void proxy_is_told_a_wrong_password()
    {
        TestServer strict; // tinyproxy answers a wrong password with 401, where RFC 9110 section 15.5.8 asks for 407
        strict.reply("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
                     "Content-Length: 0\r\nConnection: close\r\n\r\n");
        m_port = strict.port();
        qputenv("https_proxy", proxyAddress("aicha:guess@"));
        const auto refused = ask();
        QCOMPARE(codeOf(refused), QByteArray("proxy_sign_in_required"));
        QVERIFY2(!refused.error().detail.contains(QStringLiteral("guess")), qPrintable(refused.error().detail));
        QVERIFY(strict.requests.constLast().contains("Proxy-Authorization: Basic "));
        QVERIFY(strict.requests.size() <= 2); // and it is not tried for ever
    }
    void proxy_that_never_answers()
    {
        QTcpServer silent;
        silent.listen(QHostAddress::LocalHost);
        m_port = silent.serverPort();
        qputenv("https_proxy", proxyAddress());
        QCOMPARE(codeOf(ask(std::chrono::milliseconds(300))), QByteArray("proxy_failed"));
    }
    void script_names_the_proxy()
    {
        startProxy();
        TestServer scripts;
        const QByteArray script =
            "function FindProxyForURL(url, host) { return host == 'localhost' ? 'PROXY 127.0.0.1:" +
            QByteArray::number(m_port) + "' : 'DIRECT'; }";
        scripts.reply("HTTP/1.1 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\nContent-Length: " +
                      QByteArray::number(script.size()) + "\r\nConnection: close\r\n\r\n" + script);
        QCOMPARE(probe(scripts.url(QStringLiteral("/proxy.pac")), 10'000).value(0), QByteArray("status 200"));
        m_proxy.kill();
        m_proxy.waitForFinished();
        QVERIFY(m_proxy.readAllStandardOutput().contains("CONNECT localhost:"));
    }
    // In the thread that sends, the wallet would stand still until the script's server answers, which here it never does.
    void script_server_that_never_answers()
    {
        TestServer scripts; // takes the request and keeps it
        const QByteArrayList printed = probe(scripts.url(QStringLiteral("/proxy.pac")), 500);
        QCOMPARE(printed.value(0), QByteArray("proxy_failed"));
        QVERIFY2(printed.value(1).toInt() >= 5, "nothing else ran meanwhile");
        QCOMPARE(scripts.requests.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestProxies)
#include "tst_proxies.moc"
