#include "oracle.h"

#include <fpx/base/utc.h>

#include <QDateTime>

namespace fpx::policy::oracle {

namespace {

using Failures = QList<Condition>;

bool within(const Range &range, int value)
{
    return value >= range.atLeast.value_or(value) && value <= range.atMost.value_or(value);
}

// "Conditions": those of the request as a whole.
Failures requestFailures(const Rule &rule, const Facts &facts)
{
    Failures failed;
    const Conditions &when = rule.when;
    const auto need = [&failed](bool stated, bool holds, Condition condition) {
        if (stated && !holds)
            failed.append(condition);
    };
    const auto named = [&](Condition condition, const QString &value) {
        need(!when.of(condition).isEmpty(), when.of(condition).contains(value), condition);
    };
    named(Condition::As, facts.as.value());
    named(Condition::Client, facts.client.value());
    named(Condition::Organization, facts.organization);
    named(Condition::Profile, facts.profile.value());
    const QDateTime local = utcFromSeconds(facts.time + facts.offsetMinutes * 60);
    const int minute = local.time().hour() * 60 + local.time().minute();
    QDate began = local.date();
    const QList<int> weekdays{0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40};
    need(when.purposes != 0, (when.purposes & (facts.purpose == Purpose::Access ? 1 : 2)) != 0, Condition::Purpose);
    need(true, within(when.duration, facts.durationDays), Condition::Duration);
    need(true, within(when.ial, facts.ial), Condition::Ial);
    need(true, within(when.aal, facts.aal), Condition::Aal);
    if (when.time) {
        const bool overMidnight = when.time->from > when.time->to;
        const bool after = minute >= when.time->from;
        const bool before = minute < when.time->to;
        need(true, overMidnight ? after || before : after && before, Condition::Time);
        if (overMidnight && before)
            began = began.addDays(-1);
    }
    need(when.weekdays != 0, (when.weekdays & weekdays[began.dayOfWeek() - 1]) != 0, Condition::Weekday);
    need(when.firstContact.has_value(), when.firstContact == facts.firstContact, Condition::FirstContact);
    need(when.otherDevice.has_value(), when.otherDevice == facts.otherDevice, Condition::OtherDevice);
    if (when.count)
        need(true, within(when.count->range, facts.counts.of(when.count->counted, when.count->window)),
             Condition::Count);
    // "Never automatic"
    const bool allow = rule.effect == Effect::Allow;
    const auto none = [&when](Condition condition) { return when.of(condition).isEmpty(); };
    const bool ofNetwork = !none(Condition::Client) || !none(Condition::Organization) ||
                           !none(Condition::ResourceType) || !none(Condition::Definition);
    const bool ofSource = !none(Condition::Subject) && when.of(Condition::Subject) != QStringList(QString());
    need(allow && ofNetwork, !none(Condition::As), Condition::EnginePlace);
    if (!ofNetwork || !none(Condition::As))
        need(allow && ofSource, !none(Condition::Source), Condition::EnginePlace);
    need(allow, facts.purpose == Purpose::Access, Condition::EnginePurpose);
    need(allow, !facts.otherDevice, Condition::EngineOtherDevice);
    need(allow && when.of(Condition::Client).isEmpty() && !when.firstContact, !facts.firstContact,
         Condition::EngineFirstContact);
    return failed;
}

// Those of one resource.
Failures resourceFailures(const Rule &rule, const ResourceFacts &resource)
{
    Failures failed;
    const Conditions &when = rule.when;
    const auto need = [&failed](bool stated, bool holds, Condition condition) {
        if (stated && !holds)
            failed.append(condition);
    };
    const auto named = [&](Condition condition, const QString &value) {
        need(!when.of(condition).isEmpty(), when.of(condition).contains(value), condition);
    };
    named(Condition::ResourceType, resource.resourceType);
    named(Condition::Definition, resource.definition.value());
    named(Condition::Source, resource.source.value());
    const bool allow = rule.effect == Effect::Allow;
    if (when.subject == SubjectCondition::Delegated)
        need(true, resource.subject != QString(), Condition::Subject);
    else
        named(Condition::Subject, resource.subject);
    if (const QStringList &scopes = when.of(Condition::Scope); !scopes.isEmpty()) {
        qsizetype listed = 0;
        for (const QString &scope : resource.scopes)
            listed += scopes.contains(scope) ? 1 : 0;
        need(true, listed > 0 && (!allow || listed == resource.scopes.size()), Condition::Scope);
    }
    const int sensitivity = resource.sensitivity == Sensitivity::Low      ? 1
                            : resource.sensitivity == Sensitivity::Medium ? 2
                                                                          : 4;
    need(when.sensitivities != 0, (when.sensitivities & sensitivity) != 0, Condition::Sensitivity);
    need(when.usedBefore.has_value(), when.usedBefore == resource.usedBefore, Condition::UsedBefore);
    need(allow && when.subject == SubjectCondition::Any, resource.subject == QString(), Condition::EngineDelegated);
    const bool byName = !when.of(Condition::Definition).isEmpty() && !when.of(Condition::Scope).isEmpty();
    need(allow && when.sensitivities == 0 && !byName, resource.sensitivity != Sensitivity::High,
         Condition::EngineHighSensitivity);
    return failed;
}

bool statesResource(const Conditions &when)
{
    for (const Condition condition :
         {Condition::ResourceType, Condition::Definition, Condition::Source, Condition::Scope}) {
        if (!when.of(condition).isEmpty())
            return true;
    }
    return when.subject != SubjectCondition::Any || when.sensitivities != 0 || when.usedBefore;
}

// "Exceptions": whether all that `unless` says holds, of a resource for each of these.
bool isExcepted(const Rule &rule, const Facts &facts, const QList<ResourceFacts> &resources)
{
    const auto stated = [&rule](Condition condition) {
        return !rule.when.of(condition).isEmpty() || !rule.unless.of(condition).isEmpty();
    };
    for (const Condition named :
         {Condition::Client, Condition::Organization, Condition::ResourceType, Condition::Definition}) {
        if (!rule.unless.of(named).isEmpty() && !stated(Condition::As))
            return false;
    }
    const QStringList &subjects = rule.unless.of(Condition::Subject);
    if (!subjects.isEmpty() && subjects != QStringList(QString()) && !stated(Condition::Source))
        return false;
    Rule exception;
    exception.effect = Effect::Deny; // no rules of the engine
    exception.when = rule.unless;
    if (rule.unless == Conditions() || !requestFailures(exception, facts).isEmpty())
        return false;
    if (!statesResource(rule.unless))
        return true;
    const QStringList scopes = std::exchange(exception.when.of(Condition::Scope), {});
    for (const ResourceFacts &resource : resources) {
        const QSet<QString> required(resource.scopes.begin(), resource.scopes.end());
        const bool noOthers = !required.isEmpty() && (required - QSet<QString>(scopes.begin(), scopes.end())).isEmpty();
        if (!resourceFailures(exception, resource).isEmpty() || (!scopes.isEmpty() && !noOthers))
            return false;
    }
    return !resources.isEmpty();
}

// What fails for each resource; one entry with index -1 for a rule that is not about resources.
QList<std::pair<qsizetype, Failures>> failuresOf(const Rule &rule, const Facts &facts,
                                                 const std::optional<Condition> &forgotten)
{
    QList<std::pair<qsizetype, Failures>> all;
    if (rule.effect != Effect::Allow && !statesResource(rule.when))
        all.append({-1, requestFailures(rule, facts)});
    else
        for (qsizetype i = 0; i < facts.resources.size(); ++i)
            all.append({i, requestFailures(rule, facts) + resourceFailures(rule, facts.resources[i])});
    for (auto &[resource, failures] : all) {
        if (isExcepted(rule, facts, resource < 0 ? facts.resources : facts.resources.mid(resource, 1)))
            failures.append(Condition::Unless);
        failures.removeAll(forgotten.value_or(static_cast<Condition>(-1)));
    }
    return all;
}

void strictest(Obligations &of, const Obligations &other)
{
    of.notify = of.notify || other.notify;
    of.once = of.once || other.once;
    if (other.limitDays && (!of.limitDays || *other.limitDays < *of.limitDays))
        of.limitDays = other.limitDays;
    if (other.askAgainDays && (!of.askAgainDays || *other.askAgainDays < *of.askAgainDays))
        of.askAgainDays = other.askAgainDays;
    of.stepUpIal = qMax(of.stepUpIal, other.stepUpIal);
    of.stepUpAal = qMax(of.stepUpAal, other.stepUpAal);
}

// "Obligations": an allow that needs the person becomes ask, by the first rule that says so.
void holdBack(const QList<Rule> &deciding, const Facts &facts, Decision &decision)
{
    for (const Rule &rule : deciding) {
        const bool fresh = facts.daysSinceAsked && *facts.daysSinceAsked < rule.then.askAgainDays.value_or(0);
        if (rule.then.askAgainDays && !fresh) {
            decision.effect = Effect::Ask;
            decision.heldBack = HeldBack::AskAgain;
            decision.deciding = rule.id;
            return;
        }
    }
    for (const Rule &rule : deciding) {
        if (facts.ial < rule.then.stepUpIal || facts.aal < rule.then.stepUpAal) {
            decision.effect = Effect::Ask;
            decision.heldBack = HeldBack::StepUp;
            decision.deciding = rule.id;
            return;
        }
    }
}

QList<Rule> byStrength(const QList<Rule> &rules)
{
    QList<Rule> sorted;
    for (const Effect effect : {Effect::Deny, Effect::Ask, Effect::Allow}) {
        for (const bool operatorRule : {true, false}) {
            for (const Rule &rule : rules) {
                if (rule.effect == effect && rule.operatorRule == operatorRule)
                    sorted.append(rule);
            }
        }
    }
    return sorted;
}

} // namespace

Explanation explain(const QList<Rule> &rules, const Facts &facts, std::optional<Condition> forgotten)
{
    Explanation explanation;
    QList<Rule> matched;
    QSet<qsizetype> covered;
    const QList<Rule> sorted = byStrength(rules);
    for (const Rule &rule : sorted) {
        bool matches = false;
        for (const auto &[resource, failures] : failuresOf(rule, facts, forgotten)) {
            matches = matches || failures.isEmpty();
            if (rule.effect == Effect::Allow && failures.isEmpty())
                covered.insert(resource);
        }
        if (matches)
            matched.append(rule);
    }
    const bool allowed = covered.size() == facts.resources.size() && !facts.resources.isEmpty();
    if (!allowed)
        matched.removeIf([](const Rule &rule) { return rule.effect == Effect::Allow; });
    Decision &decision = explanation.decision;
    QList<Rule> deciding;
    for (const Rule &rule : std::as_const(matched)) {
        decision.matched.append(rule.id);
        if (rule.effect == matched.first().effect) {
            deciding.append(rule);
            strictest(decision.obligations, rule.then);
        }
    }
    if (!matched.isEmpty()) {
        decision.effect = matched.first().effect;
        decision.deciding = matched.first().id;
    }
    if (decision.effect == Effect::Allow)
        holdBack(deciding, facts, decision);

    for (qsizetype i = 0; i < facts.resources.size(); ++i) {
        if (!covered.contains(i))
            explanation.uncovered.append(i);
    }
    QMap<Effect, QList<NearMiss>> misses;
    for (const Rule &rule : sorted) {
        const bool allow = rule.effect == Effect::Allow;
        if (!allow && decision.matched.contains(rule.id))
            continue;
        for (const auto &[resource, failures] : failuresOf(rule, facts, forgotten)) {
            if (failures.size() != 1 || (allow && covered.contains(resource)))
                continue;
            misses[rule.effect].append({rule.id, failures.first(), resource});
            break;
        }
    }
    // "Why was that?"
    const QList<Effect> order = decision.effect == Effect::Ask
                                    ? QList<Effect>{Effect::Allow, Effect::Deny, Effect::Ask}
                                    : QList<Effect>{Effect::Deny, Effect::Ask, Effect::Allow};
    QMap<Effect, QList<NearMiss>> told;
    for (int round = 0, left = 20; round < 2; ++round) {
        for (const Effect effect : order) {
            while (left > 0 && !misses[effect].isEmpty() && (round == 1 || told[effect].size() < 10)) {
                told[effect].append(misses[effect].takeFirst());
                --left;
            }
        }
    }
    for (const Effect effect : order)
        explanation.nearMisses += told[effect];
    return explanation;
}

} // namespace fpx::policy::oracle
