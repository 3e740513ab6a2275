// At which networks the names of a rule are known.
#pragma once

#include <fpx/wallet/policies.h>

namespace fpx::ui {

/// The networks that know all the clients, organisations and data that are named, sorted. Empty: none does, or nothing is
/// named.
[[nodiscard]] QStringList networksOf(const policy::Conditions &when, const wallet::Policies &policies);

} // namespace fpx::ui
