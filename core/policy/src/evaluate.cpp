#include <fpx/policy/policy.h>

#include <algorithm>

namespace fpx::policy {

namespace {

template <class T>
bool holds(const Id<T> &condition, const Id<T> &fact)
{
    return condition.isEmpty() || condition == fact;
}

bool scopesHold(const Rule &rule, const ResourceFacts &resource)
{
    if (rule.scopes.isEmpty())
        return true;
    const auto listed = [&rule](const QString &scope) { return rule.scopes.contains(scope); };
    return rule.effect == Effect::Allow ? std::ranges::all_of(resource.scopes, listed)
                                        : std::ranges::any_of(resource.scopes, listed);
}

bool matches(const Rule &rule, const ResourceFacts &resource)
{
    return holds(rule.definition, resource.definition) && holds(rule.source, resource.source) &&
           (!rule.subject || *rule.subject == resource.subject) && scopesHold(rule, resource);
}

// Whether an allow rule says by name what an automatic answer needs to be said by name (part of design.md section 5).
bool allowedByName(const Rule &rule, const ResourceFacts &resource)
{
    const bool delegated = !resource.subject.isEmpty();
    return (!delegated || rule.subject) && (!resource.highSensitivity || !rule.definition.isEmpty());
}

bool matches(const Rule &rule, const Facts &facts)
{
    if (!holds(rule.as, facts.as) || !holds(rule.client, facts.client))
        return false;
    const auto one = [&rule](const ResourceFacts &resource) { return matches(rule, resource); };
    if (rule.effect != Effect::Allow)
        return facts.resources.isEmpty() || std::ranges::any_of(facts.resources, one);
    return !facts.protect && !facts.otherDevice && (!facts.firstContact || !rule.client.isEmpty());
}

// An allow holds only if each resource is covered by some allow rule; rules made from one prompt come one a resource.
bool allCovered(const QList<const Rule *> &allows, const Facts &facts)
{
    return !facts.resources.isEmpty() && std::ranges::all_of(facts.resources, [&allows](const ResourceFacts &resource) {
        return std::ranges::any_of(allows, [&resource](const Rule *rule) {
            return matches(*rule, resource) && allowedByName(*rule, resource);
        });
    });
}

} // namespace

Decision RuleSet::evaluate(const Facts &facts) const
{
    QList<const Rule *> byEffect[3];
    for (const Rule &rule : m_rules) {
        if (matches(rule, facts))
            byEffect[static_cast<int>(rule.effect)].append(&rule);
    }
    auto &allows = byEffect[static_cast<int>(Effect::Allow)];
    if (!allCovered(allows, facts))
        allows.clear();

    Decision decision;
    for (int effect = 0; effect < 3; ++effect) {
        for (const Rule *rule : std::as_const(byEffect[effect])) {
            if (decision.deciding.isEmpty()) {
                decision.deciding = rule->id;
                decision.effect = static_cast<Effect>(effect);
            }
            decision.matched.append(rule->id);
        }
    }
    return decision;
}

} // namespace fpx::policy
