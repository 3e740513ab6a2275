#include <fpx/policy/chips.h>

#include "vocabulary.h"

#include <algorithm>

namespace fpx::policy {

namespace {

ChipRole roleOf(Condition condition)
{
    switch (condition) {
    case Condition::As:
    case Condition::Client:
    case Condition::Organization: return ChipRole::Who;
    case Condition::ResourceType:
    case Condition::Definition:
    case Condition::Scope:
    case Condition::Sensitivity: return ChipRole::What;
    case Condition::Source:
    case Condition::Subject: return ChipRole::From;
    default: return ChipRole::When;
    }
}

template <size_t size>
QStringList wordsOf(quint8 set, const std::array<const char *, size> &words)
{
    QStringList named;
    for (size_t i = 0; i < size; ++i) {
        if (((set >> i) & 1) != 0)
            named.append(QLatin1String(words[i]));
    }
    return named;
}

Chip chipOf(const Conditions &when, Condition condition)
{
    Chip chip;
    chip.role = roleOf(condition);
    chip.condition = condition;
    if (const auto place = placeOf(condition))
        chip.places = when.of(*place);
    switch (condition) {
    case Condition::Sensitivity: chip.names = wordsOf(when.sensitivities, sensitivityWords); break;
    case Condition::Purpose: chip.names = wordsOf(when.purposes, purposeWords); break;
    case Condition::Weekday: chip.names = wordsOf(when.weekdays, weekdayWords); break;
    case Condition::Duration: chip.range = when.duration; break;
    case Condition::Ial: chip.range = when.ial; break;
    case Condition::Aal: chip.range = when.aal; break;
    case Condition::Time: chip.time = *when.time; break;
    case Condition::FirstContact: chip.yes = *when.firstContact; break;
    case Condition::UsedBefore: chip.yes = *when.usedBefore; break;
    case Condition::OtherDevice: chip.yes = *when.otherDevice; break;
    case Condition::Count:
        chip.range = when.count->range;
        chip.counted = when.count->counted;
        chip.window = when.count->window;
        break;
    default: chip.names = when.of(condition); break;
    }
    return chip;
}

void describeObligations(const Obligations &then, QList<Chip> &chips)
{
    const auto add = [&chips](bool stated, ObligationKind kind, int number) {
        Chip chip;
        chip.role = ChipRole::Obligation;
        chip.obligation = kind;
        chip.number = number;
        if (stated)
            chips.append(chip);
    };
    add(then.notify, ObligationKind::Notify, 0);
    add(then.once, ObligationKind::Once, 0);
    add(then.limitDays.has_value(), ObligationKind::LimitDays, then.limitDays.value_or(0));
    add(then.askAgainDays.has_value(), ObligationKind::AskAgainDays, then.askAgainDays.value_or(0));
    add(then.stepUpIal > 0, ObligationKind::StepUpIal, then.stepUpIal);
    add(then.stepUpAal > 0, ObligationKind::StepUpAal, then.stepUpAal);
}

} // namespace

QList<Chip> describe(const Rule &rule)
{
    Chip effect;
    effect.effect = rule.effect;
    QList<Chip> chips{effect};
    for (int i = 0; i < statedConditions; ++i) {
        const auto condition = static_cast<Condition>(i);
        if (rule.when.states(condition))
            chips.append(chipOf(rule.when, condition));
    }
    describeObligations(rule.then, chips);
    std::ranges::stable_sort(chips, {}, &Chip::role);
    return chips;
}

} // namespace fpx::policy
