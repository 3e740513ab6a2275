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

struct Box {
    std::array<NameSet, nameConditions> names; ///< Of the conditions over names.
    std::array<Points, 11 + 6> points;         ///< Sensitivity … OtherDevice, then each count.
    Effect effect = Effect::Ask;
    bool wholeRequest = false; ///< A deny or ask that says nothing of a resource.
    [[nodiscard]] bool isEmpty() const;
};

[[nodiscard]] Box boxOf(const Rule &rule);
/// Of the conditions alone: what the rule says, whatever the engine takes from it.
[[nodiscard]] Box statedBoxOf(const Rule &rule);
[[nodiscard]] bool contains(const Box &outer, const Box &inner);
[[nodiscard]] bool overlaps(const Box &a, const Box &b);
/// Whether `inner` lies in the union of `outers`; nothing if that takes more than a bounded number of steps.
[[nodiscard]] std::optional<bool> covered(const Box &inner, const QList<Box> &outers);

} // namespace fpx::policy
