// Computers without a network, with one kind of addresses only, or behind a portal: each as a real process in a network
// namespace of its own.
#include "../../unit/http/outcome.h"
#include "../../unit/http/tlsfixture.h"

#include <fpx/http/qtcontexts.h>

#include <QProcess>
#include <QTemporaryDir>

using namespace fpx;
using namespace fpx::http;

class TestNetworks : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", name);
        return file.fileName();
    }
    static QByteArray shell(const QString &script)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral("unshare"),
                      {QStringLiteral("-rnm"), QStringLiteral("sh"), QStringLiteral("-ec"), script});
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            return "the shell failed";
        return process.readAllStandardOutput().simplified();
    }
    /// Runs the probe after `prepare`, in a namespace where localhost is both ::1 and 127.0.0.1.
    QByteArray probe(const QString &prepare, const QString &arguments)
    {
        const QString hosts = write("hosts", "127.0.0.1 localhost\n::1 localhost\n");
        const QByteArray printed = shell(QStringLiteral("mount --bind %1 /etc/hosts; %2; %3 %4")
                                             .arg(hosts, prepare, QStringLiteral(FPX_PROBE), arguments));
        return printed.left(printed.indexOf(';'));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (shell(QStringLiteral("ip link set lo up; echo yes")) != "yes")
            QSKIP("this system lets no ordinary user make a network namespace");
    }

    void no_network()
    {
        QCOMPARE(probe(QStringLiteral("true"), QStringLiteral("https://as.example/")), QByteArray("offline"));
    }
    void a_network_that_leads_nowhere()
    {
        const auto connected =
            QStringLiteral("ip link set lo up; ip link add fpx0 type veth peer name fpx1; ip addr add "
                           "192.0.2.1/24 dev fpx0; ip link set fpx0 up; ip link set fpx1 up");
        QCOMPARE(probe(connected, QStringLiteral("https://as.example/")), QByteArray("connect_failed"));
    }
    void server_on_ipv6_only()
    {
        QCOMPARE(probe(QStringLiteral("ip link set lo up"), QStringLiteral("--serve ::1")), QByteArray("status 200"));
    }
    void server_on_ipv4_only()
    {
        QCOMPARE(probe(QStringLiteral("ip link set lo up"), QStringLiteral("--serve 127.0.0.1")),
                 QByteArray("status 200"));
    }
    void computer_without_ipv6()
    {
        QCOMPARE(
            probe(QStringLiteral("ip link set lo up; ip -6 addr flush dev lo"), QStringLiteral("--serve 127.0.0.1")),
            QByteArray("status 200"));
    }
    void computer_without_ipv4()
    {
        QCOMPARE(probe(QStringLiteral("ip link set lo up; ip -4 addr flush dev lo"), QStringLiteral("--serve ::1")),
                 QByteArray("status 200"));
    }

    void captive_portal()
    {
        QProcess portal;
        portal.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        portal.start(QStringLiteral("python3"), {QStringLiteral(FPX_PORTAL), write("cert", tls::otherNameCertificate),
                                                 write("key", tls::otherNameKey)});
        QVERIFY(QTest::qWaitFor([&portal] { return portal.canReadLine(); }, 10'000));
        const QByteArray port = portal.readLine().trimmed();
        QtNetworkContexts contexts{NetworkPolicy{}};
        const auto result = run(contexts.context(QStringLiteral("a")),
                                get(QStringLiteral("https://127.0.0.1:%1/").arg(QString::fromLatin1(port))));
        QCOMPARE(codeOf(result), QByteArray("tls_failed"));
        QVERIFY2(result.error().message.contains(QStringLiteral("sign in first")), qPrintable(result.error().message));
        portal.kill();
        portal.waitForFinished();
        QCOMPARE(portal.readAllStandardOutput(), QByteArray()); // it was sent nothing
    }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_networks.moc"
