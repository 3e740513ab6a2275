// The answer to a request from another device: the wallet brings it to the AS itself (profile 4.6).
#pragma once

#include <fpx/uma/asclient.h>

#include <functional>

namespace fpx::consent {

struct Delivery {
    std::shared_ptr<uma::AsClient> client; ///< Null: the profile is gone.
    uma::Answer answer;                    ///< Stored before the first call, so that a restart sends the same bytes.
    qint64 until = 0;                      ///< local seconds: the ticket's end
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
};

/// Sends the same bytes at growing intervals until the AS has taken or refused them, or the ticket has ended; at least
/// once. `notYet` hears why an attempt was not the last. Errors: `answer_refused`, `delivery_failed`, `cancelled`.
[[nodiscard]] Async<void> deliver(Delivery delivery, std::function<void(const Error &)> notYet, CancelToken cancel);

} // namespace fpx::consent
