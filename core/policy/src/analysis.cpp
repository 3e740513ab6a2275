#include <fpx/policy/analysis.h>

#include "region.h"
#include "words.h"

#include <algorithm>

namespace fpx::policy {

namespace {

struct Examined {
    const Rule *rule;
    Region region;
    Region stated;
    qsizetype place;
};

// Takes away one condition after the other: those without which the rule could match are the ones that contradict.
QList<Condition> contradictions(const Rule &rule)
{
    if (const auto lacks = unplaced(rule))
        return {lacks->missing};
    if (!boxOf(rule).isEmpty())
        return {Condition::Unless};
    QList<Condition> found;
    for (const ConditionSpec &spec : statedTable) {
        // The others never contradict another.
        const bool mayContradict = spec.kind == ConditionKind::Set || spec.kind == ConditionKind::Flag;
        if (!mayContradict || !rule.when.states(spec.id))
            continue;
        Rule without = rule;
        without.when.clear(spec.id);
        if (!boxOf(without).isEmpty())
            found.append(spec.id);
    }
    return found;
}

// Whether leaving `rule` out changes no obligation where `other` holds too.
bool addsNothing(const Rule &rule, const Rule &other)
{
    if (rule.effect != other.effect)
        return true; // the other decides, with its own
    Obligations both = other.then;
    both.combine(rule.then);
    return both == other.then;
}

// Of two that say the same, the one that comes later is the one too many.
bool comesBefore(const Examined &a, const Examined &b)
{
    const auto strength = [](const Examined &e) {
        return std::tuple(e.rule->effect, e.rule->operatorRule ? 0 : 1, e.place);
    };
    return strength(a) < strength(b);
}

bool mayShadow(const Examined &by, const Examined &rule)
{
    if (by.rule == rule.rule || by.rule->effect > rule.rule->effect || !addsNothing(*rule.rule, *by.rule))
        return false;
    // An operator's rule is not for the person to remove.
    return !rule.rule->operatorRule || by.rule->operatorRule;
}

std::optional<Finding> shadowByOne(const Examined &rule, const QList<Examined> &all)
{
    for (const Examined &by : all) {
        if (!mayShadow(by, rule) || !contains(by.region, rule.region))
            continue;
        const bool same = by.rule->effect == rule.rule->effect && contains(rule.region, by.region) &&
                          addsNothing(*by.rule, *rule.rule);
        if (!same || comesBefore(by, rule))
            return Finding{FindingKind::Shadowed, rule.rule->id, {by.rule->id}, {}};
    }
    return std::nullopt;
}

// Only rules that come before it count, and none that could go itself, so that no two shadow each other.
std::optional<Finding> shadowByMany(const Examined &rule, const QList<Examined> &all, const QSet<QString> &shadowed)
{
    QList<Region> regions;
    QStringList ids;
    for (const Examined &by : all) {
        if (!mayShadow(by, rule) || !comesBefore(by, rule) || shadowed.contains(by.rule->id) ||
            !overlaps(by.region, rule.region))
            continue;
        regions.append(by.region);
        ids.append(by.rule->id);
    }
    if (regions.size() < 2)
        return std::nullopt;
    const auto together = covered(rule.region, regions);
    if (!together)
        return Finding{FindingKind::CannotTell, rule.rule->id, ids, {}};
    if (!*together)
        return std::nullopt;
    for (qsizetype i = regions.size() - 1; i >= 0; --i) { // name only those that it takes
        QList<Region> fewer = regions;
        fewer.removeAt(i);
        if (covered(rule.region, fewer) == true) {
            regions = fewer;
            ids.removeAt(i);
        }
    }
    return Finding{FindingKind::Shadowed, rule.rule->id, ids, {}};
}

// What happened in the last hour happened in the last day, and what was allowed was asked for.
bool isPartOf(const CountCondition &part, const CountCondition &whole)
{
    return part.window <= whole.window && (part.counted == whole.counted || part.counted == Counted::Allowed);
}

bool countsExclude(const Conditions &a, const Conditions &b)
{
    const auto tooMany = [](const CountCondition &part, const CountCondition &whole) {
        return isPartOf(part, whole) && part.range.atLeast && whole.range.atMost &&
               *part.range.atLeast > *whole.range.atMost;
    };
    return a.count && b.count && (tooMany(*a.count, *b.count) || tooMany(*b.count, *a.count));
}

bool conflict(const Examined &a, const Examined &b)
{
    return a.rule->effect != b.rule->effect && overlaps(a.region, b.region) && !contains(a.stated, b.stated) &&
           !contains(b.stated, a.stated) && !countsExclude(a.rule->when, b.rule->when);
}

// Names that no covered request had, and who, what or how left open.
std::optional<Finding> wider(const Rule &rule, const QList<Facts> &requests)
{
    std::array<QSet<QString>, nameConditions> seen;
    bool any = false;
    const RuleSet alone({rule});
    for (const Facts &facts : requests) {
        for (const ResourceFacts &resource : facts.resources) {
            Facts one = facts;
            one.resources = {resource};
            if (alone.evaluate(one).matched.isEmpty())
                continue;
            any = true;
            for (size_t i = 0; i < seen.size(); ++i) {
                const ConditionSpec &spec = conditionTable[i];
                if (spec.kind == ConditionKind::Scopes)
                    seen[i].unite(QSet<QString>(resource.scopes.begin(), resource.scopes.end()));
                else
                    seen[i].insert(spec.aboutResource ? spec.ofResource.text(resource) : spec.ofRequest.text(facts));
            }
        }
    }
    Finding finding{FindingKind::WiderThanRequested, rule.id, {}, {}};
    for (int i = 0; i < nameConditions; ++i) {
        const auto condition = static_cast<Condition>(i);
        const QStringList &names = rule.when.of(condition);
        const bool open = names.isEmpty() && (condition == Condition::Client || condition == Condition::Definition ||
                                              condition == Condition::Scope);
        const bool unasked = std::ranges::any_of(
            names, [&](const QString &name) { return !seen[static_cast<size_t>(i)].contains(name); });
        if (open || unasked)
            finding.conditions.append(condition);
    }
    if (any && finding.conditions.isEmpty())
        return std::nullopt;
    return finding;
}

} // namespace

QList<Finding> analyse(const QList<Rule> &rules, const QList<Facts> &requests, const std::function<bool()> &stopped)
{
    QList<Examined> live;
    QHash<QString, Finding> dead;
    for (qsizetype i = 0; i < rules.size(); ++i) {
        const Region region = regionOf(rules[i]);
        if (region.isEmpty())
            dead.insert(rules[i].id, {FindingKind::NeverMatches, rules[i].id, {}, contradictions(rules[i])});
        else
            live.append({&rules[i], region, statedRegionOf(rules[i]), i});
    }
    QList<Finding> findings;
    QSet<QString> shadowed;
    QHash<QString, Finding> shadows;
    for (const Examined &rule : std::as_const(live)) {
        if (stopped && stopped())
            return {};
        if (const auto found = shadowByOne(rule, live)) {
            shadows.insert(rule.rule->id, *found);
            shadowed.insert(rule.rule->id);
        }
    }
    for (const Examined &rule : std::as_const(live)) {
        if (stopped && stopped())
            return {};
        if (shadowed.contains(rule.rule->id))
            continue;
        if (const auto found = shadowByMany(rule, live, shadowed)) {
            shadows.insert(rule.rule->id, *found);
            if (found->kind == FindingKind::Shadowed)
                shadowed.insert(rule.rule->id);
        }
    }
    for (const Rule &rule : rules) {
        if (stopped && stopped())
            return {};
        if (dead.contains(rule.id))
            findings.append(dead.value(rule.id));
        if (shadows.contains(rule.id))
            findings.append(shadows.value(rule.id));
        const auto own = std::ranges::find(live, &rule, &Examined::rule);
        if (own == live.end() || shadowed.contains(rule.id))
            continue;
        for (auto other = own + 1; other != live.end(); ++other) {
            if (!shadowed.contains(other->rule->id) && conflict(*own, *other))
                findings.append({FindingKind::Conflict, rule.id, {other->rule->id}, {}});
        }
        if (rule.effect == Effect::Allow && !requests.isEmpty()) {
            if (const auto found = wider(rule, requests))
                findings.append(*found);
        }
    }
    return findings;
}

QList<Finding> unknownNames(const QList<Rule> &rules, const std::function<bool(Condition, const QString &)> &isKnown)
{
    constexpr std::array byNetwork{Condition::As, Condition::Client, Condition::Organization, Condition::Definition};
    QList<Finding> findings;
    for (const Rule &rule : rules) {
        Finding finding{FindingKind::UnknownName, rule.id, {}, {}};
        for (const Condition condition : byNetwork) {
            for (const QString &name : rule.when.of(condition) + rule.unless.of(condition)) {
                if (isKnown(condition, name))
                    continue;
                finding.others.append(name);
                if (!finding.conditions.contains(condition))
                    finding.conditions.append(condition);
            }
        }
        if (!finding.others.isEmpty())
            findings.append(finding);
    }
    return findings;
}

QString sentenceOf(const Finding &finding)
{
    const QString others = finding.others.join(QStringLiteral(", "));
    QStringList conditions;
    for (const Condition condition : finding.conditions)
        conditions.append(conditionName(condition));
    const QString named = conditions.join(QStringLiteral(", "));
    switch (finding.kind) {
    case FindingKind::NeverMatches:
        return Words::tr("“%1” can never match: its conditions exclude each other, or what rules may do (%2).")
            .arg(finding.rule, named);
    case FindingKind::Shadowed: return Words::tr("“%1” changes nothing: %2 always decides.").arg(finding.rule, others);
    case FindingKind::Conflict:
        return Words::tr("“%1” and “%2” say different things for some requests; the stronger effect decides there.")
            .arg(finding.rule, others);
    case FindingKind::WiderThanRequested:
        return named.isEmpty() ? Words::tr("“%1” allows something that nobody has asked for lately.").arg(finding.rule)
                               : Words::tr("“%1” allows more than was asked for lately (%2).").arg(finding.rule, named);
    case FindingKind::UnknownName:
        return Words::tr("“%1” names what is not known (%2): %3.").arg(finding.rule, named, others);
    case FindingKind::CannotTell: break;
    }
    return Words::tr("Whether %2 together leave anything to “%1” is too much to work out.").arg(finding.rule, others);
}

} // namespace fpx::policy
