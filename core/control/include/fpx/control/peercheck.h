// Port: who is at the other end of a local socket.
#pragma once

#include <QtGlobal>

#include <memory>

namespace fpx::control {

class PeerCheck
{
public:
    virtual ~PeerCheck() = default;
    /// True only if the other end of a connected local socket certainly runs as the operating-system user of this
    /// process; what cannot be found out is false. `descriptor` is the native socket, on Windows the pipe's handle.
    [[nodiscard]] virtual bool isOwnUser(qintptr descriptor) const = 0;
};

/// Linux: SO_PEERCRED. macOS and the BSDs: getpeereid. Windows: the users of both processes at the pipe.
[[nodiscard]] std::shared_ptr<const PeerCheck> systemPeerCheck();

} // namespace fpx::control
