// What an assurance level is worth against another.
#pragma once

#include <fpx/operator/parties.h>

#include <algorithm>

namespace fpx::identity {

/// Higher satisfies lower, in both.
[[nodiscard]] inline bool reaches(const op::Assurance &offered, const op::Assurance &wanted)
{
    return offered.ial >= wanted.ial && offered.aal >= wanted.aal;
}

/// Whether one of the levels that this provider signs people in with is good enough.
[[nodiscard]] inline bool reaches(const op::IdentityProvider &provider, const op::Assurance &wanted)
{
    return reaches(op::Assurance(), wanted) ||
           std::ranges::any_of(provider.assurance, [&wanted](const auto &offered) { return reaches(offered, wanted); });
}

} // namespace fpx::identity
