#include <QtGlobal>
#ifdef Q_OS_MACOS

#include <fpx/listener/peercheck.h>

#include <QList>

#include <arpa/inet.h>
#include <libproc.h>
#include <sys/proc_info.h>
#include <unistd.h>

namespace fpx::listener {

namespace {

bool isPeer(const socket_fdinfo &info, const Peer &peer)
{
    if (info.psi.soi_kind != SOCKINFO_TCP)
        return false;
    const in_sockinfo &ends = info.psi.soi_proto.pri_tcp.tcpsi_ini;
    return ntohs(static_cast<quint16>(ends.insi_lport)) == peer.peerPort &&
           ntohs(static_cast<quint16>(ends.insi_fport)) == peer.localPort &&
           ntohl(ends.insi_laddr.ina_46.i46a_addr4.s_addr) == peer.peerAddress;
}

bool processHolds(pid_t pid, const Peer &peer)
{
    const int bytes = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, nullptr, 0);
    if (bytes <= 0)
        return false;
    QList<proc_fdinfo> descriptors(bytes / static_cast<int>(sizeof(proc_fdinfo)));
    const int filled = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, descriptors.data(), bytes);
    const int count = filled / static_cast<int>(sizeof(proc_fdinfo));
    for (int i = 0; i < count && i < descriptors.size(); ++i) {
        socket_fdinfo info{};
        if (descriptors.at(i).proc_fdtype == PROX_FDTYPE_SOCKET &&
            proc_pidfdinfo(pid, descriptors.at(i).proc_fd, PROC_PIDFDSOCKETINFO, &info, sizeof info) == sizeof info &&
            isPeer(info, peer))
            return true;
    }
    return false;
}

/// Looks only into processes of this user: whatever is not found there is somebody else's.
class ProcessPeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool belongsToOwnUser(const Peer &peer) const override
    {
        const int bytes = proc_listpids(PROC_UID_ONLY, ::geteuid(), nullptr, 0);
        if (bytes <= 0)
            return false;
        QList<pid_t> processes(bytes / static_cast<int>(sizeof(pid_t)) + 16);
        const int filled = proc_listpids(PROC_UID_ONLY, ::geteuid(), processes.data(),
                                         static_cast<int>(processes.size() * static_cast<qsizetype>(sizeof(pid_t))));
        const int count = filled / static_cast<int>(sizeof(pid_t));
        for (int i = 0; i < count && i < processes.size(); ++i) {
            if (processHolds(processes.at(i), peer))
                return true;
        }
        return false;
    }
};

} // namespace

std::shared_ptr<const PeerCheck> systemPeerCheck()
{
    return std::make_shared<ProcessPeerCheck>();
}

} // namespace fpx::listener

#endif
