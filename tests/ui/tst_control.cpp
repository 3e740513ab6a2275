// What other programs may ask of the running wallet, over the real socket: above all the export, which waits for a person.
#include "../../app/controlhandler.h"
#include "fakefacade.h"

#include <fpx/base/json.h>
#include <fpx/control/client.h>
#include <fpx/control/server.h>

#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <qcorotask.h>

using namespace fpx;
using namespace fpx::test;
using namespace std::chrono_literals;

namespace {

/// Counts how often the history leaves it.
class CountingFacade : public FakeFacade
{
public:
    using FakeFacade::FakeFacade;
    void exportHistory(std::function<void(Result<QByteArray>)> done) override
    {
        ++exports;
        done(QByteArray("{\"entries\":[]}"));
    }
    int exports = 0;
};

constexpr int patience = 20'000; ///< Milliseconds; for a machine that hangs.

bool isClosed(const QLocalSocket &socket)
{
    return socket.state() == QLocalSocket::UnconnectedState;
}

QStringList exportFiles()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation))
        .entryList({QStringLiteral("fpx-wallet-export-*")}, QDir::Files | QDir::Hidden);
}

} // namespace

class TestControl : public QObject
{
    Q_OBJECT

    QTemporaryDir m_runtime;
    QTemporaryDir m_data;
    std::unique_ptr<CountingFacade> m_facade;
    std::unique_ptr<app::ControlHandler> m_handler;
    std::unique_ptr<control::InstanceLock> m_lock;
    std::unique_ptr<control::ControlServer> m_server;
    std::function<void(bool)> m_question; ///< The person's answer to "Export the history?".

    void serve(const control::Limits &limits)
    {
        m_server = std::make_unique<control::ControlServer>(control::systemPeerCheck(), limits);
        m_server->setHandler(m_handler.get());
        QVERIFY(m_server->listen(*m_lock));
    }
    [[nodiscard]] std::unique_ptr<QLocalSocket> connected() const
    {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(control::socketPath(m_data.path()));
        return socket;
    }
    [[nodiscard]] std::unique_ptr<QLocalSocket> ask(const QByteArray &line) const
    {
        auto socket = connected();
        socket->write(line + '\n');
        return socket;
    }
    [[nodiscard]] static bool isLetGo(const QLocalSocket &socket)
    {
        return QTest::qWaitFor([&socket] { return isClosed(socket); }, patience);
    }
    [[nodiscard]] static bool isAnsweredOrLetGo(const QLocalSocket &socket)
    {
        return QTest::qWaitFor([&socket] { return socket.canReadLine() || isClosed(socket); }, patience);
    }

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_runtime.path())); }
    void init()
    {
        m_facade = std::make_unique<CountingFacade>();
        m_handler = std::make_unique<app::ControlHandler>(
            *m_facade, [this](const std::function<void(bool)> &answer) { m_question = answer; });
        m_lock = std::make_unique<control::InstanceLock>(m_data.path());
        QVERIFY(m_lock->acquire());
        m_question = {};
        QCOMPARE(exportFiles(), QStringList());
    }
    void cleanup()
    {
        m_server.reset();
        m_handler.reset();
        m_lock.reset();
        m_facade.reset();
    }

    void the_person_may_take_longer_than_a_command()
    {
        control::Limits limits;
        limits.time = 200ms;
        serve(limits);
        std::unique_ptr<QLocalSocket> socket;
        // On a machine that is busy enough, the time of a command is over before it has been read.
        for (int attempt = 0; !m_question && attempt < 20; ++attempt) {
            socket = ask("{\"command\":\"export_history\"}");
            QVERIFY(QTest::qWaitFor([&] { return m_question || isClosed(*socket); }, patience));
        }
        QVERIFY(m_question);
        // Reads the question, for longer than a command may take: whoever came later and says nothing is cut off.
        QVERIFY(isLetGo(*connected()));
        m_question(true);
        QVERIFY(isAnsweredOrLetGo(*socket) && socket->canReadLine());
        const QJsonObject answer = *parseJsonObject(socket->readLine().trimmed());
        QFile file(answer.value(QStringLiteral("file")).toString());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{\"entries\":[]}"));
        m_server->setHandler(nullptr);
        m_handler.reset(); // read or not, it does not outlive the wallet
        QCOMPARE(exportFiles(), QStringList());
    }

    void nothing_is_read_or_written_for_a_client_that_has_gone()
    {
        control::Limits limits;
        limits.connections = 1; // the next one is served once the wallet knows that the first has gone
        serve(limits);
        auto socket = ask("{\"command\":\"export_history\"}");
        QTRY_VERIFY_WITH_TIMEOUT(m_question, patience);
        socket.reset(); // killed
        for (int attempt = 0; (!socket || !socket->canReadLine()) && attempt < 1000; ++attempt) {
            socket = ask("{\"command\":\"status\"}");
            QVERIFY(isAnsweredOrLetGo(*socket));
        }
        QVERIFY(socket->canReadLine());
        m_question(true);
        QCOMPARE(m_facade->exports, 0);
        QCOMPARE(exportFiles(), QStringList());
    }

    void links_of_twenty_kibibytes()
    {
        serve({});
        const QByteArray link = "fpx-wallet:authorize?request=" + QByteArray(18'000, 'r');
        const auto socket = ask("{\"command\":\"open\",\"link\":\"" + link + "\"}");
        QVERIFY(isAnsweredOrLetGo(*socket) && socket->canReadLine());
        QCOMPARE(socket->readLine().trimmed(), QByteArray("{}"));
        QCOMPARE(m_facade->links, QStringList{QString::fromLatin1(link)});
        const auto longer = ask("{\"command\":\"open\",\"link\":\"fpx-wallet:" + QByteArray(20'480, 'r') + "\"}");
        QVERIFY(isAnsweredOrLetGo(*longer) && longer->canReadLine());
        QVERIFY(longer->readLine().contains("link_too_long"));
        QCOMPARE(m_facade->links.size(), 1);
    }
};

QTEST_MAIN(TestControl)
#include "tst_control.moc"
