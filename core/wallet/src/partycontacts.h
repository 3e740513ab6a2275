// Whom to turn to about a permission, as its network's registry says now (profile 7).
#pragma once

#include <fpx/wallet/sharing.h>

#include "services.h"

namespace fpx::wallet {

/// Errors: those of uma::Registry and of AsAccounts::registry().
[[nodiscard]] Async<PartyContacts> askRegistry(std::shared_ptr<Services> services,
                                               consent::PermissionRecord permission);

} // namespace fpx::wallet
