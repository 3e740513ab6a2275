// What both ends of the local socket agree on: where it is, and how much passes through it.
#pragma once

#include <QString>

#include <chrono>

namespace fpx::control {

/// One message is one JSON object in one line, ended by a line feed. A connection carries one command and one answer.
/// Tests make the limits small.
struct Limits {
    int lineBytes = 64 * 1024;              ///< Of one message, without its line feed, each way.
    int connections = 16;                   ///< At once; further ones are closed.
    std::chrono::milliseconds time{10'000}; ///< From connection to answer, on both sides.
};

/// The socket of the instance that runs on a data directory: several directories, several instances.
/// Unix: `fpx-wallet-{16 hex digits of SHA-256 of the directory's canonical path}` in $XDG_RUNTIME_DIR, if that is a
/// directory of this user only; else `control` in the data directory. Windows: a pipe of that first name.
[[nodiscard]] QString socketPath(const QString &dataDirectory);

} // namespace fpx::control
