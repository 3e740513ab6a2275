#include <fpx/policy/chips.h>

#include <algorithm>

namespace fpx::policy {

namespace {

QStringList wordsOf(quint8 set, std::span<const char *const> words)
{
    QStringList named;
    for (size_t i = 0; i < words.size(); ++i) {
        if (((set >> i) & 1) != 0)
            named.append(QLatin1String(words[i]));
    }
    return named;
}

Chip chipOf(const Conditions &when, const ConditionSpec &spec, const Conditions &around)
{
    Chip chip;
    chip.role = spec.role;
    chip.condition = spec.id;
    if (spec.place)
        chip.places = when.states(*spec.place) ? when.of(*spec.place) : around.of(*spec.place);
    switch (spec.kind) {
    case ConditionKind::Names:
    case ConditionKind::Subject:
    case ConditionKind::Scopes: chip.names = when.of(spec.id); break;
    case ConditionKind::Set:
    case ConditionKind::Weekday: chip.names = wordsOf(when.*spec.set, spec.words); break;
    case ConditionKind::Range: chip.range = when.*spec.range; break;
    case ConditionKind::Flag: chip.yes = *(when.*spec.flag); break;
    case ConditionKind::Time: chip.time = *when.time; break;
    case ConditionKind::Count:
        chip.range = when.count->range;
        chip.counted = when.count->counted;
        chip.window = when.count->window;
        break;
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
    return chip;
}

QList<Chip> chipsOf(const Conditions &when, const Conditions &around)
{
    QList<Chip> chips;
    for (const ConditionSpec &spec : statedTable) {
        if (when.states(spec.id))
            chips.append(chipOf(when, spec, around));
    }
    return chips;
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
    chips += chipsOf(rule.when, {});
    describeObligations(rule.then, chips);
    std::ranges::stable_sort(chips, {}, &Chip::role);
    return chips;
}

QList<Chip> describeException(const Rule &rule)
{
    QList<Chip> chips = chipsOf(rule.unless, rule.when);
    std::ranges::stable_sort(chips, {}, &Chip::role);
    return chips;
}

} // namespace fpx::policy
