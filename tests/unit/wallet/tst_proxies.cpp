// A proxy that wants a password: the person is asked once, the wallet remembers, and nobody else hears it.
#include "../http/testserver.h"
#include "installation.h"

#include <QSignalSpy>
#include <QTest>

using namespace fpx;
using namespace fpx::test;

class TestProxies : public QObject
{
    Q_OBJECT

    std::optional<Installation> m_installation;
    std::unique_ptr<TestServer> m_proxy;
    std::unique_ptr<wallet::Wallet> m_wallet;
    QList<Error> m_notices;

    void open()
    {
        m_wallet = std::make_unique<wallet::Wallet>(m_installation->config());
        connect(m_wallet.get(), &wallet::Facade::notice, this, [this](const Error &error) { m_notices.append(error); });
        m_wallet->start();
        QTRY_COMPARE(m_wallet->phase(), wallet::Facade::Phase::FirstRun);
    }
    void close()
    {
        m_wallet.reset();
        QTRY_VERIFY(m_installation->isFree());
    }
    /// Begins a sign-in, which goes through the proxy; answers how it failed.
    QByteArray outcome()
    {
        m_proxy->requests.clear();
        wallet::BrowserStep *step = m_wallet->signIn(IdpIdentifier(q("bank")));
        if (step == nullptr)
            return "no step";
        const auto code = std::make_shared<QByteArray>("it never ended");
        connect(step, &wallet::BrowserStep::finished, this, [step, code] { *code = step->error().code; });
        QSignalSpy finished(step, &wallet::BrowserStep::finished);
        finished.wait(20'000);
        return *code;
    }
    [[nodiscard]] QString name() const { return q("127.0.0.1:%1").arg(m_proxy->port()); }
    [[nodiscard]] bool heard(const char *login) const
    {
        return std::ranges::any_of(m_proxy->requests, [login](const QByteArray &request) {
            return request.contains("Proxy-Authorization: Basic " + QByteArray(login).toBase64() + "\r\n");
        });
    }

private Q_SLOTS:
    void init()
    {
        m_installation.emplace();
        const QJsonObject bank{{q("identifier"), q("bank")},
                               {q("display_name"), q("Bank")},
                               {q("issuer"), q("https://bank.example")},
                               {q("client_id"), q("wallet")}};
        QVERIFY(m_installation->write(
            "operator.jws", m_installation->signedBy(m_installation->key, m_installation->profile(1, {bank}))));
        m_proxy = std::make_unique<TestServer>();
        m_proxy->handler = [](QTcpSocket *socket, const QByteArray &request) {
            const bool known = request.contains(QByteArray("aicha:open-sesame").toBase64());
            socket->write(known ? "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                : "HTTP/1.1 407 Proxy Authentication Required\r\n"
                                  "Proxy-Authenticate: Basic realm=\"proxy\"\r\n"
                                  "Content-Length: 0\r\nConnection: close\r\n\r\n");
            socket->disconnectFromHost();
        };
        qputenv("https_proxy", "http://" + name().toLatin1());
        open();
    }
    void cleanup()
    {
        close();
        m_notices.clear();
        qunsetenv("https_proxy");
    }

    void the_person_is_asked_and_the_wallet_remembers()
    {
        wallet::Proxies *proxies = m_wallet->proxies();
        QVERIFY(proxies->asking().isEmpty());
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        QCOMPARE(proxies->asking(), name());
        QVERIFY(proxies->refusedUser().isEmpty());
        QVERIFY(!heard("aicha:open-sesame"));

        QSignalSpy done(m_wallet.get(), &wallet::Facade::done);
        proxies->signIn(q("aicha"), q("open-sesame"));
        QVERIFY(proxies->asking().isEmpty());
        QTRY_COMPARE(done.count(), 1);
        QCOMPARE(outcome(), QByteArray("proxy_failed")); // it knows the person, and has no way on
        QVERIFY(heard("aicha:open-sesame"));
        QVERIFY(proxies->asking().isEmpty());
        QCOMPARE(proxies->known().size(), 1);
        QCOMPARE(proxies->known().constFirst().proxy, name());
        QCOMPARE(proxies->known().constFirst().user, q("aicha"));

        close();
        open();
        QCOMPARE(outcome(), QByteArray("proxy_failed"));
        QVERIFY(heard("aicha:open-sesame"));
        QVERIFY(m_notices.isEmpty());
    }
    void a_wrong_password_is_tried_once_and_asked_for_again()
    {
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        m_wallet->proxies()->signIn(q("aicha"), q("guess"));
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        QVERIFY(heard("aicha:guess"));
        QVERIFY2(m_proxy->requests.size() <= 2, "it is not tried for ever");
        QCOMPARE(m_wallet->proxies()->asking(), name());
        QCOMPARE(m_wallet->proxies()->refusedUser(), q("aicha"));
        m_wallet->proxies()->signIn(q("aicha"), q("open-sesame"));
        QCOMPARE(outcome(), QByteArray("proxy_failed"));
    }
    void another_proxy_hears_nothing()
    {
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        m_wallet->proxies()->signIn(q("aicha"), q("open-sesame"));
        QCOMPARE(outcome(), QByteArray("proxy_failed"));
        close(); // what it was told of proxies holds for a minute
        auto other = std::make_unique<TestServer>();
        other->handler = m_proxy->handler;
        m_proxy = std::move(other);
        qputenv("https_proxy", "http://" + name().toLatin1());
        open();
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        QVERIFY(!heard("aicha:open-sesame"));
        QCOMPARE(m_wallet->proxies()->asking(), name());
    }
    void what_is_forgotten_is_gone()
    {
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        const auto before = m_installation->keychain->items.size();
        m_wallet->proxies()->signIn(q("aicha"), q("open-sesame"));
        QTRY_COMPARE(m_wallet->proxies()->known().size(), 1);
        QVERIFY(m_installation->keychain->items.size() > before);
        m_wallet->proxies()->forget(name());
        QTRY_VERIFY(m_wallet->proxies()->known().isEmpty());
        QCOMPARE(m_installation->keychain->items.size(), before);
        close();
        open();
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        QVERIFY(!heard("aicha:open-sesame"));
    }
    void a_locked_wallet_knows_nothing_and_asks_again_after_it()
    {
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        m_wallet->proxies()->postpone();
        QVERIFY(m_wallet->proxies()->postponed());
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        QVERIFY2(m_wallet->proxies()->postponed(), "asked once is enough");
        m_wallet->proxies()->signIn(q("aicha"), q("open-sesame"));
        QTRY_COMPARE(m_wallet->proxies()->known().size(), 1);
        m_wallet->lock();
        QVERIFY(m_wallet->proxies()->known().isEmpty());
        QVERIFY(m_wallet->proxies()->asking().isEmpty());
        m_wallet->unlock();
        QTRY_COMPARE(m_wallet->phase(), wallet::Facade::Phase::FirstRun);
        QCOMPARE(outcome(), QByteArray("proxy_failed"));
        QVERIFY(heard("aicha:open-sesame"));
    }
    void a_keychain_that_fails_is_told_and_the_password_holds_meanwhile()
    {
        QCOMPARE(outcome(), QByteArray("proxy_sign_in_required"));
        m_installation->keychain->fault = vault::FakeKeychain::Fault::Locked;
        m_wallet->proxies()->signIn(q("aicha"), q("open-sesame"));
        QTRY_COMPARE(m_notices.size(), 1);
        QVERIFY(m_notices.constFirst().message.contains(q("holds until the wallet is closed")));
        QCOMPARE(outcome(), QByteArray("proxy_failed"));
        QVERIFY(heard("aicha:open-sesame"));
        QVERIFY(m_wallet->proxies()->known().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestProxies)
#include "tst_proxies.moc"
