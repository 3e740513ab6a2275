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
    [[nodiscard]] std::unique_ptr<QLocalSocket> ask(const QByteArray &line) const
    {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(control::socketPath(m_data.path()));
        socket->write(line + '\n');
        return socket;
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
        limits.time = 100ms;
        serve(limits);
        const auto socket = ask("{\"command\":\"export_history\"}");
        QTRY_VERIFY(m_question);
        QTest::qWait(300); // reads the question
        m_question(true);
        QTRY_VERIFY(socket->canReadLine());
        const QJsonObject answer = *parseJsonObject(socket->readLine().trimmed());
        QFile file(answer.value(QStringLiteral("file")).toString());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{\"entries\":[]}"));
        m_handler.reset(); // read or not, it does not outlive the wallet
        QCOMPARE(exportFiles(), QStringList());
    }

    void nothing_is_read_or_written_for_a_client_that_has_gone()
    {
        serve({});
        auto socket = ask("{\"command\":\"export_history\"}");
        QTRY_VERIFY(m_question);
        socket.reset(); // killed
        QTest::qWait(50);
        m_question(true);
        QCOMPARE(m_facade->exports, 0);
        QCOMPARE(exportFiles(), QStringList());
    }

    void links_of_twenty_kibibytes()
    {
        serve({});
        const QByteArray link = "fpx-wallet:authorize?request=" + QByteArray(18'000, 'r');
        const auto socket = ask("{\"command\":\"open\",\"link\":\"" + link + "\"}");
        QTRY_VERIFY(socket->canReadLine());
        QCOMPARE(socket->readLine().trimmed(), QByteArray("{}"));
        QCOMPARE(m_facade->links, QStringList{QString::fromLatin1(link)});
        const auto longer = ask("{\"command\":\"open\",\"link\":\"fpx-wallet:" + QByteArray(20'480, 'r') + "\"}");
        QTRY_VERIFY(longer->canReadLine());
        QVERIFY(longer->readLine().contains("link_too_long"));
        QCOMPARE(m_facade->links.size(), 1);
    }
};

QTEST_MAIN(TestControl)
#include "tst_control.moc"
