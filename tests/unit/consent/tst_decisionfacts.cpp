// What the rules are told besides the request itself, and what becomes of their limits.
#include <decisionfacts.h>

#include <QTest>

using namespace fpx;
using namespace fpx::consent;

namespace {

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;

class TestDecisionFacts : public QObject
{
    Q_OBJECT

private:
    FakeClock m_clock;
    QList<RequestRecord> m_records;

    RequestRecord &before(qint64 seconds, const char *client = "practice")
    {
        RequestRecord record;
        record.key = RequestKey(QString::number(m_records.size()));
        record.as = AsIdentifier(QStringLiteral("ontario"));
        record.details.emplace();
        record.details->client = ClientId(QLatin1String(client));
        record.receivedAt = m_clock.nowSeconds() - seconds;
        record.state = State::Recorded;
        m_records.append(record);
        return m_records.last();
    }
    [[nodiscard]] policy::Facts facts() const
    {
        policy::Facts facts;
        facts.as = AsIdentifier(QStringLiteral("ontario"));
        facts.client = ClientId(QStringLiteral("practice"));
        const auto signedIn = [](const SignInDemand &demand) { return demand.ial <= 2 && demand.aal <= 1; };
        completeFacts(facts, m_clock, signedIn, m_records, RequestKey(QStringLiteral("present")));
        return facts;
    }

private Q_SLOTS:
    void init() { m_records.clear(); }

    void timeAndSignIn()
    {
        const policy::Facts found = facts();
        QCOMPARE(found.time, m_clock.nowSeconds());
        QCOMPARE(found.offsetMinutes, m_clock.now().toLocalTime().offsetFromUtc() / 60);
        QCOMPARE(found.ial, 2);
        QCOMPARE(found.aal, 1);
        QVERIFY(!found.daysSinceAsked);
    }

    void countsWhatThisClientDid()
    {
        before(60).decidingRule = QStringLiteral("r");
        m_records.last().choice.emplace();
        before(2 * hour).choice.emplace();
        before(2 * day).decidingRule = QStringLiteral("r"); // declined by a rule
        before(8 * day);
        before(60, "school");
        before(60).key = RequestKey(QStringLiteral("present"));
        const policy::Counts counts = facts().counts;
        QCOMPARE(counts.of(policy::Counted::Asked, policy::Window::Hour), 1);
        QCOMPARE(counts.of(policy::Counted::Asked, policy::Window::Day), 2);
        QCOMPARE(counts.of(policy::Counted::Asked, policy::Window::Week), 3);
        QCOMPARE(counts.of(policy::Counted::Allowed, policy::Window::Hour), 1);
        QCOMPARE(counts.of(policy::Counted::Allowed, policy::Window::Week), 1);
    }

    void manyAtOnceDoNotPassALimitTogether()
    {
        before(1).decidingRule = QStringLiteral("r");
        m_records.last().choice.emplace();
        m_records.last().state = State::Decided;
        QCOMPARE(facts().counts.of(policy::Counted::Allowed, policy::Window::Hour), 1);
    }

    void onlyThePersonsAnswersWereAsked()
    {
        before(day + 1).decidingRule = QStringLiteral("r");
        m_records.last().choice.emplace();
        before(hour).state = State::Expired;
        QVERIFY(!facts().daysSinceAsked);
        before(3 * day + 5).state = State::Declined;
        QCOMPARE(facts().daysSinceAsked, 3);
        before(2 * day).choice.emplace();
        QCOMPARE(facts().daysSinceAsked, 2);
    }

    void limitsShortenWhatIsOffered()
    {
        const QDate today(2026, 11, 24);
        const DurationOffer offer{true, true, true, today, today.addDays(364), {DurationKind::UntilRevoked, {}}};
        policy::Obligations none;
        DurationOffer same = offer;
        limitDuration(same, none);
        QVERIFY(same.untilRevoked && same.latest == offer.latest && same.initial == offer.initial);

        policy::Obligations week;
        week.limitDays = 7;
        DurationOffer shorter = offer;
        limitDuration(shorter, week);
        QVERIFY(shorter.until && !shorter.untilRevoked);
        QCOMPARE(shorter.latest, today.addDays(6));
        QCOMPARE(shorter.initial, (Duration{DurationKind::Until, today.addDays(6)}));

        policy::Obligations once;
        once.once = true;
        DurationOffer single = offer;
        limitDuration(single, once);
        QVERIFY(single.once && !single.until && !single.untilRevoked);
        QCOMPARE(single.initial, (Duration{DurationKind::Once, {}}));
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestDecisionFacts)
#include "tst_decisionfacts.moc"
