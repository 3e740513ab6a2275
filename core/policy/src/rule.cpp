#include <fpx/policy/rule.h>

#include <algorithm>

namespace fpx::policy {

namespace {

void takeSmaller(std::optional<int> &value, const std::optional<int> &other)
{
    if (other)
        value = std::min(value.value_or(*other), *other);
}

// What the conditions name, where neither they nor those around them say where it is known.
std::optional<Unplaced> unplacedIn(const Conditions &conditions, const Conditions &around)
{
    const auto isPlaced = [&](Condition place) { return conditions.states(place) || around.states(place); };
    for (const ConditionSpec &spec : statedTable) {
        if (spec.kind == ConditionKind::Names && spec.place && conditions.states(spec.id) && !isPlaced(*spec.place))
            return Unplaced{spec.id, *spec.place};
    }
    const QStringList &subjects = conditions.of(Condition::Subject);
    const bool somebody = std::ranges::any_of(subjects, [](const QString &subject) { return !subject.isEmpty(); });
    if (somebody && !isPlaced(Condition::Source))
        return Unplaced{Condition::Subject, Condition::Source};
    return std::nullopt;
}

} // namespace

void Obligations::combine(const Obligations &other)
{
    notify |= other.notify;
    once |= other.once;
    takeSmaller(limitDays, other.limitDays);
    takeSmaller(askAgainDays, other.askAgainDays);
    stepUpIal = std::max(stepUpIal, other.stepUpIal);
    stepUpAal = std::max(stepUpAal, other.stepUpAal);
}

std::optional<Unplaced> unplaced(const Rule &rule)
{
    if (rule.effect == Effect::Allow)
        return unplacedIn(rule.when, rule.when);
    auto found = unplacedIn(rule.unless, rule.when);
    if (found)
        found->inException = true;
    return found;
}

const Conditions *exceptionOf(const Rule &rule)
{
    if (!rule.unless.isStated())
        return nullptr;
    const auto lacks = unplaced(rule);
    return lacks && lacks->inException ? nullptr : &rule.unless;
}

bool namesFirstContact(const Conditions &when)
{
    return when.states(Condition::Client) || when.states(Condition::FirstContact);
}

bool namesDelegated(const Conditions &when)
{
    return when.states(Condition::Subject);
}

bool namesHighSensitivity(const Conditions &when)
{
    return when.states(Condition::Sensitivity) || (when.states(Condition::Definition) && when.states(Condition::Scope));
}

} // namespace fpx::policy
