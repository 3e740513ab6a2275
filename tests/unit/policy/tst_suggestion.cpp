// What is suggested after a run of the same answers, and that it is never wider than these.
#include "asked.h"
#include "cases.h"

#include <fpx/policy/suggestion.h>

#include <QTest>

#include <algorithm>
#include <functional>

using namespace fpx;
using namespace fpx::policy;
using test::about;
using test::asked;

namespace {

QList<PastDecision> fiveTimes(const Facts &facts, int days = 30)
{
    return QList<PastDecision>(5, PastDecision{facts, true, days});
}

// A history of few people, services and data, with a decline now and then.
QList<PastDecision> history(cases::Source &source, QRandomGenerator &random)
{
    QList<PastDecision> past;
    for (int i = 0; i < 60; ++i) {
        Facts facts = source.facts();
        facts.as = AsIdentifier(QStringLiteral("as-0"));
        facts.client = ClientId(QStringLiteral("client-%1").arg(random.bounded(2)));
        if (random.bounded(4) != 0)
            facts.organization = QStringLiteral("org-0");
        for (ResourceFacts &resource : facts.resources) {
            resource.definition = DefinitionId(QStringLiteral("definition-0"));
            resource.source = SourceIdentifier(QStringLiteral("source-%1").arg(random.bounded(2)));
        }
        const QList<int> granted{0, 7, 30, longestDuration};
        past.append({facts, random.bounded(30) != 0, granted.at(random.bounded(4))});
    }
    return past;
}

// What a rule allows for one resource has to have been allowed for it by the person: each property on its own.
QByteArray whatWasNeverAllowed(const QList<PastDecision> &past, const Facts &now)
{
    const ResourceFacts &resource = now.resources.first();
    QList<PastDecision> same; // with this resource alone
    for (const PastDecision &decision : past) {
        for (const ResourceFacts &shared : decision.facts.resources) {
            if (!decision.allowed || shared.definition != resource.definition || shared.source != resource.source ||
                shared.subject != resource.subject || decision.facts.as != now.as ||
                decision.facts.client != now.client || decision.facts.purpose != now.purpose ||
                decision.facts.otherDevice != now.otherDevice)
                continue;
            same.append(decision);
            same.last().facts.resources = {shared};
        }
    }
    const auto was = [&same](const std::function<bool(const PastDecision &)> &so) {
        return std::ranges::any_of(same, so);
    };
    if (same.isEmpty())
        return "share";
    if (now.firstContact)
        return "first contact";
    if (!was([&](const PastDecision &d) { return d.facts.organization == now.organization; }))
        return "organisation";
    if (!was([&](const PastDecision &d) { return d.facts.ial <= now.ial; }))
        return "ial";
    if (!was([&](const PastDecision &d) { return d.facts.aal <= now.aal; }))
        return "aal";
    if (!was([&](const PastDecision &d) { return d.grantedDays >= now.durationDays; }))
        return "duration";
    if (!was([&](const PastDecision &d) { return d.facts.resources.first().sensitivity == resource.sensitivity; }))
        return "sensitivity";
    for (const QString &scope : resource.scopes) {
        if (!was([&](const PastDecision &d) { return d.facts.resources.first().scopes.contains(scope); }))
            return "scope";
    }
    return {};
}

} // namespace

class TestSuggestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void suggestsWhatWasAllowedFiveTimes()
    {
        const Facts facts = asked("a", {QStringLiteral("read"), QStringLiteral("subscribe")});
        const QList<Suggestion> found = suggest(fiveTimes(facts), RuleSet());
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].times, 5);
        QCOMPARE(found[0].rule.then.limitDays, 30);
        QCOMPARE(RuleSet({found[0].rule}).evaluate(facts).effect, Effect::Allow);
        QVERIFY(suggest(fiveTimes(facts).mid(1), RuleSet()).isEmpty());
    }

    void suggestionIsNeverWiderThanWhatWasAllowed()
    {
        QList<PastDecision> past = fiveTimes(asked("a", {QStringLiteral("read"), QStringLiteral("subscribe")}));
        past[2].facts.resources[0].scopes = {QStringLiteral("read")};
        past[3].grantedDays = 7;
        past[4].facts.aal = 1;
        const QList<Suggestion> found = suggest(past, RuleSet());
        QCOMPARE(found.size(), 1);
        const RuleSet rules({found[0].rule});
        Facts facts = asked("a");
        facts.durationDays = 7;
        facts.aal = 1;
        QCOMPARE(rules.evaluate(facts).effect, Effect::Allow);
        const auto asks = [&](const std::function<void(Facts &)> &change) {
            Facts other = facts;
            change(other);
            return rules.evaluate(other).effect == Effect::Ask;
        };
        QVERIFY(asks([](Facts &f) { f.as = AsIdentifier(QStringLiteral("quebec")); }));
        QVERIFY(asks([](Facts &f) { f.client = ClientId(QStringLiteral("b")); }));
        QVERIFY(asks([](Facts &f) { f.firstContact = true; }));
        QVERIFY(asks([](Facts &f) { f.durationDays = 8; }));
        QVERIFY(asks([](Facts &f) { f.aal = 0; }));
        QVERIFY(asks([](Facts &f) { f.ial = 1; }));
        QVERIFY(asks([](Facts &f) { f.otherDevice = true; }));
        QVERIFY(asks([](Facts &f) { f.purpose = Purpose::Protect; }));
        QVERIFY(asks([](Facts &f) { f.resources[0].scopes = {QStringLiteral("subscribe")}; }));
        QVERIFY(asks([](Facts &f) { f.resources[0].source = SourceIdentifier(QStringLiteral("laboratory")); }));
        QVERIFY(asks([](Facts &f) { f.resources[0].subject = QStringLiteral("child"); }));
        QVERIFY(asks([](Facts &f) { f.resources[0].definition = DefinitionId(QStringLiteral("genome")); }));
        QVERIFY(asks([](Facts &f) { f.resources[0].sensitivity = Sensitivity::High; }));
    }

    void aDeclineEndsTheRun()
    {
        QList<PastDecision> past = fiveTimes(asked("a"));
        PastDecision decline{asked("a"), false, 0};
        decline.facts.resources[0].source = SourceIdentifier(QStringLiteral("laboratory"));
        past.insert(3, decline);
        QVERIFY(suggest(past, RuleSet()).isEmpty());
        past[3].facts.client = ClientId(QStringLiteral("b"));
        QCOMPARE(suggest(past, RuleSet()).size(), 1);
    }

    void nothingWhereARuleDecides()
    {
        QVERIFY(suggest(fiveTimes(asked("a")), RuleSet({about("a", Effect::Ask)})).isEmpty());
        QCOMPARE(suggest(fiveTimes(asked("a")), RuleSet({about("b", Effect::Ask)})).size(), 1);
    }

    void whatWasGrantedOnceIsSuggestedForOnce()
    {
        const QList<Suggestion> found = suggest(fiveTimes(asked("a"), 0), RuleSet());
        QCOMPARE(found.size(), 1);
        QVERIFY(found[0].rule.then.once);
        QCOMPARE(found[0].rule.when.duration.atMost, 0);
    }

    void anotherOrganisationBehindTheServiceIsAsked()
    {
        const RuleSet rules({suggest(fiveTimes(asked("a")), RuleSet()).value(0).rule});
        Facts facts = asked("a");
        QCOMPARE(rules.evaluate(facts).effect, Effect::Allow);
        facts.organization = QStringLiteral("insurer");
        QCOMPARE(rules.evaluate(facts).effect, Effect::Ask);
    }

    void answersOnAnotherDeviceCountForNothing()
    {
        QList<PastDecision> past = fiveTimes(asked("a"));
        past[2].facts.otherDevice = true;
        past[2].facts.resources[0].sensitivity = Sensitivity::High;
        QVERIFY(suggest(past, RuleSet()).isEmpty());
    }

    void whatItAllowsWasAllowedBefore()
    {
        QRandomGenerator random(20261);
        int suggested = 0;
        int allowed = 0;
        for (quint32 seed = 0; seed < 150; ++seed) {
            cases::Source source(seed);
            const QList<PastDecision> past = history(source, random);
            for (const Suggestion &each : suggest(past, RuleSet(), 3)) {
                ++suggested;
                const RuleSet rules({each.rule});
                for (int i = 0; i < 200; ++i) {
                    // Near what was allowed, so that the rule often holds: an old request with parts of a new one.
                    Facts now = past.at(random.bounded(static_cast<int>(past.size()))).facts;
                    const Facts other = source.facts();
                    if (now.resources.isEmpty() || other.resources.isEmpty() ||
                        !each.rule.when.of(Condition::Client).contains(now.client.value()))
                        continue;
                    now.resources = {now.resources.first()};
                    now.resources.first().subject = each.rule.when.of(Condition::Subject).value(0);
                    if (random.bounded(2) != 0)
                        now.resources.first().scopes = each.rule.when.of(Condition::Scope).mid(0, 1);
                    now.firstContact = random.bounded(8) == 0;
                    now.durationDays = QList<int>{0, 7, 8, 30, 31, longestDuration}.at(random.bounded(6));
                    if (random.bounded(2) != 0)
                        now.ial = other.ial;
                    if (random.bounded(2) != 0)
                        now.aal = other.aal;
                    if (random.bounded(4) == 0)
                        now.organization = other.organization;
                    if (random.bounded(4) == 0)
                        now.resources.first().sensitivity = other.resources.first().sensitivity;
                    if (random.bounded(3) == 0)
                        now.resources.first().scopes = other.resources.first().scopes;
                    if (rules.evaluate(now).effect != Effect::Allow)
                        continue;
                    ++allowed;
                    QCOMPARE(whatWasNeverAllowed(past, now), QByteArray());
                }
            }
        }
        qInfo("%d suggestions, %d requests that they allow", suggested, allowed);
        QVERIFY(suggested > 100);
        QVERIFY(allowed > 200);
    }
};

QTEST_GUILESS_MAIN(TestSuggestion)
#include "tst_suggestion.moc"
