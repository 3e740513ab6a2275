// One request, in whatever network this process finds itself: prints its code, and how long it took in milliseconds.
//
//     fpx-net-probe URL                    asks URL
//     fpx-net-probe --serve ADDRESS        asks https://localhost:PORT/ of a server of its own at ADDRESS
#include "../../unit/http/outcome.h"
#include "../../unit/http/testserver.h"
#include "../../unit/http/tlsfixture.h"

#include <fpx/http/qtcontexts.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSslConfiguration>
#include <QSslKey>

#include <cstdio>

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
    QtNetworkContexts contexts(policy);
    QElapsedTimer timer;
    timer.start();
    const auto result = run(contexts.context(QStringLiteral("probe")), get(url));
    std::printf("%s %lld\n", codeOf(result).constData(), static_cast<long long>(timer.elapsed()));
    return 0;
}
