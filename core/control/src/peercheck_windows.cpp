#include <QtGlobal>
#ifdef Q_OS_WIN

#include <fpx/control/peercheck.h>

#include <QByteArray>

#include <windows.h>

namespace fpx::control {

namespace {

/// The TOKEN_USER of a process, or nothing.
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

bool isOwnUser(ULONG pid)
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

/// Pipe names are global: the access list keeps others from our pipe, but not us from a pipe that they made first.
class PipePeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool isOwnUser(qintptr descriptor) const override
    {
        HANDLE pipe = reinterpret_cast<HANDLE>(descriptor);
        ULONG client = 0;
        ULONG server = 0;
        return GetNamedPipeClientProcessId(pipe, &client) && GetNamedPipeServerProcessId(pipe, &server) &&
               control::isOwnUser(client) && control::isOwnUser(server);
    }
};

} // namespace

std::shared_ptr<const PeerCheck> systemPeerCheck()
{
    return std::make_shared<PipePeerCheck>();
}

} // namespace fpx::control

#endif
