// What this wallet knows by name, from requests, registries, permissions and the operator profile.
#pragma once

#include "services.h"

namespace fpx::wallet {

/// Names of this kind, by the places that call them so.
[[nodiscard]] NameBook namesKnown(const Services &services, policy::Condition kind);

} // namespace fpx::wallet
