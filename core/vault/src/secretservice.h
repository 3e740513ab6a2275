// What the Secret Service (specifications.freedesktop.org/secret-service) says about itself, without any prompt.
#pragma once

#include <fpx/vault/keychain.h>

#include <chrono>

namespace fpx::vault {

/// The state of the default collection, within `timeout` a question. Without an alias "default" it is NoDefault: what is
/// written then goes nowhere, or into a collection that is gone after the session.
[[nodiscard]] QCoro::Task<KeychainState> secretServiceState(std::chrono::milliseconds timeout);

/// Whether an item that QtKeychain wrote lies in an unlocked collection, whichever that is.
[[nodiscard]] QCoro::Task<bool> isInUnlockedCollection(QString keychainService, QString key,
                                                       std::chrono::milliseconds timeout);

/// How the service answered the wish to open its default collection.
enum class UnlockAnswer {
    Opened, ///< As the service says: whether its `Locked` follows is another question (ksecretd's does not always).
    Dismissed,
    Timeout,
    Missing,
    NoDefault,
};

/// Service.Unlock of the default collection, and the Prompt that it may want, as the child of `window` (the platform's
/// number for it; empty: of none). Each question is answered within `timeout`, the prompt within `promptTimeout`, after
/// which nobody listens any more; it stays on the screen.
[[nodiscard]] QCoro::Task<UnlockAnswer> unlockSecretService(QString window, std::chrono::milliseconds timeout,
                                                            std::chrono::milliseconds promptTimeout);

} // namespace fpx::vault
