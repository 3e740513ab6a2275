// Rules and facts with numbers for names, and the check of one rule against one resource of one request.
#pragma once

#include "interner.h"

#include <fpx/policy/rule.h>

#include <QVarLengthArray>

#include <bit>
#include <vector>

namespace fpx::policy {

using ConditionSet = quint32; ///< Bit n: Condition n.

constexpr ConditionSet bitOf(Condition condition)
{
    return 1U << static_cast<unsigned>(condition);
}

inline constexpr ConditionSet aboutResource =
    bitOf(Condition::ResourceType) | bitOf(Condition::Definition) | bitOf(Condition::Source) |
    bitOf(Condition::Subject) | bitOf(Condition::Scope) | bitOf(Condition::Sensitivity) | bitOf(Condition::UsedBefore) |
    bitOf(Condition::EngineDelegated) | bitOf(Condition::EngineHighSensitivity);

/// Names of one condition: 0 none stated, an even number its half is the only one, an odd one its half is where in the
/// pool the count and then the names stand.
using NameList = quint32;

struct CompiledRule {
    ConditionSet stated = 0; ///< With the engine rules that apply to it.
    Effect effect = Effect::Ask;
    quint8 sensitivities = 0;
    quint8 purposes = 0;
    quint8 weekdays = 0;
    bool delegated = false;
    bool firstContact = false;
    bool usedBefore = false;
    bool otherDevice = false;
    Counted counted = Counted::Asked;
    Window window = Window::Hour;
    TimeOfDay time;
    Range duration;
    Range ial;
    Range aal;
    Range count;
    std::array<NameList, nameConditions> names{};

    [[nodiscard]] bool states(Condition condition) const { return (stated & bitOf(condition)) != 0; }
};

struct BoundResource {
    const ResourceFacts *facts = nullptr;
    std::array<quint32, nameConditions> names{}; ///< Those of one resource; the scopes stand apart.
    QVarLengthArray<quint32, 6> scopes;
};

/// A request in the numbers of one compiled set; what none of its rules states is left out. Refers to the facts.
struct BoundFacts {
    const Facts *facts = nullptr;
    std::array<quint32, nameConditions> names{}; ///< Those of the request.
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
    [[nodiscard]] quint32 bind(Condition condition, const QString &name) const;
    NameList compile(const QStringList &names);
    [[nodiscard]] bool scopesHold(const CompiledRule &rule, const BoundResource &resource) const;

    QList<Rule> m_rules;
    Interner m_names;
    std::vector<quint32> m_pool;
    std::vector<CompiledRule> m_compiled;
    ConditionSet m_statedByAny = 0;
    std::vector<quint32> m_order; ///< Strength → place in m_rules.
    std::vector<bool> m_obliged;
    QList<QString> m_ids;
};

} // namespace fpx::policy
