// A rule as the set of (request, resource) pairs that it holds for: a product of one set of values for each dimension.
// What the engine itself forbids to an allow is part of the set.
#pragma once

#include <fpx/policy/rule.h>

namespace fpx::policy {

/// Names: these only, or all but these.
struct NameSet {
    bool allBut = true;
    QStringList names; ///< Sorted.
    [[nodiscard]] bool isEmpty() const { return !allBut && names.isEmpty(); }
};

/// Points of a finite domain of at most 10,080 (minutes of a week), or the intervals of a long one between the bounds in use.
using Points = QList<std::pair<int, int>>; ///< Disjoint closed intervals, ascending.
inline constexpr size_t windowCount = std::tuple_size_v<decltype(Counts::values)::value_type>;

/// How many sets of points a condition of that kind has: the days are in the minutes of the week, and each count is one.
constexpr size_t dimensionsOf(ConditionKind kind)
{
    switch (kind) {
    case ConditionKind::Set:
    case ConditionKind::Range:
    case ConditionKind::Flag:
    case ConditionKind::Time: return 1;
    case ConditionKind::Count: return std::tuple_size_v<decltype(Counts::values)> * windowCount;
    case ConditionKind::Names:
    case ConditionKind::Subject:
    case ConditionKind::Scopes:
    case ConditionKind::Weekday:
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
    return 0;
}

/// The first of a condition's sets of points; of none: where those before it end.
constexpr size_t dimension(Condition condition)
{
    size_t before = 0;
    for (size_t i = 0; i < static_cast<size_t>(condition); ++i)
        before += dimensionsOf(conditionTable[i].kind);
    return before;
}

struct Box {
    std::array<NameSet, nameConditions> names; ///< Of the conditions over names.
    std::array<Points, dimension(static_cast<Condition>(statedConditions))> points;
    Effect effect = Effect::Ask;
    bool wholeRequest = false; ///< A deny or ask that says nothing of a resource.
    [[nodiscard]] bool isEmpty() const;
};

/// Of `when` alone.
[[nodiscard]] Box boxOf(const Rule &rule);
/// Of the conditions alone: what the rule says, whatever the engine takes from it.
[[nodiscard]] Box statedBoxOf(const Rule &rule);
/// What an exception takes away.
[[nodiscard]] Box exceptionBoxOf(const Conditions &unless);
[[nodiscard]] bool contains(const Box &outer, const Box &inner);
[[nodiscard]] bool overlaps(const Box &a, const Box &b);
[[nodiscard]] Box intersection(const Box &a, const Box &b);
/// Whether all scopes that `inner` names are among those of `outer`. Each scope of a request counts for a deny, all
/// together for an allow: only the whole list can be taken away.
[[nodiscard]] bool scopesContain(const Box &outer, const Box &inner);
/// What sticks out of `outer`, as disjoint pieces; by scopes nothing does.
[[nodiscard]] QList<Box> difference(const Box &box, const Box &outer);

} // namespace fpx::policy
