#include <fpx/policy/suggestion.h>

#include <algorithm>

namespace fpx::policy {

namespace {

/// One resource of one decision that allowed it.
struct Granted {
    const PastDecision *decision;
    const ResourceFacts *resource;
};

// Rules allow no others, and what holds for one profile says nothing of the next.
bool countsFor(const PastDecision &decision)
{
    return decision.allowed && !decision.facts.profile.isEmpty() && decision.facts.purpose == Purpose::Access &&
           !decision.facts.otherDevice;
}

bool sameShare(const Granted &a, const Granted &b)
{
    return a.decision->facts.as == b.decision->facts.as && a.decision->facts.profile == b.decision->facts.profile &&
           a.decision->facts.client == b.decision->facts.client && a.resource->definition == b.resource->definition &&
           a.resource->source == b.resource->source && a.resource->subject == b.resource->subject;
}

bool isDeclineOf(const PastDecision &decision, const Granted &share)
{
    return !decision.allowed && decision.facts.as == share.decision->facts.as &&
           decision.facts.profile == share.decision->facts.profile &&
           decision.facts.client == share.decision->facts.client &&
           std::ranges::any_of(decision.facts.resources, [&share](const ResourceFacts &resource) {
               return resource.definition == share.resource->definition;
           });
}

// Newest first, until a decline.
QList<Granted> runOf(const QList<PastDecision> &decisions, const Granted &newest, int length)
{
    QList<Granted> found;
    for (auto decision = decisions.crbegin(); decision != decisions.crend() && found.size() < length; ++decision) {
        if (isDeclineOf(*decision, newest))
            break;
        if (!countsFor(*decision))
            continue;
        const auto &resources = decision->facts.resources;
        const auto same = std::ranges::find_if(
            resources, [&](const ResourceFacts &resource) { return sameShare({&*decision, &resource}, newest); });
        if (same != resources.end())
            found.append({&*decision, &*same});
    }
    return found;
}

// `range.atLeast` becomes the lowest that was seen.
void lower(Range &range, int seen)
{
    range.atLeast = std::min(range.atLeast.value_or(seen), seen);
}

std::optional<Rule> ruleFor(const QList<Granted> &run)
{
    const Granted &newest = run.first();
    Rule rule;
    rule.effect = Effect::Allow;
    rule.when.name(newest.decision->facts.as);
    rule.when.name(newest.decision->facts.profile);
    rule.when.name(newest.decision->facts.client);
    rule.when.name(newest.resource->definition);
    rule.when.name(newest.resource->source);
    rule.when.nameSubject(newest.resource->subject);
    rule.when.firstContact = false;
    QStringList &scopes = rule.when.of(Condition::Scope);
    scopes = newest.resource->scopes;
    QStringList organizations;
    int days = longestDuration;
    for (const Granted &granted : run) {
        scopes.removeIf([&](const QString &scope) { return !granted.resource->scopes.contains(scope); });
        days = std::min(days, granted.decision->grantedDays);
        rule.when.sensitivities |= static_cast<quint8>(1U << static_cast<unsigned>(granted.resource->sensitivity));
        if (!organizations.contains(granted.decision->facts.organization))
            organizations.append(granted.decision->facts.organization);
        lower(rule.when.ial, granted.decision->facts.ial);
        lower(rule.when.aal, granted.decision->facts.aal);
    }
    rule.when.duration.atMost = days;
    if (days == 0)
        rule.then.once = true;
    else if (days < longestDuration)
        rule.then.limitDays = days;
    scopes.sort();
    // A client that an organisation stands behind in some answers only cannot be told from another by a rule.
    if (organizations != QStringList(QString())) {
        if (organizations.contains(QString()))
            return std::nullopt;
        organizations.sort();
        rule.when.of(Condition::Organization) = organizations;
    }
    if (scopes.isEmpty() || newest.resource->source.isEmpty())
        return std::nullopt;
    return rule;
}

} // namespace

QList<Suggestion> suggest(const QList<PastDecision> &decisions, const RuleSet &rules, int run)
{
    QList<Suggestion> suggestions;
    QList<Granted> looked;
    for (auto decision = decisions.crbegin(); decision != decisions.crend(); ++decision) {
        const Facts &facts = decision->facts;
        if (!countsFor(*decision))
            continue;
        for (const ResourceFacts &resource : facts.resources) {
            const Granted newest{&*decision, &resource};
            if (std::ranges::any_of(looked, [&](const Granted &other) { return sameShare(other, newest); }))
                continue;
            looked.append(newest);
            const QList<Granted> found = runOf(decisions, newest, run);
            Facts alone = facts;
            alone.resources = {resource};
            if (found.size() < run || !rules.evaluate(alone).deciding.isEmpty())
                continue;
            if (const auto rule = ruleFor(found))
                suggestions.append({*rule, static_cast<int>(found.size())});
        }
    }
    return suggestions;
}

} // namespace fpx::policy
