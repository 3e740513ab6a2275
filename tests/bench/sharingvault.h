// The vault that fpx-bench-sharing opens: ten thousand permissions, two hundred data sources in the operator's profile.
#pragma once

#include "stored.h"

namespace fpx::bench {

constexpr int permissionCount = 10'000;
constexpr int sourceCount = 200;

/// For Stored::writeProfile().
[[nodiscard]] QJsonArray dataSources();
/// Makes the vault and what is in it.
[[nodiscard]] Result<void> fill(const Stored &stored);

} // namespace fpx::bench
