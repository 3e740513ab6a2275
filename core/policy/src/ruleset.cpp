#include <fpx/policy/ruleset.h>

#include "evaluator.h"

namespace fpx::policy {

struct CompiledSet {
    Evaluator<SoundKeys> evaluator;
};

RuleSet::RuleSet() : RuleSet(QList<Rule>()) {}

RuleSet::RuleSet(QList<Rule> rules)
    : m_set(std::make_shared<const CompiledSet>(CompiledSet{Evaluator<SoundKeys>(std::move(rules))}))
{
}

const QList<Rule> &RuleSet::rules() const
{
    return m_set->evaluator.rules().rules();
}

Decision RuleSet::evaluate(const Facts &facts) const
{
    return m_set->evaluator.evaluate(facts);
}

Explanation RuleSet::explain(const Facts &facts) const
{
    return m_set->evaluator.explain(facts);
}

qsizetype RuleSet::indexBytes() const
{
    return m_set->evaluator.bytes();
}

QList<Rule> composed(const QList<Rule> &operatorRules, const QList<Rule> &own, const QStringList &switchedOff)
{
    QList<Rule> all;
    for (Rule rule : operatorRules) {
        rule.operatorRule = true;
        if (rule.locked || !switchedOff.contains(rule.id))
            all.append(rule);
    }
    for (const Rule &rule : own) {
        if (!switchedOff.contains(rule.id))
            all.append(rule);
    }
    return all;
}

} // namespace fpx::policy
