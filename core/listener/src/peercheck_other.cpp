#include <QtGlobal>
#if !defined(Q_OS_LINUX) && !defined(Q_OS_MACOS) && !defined(Q_OS_WIN)

#include <fpx/listener/peercheck.h>

namespace fpx::listener {

namespace {

/// No way is known here to tell whose a connection is, so nobody is let in; links and the command line still work.
class RefuseAll final : public PeerCheck
{
public:
    [[nodiscard]] bool belongsToOwnUser(const Peer &) const override { return false; }
};

} // namespace

std::shared_ptr<const PeerCheck> systemPeerCheck()
{
    return std::make_shared<RefuseAll>();
}

} // namespace fpx::listener

#endif
