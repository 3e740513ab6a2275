// The structure of a rule for people: typed parts in the order of a sentence. The words are the front end's.
#pragma once

#include <fpx/policy/rule.h>

namespace fpx::policy {

enum class ObligationKind { Notify, Once, LimitDays, AskAgainDays, StepUpIal, StepUpAal };

/// One part. Which of the members below the first three are set follows from the condition or obligation.
struct Chip {
    ChipRole role = ChipRole::Effect;
    Effect effect = Effect::Ask;
    std::optional<Condition> condition;
    std::optional<ObligationKind> obligation;
    QStringList names;  ///< Identifiers; of sensitivity, purpose and weekday the words of the language. Subject: empty
                        ///< string is the person; an empty list is anybody on whose behalf the person shares.
    QStringList places; ///< Of names that a network or source chose (placeOf()): the rule's networks or sources.
    Range range;        ///< Days, levels; of a count its number.
    int number = 0;     ///< Of an obligation: days or level.
    bool yes = false;   ///< Of first_contact, used_before, other_device.
    TimeOfDay time;
    Counted counted = Counted::Asked;
    Window window = Window::Day;
    [[nodiscard]] bool operator==(const Chip &) const = default;
};

/// Every condition and obligation that the rule states, once, in the order of the roles.
[[nodiscard]] QList<Chip> describe(const Rule &rule);
/// Likewise the conditions of its exception; none: it has none.
[[nodiscard]] QList<Chip> describeException(const Rule &rule);

} // namespace fpx::policy
