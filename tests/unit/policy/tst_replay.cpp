// What another set would have decided, and what a rule consists of.
#include "asked.h"
#include "cases.h"

#include <fpx/policy/chips.h>
#include <fpx/policy/replay.h>

#include <QTest>

#include <functional>

using namespace fpx;
using namespace fpx::policy;
using test::about;
using test::asked;

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
