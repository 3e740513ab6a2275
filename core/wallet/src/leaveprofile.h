// Leaving a profile: nothing that it allowed may outlive it (profile section 3).
#pragma once

#include "services.h"

namespace fpx::wallet {

/// Revokes every live permission of `profile`, waits until the network has confirmed that (`patience` at most), then ends
/// the profile there and here, and writes it into the history. Errors: `revocations_pending`, those of
/// uma::AsAccounts::leave().
[[nodiscard]] Async<void> leaveProfile(std::shared_ptr<Services> services, EnrolmentId profile,
                                       std::chrono::milliseconds patience);

} // namespace fpx::wallet
