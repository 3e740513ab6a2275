// What the Secret Service (specifications.freedesktop.org/secret-service) says about itself, without any prompt.
#pragma once

#include <fpx/vault/keychain.h>

#include <chrono>

namespace fpx::vault {

/// The state of the default collection, within `timeout` a question. No alias "default" counts as Missing: what is
/// written then goes nowhere, or into a collection that is gone after the session.
[[nodiscard]] QCoro::Task<KeychainState> secretServiceState(std::chrono::milliseconds timeout);

} // namespace fpx::vault
