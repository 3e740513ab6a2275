// Port: whose program is at the other end of a loopback connection.
#pragma once

#include <QtGlobal>

#include <memory>

namespace fpx::listener {

/// The two ends of one accepted connection, in host byte order.
struct Peer {
    quint32 peerAddress = 0; ///< IPv4, in 127.0.0.0/8.
    quint16 peerPort = 0;
    quint16 localPort = 0; ///< The listener's; its address is 127.0.0.1.
};

class PeerCheck
{
public:
    virtual ~PeerCheck() = default;
    /// True only if the peer's socket certainly belongs to the operating-system user of this process. Whatever cannot
    /// be found out is false. Called once a connection, right after it was accepted; takes less than a
    /// millisecond.
    [[nodiscard]] virtual bool belongsToOwnUser(const Peer &peer) const = 0;
};

/// Linux: the kernel's sock_diag with exactly this pair of ends, whose cost does not grow with the number of sockets; where
/// it is not offered, /proc/net/tcp and tcp6 within a budget of time, beyond which the answer is false. macOS: the descriptors of the user's own processes. Windows: the owner of the
/// socket's process. Elsewhere every connection is refused.
[[nodiscard]] std::shared_ptr<const PeerCheck> systemPeerCheck();

} // namespace fpx::listener
