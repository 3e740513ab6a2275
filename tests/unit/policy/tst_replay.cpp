// What another set would have decided, what to suggest, and what a rule consists of.
#include "cases.h"

#include <fpx/policy/chips.h>
#include <fpx/policy/replay.h>
#include <fpx/policy/suggestion.h>

#include <QTest>

#include <functional>

using namespace fpx;
using namespace fpx::policy;

namespace {

Facts asked(const char *client, const QStringList &scopes = {QStringLiteral("read")})
{
    Facts facts;
    facts.as = AsIdentifier(QStringLiteral("ontario"));
    facts.client = ClientId(QLatin1String(client));
    facts.firstContact = false;
    facts.ial = 2;
    facts.aal = 2;
    facts.durationDays = 30;
    ResourceFacts resource;
    resource.definition = DefinitionId(QStringLiteral("labs"));
    resource.source = SourceIdentifier(QStringLiteral("hospital"));
    resource.scopes = scopes;
    facts.resources = {resource};
    return facts;
}

QList<PastDecision> fiveTimes(const Facts &facts, int days = 30)
{
    return QList<PastDecision>(5, PastDecision{facts, true, days});
}

Rule about(const char *client, Effect effect)
{
    Rule rule;
    rule.id = QLatin1String(client);
    rule.effect = effect;
    rule.when.name(ClientId(QLatin1String(client)));
    return rule;
}

} // namespace

class TestReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differencesByClient()
    {
        Replay replay(RuleSet({about("a", Effect::Allow), about("c", Effect::Allow)}),
                      RuleSet({about("a", Effect::Deny), about("b", Effect::Deny), about("c", Effect::Allow)}));
        replay.add({asked("a"), asked("b"), asked("c")});
        QCOMPARE(replay.done(), 3);
        QCOMPARE(replay.different(), 2);
        replay.add(QList<Facts>(30, asked("b")));
        QCOMPARE(replay.done(), 33);
        const QList<ClientDifferences> clients = replay.byClient();
        QCOMPARE(clients.size(), 2);
        QCOMPARE(clients[0].client, ClientId(QStringLiteral("b")));
        QCOMPARE(clients[0].requests, 31);
        QCOMPARE(clients[0].different, 31);
        QCOMPARE(clients[0].effects[static_cast<size_t>(Effect::Ask)][static_cast<size_t>(Effect::Deny)], 31);
        QCOMPARE(clients[0].examples.size(), maxExamples);
        QCOMPARE(clients[0].examples[1].request, 3);
        QCOMPARE(clients[1].examples.first().before.effect, Effect::Allow);
        QCOMPARE(clients[1].examples.first().after.effect, Effect::Deny);
    }

    void anotherObligationIsADifference()
    {
        Rule notifying = about("a", Effect::Allow);
        notifying.then.notify = true;
        Replay replay(RuleSet({about("a", Effect::Allow)}), RuleSet({notifying}));
        replay.add({asked("a")});
        QCOMPARE(replay.different(), 1);
    }

    void batchesDoNotMatter()
    {
        cases::Source source(3);
        const RuleSet before(source.rules());
        const RuleSet after(source.rules());
        QList<Facts> all;
        for (int i = 0; i < 500; ++i)
            all.append(source.facts());
        Replay once(before, after);
        once.add(all);
        Replay byFew(before, after);
        for (qsizetype i = 0; i < all.size(); i += 7)
            byFew.add(all.mid(i, 7));
        QCOMPARE(byFew.done(), once.done());
        QCOMPARE(byFew.different(), once.different());
        QVERIFY(once.different() > 0);
    }

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

    void chipsNameAllThatIsStated()
    {
        cases::Source source(5);
        for (int i = 0; i < 500; ++i) {
            const Rule rule = source.rule(QStringLiteral("r"));
            const QList<Chip> chips = describe(rule);
            QCOMPARE(chips.first().role, ChipRole::Effect);
            QCOMPARE(chips.first().effect, rule.effect);
            QVERIFY(std::ranges::is_sorted(chips, {}, &Chip::role));
            for (int n = 0; n < statedConditions; ++n) {
                const auto condition = static_cast<Condition>(n);
                const auto named = std::ranges::count(chips, std::optional(condition), &Chip::condition);
                QCOMPARE(named, rule.when.states(condition) ? 1 : 0);
            }
            int obligations = 0;
            for (const Chip &chip : chips)
                obligations += chip.obligation ? 1 : 0;
            const Obligations &then = rule.then;
            QCOMPARE(obligations, then.notify + then.once + then.limitDays.has_value() + then.askAgainDays.has_value() +
                                      (then.stepUpIal > 0) + (then.stepUpAal > 0));
        }
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
