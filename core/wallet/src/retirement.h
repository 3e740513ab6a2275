// How long what a new operator profile has replaced stays in memory.
#pragma once

#include <chrono>

namespace fpx::wallet {

/// Coroutines that wait for the network point into it. Cancelling ends them at once but for those that nobody cancels
/// (tokens are taken back whatever the person does next): an attempt has thirty seconds, a request several attempts, and
/// they follow one another.
inline constexpr std::chrono::minutes retirement{60};

} // namespace fpx::wallet
