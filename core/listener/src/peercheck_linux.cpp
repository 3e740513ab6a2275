#include <QtGlobal>
#ifdef Q_OS_LINUX

#include "sockdiag.h"

#include <fpx/listener/peercheck.h>

#include <QElapsedTimer>

#include <unistd.h>

namespace fpx::listener {

namespace {

constexpr quint32 Loopback = 0x7f000001;
constexpr qint64 budgetMilliseconds = 200; ///< For tables that grow with the sockets of all users, in a second.

/// An end without an inode belongs to nobody any more.
bool isOwn(const std::optional<TcpRow> &row)
{
    return row && row->inode != 0 && row->uid == ::geteuid();
}

class LinuxPeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool belongsToOwnUser(const Peer &peer) const override
    {
        // The client's end: its local address is our peer.
        const SockDiagAnswer answer = askSockDiag(peer.peerAddress, peer.peerPort, Loopback, peer.localPort);
        return answer.offered ? isOwn(answer.row) : isOwn(fromTable(peer));
    }

private:
    [[nodiscard]] std::optional<TcpRow> fromTable(const Peer &peer) const
    {
        if (!m_second.isValid() || m_second.elapsed() >= 1000) {
            m_second.start();
            m_spent = 0;
        }
        if (m_spent >= budgetMilliseconds)
            return std::nullopt;
        const qint64 before = m_second.elapsed();
        const auto row = findTcpRow([&](const TcpRow &one) {
            return one.localPort == peer.peerPort && one.localAddress == peer.peerAddress &&
                   one.remotePort == peer.localPort && one.remoteAddress == Loopback;
        });
        m_spent += m_second.elapsed() - before;
        return row;
    }

    mutable QElapsedTimer m_second;
    mutable qint64 m_spent = 0;
};

} // namespace

std::shared_ptr<const PeerCheck> systemPeerCheck()
{
    return std::make_shared<LinuxPeerCheck>();
}

} // namespace fpx::listener

#endif
