#include <QtGlobal>
#ifdef Q_OS_WIN

#include <fpx/listener/peercheck.h>

#include <QByteArray>

#include <winsock2.h>

#include <iphlpapi.h>

namespace fpx::listener {

namespace {

/// The TOKEN_USER of a process, or nothing. Opening another user's process fails, which is the answer as well.
QByteArray tokenUser(HANDLE process)
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(process, TOKEN_QUERY, &token))
        return {};
    DWORD size = 0;
    GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    QByteArray user(static_cast<qsizetype>(size), '\0');
    const bool ok = size > 0 && GetTokenInformation(token, TokenUser, user.data(), size, &size);
    CloseHandle(token);
    return ok ? user : QByteArray();
}

bool isOwnUser(DWORD pid)
{
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
    if (!process)
        return false;
    QByteArray theirs = tokenUser(process);
    CloseHandle(process);
    QByteArray ours = tokenUser(GetCurrentProcess());
    if (theirs.isEmpty() || ours.isEmpty())
        return false;
    return EqualSid(reinterpret_cast<TOKEN_USER *>(theirs.data())->User.Sid,
                    reinterpret_cast<TOKEN_USER *>(ours.data())->User.Sid);
}

class TablePeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool belongsToOwnUser(const Peer &peer) const override
    {
        DWORD size = 0;
        GetExtendedTcpTable(nullptr, &size, FALSE, AF_INET, TCP_TABLE_OWNER_PID_CONNECTIONS, 0);
        QByteArray buffer(static_cast<qsizetype>(size) + 4096, '\0');
        size = static_cast<DWORD>(buffer.size());
        if (GetExtendedTcpTable(buffer.data(), &size, FALSE, AF_INET, TCP_TABLE_OWNER_PID_CONNECTIONS, 0) != NO_ERROR)
            return false;
        const auto *table = reinterpret_cast<const MIB_TCPTABLE_OWNER_PID *>(buffer.constData());
        for (DWORD i = 0; i < table->dwNumEntries; ++i) {
            const MIB_TCPROW_OWNER_PID &row = table->table[i];
            if (ntohs(static_cast<quint16>(row.dwLocalPort)) == peer.peerPort &&
                ntohl(row.dwLocalAddr) == peer.peerAddress &&
                ntohs(static_cast<quint16>(row.dwRemotePort)) == peer.localPort)
                return isOwnUser(row.dwOwningPid);
        }
        return false;
    }
};

} // namespace

std::shared_ptr<const PeerCheck> systemPeerCheck()
{
    return std::make_shared<TablePeerCheck>();
}

} // namespace fpx::listener

#endif
