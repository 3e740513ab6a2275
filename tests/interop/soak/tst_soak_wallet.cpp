// The whole wallet with a real Secret Service, signed in and out over and over: the keychain holds what it held after the
// first time, and what grows in memory is bounded. 30 rounds by default, 1,000 with ./dev test --full.
//
// Most of what grows is not the wallet's: libsecret 0.20.5 loses the answer to each GetSecrets, one GVariant with what
// hangs on it (valgrind, on a loop of secret_password_lookup() alone: 963 bytes in 23 blocks a look-up, which the
// allocator rounds up to 1.3 to 1.5 KB; storing and clearing lose nothing). So the test measures the price of a look-up
// in this process, counts the wallet's look-ups, and takes them off; where libsecret loses nothing the price is nothing.
//
// The rest is SQLite's cache of pages, which the history fills: with a keychain in memory, heaptrack sees 144 KB more after
// 300 rounds, all of it there. That ends at the cache's size, so it is counted apart and held to it; what is then left
// over does not grow.
#include "../hostile_as/scene.h"
#include "../support/waiting.h"

#include <fpx/vault/systemkeychain.h>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDir>
#include <QTest>

#include <dlfcn.h>
#include <malloc.h>

using namespace interop;

namespace {

bool inFull()
{
    return !qEnvironmentVariableIsEmpty("FPX_TEST_FULL");
}

int rounds()
{
    return inFull() ? 1000 : 30;
}

/// The history is shown from memory, its newest 1,000 entries. In full they are there before anything is counted, so
/// that what grows afterwards is a leak; else each round adds two.
int warmUp()
{
    return inFull() ? 600 : 10;
}

/// What may stay of the rounds, look-ups and SQLite taken off: less in full than the smallest thing that a round could lose
/// (an answer, a coroutine's frame, a token), since no allocator packs a thousand of them that close.
qint64 heapAllowance()
{
    return inFull() ? qint64{128} * rounds() : 128 * 1024 + qint64{16 * 1024} * rounds();
}

/// The cache is 2,000 KiB for each of the wallet's connections (SQLite's default), and what else SQLite holds.
constexpr qint64 sqliteAllowance = 3 * 2000 * 1024;

/// What the SQLite behind Qt's driver holds; 0 where it does not say.
qint64 sqliteBytes()
{
    static const auto used = [] {
        void *library = dlopen("libsqlite3.so.0", RTLD_LAZY | RTLD_NOLOAD);
        return library ? reinterpret_cast<long long (*)()>(dlsym(library, "sqlite3_memory_used")) : nullptr;
    }();
    return used ? used() : 0;
}

/// The session's keychain, which counts how often it is read.
class CountingKeychain final : public vault::Keychain
{
public:
    QCoro::Task<vault::KeychainState> state() override { return m_keychain.state(); }
    Async<void> unlock() override { return m_keychain.unlock(); }
    Async<void> write(QString item, Secret value) override
    {
        return m_keychain.write(std::move(item), std::move(value));
    }
    Async<Secret> read(QString item) override
    {
        FPX_CO_TRY(value, co_await m_keychain.read(std::move(item)));
        ++reads;
        size = value.size();
        co_return value;
    }
    Async<void> remove(QString item) override { return m_keychain.remove(std::move(item)); }

    int reads = 0;
    std::size_t size = 0; ///< Of what was read last, in bytes.

private:
    vault::SystemKeychain m_keychain{q("fpx-wallet-soak")};
};

qint64 heap()
{
    return static_cast<qint64>(mallinfo2().uordblks);
}

/// Everything in the session's keychain, whoever put it there; −1: nobody answers.
qsizetype keychainItems()
{
    auto search = QDBusMessage::createMethodCall(q("org.freedesktop.secrets"), q("/org/freedesktop/secrets"),
                                                 q("org.freedesktop.Secret.Service"), q("SearchItems"));
    search.setArguments({QVariant::fromValue(QMap<QString, QString>())});
    const QDBusMessage answer = QDBusConnection::sessionBus().call(search);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().size() != 2)
        return -1;
    qsizetype count = 0;
    for (const QVariant &list : answer.arguments()) // the unlocked ones and the locked ones
        count += qdbus_cast<QList<QDBusObjectPath>>(list).size();
    return count;
}

struct Holdings {
    qint64 heapBytes = heap();
    qint64 inSqlite = sqliteBytes();
    qsizetype descriptors = QDir(q("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System).size();
    qsizetype items = keychainItems();
};

} // namespace

class TestSoakWallet : public QObject
{
    Q_OBJECT

    std::shared_ptr<CountingKeychain> m_keychain = std::make_shared<CountingKeychain>();
    std::unique_ptr<Scene> m_scene;

    template <class T>
    [[nodiscard]] bool succeeds(Async<T> task)
    {
        const auto ending = oauth::follow(std::move(task));
        return waitFor([&ending] { return ending->result.has_value(); }) && ending->code() == "ok";
    }
    /// Bytes that stay in this process of each look-up, whoever makes it.
    void priceOfALookUp(double &price)
    {
        constexpr int lookUps = 200;
        QByteArray value(static_cast<qsizetype>(m_keychain->size), 'x'); // what is lost has the item's length
        QVERIFY(succeeds(m_keychain->write(q("price"), Secret::take(value))));
        for (int i = 0; i < lookUps; ++i) // fills what is filled once
            QVERIFY(succeeds(m_keychain->read(q("price"))));
        const qint64 before = heap();
        for (int i = 0; i < lookUps; ++i)
            QVERIFY(succeeds(m_keychain->read(q("price"))));
        price = std::max(0.0, static_cast<double>(heap() - before) / lookUps);
        QVERIFY(succeeds(m_keychain->remove(q("price"))));
    }
    void roundsOf(int count)
    {
        using Phase = wallet::Facade::Phase;
        for (int i = 0; i < count; ++i) {
            QVERIFY(m_scene->signIn());
            QVERIFY(waitFor([this] { return m_scene->wallet().phase() == Phase::Ready; }));
            m_scene->wallet().signOut();
            QVERIFY(waitFor([this] { return m_scene->wallet().phase() == Phase::SignedOut; }));
            m_scene->bank->forget(); // what the other sides of this test remember is not the wallet's
            m_scene->as->forget();
            m_scene->clock->advanceSeconds(120);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        qDBusRegisterMetaType<QMap<QString, QString>>();
        QCOMPARE(keychainItems(), 0); // a session of its own
    }

    void the_keychain_stays_as_it_was()
    {
        m_scene = std::make_unique<Scene>(m_keychain);
        QVERIFY(m_scene->start());
        QVERIFY(m_scene->signIn() && m_scene->joined());
        m_scene->wallet().signOut();
        roundsOf(warmUp());
        if (QTest::currentTestFailed())
            return;
        QVERIFY2(m_keychain->reads > 0, "the wallet reads its keys there");
        double price = 0;
        priceOfALookUp(price);
        if (QTest::currentTestFailed())
            return;
        m_keychain->reads = 0;
        const Holdings before;
        QVERIFY2(before.items > 0, "the wallet keeps its key there");
        roundsOf(rounds() / 2);
        const Holdings halfway;
        const int readsHalfway = m_keychain->reads;
        roundsOf(rounds() - rounds() / 2);
        if (QTest::currentTestFailed())
            return;
        const Holdings after;
        const auto grown = [price](const Holdings &from, const Holdings &to, int reads) {
            return (to.heapBytes - to.inSqlite) - (from.heapBytes - from.inSqlite) - static_cast<qint64>(price * reads);
        };
        const qint64 own = grown(before, after, m_keychain->reads);
        qInfo("%d rounds: keychain items %lld -> %lld, descriptors %lld -> %lld, heap %lld -> %lld bytes", rounds(),
              static_cast<long long>(before.items), static_cast<long long>(after.items),
              static_cast<long long>(before.descriptors), static_cast<long long>(after.descriptors),
              static_cast<long long>(before.heapBytes), static_cast<long long>(after.heapBytes));
        qInfo("SQLite %lld -> %lld bytes", static_cast<long long>(before.inSqlite),
              static_cast<long long>(after.inSqlite));
        qInfo("%d look-ups at %.0f bytes; the rest of the growth: %lld bytes, of which %lld in the second half",
              m_keychain->reads, price, static_cast<long long>(own),
              static_cast<long long>(grown(halfway, after, m_keychain->reads - readsHalfway)));
        // What a sign-out takes away may still have been there when the first stock was taken.
        QVERIFY(waitFor([&before] { return keychainItems() <= before.items; }));
        // Connections that are kept for the next request come and go.
        QVERIFY(waitFor([&before] { return Holdings().descriptors <= before.descriptors + 6; }));
        QVERIFY2(before.inSqlite > 0, "SQLite says what it holds");
        QVERIFY(after.inSqlite < sqliteAllowance);
        QVERIFY(own < heapAllowance());
    }
};

QTEST_GUILESS_MAIN(TestSoakWallet)
#include "tst_soak_wallet.moc"
