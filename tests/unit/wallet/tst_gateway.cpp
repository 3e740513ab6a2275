// The wallet's side of the loopback listener: which port is open when, and what is told while the browser is waited for.
#include "browserreceiver.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <qcorotask.h>

using namespace fpx;
using namespace fpx::wallet;

namespace {

QString q(const char *text)
{
    return QString::fromLatin1(text);
}

bool answers(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(q("127.0.0.1"), port);
    return socket.waitForConnected(500);
}

/// Bytes to a port, and what comes back.
QByteArray answerTo(quint16 port, const QByteArray &bytes)
{
    QTcpSocket socket;
    socket.connectToHost(q("127.0.0.1"), port);
    socket.write(bytes);
    if (!QTest::qWaitFor([&] { return socket.state() == QTcpSocket::UnconnectedState; }))
        return "not closed";
    return socket.readAll();
}

QByteArray whole(quint16 port, const QString &target, const QByteArray &more = {})
{
    return answerTo(port, "GET " + target.toUtf8() + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                              "\r\n" + more + "\r\n");
}

/// The first line of it.
QByteArray exchange(quint16 port, const QByteArray &bytes)
{
    return answerTo(port, bytes).split('\r').first();
}

QByteArray get(quint16 port, const QString &target, const QByteArray &more = {})
{
    return whole(port, target, more).split('\r').first();
}

} // namespace

class TestGateway : public QObject
{
    Q_OBJECT

    std::shared_ptr<FakeClock> m_clock;
    std::unique_ptr<Gateway> m_gateway;
    FakeBrowser m_browser;
    std::unique_ptr<BrowserReceiver> m_receiver;
    std::optional<CancelSource> m_flows; ///< Ends with each test: what waits for ever is a leak.
    std::optional<Result<oauth::CallbackParameters>> m_answer;

    static QCoro::Task<> follow(BrowserReceiver *receiver, oauth::BrowserFlow flow, CancelToken cancel,
                                std::optional<Result<oauth::CallbackParameters>> *answer)
    {
        *answer = co_await receiver->run(flow, {}, cancel);
    }
    void begin() { begin(m_flows->token()); }
    void begin(const CancelToken &cancel)
    {
        m_answer.reset();
        m_browser.opened.clear();
        spawn(follow(m_receiver.get(), {q("bank"), q("state-1"), QUrl(q("https://bank.example/authorize"))}, cancel,
                     &m_answer));
    }

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_shared<FakeClock>();
        m_gateway = std::make_unique<Gateway>(m_clock, std::make_shared<SystemRandom>());
        m_receiver = std::make_unique<BrowserReceiver>(*m_gateway, m_browser);
        m_flows.emplace();
        m_browser.opened.clear();
        m_answer.reset();
    }
    void cleanup()
    {
        m_flows.reset();
        m_receiver.reset();
        m_gateway.reset();
    }

    /// RFC 8252 section 8.3: the known port is taken, so a free one is open, for the flow and no longer.
    void free_port_closes_with_the_last_flow()
    {
        const QUrl redirect(*m_receiver->redirectUri(q("bank")));
        const auto port = static_cast<quint16>(redirect.port());
        begin();
        QVERIFY(answers(port));
        QVERIFY(get(port, m_browser.opened.constFirst().path()).startsWith("HTTP/1.1 303"));
        QVERIFY(answers(port)); // the link is used up, and the flow waits
        QVERIFY(get(port, q("/callback/bank?state=another&code=c")).startsWith("HTTP/1.1 200"));
        QVERIFY(!m_answer && answers(port));
        QVERIFY(get(port, q("/callback/bank?state=state-1&code=c")).startsWith("HTTP/1.1 200"));
        QVERIFY(m_answer && *m_answer);
        QVERIFY(!answers(port));
        const QUrl next(*m_receiver->redirectUri(q("bank"))); // and opens again
        QVERIFY(answers(static_cast<quint16>(next.port())));
    }

    void a_form_is_posted_by_a_page_of_the_wallets()
    {
        const auto port = static_cast<quint16>(QUrl(*m_receiver->redirectUri(q("bank"))).port());
        oauth::BrowserFlow flow{q("bank"), q("state-1"), QUrl(q("https://bank.example/logout?a=b"))};
        flow.form = {{q("id_token_hint"), q("eyJ\"<.x.y")}};
        spawn(follow(m_receiver.get(), flow, m_flows->token(), &m_answer));
        const QString link = m_browser.opened.constFirst().path();
        const QByteArray page = whole(port, link);
        QVERIFY(page.startsWith("HTTP/1.1 200"));
        QVERIFY(page.contains("<form method=\"post\" action=\"https://bank.example/logout?a=b\">"));
        QVERIFY(page.contains("name=\"id_token_hint\" value=\"eyJ&quot;&lt;.x.y\""));
        QVERIFY(get(port, link).startsWith("HTTP/1.1 404")); // once only
        QVERIFY(get(port, q("/callback/bank?state=state-1")).startsWith("HTTP/1.1 200"));
        QVERIFY(m_answer && *m_answer);
    }

    void free_port_stays_while_another_flow_waits()
    {
        const auto port = static_cast<quint16>(QUrl(*m_receiver->redirectUri(q("bank"))).port());
        CancelSource first;
        begin(first.token());
        QVERIFY(get(port, m_browser.opened.constFirst().path()).startsWith("HTTP/1.1 303"));
        begin();
        QVERIFY(get(port, m_browser.opened.constFirst().path()).startsWith("HTTP/1.1 303"));
        first.cancel();
        QVERIFY(answers(port));
        QVERIFY(get(port, q("/callback/bank?state=state-1&code=c")).startsWith("HTTP/1.1 200"));
        QVERIFY(!answers(port));
    }

    void free_port_closes_once_no_link_may_be_used()
    {
        const QUrl link = *m_gateway->startLink(QUrl(q("https://help.example")));
        const auto port = static_cast<quint16>(link.port());
        m_gateway->closeUnusedPort();
        QVERIFY(answers(port));
        m_clock->advanceSeconds(61);
        m_gateway->closeUnusedPort();
        QVERIFY(!answers(port));
    }

    void obstacles_are_told_while_a_flow_waits()
    {
        QSignalSpy met(m_gateway.get(), &Gateway::obstacleMet);
        const auto port = static_cast<quint16>(QUrl(*m_receiver->redirectUri(q("bank"))).port());
        const QByteArray cookie = "Cookie: a=" + QByteArray(70'000, 'c') + "\r\n";
        QVERIFY(get(port, q("/callback/bank"), cookie).startsWith("HTTP/1.1 431"));
        QCOMPARE(met.size(), 0); // nobody waits
        begin();
        QVERIFY(get(port, q("/callback/bank"), cookie).startsWith("HTTP/1.1 431"));
        QTRY_COMPARE(met.size(), 1);
        QVERIFY(met.constLast().constFirst().toString().contains(q("cookies")));
        QVERIFY(exchange(port, QByteArray::fromHex("16030100") + QByteArray(100, 'x')).startsWith("HTTP/1.1 400"));
        QTRY_COMPARE(met.size(), 2);
        QVERIFY(met.constLast().constFirst().toString().contains(q("https")));
        QVERIFY(!m_answer); // none of it ends the flow
    }

    void a_flow_does_not_outlive_its_gateway()
    {
        begin();
        QVERIFY(!m_answer);
        m_gateway.reset();
        QVERIFY(m_answer && !*m_answer);
        QCOMPARE(m_answer->error().code, QByteArray("cancelled"));
    }
    void a_flow_that_is_cancelled_ends_at_once()
    {
        CancelSource mine;
        begin(mine.token());
        QVERIFY(!m_answer);
        mine.cancel();
        QVERIFY(m_answer && !*m_answer);
        QCOMPARE(m_answer->error().code, QByteArray("cancelled"));
    }
};

QTEST_GUILESS_MAIN(TestGateway)
#include "tst_gateway.moc"
