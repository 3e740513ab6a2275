// A page that opens window after window at the listener, each with another network that nobody knows: what stays of it is
// bounded, and the networks of the profile are answered all the while. 1,000 windows, 10,000 with ./dev test --full.
#include "settled.h"

#include <QAbstractItemModel>
#include <QSignalSpy>
#include <QTest>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace fpx;
using namespace fpx::test;

namespace {

constexpr int apartMilliseconds = 100; // by the wallet's clock: ten windows a second
constexpr int everyRealOne = 250;      // as many windows for each request of the network's own
constexpr int mostWaiting = 16;

int windows()
{
    return qEnvironmentVariableIsEmpty("FPX_TEST_FULL") ? 1'000 : 10'000;
}

/// Goes on when it is told to, as the system's clock would.
class SteppedClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return m_begin.addMSecs(passed); }
    [[nodiscard]] qint64 steadyMilliseconds() const override { return 1'000 + passed; }
    qint64 passed = 0;

private:
    QDateTime m_begin = QDateTime::currentDateTimeUtc();
};

qint64 heap()
{
#ifdef __GLIBC__
    return static_cast<qint64>(mallinfo2().uordblks);
#else
    return 0;
#endif
}

} // namespace

class TestFlood : public QObject
{
    Q_OBJECT

    std::optional<Settled> m_installation;
    std::shared_ptr<SteppedClock> m_clock = std::make_shared<SteppedClock>();
    std::unique_ptr<wallet::Wallet> m_wallet;

    static QByteArray placeIn(const QByteArray &answer)
    {
        const qsizetype at = answer.toLower().indexOf("\r\nlocation: ");
        return at < 0 ? QByteArray() : answer.mid(at + 12, answer.indexOf('\r', at + 12) - at - 12);
    }
    QByteArray history() const
    {
        QByteArray text;
        m_wallet->exportHistory(
            [&text](const Result<QByteArray> &exported) { text = exported.value_or(QByteArray()); });
        return text;
    }

private Q_SLOTS:
    void a_page_that_invents_networks()
    {
        m_installation.emplace();
        m_installation->settle({m_installation->enrolment("one")});
        wallet::WalletConfig config = m_installation->config();
        config.clock = m_clock;
        m_wallet = std::make_unique<wallet::Wallet>(config);
        QSignalSpy notices(m_wallet.get(), &wallet::Facade::notice);
        m_wallet->start();
        QTRY_COMPARE(m_wallet->phase(), wallet::Facade::Phase::Ready);
        QVERIFY(m_wallet->listenerStatus().listening);
        const int noticesBefore = static_cast<int>(notices.count());
        const int notesBefore = m_installation->notifier.count;

        int let = 0;
        int real = 0;
        qint64 settledHeap = 0;
        for (int i = 0; i < windows(); ++i) {
            m_clock->passed += apartMilliseconds;
            const QByteArray answer = m_installation->visit("/authorize?client_id=" + config.random->token());
            QVERIFY2(answer.startsWith("HTTP/1.1 303") || answer.startsWith("HTTP/1.1 429"), answer.constData());
            if (const QByteArray page = placeIn(answer); !page.isEmpty()) {
                ++let;
                QVERIFY(m_installation->visit(page).startsWith("HTTP/1.1 200"));
            }
            if (i % everyRealOne == 0) {
                const QByteArray asked = m_installation->visit("/authorize/as-health/ticket-" + QByteArray::number(i));
                QVERIFY2(asked.startsWith("HTTP/1.1 303"), asked.constData());
                QCOMPARE(m_wallet->prompts().size(), qMin(++real, mostWaiting));
            }
            if (i == windows() / 2)
                settledHeap = heap();
        }
        const int minutes = static_cast<int>(m_clock->passed / 60'000) + 1;
        const qint64 grown = heap() - settledHeap;
        const QByteArray text = history();
        const auto lines = text.count("\"code\":\"request_refused\"") + text.count("\"code\":\"request_refused_more\"");
        qInfo(
            "%d windows in %d minutes: %d let in, %d history lines, %d notices, %d notes, %d rows, %d real ones asked, "
            "heap %+lld KiB in the second half",
            windows(), minutes, let, static_cast<int>(lines), static_cast<int>(notices.count()) - noticesBefore,
            m_installation->notifier.count - notesBefore, m_wallet->requests()->rowCount(), real,
            static_cast<long long>(grown / 1024));
        QVERIFY2(let <= 10 * (m_clock->passed / 10'000 + 1), "one budget for all strangers together");
        QVERIFY2(lines <= minutes + 1, "one history line a minute");
        QVERIFY2(notices.count() - noticesBefore <= 1, "told once");
        const int gaveWay = qMax(0, real - mostWaiting); // the oldest; each is told to have got nothing
        QCOMPARE(m_installation->notifier.count - notesBefore, real + gaveWay); // of the real ones only
        QTRY_COMPARE(m_wallet->requests()->rowCount(), real);                   // no row of a refused one
        QVERIFY2(grown < 512 * 1024, "memory stays");
    }
};

QTEST_GUILESS_MAIN(TestFlood)
#include "tst_flood.moc"
