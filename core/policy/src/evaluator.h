// Decisions and explanations over compiled rules.
#pragma once

#include "index.h"

#include <fpx/policy/ruleset.h>

namespace fpx::policy {

template <class Keys>
class Evaluator
{
public:
    Evaluator() = default;
    explicit Evaluator(QList<Rule> rules) : m_rules(std::move(rules)), m_index(m_rules) {}

    [[nodiscard]] const CompiledRules &rules() const { return m_rules; }
    [[nodiscard]] qsizetype bytes() const { return m_rules.bytes() + m_index.bytes(); }

    [[nodiscard]] Decision evaluate(const Facts &facts) const
    {
        const BoundFacts bound = m_rules.bind(facts);
        return decide(facts, matches(bound));
    }

    [[nodiscard]] Explanation explain(const Facts &facts) const
    {
        const BoundFacts bound = m_rules.bind(facts);
        const Matches found = matches(bound);
        Explanation explanation;
        explanation.decision = decide(facts, found);
        for (qsizetype i = 0; i < bound.resources.size(); ++i) {
            if (!found.covered[i])
                explanation.uncovered.append(i);
        }
        std::array<QList<NearMiss>, 3> misses; // by effect
        for (quint32 i = 0; i < m_rules.compiled().size(); ++i) {
            QList<NearMiss> &same = misses[static_cast<size_t>(m_rules.compiled()[i].effect)];
            if (same.size() == maxNearMisses)
                continue;
            if (const auto miss = nearMiss(i, bound, found))
                same.append(*miss);
        }
        explanation.nearMisses = worthTelling(misses, explanation.decision.effect);
        return explanation;
    }

private:
    struct Matches {
        QVarLengthArray<quint32, 32> rules; ///< Strongest first, each once.
        QVarLengthArray<bool, 8> covered;   ///< By some allow, for each resource.
        [[nodiscard]] bool everythingCovered() const
        {
            return !covered.isEmpty() && std::ranges::find(covered, false) == covered.end();
        }
    };

    [[nodiscard]] Matches matches(const BoundFacts &bound) const
    {
        Matches found;
        found.covered.resize(bound.resources.size());
        std::ranges::fill(found.covered, false);
        m_index.candidates(bound, [&](quint32 number, qsizetype resource) {
            const CompiledRule &rule = m_rules.compiled()[number];
            bool matched = false;
            if (rule.effect != Effect::Allow && (rule.stated & aboutResource) == 0) {
                matched = m_rules.holds(rule, bound, nullptr);
            } else {
                const qsizetype first = std::max<qsizetype>(resource, 0);
                const qsizetype end = resource < 0 ? bound.resources.size() : resource + 1;
                for (qsizetype i = first; i < end; ++i) {
                    if (!m_rules.holds(rule, bound, &bound.resources[i]))
                        continue;
                    matched = true;
                    found.covered[i] |= rule.effect == Effect::Allow;
                }
            }
            if (matched)
                found.rules.append(number);
        });
        std::ranges::sort(found.rules);
        found.rules.erase(std::unique(found.rules.begin(), found.rules.end()), found.rules.end());
        return found;
    }

    [[nodiscard]] Decision decide(const Facts &facts, const Matches &found) const
    {
        Decision decision;
        const bool allowsHold = found.everythingCovered();
        decision.matched.reserve(found.rules.size());
        std::optional<Effect> effect;
        for (const quint32 number : found.rules) {
            const Effect its = m_rules.compiled()[number].effect;
            if (its == Effect::Allow && !allowsHold)
                break; // allows come last
            if (!effect) {
                effect = its;
                decision.deciding = m_rules.id(number);
            }
            decision.matched.append(m_rules.id(number));
            if (its == *effect && m_rules.hasObligations(number))
                decision.obligations.combine(m_rules.obligations(number));
        }
        decision.effect = effect.value_or(Effect::Ask);
        if (decision.effect == Effect::Allow && decision.obligations != Obligations())
            holdBack(facts, found, decision);
        return decision;
    }

    // Of who is asked, what would have been allowed comes first; else the strongest. Many of one effect leave room for
    // those of the next.
    [[nodiscard]] static QList<NearMiss> worthTelling(const std::array<QList<NearMiss>, 3> &misses, Effect decided)
    {
        const std::array order = decided == Effect::Ask ? std::array{Effect::Allow, Effect::Deny, Effect::Ask}
                                                        : std::array{Effect::Deny, Effect::Ask, Effect::Allow};
        std::array<qsizetype, 3> told{};
        qsizetype room = maxNearMisses;
        for (const qsizetype most : {maxNearMisses / 2, maxNearMisses}) {
            for (size_t i = 0; i < order.size(); ++i) {
                const qsizetype more =
                    std::min({misses[static_cast<size_t>(order[i])].size(), most, told[i] + room}) - told[i];
                told[i] += std::max<qsizetype>(more, 0);
                room -= std::max<qsizetype>(more, 0);
            }
        }
        QList<NearMiss> list;
        for (size_t i = 0; i < order.size(); ++i)
            list += misses[static_cast<size_t>(order[i])].first(told[i]);
        return list;
    }

    // What asks for the person turns an allow into ask, and the first rule that wants it so decides.
    void holdBack(const Facts &facts, const Matches &found, Decision &decision) const
    {
        const auto old = [&](const Obligations &then) {
            return then.askAgainDays && (!facts.daysSinceAsked || *facts.daysSinceAsked >= *then.askAgainDays);
        };
        const auto weak = [&](const Obligations &then) {
            return then.stepUpIal > facts.ial || then.stepUpAal > facts.aal;
        };
        const auto hold = [&](HeldBack why, const auto &wants) {
            if (decision.heldBack != HeldBack::No || !wants(decision.obligations))
                return;
            decision.effect = Effect::Ask;
            decision.heldBack = why;
            for (const quint32 number : found.rules) {
                if (m_rules.compiled()[number].effect == Effect::Allow && wants(m_rules.obligations(number))) {
                    decision.deciding = m_rules.id(number);
                    return;
                }
            }
        };
        hold(HeldBack::AskAgain, old);
        hold(HeldBack::StepUp, weak);
    }

    // Of an allow, the resources count that no allow covers: the others need nothing.
    [[nodiscard]] std::optional<NearMiss> nearMiss(quint32 number, const BoundFacts &bound, const Matches &found) const
    {
        const CompiledRule &rule = m_rules.compiled()[number];
        if (rule.effect != Effect::Allow) {
            if (std::ranges::binary_search(found.rules, number))
                return std::nullopt;
            if ((rule.stated & aboutResource) == 0) {
                const auto failed = m_rules.onlyFailure(rule, bound, nullptr);
                return failed ? std::optional(NearMiss{m_rules.id(number), *failed, -1}) : std::nullopt;
            }
        }
        for (qsizetype i = 0; i < bound.resources.size(); ++i) {
            if (rule.effect == Effect::Allow && found.covered[i])
                continue;
            if (const auto failed = m_rules.onlyFailure(rule, bound, &bound.resources[i]))
                return NearMiss{m_rules.id(number), *failed, i};
        }
        return std::nullopt;
    }

    CompiledRules m_rules;
    Index<Keys> m_index;
};

} // namespace fpx::policy
