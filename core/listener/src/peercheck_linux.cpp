#include <QtGlobal>
#ifdef Q_OS_LINUX

#include "procnet.h"

#include <fpx/listener/peercheck.h>

#include <unistd.h>

namespace fpx::listener {

namespace {

constexpr quint32 Loopback = 0x7f000001;

class ProcPeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool belongsToOwnUser(const Peer &peer) const override
    {
        // The row of the client's end: its local address is our peer. One without an inode belongs to nobody any more.
        const auto row = findTcpRow([&](const TcpRow &one) {
            return one.localPort == peer.peerPort && one.localAddress == peer.peerAddress &&
                   one.remotePort == peer.localPort && one.remoteAddress == Loopback;
        });
        return row && row->inode != 0 && row->uid == ::geteuid();
    }
};

} // namespace

std::shared_ptr<const PeerCheck> systemPeerCheck()
{
    return std::make_shared<ProcPeerCheck>();
}

} // namespace fpx::listener

#endif
