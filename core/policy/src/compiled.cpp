#include "compiled.h"

#include <algorithm>
#include <numeric>

namespace fpx::policy {

namespace {

constexpr std::array allConditions = [] {
    std::array<Condition, statedConditions> all{};
    for (int i = 0; i < statedConditions; ++i)
        all[static_cast<size_t>(i)] = static_cast<Condition>(i);
    return all;
}();

constexpr size_t at(Condition condition)
{
    return static_cast<size_t>(condition);
}

ConditionSet engineRules(const Rule &rule)
{
    if (rule.effect != Effect::Allow)
        return 0;
    ConditionSet set = bitOf(Condition::EnginePurpose) | bitOf(Condition::EngineOtherDevice);
    if (unplaced(rule))
        set |= bitOf(Condition::EnginePlace);
    if (!namesFirstContact(rule.when))
        set |= bitOf(Condition::EngineFirstContact);
    if (!namesDelegated(rule.when))
        set |= bitOf(Condition::EngineDelegated);
    if (!namesHighSensitivity(rule.when))
        set |= bitOf(Condition::EngineHighSensitivity);
    return set;
}

// The day on which a window over midnight began is the one that counts until it ends.
int weekdayOf(const CompiledRule &rule, const BoundFacts &bound)
{
    const bool afterMidnight =
        rule.states(Condition::Time) && rule.time.from > rule.time.to && bound.minute < rule.time.to;
    return afterMidnight ? (bound.weekday + 6) % 7 : bound.weekday;
}

bool hasBit(quint8 set, int bit)
{
    return ((set >> bit) & 1) != 0;
}

} // namespace

CompiledRules::CompiledRules(QList<Rule> rules) : m_rules(std::move(rules))
{
    const auto size = static_cast<size_t>(m_rules.size());
    m_order.resize(size);
    std::iota(m_order.begin(), m_order.end(), 0);
    const auto strength = [this](quint32 i) {
        const Rule &rule = m_rules.at(i);
        return static_cast<int>(rule.effect) * 2 + (rule.operatorRule ? 0 : 1);
    };
    std::ranges::stable_sort(m_order, {}, strength);
    m_compiled.reserve(size);
    m_obliged.reserve(size);
    m_ids.reserve(m_rules.size());
    for (const quint32 i : m_order) {
        const Rule &rule = m_rules.at(i);
        m_compiled.push_back(compile(rule));
        m_statedByAny |= m_compiled.back().stated;
        m_obliged.push_back(rule.then != Obligations());
        m_ids.append(rule.id);
    }
}

NameList CompiledRules::compile(const QStringList &names)
{
    if (names.isEmpty())
        return 0;
    if (names.size() == 1)
        return m_names.add(names.first()) << 1;
    const auto start = static_cast<quint32>(m_pool.size());
    m_pool.push_back(static_cast<quint32>(names.size()));
    for (const QString &name : names)
        m_pool.push_back(m_names.add(name));
    return start << 1 | 1;
}

CompiledRule CompiledRules::compile(const Rule &rule)
{
    const Conditions &when = rule.when;
    CompiledRule compiled;
    compiled.effect = rule.effect;
    compiled.stated = engineRules(rule);
    for (const Condition condition : allConditions) {
        if (when.states(condition))
            compiled.stated |= bitOf(condition);
    }
    for (size_t i = 0; i < nameConditions; ++i)
        compiled.names[i] = compile(when.names[i]);
    compiled.delegated = when.subject == SubjectCondition::Delegated;
    compiled.sensitivities = when.sensitivities;
    compiled.purposes = when.purposes;
    compiled.weekdays = when.weekdays;
    compiled.duration = when.duration;
    compiled.ial = when.ial;
    compiled.aal = when.aal;
    compiled.time = when.time.value_or(TimeOfDay());
    compiled.firstContact = when.firstContact.value_or(false);
    compiled.usedBefore = when.usedBefore.value_or(false);
    compiled.otherDevice = when.otherDevice.value_or(false);
    if (when.count) {
        compiled.counted = when.count->counted;
        compiled.window = when.count->window;
        compiled.count = when.count->range;
    }
    return compiled;
}

// Hashing a name costs more than all else that a decision does.
quint32 CompiledRules::bind(Condition condition, const QString &name) const
{
    return (m_statedByAny & bitOf(condition)) != 0 ? m_names.find(name) : 0;
}

BoundFacts CompiledRules::bind(const Facts &facts) const
{
    BoundFacts bound;
    bound.facts = &facts;
    bound.names[at(Condition::As)] = bind(Condition::As, facts.as.value());
    bound.names[at(Condition::Client)] = bind(Condition::Client, facts.client.value());
    bound.names[at(Condition::Organization)] = bind(Condition::Organization, facts.organization);
    bound.names[at(Condition::Profile)] = bind(Condition::Profile, facts.profile.value());
    if ((m_statedByAny & (bitOf(Condition::Time) | bitOf(Condition::Weekday))) != 0) {
        bound.minute = facts.localMinute();
        bound.weekday = facts.localWeekday();
    }
    bound.resources.resize(facts.resources.size());
    for (qsizetype i = 0; i < facts.resources.size(); ++i) {
        const ResourceFacts &resource = facts.resources[i];
        BoundResource &to = bound.resources[i];
        to.facts = &resource;
        to.names[at(Condition::ResourceType)] = bind(Condition::ResourceType, resource.resourceType);
        to.names[at(Condition::Definition)] = bind(Condition::Definition, resource.definition.value());
        to.names[at(Condition::Source)] = bind(Condition::Source, resource.source.value());
        to.names[at(Condition::Subject)] = bind(Condition::Subject, resource.subject);
        for (const QString &scope : resource.scopes)
            to.scopes.append(bind(Condition::Scope, scope));
    }
    return bound;
}

// A resource of which nothing is required satisfies no condition on scopes, so that no allow covers it by accident.
bool CompiledRules::scopesHold(const CompiledRule &rule, const BoundResource &resource) const
{
    const auto listed = [&](quint32 scope) { return contains(rule.names[at(Condition::Scope)], scope); };
    if (rule.effect == Effect::Allow)
        return !resource.scopes.isEmpty() && std::ranges::all_of(resource.scopes, listed);
    return std::ranges::any_of(resource.scopes, listed);
}

bool CompiledRules::holds(const CompiledRule &rule, Condition condition, const BoundFacts &bound,
                          const BoundResource *resource) const
{
    const Facts &facts = *bound.facts;
    switch (condition) {
    case Condition::As:
    case Condition::Client:
    case Condition::Organization:
    case Condition::Profile: return contains(rule.names[at(condition)], bound.names[at(condition)]);
    case Condition::ResourceType:
    case Condition::Definition:
    case Condition::Source: return contains(rule.names[at(condition)], resource->names[at(condition)]);
    case Condition::Subject:
        return rule.delegated ? !resource->facts->subject.isEmpty()
                              : contains(rule.names[at(condition)], resource->names[at(condition)]);
    case Condition::Scope: return scopesHold(rule, *resource);
    case Condition::Sensitivity: return hasBit(rule.sensitivities, static_cast<int>(resource->facts->sensitivity));
    case Condition::Purpose: return hasBit(rule.purposes, static_cast<int>(facts.purpose));
    case Condition::Duration: return rule.duration.contains(facts.durationDays);
    case Condition::Ial: return rule.ial.contains(facts.ial);
    case Condition::Aal: return rule.aal.contains(facts.aal);
    case Condition::Time: return rule.time.contains(bound.minute);
    case Condition::Weekday: return hasBit(rule.weekdays, weekdayOf(rule, bound));
    case Condition::FirstContact: return rule.firstContact == facts.firstContact;
    case Condition::UsedBefore: return rule.usedBefore == resource->facts->usedBefore;
    case Condition::OtherDevice: return rule.otherDevice == facts.otherDevice;
    case Condition::Count: return rule.count.contains(facts.counts.of(rule.counted, rule.window));
    case Condition::EnginePlace: return false;
    case Condition::EnginePurpose: return facts.purpose == Purpose::Access;
    case Condition::EngineOtherDevice: return !facts.otherDevice;
    case Condition::EngineFirstContact: return !facts.firstContact;
    case Condition::EngineDelegated: return resource->facts->subject.isEmpty();
    case Condition::EngineHighSensitivity: return resource->facts->sensitivity != Sensitivity::High;
    }
    return false;
}

bool CompiledRules::holds(const CompiledRule &rule, const BoundFacts &facts, const BoundResource *resource) const
{
    for (ConditionSet left = rule.stated; left != 0; left &= left - 1) {
        if (!holds(rule, static_cast<Condition>(std::countr_zero(left)), facts, resource))
            return false;
    }
    return true;
}

std::optional<Condition> CompiledRules::onlyFailure(const CompiledRule &rule, const BoundFacts &facts,
                                                    const BoundResource *resource) const
{
    std::optional<Condition> failed;
    for (ConditionSet left = rule.stated; left != 0; left &= left - 1) {
        const auto condition = static_cast<Condition>(std::countr_zero(left));
        if (holds(rule, condition, facts, resource))
            continue;
        if (failed)
            return std::nullopt;
        failed = condition;
    }
    return failed;
}

qsizetype CompiledRules::bytes() const
{
    return m_names.bytes() + static_cast<qsizetype>(m_pool.capacity() * sizeof(quint32)) +
           static_cast<qsizetype>(m_compiled.capacity() * sizeof(CompiledRule)) +
           static_cast<qsizetype>(m_order.capacity() * sizeof(quint32)) +
           static_cast<qsizetype>(m_obliged.capacity() / 8) +
           m_ids.capacity() * static_cast<qsizetype>(sizeof(QString));
}

} // namespace fpx::policy
