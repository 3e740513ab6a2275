// A keychain that is locked when the wallet starts, or when somebody presses Unlock.
#include "installation.h"

#include <QSignalSpy>
#include <QTest>

using namespace fpx;
using namespace fpx::test;
using Phase = wallet::Facade::Phase;
using Fault = vault::FakeKeychain::Fault;

class TestKeychain : public QObject
{
    Q_OBJECT

    std::optional<Installation> m_installation;
    std::unique_ptr<wallet::Wallet> m_wallet;
    QList<Error> m_notices;

    [[nodiscard]] vault::FakeKeychain &keychain() const { return *m_installation->keychain; }
    [[nodiscard]] qsizetype questions() const { return keychain().operations.count(q("unlock")); }
    void start()
    {
        m_wallet = std::make_unique<wallet::Wallet>(m_installation->config());
        connect(m_wallet.get(), &wallet::Facade::notice, this, [this](const Error &error) { m_notices.append(error); });
        m_wallet->start();
    }

private Q_SLOTS:
    void init()
    {
        m_installation.emplace();
        m_notices.clear();
        const QJsonObject profile = m_installation->profile(1, {});
        QVERIFY(m_installation->write("operator.jws", m_installation->signedBy(m_installation->key, profile)));
        keychain().deferred = true;
    }
    void cleanup()
    {
        m_wallet.reset();
        QTRY_VERIFY(m_installation->isFree());
        m_installation.reset();
    }

    void try_again_asks_the_keychain_to_open_and_a_start_does_not()
    {
        keychain().fault = Fault::Locked;
        start();
        QTRY_COMPARE(m_wallet->phase(), Phase::Problem);
        QCOMPARE(m_wallet->problem().code, QByteArray("keychain_locked"));
        QCOMPARE(questions(), 0);
        m_wallet->retry(); // and the person dismisses the question
        QTRY_COMPARE(m_wallet->phase(), Phase::Problem);
        QCOMPARE(questions(), 1);
        keychain().personUnlocks = true;
        m_wallet->retry();
        QTRY_COMPARE(m_wallet->phase(), Phase::FirstRun);
        QCOMPARE(questions(), 2);
    }

    void unlock_asks_the_keychain_to_open()
    {
        start();
        QTRY_COMPARE(m_wallet->phase(), Phase::FirstRun);
        m_wallet->lock();
        QCOMPARE(m_wallet->phase(), Phase::Locked);
        keychain().fault = Fault::Locked;
        m_wallet->unlock();
        QTRY_COMPARE(m_notices.size(), 1);
        QCOMPARE(m_notices.constLast().code, QByteArray("keychain_locked"));
        QCOMPARE(m_wallet->phase(), Phase::Locked);
        QCOMPARE(questions(), 1);
        keychain().personUnlocks = true;
        m_wallet->unlock();
        QTRY_COMPARE(m_wallet->phase(), Phase::FirstRun);
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
