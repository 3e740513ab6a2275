// Rules and facts with numbers for names, and the check of one rule against one resource of one request.
#pragma once

#include "interner.h"

#include <fpx/policy/rule.h>

#include <QVarLengthArray>

#include <algorithm>
#include <bit>
#include <vector>

namespace fpx::policy {

using ConditionSet = quint32; ///< Bit n: Condition n.
static_assert(conditionTable.size() <= 32);

constexpr ConditionSet bitOf(Condition condition)
{
    return 1U << static_cast<unsigned>(condition);
}

/// The conditions whose row is so.
constexpr ConditionSet setOf(bool (*isSo)(const ConditionSpec &))
{
    ConditionSet set = 0;
    for (const ConditionSpec &spec : conditionTable)
        set |= isSo(spec) ? bitOf(spec.id) : 0;
    return set;
}

inline constexpr ConditionSet aboutResource = setOf([](const ConditionSpec &spec) { return spec.aboutResource; });

constexpr size_t countOf(ConditionKind kind)
{
    return static_cast<size_t>(std::ranges::count(conditionTable, kind, &ConditionSpec::kind));
}

/// The rows in a few bytes each: what a decision reads for every candidate.
struct ConditionShape {
    ConditionKind kind = ConditionKind::Engine;
    quint8 place = 0; ///< Among those of its kind.
};
inline constexpr std::array conditionShapes = [] {
    std::array<ConditionShape, conditionTable.size()> shapes;
    for (size_t i = 0; i < shapes.size(); ++i) {
        shapes[i].kind = conditionTable[i].kind;
        const auto before = std::span(conditionTable).first(i);
        shapes[i].place = static_cast<quint8>(std::ranges::count(before, shapes[i].kind, &ConditionSpec::kind));
    }
    return shapes;
}();

constexpr size_t placeInKind(Condition condition)
{
    return conditionShapes[static_cast<size_t>(condition)].place;
}

/// Names of one condition: 0 none stated, an even number its half is the only one, an odd one its half is where in the
/// pool the count and then the names stand.
using NameList = quint32;

struct CompiledRule {
    ConditionSet stated = 0; ///< With the engine rules that apply to it, and Unless if it has an exception.
    ConditionSet flags = 0;  ///< Those of its flags that must be true.
    Effect effect = Effect::Ask;
    bool delegated = false;
    quint8 weekdays = 0;
    std::array<quint8, countOf(ConditionKind::Set)> sets{};
    Counted counted = Counted::Asked;
    Window window = Window::Hour;
    Range count;
    TimeOfDay time;
    std::array<Range, countOf(ConditionKind::Range)> ranges;
    std::array<NameList, nameConditions> names{};
    quint32 exception = 0; ///< Its place among the exceptions.

    [[nodiscard]] bool states(Condition condition) const { return (stated & bitOf(condition)) != 0; }
};

/// What is known of a request, or of one of its resources, in the numbers of one compiled set; what none of its rules
/// states is left out.
struct BoundPart {
    std::array<quint32, nameConditions> names{}; ///< The scopes stand apart.
    std::array<quint8, countOf(ConditionKind::Set)> sets{};
    std::array<int, countOf(ConditionKind::Range)> ranges{};
    ConditionSet holding = 0; ///< Flags that are true, and engine rules that hold.
};

struct BoundResource : BoundPart {
    const ResourceFacts *facts = nullptr;
    QVarLengthArray<quint32, 6> scopes;
};

/// Refers to the facts.
struct BoundFacts : BoundPart {
    const Facts *facts = nullptr;
    int minute = 0;
    int weekday = 0;
    QVarLengthArray<BoundResource, 3> resources;
};

class CompiledRules
{
public:
    CompiledRules() = default;
    explicit CompiledRules(QList<Rule> rules);

    [[nodiscard]] const QList<Rule> &rules() const { return m_rules; } ///< As given.
    /// In order of strength: effect, the operator's first, the order given.
    [[nodiscard]] const std::vector<CompiledRule> &compiled() const { return m_compiled; }
    [[nodiscard]] const QString &id(quint32 rule) const { return m_ids[rule]; }
    [[nodiscard]] const Obligations &obligations(quint32 rule) const { return m_rules[m_order[rule]].then; }
    [[nodiscard]] bool hasObligations(quint32 rule) const { return m_obliged[rule]; }
    [[nodiscard]] BoundFacts bind(const Facts &facts) const;
    template <class Visit>
    void forEachName(NameList list, const Visit &visit) const
    {
        if ((list & 1) == 0)
            return visit(list >> 1);
        const quint32 *at = &m_pool[list >> 1];
        for (quint32 i = 1; i <= *at; ++i)
            visit(at[i]);
    }
    [[nodiscard]] quint32 count(NameList list) const { return (list & 1) == 0 ? 1 : m_pool[list >> 1]; }
    [[nodiscard]] bool contains(NameList list, quint32 name) const
    {
        if ((list & 1) == 0)
            return list >> 1 == name;
        const quint32 *at = &m_pool[list >> 1];
        for (quint32 i = 1; i <= *at; ++i) {
            if (at[i] == name)
                return true;
        }
        return false;
    }
    [[nodiscard]] bool holds(const CompiledRule &rule, Condition condition, const BoundFacts &bound,
                             const BoundResource *resource) const;
    /// Whether all that is stated holds; `resource` may be null only if nothing stated is about a resource.
    [[nodiscard]] bool holds(const CompiledRule &rule, const BoundFacts &facts, const BoundResource *resource) const;
    /// The one condition that fails; nothing if none or several do.
    [[nodiscard]] std::optional<Condition> onlyFailure(const CompiledRule &rule, const BoundFacts &facts,
                                                       const BoundResource *resource) const;
    [[nodiscard]] qsizetype bytes() const;

private:
    CompiledRule compile(const Rule &rule);
    CompiledRule compile(const Conditions &when, Effect effect);
    void compile(const Conditions &when, const ConditionSpec &spec, CompiledRule &compiled);
    template <class Owner>
    void bind(const Owner &owner, BoundPart &part) const;
    void bindEngineRules(BoundFacts &bound) const;
    NameList compile(const QStringList &names);
    [[nodiscard]] bool exceptionHolds(const CompiledRule &exception, const BoundFacts &facts,
                                      const BoundResource *resource) const;
    [[nodiscard]] bool scopesHold(const CompiledRule &rule, const BoundResource &resource) const;

    QList<Rule> m_rules;
    Interner m_names;
    std::vector<quint32> m_pool;
    std::vector<CompiledRule> m_compiled;
    std::vector<CompiledRule> m_exceptions; ///< Conditions alone.
    ConditionSet m_statedByAny = 0;
    std::vector<quint32> m_order; ///< Strength → place in m_rules.
    std::vector<bool> m_obliged;
    QList<QString> m_ids;
};

} // namespace fpx::policy
