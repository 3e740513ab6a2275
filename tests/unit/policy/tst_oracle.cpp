// The indexed evaluator against the naive one, and the index with one defect after the other: none may pass.
#include "cases.h"
#include "evaluator.h"
#include "oracle.h"

#include <QTest>

using namespace fpx::policy;

namespace {

constexpr quint32 seed = 20260;
constexpr int factsPerSet = 10;

bool full()
{
    return !qEnvironmentVariableIsEmpty("FPX_TEST_FULL") || !qEnvironmentVariableIsEmpty("FPX_FULL");
}

struct Compared {
    int cases = 0;
    int unequal = 0;
    std::array<int, 3> effects{};
    int heldBack = 0;
    int nearMisses = 0;
    QByteArray first; ///< The first case that was unequal, to run again.
};

template <class Engine>
Compared compare(int sets, bool untilUnequal = false, std::optional<Condition> forgotten = std::nullopt, int from = 0)
{
    Compared compared;
    for (int set = from; set < from + sets && !(untilUnequal && compared.unequal > 0); ++set) {
        cases::Source source(seed + static_cast<quint32>(set));
        const QList<Rule> rules = source.rules();
        const Engine engine(rules);
        for (int i = 0; i < factsPerSet; ++i, ++compared.cases) {
            const Facts facts = source.facts();
            const Explanation expected = oracle::explain(rules, facts, forgotten);
            const bool equal = engine.explain(facts) == expected && engine.evaluate(facts) == expected.decision;
            ++compared.effects[static_cast<size_t>(expected.decision.effect)];
            compared.heldBack += expected.decision.heldBack != HeldBack::No ? 1 : 0;
            compared.nearMisses += static_cast<int>(expected.nearMisses.size());
            if (!equal && compared.unequal++ == 0)
                compared.first = QByteArray::number(seed + static_cast<quint32>(set)) + '/' + QByteArray::number(i);
        }
    }
    return compared;
}

template <int broken>
struct WrongName : SoundKeys {
    static constexpr quint32 filed(size_t kind, quint32 name) { return kind == broken ? name + 1 : name; }
};
struct FirstNameOnly : SoundKeys {
    static constexpr bool everyName = false;
};
struct FirstResourceOnly : SoundKeys {
    static constexpr bool everyResource = false;
};
struct FirstScopeOnly : SoundKeys {
    static constexpr bool everyScope = false;
};
struct NamelessForgotten : SoundKeys {
    static constexpr bool nameless = false;
};

constexpr int sampleSets = 300;

template <class Keys>
bool caught()
{
    return compare<Evaluator<Keys>>(sampleSets, true).unequal > 0;
}

} // namespace

class TestOracle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void indexedEqualsNaive_data()
    {
        // A million cases are more than Qt Test lets one function run for on a slow machine.
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("sets");
        const int parts = full() ? 10 : 1;
        const int sets = full() ? 10'000 : 800;
        for (int part = 0; part < parts; ++part)
            QTest::addRow("from set %d", part * sets) << part * sets << sets;
    }

    void indexedEqualsNaive()
    {
        QFETCH(int, from);
        QFETCH(int, sets);
        const Compared compared = compare<RuleSet>(sets, false, std::nullopt, from);
        qInfo("%d cases, seed %u: %d deny, %d ask, %d allow, %d held back, %d near misses", compared.cases, seed,
              compared.effects[0], compared.effects[1], compared.effects[2], compared.heldBack, compared.nearMisses);
        QCOMPARE(compared.first, QByteArray());
        QCOMPARE(compared.unequal, 0);
        // The cases are worth something only if each outcome is among them.
        for (const int times : compared.effects)
            QVERIFY(times * 30 > compared.cases);
        QVERIFY(compared.heldBack > 0);
        QVERIFY(compared.nearMisses > compared.cases);
    }

    void aDefectOfTheIndexIsCaught()
    {
        QVERIFY(!caught<SoundKeys>());
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::As)>>(), "as");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::Client)>>(), "client");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::Organization)>>(), "organization");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::Profile)>>(), "profile");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::ResourceType)>>(), "resource_type");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::Definition)>>(), "definition");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::Source)>>(), "source");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::Subject)>>(), "subject");
        QVERIFY2(caught<WrongName<static_cast<int>(Condition::Scope)>>(), "scope");
        QVERIFY2(caught<FirstNameOnly>(), "the first name of a list only");
        QVERIFY2(caught<FirstResourceOnly>(), "the first resource only");
        QVERIFY2(caught<FirstScopeOnly>(), "the first scope only");
        QVERIFY2(caught<NamelessForgotten>(), "rules without names");
    }

    void aConditionThatTheEngineIgnoredWouldBeCaught_data()
    {
        QTest::addColumn<int>("condition");
        for (const ConditionSpec &spec : conditionTable)
            QTest::newRow(spec.name) << static_cast<int>(spec.id);
    }

    void aConditionThatTheEngineIgnoredWouldBeCaught()
    {
        QFETCH(int, condition);
        QVERIFY(compare<RuleSet>(sampleSets, true, static_cast<Condition>(condition)).unequal > 0);
    }

    void listsTooLongToFileInEveryCombination()
    {
        Rule rule;
        rule.id = QStringLiteral("many");
        rule.effect = Effect::Deny;
        for (const Condition kind : {Condition::As, Condition::Client, Condition::Definition, Condition::Scope}) {
            for (int i = 0; i < 20; ++i)
                rule.when.of(kind).append(conditionName(kind) + QString::number(i));
        }
        Facts facts;
        facts.as = fpx::AsIdentifier(QStringLiteral("as7"));
        facts.client = fpx::ClientId(QStringLiteral("client19"));
        ResourceFacts resource;
        resource.definition = fpx::DefinitionId(QStringLiteral("definition0"));
        resource.scopes = {QStringLiteral("scope11")};
        facts.resources = {ResourceFacts(), resource};
        const RuleSet rules({rule});
        QCOMPARE(rules.evaluate(facts).effect, Effect::Deny);
        for (const Condition kind : {Condition::As, Condition::Client, Condition::Definition, Condition::Scope}) {
            Rule without = rule;
            without.when.of(kind).removeAll(conditionName(kind) + QStringLiteral("7"));
            without.when.of(kind).removeAll(conditionName(kind) + QStringLiteral("19"));
            without.when.of(kind).removeAll(conditionName(kind) + QStringLiteral("0"));
            without.when.of(kind).removeAll(conditionName(kind) + QStringLiteral("11"));
            QCOMPARE(RuleSet({without}).evaluate(facts).effect, Effect::Ask);
        }
    }
};

QTEST_GUILESS_MAIN(TestOracle)
#include "tst_oracle.moc"
