// Binding 127.0.0.1, and who holds a port that is taken.
#pragma once

#include <fpx/base/result.h>

#include <QtGlobal>

namespace fpx::listener {

/// A listening socket on 127.0.0.1:`port`, not inherited by child processes; the caller owns the descriptor.
/// Errors: `port_taken`, `listen_failed`.
[[nodiscard]] Result<qintptr> bindLoopback(quint16 port);

/// Half-closes after the answer, so that the peer sees its end although it may still be sending.
void shutDownSending(qintptr socket);

/// Who listens on `port`, as a part of a sentence for a person: "another user of this computer", "the program
/// “name”"; empty if it cannot be found out.
[[nodiscard]] QString portOwner(quint16 port);

} // namespace fpx::listener
