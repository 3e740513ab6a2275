// The operator profile's file changes while the wallet runs: a good one comes into force, of a bad one the person is told.
#include "installation.h"
#include "retirement.h"

#include <fpx/http/qtcontexts.h>
#include <fpx/http/retrying.h>

#include <QAbstractItemModel>
#include <QSaveFile>
#include <QSignalSpy>
#include <QTest>

#include <cstdio>

using namespace fpx;
using namespace fpx::test;

class TestProfileRenewal : public QObject
{
    Q_OBJECT

    std::optional<Installation> m_installation;
    std::unique_ptr<wallet::Wallet> m_wallet;
    std::unique_ptr<QSignalSpy> m_done;
    QList<Error> m_notices;

    QString path(const char *name) const { return m_installation->path(name); }
    static QJsonObject provider(const char *identifier)
    {
        return {{q("identifier"), q(identifier)},
                {q("display_name"), q(identifier)},
                {q("issuer"), q("https://%1.example").arg(q(identifier))},
                {q("client_id"), q("wallet-at-%1").arg(q(identifier))}};
    }
    QJsonObject payload(int version, const QJsonArray &providers) const
    {
        QJsonObject profile = m_installation->profile(version, providers);
        profile.insert(q("settings"), QJsonObject{{q("session_max"), 3600 * version}});
        return profile;
    }
    QByteArray signedBy(const jose::PrivateKey &key, const QJsonObject &profile) const
    {
        return m_installation->signedBy(key, profile);
    }
    const jose::PrivateKey &ownKey() const { return m_installation->key; }
    QByteArray good(int version) const
    {
        return signedBy(ownKey(), payload(version, {provider("bank"), provider("gov")}));
    }
    void write(const char *name, const QByteArray &bytes) const { QVERIFY(m_installation->write(name, bytes)); }
    /// As package managers and QSaveFile do: another file takes the name.
    void replace(const QByteArray &bytes) const
    {
        write("operator.new", bytes);
        QCOMPARE(
            std::rename(path("operator.new").toLocal8Bit().constData(), path("operator.jws").toLocal8Bit().constData()),
            0);
    }
    int providers() const { return m_wallet->identityProviders()->rowCount(); }
    bool told(const char *code, int times) const
    {
        return std::count_if(m_notices.begin(), m_notices.end(), [code](const Error &e) { return e.code == code; }) ==
               times;
    }
    QByteArray history() const
    {
        QByteArray text;
        m_wallet->exportHistory(
            [&text](const Result<QByteArray> &exported) { text = exported.value_or(QByteArray()); });
        return text;
    }
    void open()
    {
        m_wallet = std::make_unique<wallet::Wallet>(m_installation->config());
        m_done = std::make_unique<QSignalSpy>(m_wallet.get(), &wallet::Facade::done);
        connect(m_wallet.get(), &wallet::Facade::notice, this, [this](const Error &error) { m_notices.append(error); });
        m_wallet->start();
        QTRY_COMPARE(m_wallet->phase(), wallet::Facade::Phase::FirstRun);
        QCOMPARE(providers(), 1);
    }

private Q_SLOTS:
    void init()
    {
        m_installation.emplace();
        write("operator.jws", signedBy(ownKey(), payload(3, {provider("bank")})));
        open();
    }
    void cleanup()
    {
        m_done.reset();
        m_wallet.reset();
        m_notices.clear();
    }

    void a_new_profile_comes_into_force()
    {
        write("operator.jws", good(4));
        QTRY_COMPARE(providers(), 2);
        QCOMPARE(m_wallet->setting(q("session_max")).toInt(), 4 * 3600);
        QCOMPARE(m_done->count(), 1);
        QVERIFY(m_notices.isEmpty());
        QVERIFY(history().contains("operator_profile_renewed"));
    }
    void a_file_that_takes_its_place_is_seen_each_time()
    {
        for (int version = 4; version < 7; ++version) {
            replace(good(version));
            QTRY_COMPARE(m_wallet->setting(q("session_max")).toInt(), version * 3600);
        }
        QVERIFY(m_notices.isEmpty());
    }
    void a_file_that_was_gone_is_seen_when_it_comes_back()
    {
        QVERIFY(QFile::remove(path("operator.jws")));
        QTRY_VERIFY(told("operator_profile_missing", 1));
        QCOMPARE(providers(), 1);
        write("operator.jws", good(4));
        QTRY_COMPARE(providers(), 2);
    }
    void the_wallet_moves_to_the_new_port()
    {
        const quint16 before = m_installation->port;
        m_installation->port = freePort();
        replace(good(4));
        QTRY_COMPARE(providers(), 2);
        QVERIFY(m_wallet->listenerStatus().listening);
        QCOMPARE(m_wallet->listenerStatus().port, m_installation->port);
        QTcpServer other;
        QVERIFY2(other.listen(QHostAddress::LocalHost, before), "the old port is free");
    }
    void a_refused_profile_is_told_once_with_its_reason_and_the_good_one_stays()
    {
        QJsonObject wrong = payload(4, {provider("bank"), provider("gov")});
        wrong.insert(q("listener"), q("28950"));
        replace(signedBy(ownKey(), wrong));
        QTRY_VERIFY(told("operator_profile_refused", 1));
        QVERIFY2(m_notices.last().detail.contains(q("line 1: listener")), qPrintable(m_notices.last().detail));
        QVERIFY(history().contains("operator_profile_kept"));
        replace(signedBy(ownKey(), wrong));
        QTest::qWait(700); // longer than it takes to look
        QVERIFY(told("operator_profile_refused", 1));
        QCOMPARE(providers(), 1);
        replace(good(4));
        QTRY_COMPARE(providers(), 2);
    }
    void a_rolled_back_profile_is_refused()
    {
        replace(good(5));
        QTRY_COMPARE(providers(), 2);
        replace(signedBy(ownKey(), payload(4, {})));
        QTRY_VERIFY(told("operator_profile_rolled_back", 1));
        QCOMPARE(providers(), 2);
    }
    void a_profile_of_somebody_else_is_refused()
    {
        replace(signedBy(*jose::PrivateKey::generate(jose::Algorithm::ES256), payload(4, {})));
        QTRY_VERIFY(told("operator_profile_signature", 1));
        QCOMPARE(providers(), 1);
    }
    void a_locked_wallet_looks_when_it_is_unlocked()
    {
        m_wallet->lock();
        QCOMPARE(m_wallet->phase(), wallet::Facade::Phase::Locked);
        replace(good(4));
        QTest::qWait(700);
        QCOMPARE(m_wallet->phase(), wallet::Facade::Phase::Locked);
        m_wallet->unlock();
        QTRY_COMPARE(m_wallet->phase(), wallet::Facade::Phase::FirstRun);
        QTRY_COMPARE(providers(), 2);
    }
    void a_browser_step_under_way_is_not_disturbed()
    {
        QTcpServer silent; // a provider that takes connections and never answers
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QJsonObject bank = provider("bank");
        bank.insert(q("issuer"), q("http://127.0.0.1:%1").arg(silent.serverPort()));
        QJsonObject profile = payload(4, {bank});
        profile.insert(q("iss"), q("http://127.0.0.1:1"));
        replace(signedBy(ownKey(), profile));
        QTRY_COMPARE(m_done->count(), 1);

        wallet::BrowserStep *step = m_wallet->signIn(IdpIdentifier(q("bank")));
        QVERIFY(step);
        replace(good(5));
        QTest::qWait(1500); // longer than it takes to look, and to look whether all is at rest
        QCOMPARE(m_wallet->signInUnderWay(), step);
        QCOMPARE(providers(), 1);
        step->cancel();
        QTRY_COMPARE(providers(), 2);
    }
    /// What nobody cancels looks for the provider in two places and takes back two tokens, each in several attempts.
    void what_was_replaced_outlives_what_still_waits_in_it()
    {
        const http::RetryPolicy policy;
        const http::NetworkPolicy limits;
        const auto request =
            policy.attempts * limits.totalTimeout + (policy.attempts - 1) * policy.longestDelay * 6 / 5;
        QVERIFY(wallet::retirement > 4 * request);
    }
};

QTEST_GUILESS_MAIN(TestProfileRenewal)
#include "tst_profilerenewal.moc"
