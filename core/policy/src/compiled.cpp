#include "compiled.h"

#include <numeric>

namespace fpx::policy {

namespace {

constexpr ConditionSet engineConditions =
    setOf([](const ConditionSpec &spec) { return spec.kind == ConditionKind::Engine; });
constexpr ConditionSet ofTheClock = bitOf(Condition::Time) | bitOf(Condition::Weekday);

// Made when the program starts: with -fsanitize=undefined GCC compares no function's address with null before.
template <class Owner>
const ConditionSet factsOfOwner = setOf([](const ConditionSpec &spec) {
    return factOf<Owner>(spec).text != nullptr || factOf<Owner>(spec).number != nullptr;
});

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
    CompiledRule compiled = compile(rule.when, rule.effect);
    compiled.stated |= engineRules(rule);
    m_statedByAny |= compiled.stated;
    if (const Conditions *unless = exceptionOf(rule)) {
        compiled.stated |= bitOf(Condition::Unless);
        compiled.exception = static_cast<quint32>(m_exceptions.size());
        m_exceptions.push_back(compile(*unless, Effect::Allow)); // of scopes it covers what an allow would
        m_statedByAny |= m_exceptions.back().stated;
    }
    return compiled;
}

CompiledRule CompiledRules::compile(const Conditions &when, Effect effect)
{
    CompiledRule compiled;
    compiled.effect = effect;
    for (const ConditionSpec &spec : statedTable) {
        if (!when.states(spec.id))
            continue;
        compiled.stated |= bitOf(spec.id);
        compile(when, spec, compiled);
    }
    return compiled;
}

void CompiledRules::compile(const Conditions &when, const ConditionSpec &spec, CompiledRule &compiled)
{
    const size_t place = placeInKind(spec.id);
    switch (spec.kind) {
    case ConditionKind::Names:
    case ConditionKind::Scopes: compiled.names[at(spec.id)] = compile(when.of(spec.id)); break;
    case ConditionKind::Subject:
        compiled.names[at(spec.id)] = compile(when.of(spec.id));
        compiled.delegated = when.subject == SubjectCondition::Delegated;
        break;
    case ConditionKind::Set: compiled.sets[place] = when.*spec.set; break;
    case ConditionKind::Range: compiled.ranges[place] = when.*spec.range; break;
    case ConditionKind::Flag: compiled.flags |= *(when.*spec.flag) ? bitOf(spec.id) : 0; break;
    case ConditionKind::Time: compiled.time = *when.time; break;
    case ConditionKind::Weekday: compiled.weekdays = when.weekdays; break;
    case ConditionKind::Count:
        compiled.counted = when.count->counted;
        compiled.window = when.count->window;
        compiled.count = when.count->range;
        break;
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
}

// Hashing a name costs more than all else that a decision does: only what some rule states is looked at.
template <class Owner>
void CompiledRules::bind(const Owner &owner, BoundPart &part) const
{
    for (ConditionSet left = m_statedByAny & factsOfOwner<Owner>; left != 0; left &= left - 1) {
        const ConditionSpec &spec = conditionTable[static_cast<size_t>(std::countr_zero(left))];
        const FactAccess<Owner> &fact = factOf<Owner>(spec);
        const size_t place = placeInKind(spec.id);
        if (fact.text)
            part.names[at(spec.id)] = m_names.find(fact.text(owner));
        else if (spec.kind == ConditionKind::Set)
            part.sets[place] = static_cast<quint8>(fact.number(owner));
        else if (spec.kind == ConditionKind::Range)
            part.ranges[place] = fact.number(owner);
        else
            part.holding |= fact.number(owner) != 0 ? bitOf(spec.id) : 0;
    }
}

void CompiledRules::bindEngineRules(BoundFacts &bound) const
{
    for (ConditionSet left = m_statedByAny & engineConditions; left != 0; left &= left - 1) {
        const ConditionSpec &spec = conditionTable[static_cast<size_t>(std::countr_zero(left))];
        if (!spec.aboutResource)
            bound.holding |= spec.engineHolds(*bound.facts, nullptr) ? bitOf(spec.id) : 0;
        else
            for (BoundResource &resource : bound.resources)
                resource.holding |= spec.engineHolds(*bound.facts, resource.facts) ? bitOf(spec.id) : 0;
    }
}

BoundFacts CompiledRules::bind(const Facts &facts) const
{
    BoundFacts bound;
    bound.facts = &facts;
    bind(facts, bound);
    if ((m_statedByAny & ofTheClock) != 0) {
        bound.minute = facts.localMinute();
        bound.weekday = facts.localWeekday();
    }
    const bool scopesStated = (m_statedByAny & bitOf(Condition::Scope)) != 0;
    bound.resources.resize(facts.resources.size());
    for (qsizetype i = 0; i < facts.resources.size(); ++i) {
        const ResourceFacts &resource = facts.resources[i];
        BoundResource &to = bound.resources[i];
        to.facts = &resource;
        bind(resource, to);
        for (const QString &scope : resource.scopes)
            to.scopes.append(scopesStated ? m_names.find(scope) : 0);
    }
    bindEngineRules(bound);
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

// To a rule about the request as a whole, an exception about resources holds if it does for each of them.
bool CompiledRules::exceptionHolds(const CompiledRule &exception, const BoundFacts &facts,
                                   const BoundResource *resource) const
{
    if (resource != nullptr || (exception.stated & aboutResource) == 0)
        return holds(exception, facts, resource);
    return !facts.resources.isEmpty() && std::ranges::all_of(facts.resources, [&](const BoundResource &each) {
        return holds(exception, facts, &each);
    });
}

bool CompiledRules::holds(const CompiledRule &rule, Condition condition, const BoundFacts &bound,
                          const BoundResource *resource) const
{
    const ConditionShape shape = conditionShapes[at(condition)];
    const ConditionSet bit = bitOf(condition);
    const BoundPart &part = (aboutResource & bit) != 0 ? static_cast<const BoundPart &>(*resource) : bound;
    switch (shape.kind) {
    case ConditionKind::Names: return contains(rule.names[at(condition)], part.names[at(condition)]);
    case ConditionKind::Subject:
        return rule.delegated ? !resource->facts->subject.isEmpty()
                              : contains(rule.names[at(condition)], part.names[at(condition)]);
    case ConditionKind::Scopes: return scopesHold(rule, *resource);
    case ConditionKind::Set: return hasBit(rule.sets[shape.place], part.sets[shape.place]);
    case ConditionKind::Range: return rule.ranges[shape.place].contains(part.ranges[shape.place]);
    case ConditionKind::Flag: return ((rule.flags ^ part.holding) & bit) == 0;
    case ConditionKind::Time: return rule.time.contains(bound.minute);
    case ConditionKind::Weekday: return hasBit(rule.weekdays, weekdayOf(rule, bound));
    case ConditionKind::Count: return rule.count.contains(bound.facts->counts.of(rule.counted, rule.window));
    case ConditionKind::Engine: return (part.holding & bit) != 0;
    case ConditionKind::Unless: return !exceptionHolds(m_exceptions[rule.exception], bound, resource);
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
           static_cast<qsizetype>((m_compiled.capacity() + m_exceptions.capacity()) * sizeof(CompiledRule)) +
           static_cast<qsizetype>(m_order.capacity() * sizeof(quint32)) +
           static_cast<qsizetype>(m_obliged.capacity() / 8) +
           m_ids.capacity() * static_cast<qsizetype>(sizeof(QString));
}

} // namespace fpx::policy
