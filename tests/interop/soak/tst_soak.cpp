// Signing in, asking again and signing out, over and over: nothing grows. 50 rounds by default, 1,000 with
// ./dev test --full. The first rounds fill what is filled once (caches, the allocator, Qt's own tables) and do not count.
#include "../hostile/hostileidp.h"
#include "../support/roamingbrowser.h"
#include "../support/signinkit.h"
#include "../support/waiting.h"

#include <QDir>
#include <QTest>

#include <malloc.h>

using namespace interop;
using fpx::oauth::follow;

namespace {

constexpr int warmUp = 20;

int rounds()
{
    return qEnvironmentVariableIsEmpty("FPX_TEST_FULL") ? 50 : 1000;
}

qsizetype descriptors()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System).size();
}

/// What a round could leave behind.
struct Holdings {
    qint64 heapBytes = 0;
    qsizetype descriptors = 0;
    qsizetype secrets = 0;
    qsizetype records = 0;
};

} // namespace

class TestSoak : public QObject
{
    Q_OBJECT

    std::shared_ptr<FakeClock> m_clock = std::make_shared<FakeClock>();
    RoamingBrowser m_browser;
    std::unique_ptr<HostileIdp> m_idp;
    std::unique_ptr<SignInKit> m_wallet;

    /// With every connection closed: how many are kept for later is a matter of timing.
    void takeStock(Holdings &now)
    {
        m_wallet->contexts.forget(q("idp/bank"));
        m_browser.rest();
        QVERIFY(waitFor([this] { return m_idp->connections() == 0; }));
        now.heapBytes = static_cast<qint64>(mallinfo2().uordblks);
        now.descriptors = descriptors();
        now.secrets = m_wallet->secrets.values.size();
        for (const auto &table : m_wallet->records.tables)
            now.records += table.size();
    }
    template <class T>
    void succeed(const std::shared_ptr<oauth::Ending<T>> &ending)
    {
        QVERIFY(waitFor([&ending] { return ending->result.has_value(); }));
        QCOMPARE(ending->code(), "ok");
    }
    void round()
    {
        identity::IdentityService &identity = m_wallet->identity();
        const int journeys = m_browser.journeysEnded;
        const int revoked = m_idp->requests("/revoke");
        const auto signedIn = follow(identity.signIn(IdpIdentifier(q("bank")), {}, {}, {}));
        succeed(signedIn);
        if (QTest::currentTestFailed())
            return;
        succeed(follow(identity.accept(**signedIn->result)));
        succeed(follow(identity.refresh({})));
        QVERIFY(identity.session());
        succeed(follow(identity.signOut()));
        // What goes on behind has to end as well before anything is counted.
        QVERIFY(waitFor([&] { return m_browser.journeysEnded > journeys && m_idp->requests("/revoke") > revoked; }));
        // The provider of this test remembers what it was asked; a real one is another process.
        m_idp->forget();
        m_clock->advanceSeconds(120);
    }
    void roundsOf(int count)
    {
        for (int i = 0; i < count && !QTest::currentTestFailed(); ++i)
            round();
    }

private Q_SLOTS:
    void nothing_grows()
    {
        m_idp = std::make_unique<HostileIdp>(*m_clock, q("person-1"));
        m_wallet = std::make_unique<SignInKit>(
            m_clock, std::make_shared<FakeRandom>(), m_browser,
            QList{Provider{q("bank"), m_idp->issuer.issuer, m_idp->issuer.clientId, q("openid profile"), {}}});
        roundsOf(warmUp);
        Holdings before;
        takeStock(before);
        roundsOf(rounds());
        if (QTest::currentTestFailed())
            return;
        Holdings after;
        takeStock(after);
        qInfo("%d rounds: heap %lld -> %lld bytes, descriptors %lld -> %lld", rounds(),
              static_cast<long long>(before.heapBytes), static_cast<long long>(after.heapBytes),
              static_cast<long long>(before.descriptors), static_cast<long long>(after.descriptors));
        QCOMPARE(after.secrets, 0); // signed out
        QCOMPARE(after.secrets, before.secrets);
        QCOMPARE(after.records, before.records);
        // Qt's own network threads take a moment to go.
        QVERIFY(waitFor([&before] { return descriptors() <= before.descriptors; }));
        // A leaked answer, reply or coroutine frame is a kilobyte each round.
        QVERIFY(after.heapBytes - before.heapBytes < 64 * 1024 + 256 * rounds());
    }
};

QTEST_GUILESS_MAIN(TestSoak)
#include "tst_soak.moc"
