// A rule as what it holds for: a box, without what its exception takes from it.
#pragma once

#include "box.h"

namespace fpx::policy {

struct Region {
    Box box;
    std::optional<Box> hole;
    [[nodiscard]] bool isEmpty() const;
};

[[nodiscard]] Region regionOf(const Rule &rule);
/// Whatever the engine takes from it.
[[nodiscard]] Region statedRegionOf(const Rule &rule);

// Each says yes only if it is so; where lists of scopes meet exceptions it may say no of what is.
[[nodiscard]] bool contains(const Region &outer, const Region &inner);
[[nodiscard]] bool overlaps(const Region &a, const Region &b);
/// Whether `inner` lies in the union of `outers`; nothing if that takes more than a bounded number of steps.
[[nodiscard]] std::optional<bool> covered(const Region &inner, const QList<Region> &outers);

} // namespace fpx::policy
