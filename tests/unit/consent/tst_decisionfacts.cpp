// What the rules are told besides the request itself, and what becomes of their limits.
#include <decisionfacts.h>

#include <fpx/base/utc.h>

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
        record.enrolment = EnrolmentId(QStringLiteral("private"));
        record.details.emplace();
        record.details->client = ClientId(QLatin1String(client));
        record.receivedAt = m_clock.nowSeconds() - seconds;
        record.state = State::Recorded;
        m_records.append(record);
        return m_records.last();
    }
    [[nodiscard]] policy::Facts facts(std::optional<qint64> lastAnswered = {}) const
    {
        policy::Facts facts;
        facts.as = AsIdentifier(QStringLiteral("ontario"));
        facts.profile = EnrolmentId(QStringLiteral("private"));
        facts.client = ClientId(QStringLiteral("practice"));
        const auto signedIn = [](const SignInDemand &demand) { return demand.ial <= 2 && demand.aal <= 1; };
        completeFacts(facts, m_clock, signedIn, m_records, RequestKey(QStringLiteral("present")), lastAnswered);
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
        before(60).enrolment =
            EnrolmentId(QStringLiteral("work")); // what another profile was asked is nothing to this one
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

    void anAnswerCountsForLongerThanItsRequestIsKept()
    {
        QCOMPARE(facts(m_clock.nowSeconds() - 40 * day - 1).daysSinceAsked, 40);
        before(3 * day + 5).state = State::Declined; // one from before there was a log
        QCOMPARE(facts(m_clock.nowSeconds() - 40 * day).daysSinceAsked, 3);
        QCOMPARE(facts(m_clock.nowSeconds() + day).daysSinceAsked, 0); // the clock was set back
    }

    void whatWasAllowedIsNoWiderThanTheChoice()
    {
        policy::Facts asked;
        policy::ResourceFacts labs;
        labs.definition = DefinitionId(QStringLiteral("labs"));
        labs.scopes = {QStringLiteral("read")};
        asked.resources = {labs};
        uma::TicketDetails details;
        uma::RequestedResource optional;
        optional.requestId = QStringLiteral("r0");
        optional.required = false;
        uma::RequestedResource required;
        required.requestId = QStringLiteral("r1");
        required.required = true;
        details.resources = {optional, required};
        PromptContent content;
        content.duration.earliest = QDate(2026, 11, 24);
        ResourceOffer offer;
        offer.scopes = {{QStringLiteral("read"), {}, {}, Sensitivity::Low, true},
                        {QStringLiteral("subscribe"), {}, {}, Sensitivity::High, false}};
        content.resources = {ResourceOffer(), offer};
        Choice choice;
        const QStringList both{QStringLiteral("read"), QStringLiteral("subscribe")};
        choice.resources = {
            {QStringLiteral("r0"), true, {}, {}, both},
            {QStringLiteral("r1"), true, SourceIdentifier(QStringLiteral("lab")), QStringLiteral("child"), both}};
        choice.duration = {DurationKind::Until, QDate(2026, 11, 30)};
        const policy::PastDecision decision = allowedAs(asked, details, content, choice);
        QVERIFY(decision.allowed);
        QCOMPARE(decision.grantedDays, 7);
        QCOMPARE(decision.facts.resources.size(), 1); // what was not needed is no part of a run
        const policy::ResourceFacts &shared = decision.facts.resources.first();
        QCOMPARE(shared.source.value(), QStringLiteral("lab"));
        QCOMPARE(shared.subject, QStringLiteral("child"));
        QCOMPARE(shared.scopes, both);
        QCOMPARE(shared.sensitivity, policy::Sensitivity::High);
        QCOMPARE(daysOf({DurationKind::Once, {}}, QDate()), 0);
        QCOMPARE(daysOf({DurationKind::UntilRevoked, {}}, QDate()), policy::longestDuration);
    }

    void aRuleGrantsNoLongerThanWasChosen()
    {
        const QDate today(2026, 11, 24);
        DurationOffer offer{true, true, false, today, today.addDays(90), {}};
        const Duration lastDay{DurationKind::Until, today.addDays(90)};
        QCOMPARE(grantedDays(lastDay, offer), 91); // today and that day are whole ones
        offer.madeAt = utcStartOf(today).toSecsSinceEpoch() + day / 4;
        offer.notAfter = offer.madeAt + 90 * day; // the last day is cut short
        QCOMPARE(grantedDays(lastDay, offer), 90);
        QCOMPARE(grantedDays({DurationKind::Until, today.addDays(6)}, offer), 7);
        QCOMPARE(grantedDays({DurationKind::Once, {}}, offer), 0);
        QCOMPARE(grantedDays({DurationKind::UntilRevoked, {}}, offer), policy::longestDuration);
        for (const Duration &chosen : {lastDay, Duration{DurationKind::Until, today.addDays(6)}}) {
            policy::Obligations then;
            then.limitDays = grantedDays(chosen, offer);
            DurationOffer next = offer;
            next.latest = today.addDays(364);
            next.notAfter = offer.madeAt + 365 * day;
            limitDuration(next, then);
            QVERIFY(next.endOf(next.latest) <= offer.endOf(chosen.lastDay));
        }
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
