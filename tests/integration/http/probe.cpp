// One request, in whatever network this process finds itself. Prints "CODE;TICKS": how it ended, and how often a timer of
// 10 ms came meanwhile.
//
//     fpx-net-probe URL [--patience MS]    asks URL; MS: for how long the connection may take
//     fpx-net-probe --serve ADDRESS        asks https://localhost:PORT/ of a server of its own at ADDRESS
#include "../../unit/http/outcome.h"
#include "../../unit/http/testserver.h"
#include "../../unit/http/tlsfixture.h"

#include <fpx/http/qtcontexts.h>

#include <QCoreApplication>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTimer>

#include <cstdio>
#include <cstdlib>

using namespace fpx::http;

namespace {

std::unique_ptr<QTcpServer> localhostServer()
{
    auto server = std::make_unique<QSslServer>();
    auto tlsConfig = QSslConfiguration::defaultConfiguration();
    tlsConfig.setLocalCertificate(QSslCertificate(tls::localhostCertificate));
    tlsConfig.setPrivateKey(QSslKey(tls::localhostKey, QSsl::Ec));
    server->setSslConfiguration(tlsConfig);
    return server;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    std::unique_ptr<TestServer> server;
    QString url = arguments.value(1);
    if (url == QStringLiteral("--serve")) {
        server = std::make_unique<TestServer>(localhostServer(), QHostAddress(arguments.value(2)));
        server->reply(TestServer::ok("{}"));
        url = QStringLiteral("https://localhost:%1/").arg(server->port());
    }
    NetworkPolicy policy;
    policy.extraRoots = {ExtraRoots{tls::localhostCertificate, {QStringLiteral("localhost")}}};
    if (const auto at = arguments.indexOf(QStringLiteral("--patience")); at > 0)
        policy.connectTimeout = std::chrono::milliseconds(arguments.value(at + 1).toInt());
    QtNetworkContexts contexts(policy);
    int ticks = 0;
    QTimer ticking;
    QObject::connect(&ticking, &QTimer::timeout, &ticking, [&ticks] { ++ticks; });
    ticking.start(10);
    const auto result = run(contexts.context(QStringLiteral("probe")), get(url));
    std::printf("%s;%d\n", codeOf(result).constData(), ticks);
    std::fflush(stdout);
    std::_Exit(0); // see endProcess() in app/main.cpp
}
