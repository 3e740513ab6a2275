// fpx-sandbox: an FPX network to play with and to test against. docs/sandbox.md says what there is and how to steer it.
#include "data/network.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"fpx-sandbox"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A sandbox FPX network on loopback addresses. Everyone in it is made up."_s);
    parser.addHelpOption();
    parser.addOption(
        {u"out"_s, u"Where to write operator.jws, operator-keys.json and network.json."_s, u"directory"_s});
    parser.addOption(
        {u"base-port"_s, u"Port of the first party; the others follow (default 28900)."_s, u"port"_s, u"28900"_s});
    parser.addOption(
        {u"wallet-port"_s, u"Listener port in the operator profile (default 28950)."_s, u"port"_s, u"28950"_s});
    parser.addOption(
        {u"policies"_s, u"Rules in the operator profile: a JSON list (docs/policies.md)."_s, u"rules"_s, u"[]"_s});
    parser.process(app);
    const int basePort = parser.value(u"base-port"_s).toInt();
    const int walletPort = parser.value(u"wallet-port"_s).toInt();
    if (!parser.isSet(u"out"_s) || basePort < 1 || basePort > 65000 || walletPort < 1 || walletPort > 65535) {
        std::fputs("fpx-sandbox: --out is needed, and ports that exist. See --help.\n", stderr);
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    fpx::sandbox::Network network(static_cast<quint16>(basePort), walletPort);
    network.setPolicies(QJsonDocument::fromJson(parser.value(u"policies"_s).toUtf8()).array());
    QString problem = network.start();
    if (problem.isEmpty())
        problem = network.write(parser.value(u"out"_s));
    if (!problem.isEmpty()) {
        std::fprintf(stderr, "fpx-sandbox: %s\n", qPrintable(problem));
        return 1;
    }
    std::printf("fpx-sandbox ready at %s\n", qPrintable(network.frontPage()));
    std::fflush(stdout);
    return app.exec();
}
