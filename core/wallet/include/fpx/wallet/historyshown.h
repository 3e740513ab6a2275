// How much of the history the list holds.
#pragma once

namespace fpx::wallet {

/// How many entries Facade::history() lists: the newest. The others are in every exported copy.
inline constexpr int historyShown = 1000;

} // namespace fpx::wallet
