// What a network's registry calls its data sources' owners and data, for rules about those that never asked yet.
#pragma once

#include "services.h"

namespace fpx::wallet {

/// Public entries only (profile 7), through the network context of that enrolment. What cannot be read is left out.
[[nodiscard]] QCoro::Task<> readRegistryNames(std::shared_ptr<Services> services, AsIdentifier network,
                                              EnrolmentId enrolment, CancelToken cancel);

} // namespace fpx::wallet
