// A compiled set of rules: facts in, decision out. Pure: no I/O, no clock, no signals (design.md section 5).
#pragma once

#include <fpx/policy/rule.h>

#include <memory>

namespace fpx::policy {

/// Why rules that would allow do not.
enum class HeldBack { No, AskAgain, StepUp };

struct Decision {
    Effect effect = Effect::Ask;
    HeldBack heldBack = HeldBack::No; ///< Then the effect is Ask, by an allow rule's obligation.
    QStringList matched; ///< Ids of the rules that matched, strongest first; allows only if every resource is covered.
    QString deciding;    ///< Id of the deciding rule; empty: no rule matched.
    Obligations obligations; ///< Of the matched rules with the deciding rule's effect, combined to the strictest.
    [[nodiscard]] bool operator==(const Decision &) const = default;
};

/// A rule that failed in one condition only.
struct NearMiss {
    QString rule;
    Condition failed = Condition::As;
    qsizetype resource = -1; ///< Index in Facts::resources; -1: the rule is not about a resource.
    [[nodiscard]] bool operator==(const NearMiss &) const = default;
};

struct Explanation {
    Decision decision;
    QList<qsizetype> uncovered; ///< Resources that no allow covers.
    /// At most maxNearMisses, no more than half of them of one effect where others have some. Of a request that is asked
    /// allows come first, then denies; else the strongest.
    QList<NearMiss> nearMisses;
    [[nodiscard]] bool operator==(const Explanation &) const = default;
};
inline constexpr qsizetype maxNearMisses = 20;

struct CompiledSet;

/// Immutable: a copy shares what it was compiled to, so that a holder keeps deciding by the set it took while another
/// takes its place. May be read from any number of threads.
class RuleSet
{
public:
    RuleSet();
    /// Compiles. Of equal effect the operator's rules come first, then the order of the list counts.
    explicit RuleSet(QList<Rule> rules);

    [[nodiscard]] const QList<Rule> &rules() const;
    /// Deny before ask before allow; no match asks. Cost: the request's names and the rules that have them.
    [[nodiscard]] Decision evaluate(const Facts &facts) const;
    /// The decision and what would have changed it. Looks at every rule.
    [[nodiscard]] Explanation explain(const Facts &facts) const;
    /// Of what the index needs besides the rules themselves.
    [[nodiscard]] qsizetype indexBytes() const;

private:
    std::shared_ptr<const CompiledSet> m_set;
};

/// The rules in force: the operator's, then the person's, but those that the person has switched off. A locked one of
/// the operator stays.
[[nodiscard]] QList<Rule> composed(const QList<Rule> &operatorRules, const QList<Rule> &own,
                                   const QStringList &switchedOff);

} // namespace fpx::policy
