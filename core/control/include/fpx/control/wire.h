// What both ends of the local socket agree on: where it is, and how much passes through it.
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>

namespace fpx::control {

/// One message is one JSON object in one line, ended by a line feed. A connection carries one command and one answer.
/// Tests make the limits small.
struct Limits {
    int lineBytes = 64 * 1024;              ///< Of one message, without its line feed, each way.
    int connections = 16;                   ///< At once; further ones are closed.
    std::chrono::milliseconds time{10'000}; ///< Server: from connection to command. Client: from connection to answer.
    /// Server: from command to answer, for which a person may have to be asked. A client that gives up ends it sooner.
    std::chrono::milliseconds answerTime{150'000};
};

/// Of a link that the desktop hands over, in characters, whatever way it comes: a request object of 16 KiB and what stands
/// around it.
inline constexpr qsizetype maxLinkSize = 20 * 1024;

/// The socket of the instance that runs on a data directory: several directories, several instances.
/// The first of socketPaths().
[[nodiscard]] QString socketPath(const QString &dataDirectory);
/// Where it may be, best first: the server takes the first that works, the client asks one after the other.
/// Unix: `fpx-wallet-{16 hex digits of SHA-256 of the directory's canonical path}` in $XDG_RUNTIME_DIR, if that is a
/// directory of this user only; `control` in the data directory; the first name in `/tmp/fpx-wallet-{user id}` (a socket's
/// path has 107 bytes at most, and a data directory's may have more), if that is or can be made a directory of this user
/// only. Windows: a pipe of that first name.
[[nodiscard]] QStringList socketPaths(const QString &dataDirectory);

} // namespace fpx::control
