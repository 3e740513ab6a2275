#include <fpx/policy/rule.h>

#include <algorithm>

namespace fpx::policy {

namespace {

constexpr std::array<const char *, 26> names{"as",
                                             "client",
                                             "organization",
                                             "profile",
                                             "resource_type",
                                             "definition",
                                             "source",
                                             "subject",
                                             "scope",
                                             "sensitivity",
                                             "purpose",
                                             "duration_days",
                                             "ial",
                                             "aal",
                                             "time",
                                             "weekday",
                                             "first_contact",
                                             "used_before",
                                             "other_device",
                                             "count",
                                             "engine_place",
                                             "engine_purpose",
                                             "engine_other_device",
                                             "engine_first_contact",
                                             "engine_delegated",
                                             "engine_high_sensitivity"};

void takeSmaller(std::optional<int> &value, const std::optional<int> &other)
{
    if (other)
        value = std::min(value.value_or(*other), *other);
}

} // namespace

QString conditionName(Condition condition)
{
    return QLatin1String(names[static_cast<size_t>(condition)]);
}

bool isAboutResource(Condition condition)
{
    switch (condition) {
    case Condition::ResourceType:
    case Condition::Definition:
    case Condition::Source:
    case Condition::Subject:
    case Condition::Scope:
    case Condition::Sensitivity:
    case Condition::UsedBefore:
    case Condition::EngineDelegated:
    case Condition::EngineHighSensitivity: return true;
    default: return false;
    }
}

bool Conditions::states(Condition condition) const
{
    switch (condition) {
    case Condition::Subject: return subject != SubjectCondition::Any;
    case Condition::Sensitivity: return sensitivities != 0;
    case Condition::Purpose: return purposes != 0;
    case Condition::Duration: return duration.isStated();
    case Condition::Ial: return ial.isStated();
    case Condition::Aal: return aal.isStated();
    case Condition::Time: return time.has_value();
    case Condition::Weekday: return weekdays != 0;
    case Condition::FirstContact: return firstContact.has_value();
    case Condition::UsedBefore: return usedBefore.has_value();
    case Condition::OtherDevice: return otherDevice.has_value();
    case Condition::Count: return count.has_value();
    default: return static_cast<int>(condition) < nameConditions && !of(condition).isEmpty();
    }
}

void Conditions::nameSubject(const QString &whose)
{
    subject = SubjectCondition::Listed;
    of(Condition::Subject).append(whose);
}

void Obligations::combine(const Obligations &other)
{
    notify |= other.notify;
    once |= other.once;
    takeSmaller(limitDays, other.limitDays);
    takeSmaller(askAgainDays, other.askAgainDays);
    stepUpIal = std::max(stepUpIal, other.stepUpIal);
    stepUpAal = std::max(stepUpAal, other.stepUpAal);
}

std::optional<Condition> placeOf(Condition condition)
{
    switch (condition) {
    case Condition::Client:
    case Condition::Organization:
    case Condition::ResourceType:
    case Condition::Definition:
    case Condition::Scope: return Condition::As;
    case Condition::Subject: return Condition::Source;
    default: return std::nullopt;
    }
}

std::optional<Unplaced> unplaced(const Rule &rule)
{
    if (rule.effect != Effect::Allow)
        return std::nullopt;
    for (const Condition named :
         {Condition::Client, Condition::Organization, Condition::ResourceType, Condition::Definition}) {
        if (rule.when.states(named) && !rule.when.states(Condition::As))
            return Unplaced{named, Condition::As};
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
