#include <fpx/policy/rule.h>

#include <algorithm>

namespace fpx::policy {

namespace {

void takeSmaller(std::optional<int> &value, const std::optional<int> &other)
{
    if (other)
        value = std::min(value.value_or(*other), *other);
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
    if (rule.effect != Effect::Allow)
        return std::nullopt;
    for (const ConditionSpec &spec : statedTable) {
        if (spec.kind == ConditionKind::Names && spec.place && rule.when.states(spec.id) &&
            !rule.when.states(*spec.place))
            return Unplaced{spec.id, *spec.place};
    }
    const QStringList &subjects = rule.when.of(Condition::Subject);
    const bool somebody = std::ranges::any_of(subjects, [](const QString &subject) { return !subject.isEmpty(); });
    if (somebody && !rule.when.states(Condition::Source))
        return Unplaced{Condition::Subject, Condition::Source};
    return std::nullopt;
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
