#include <QtGlobal>
#ifdef Q_OS_UNIX

#include <fpx/control/peercheck.h>

#include <sys/socket.h>
#include <unistd.h>

namespace fpx::control {

namespace {

class CredentialsPeerCheck final : public PeerCheck
{
public:
    [[nodiscard]] bool isOwnUser(qintptr descriptor) const override
    {
        const int socket = static_cast<int>(descriptor);
#ifdef Q_OS_LINUX
        ucred credentials{};
        socklen_t size = sizeof credentials;
        return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 && size == sizeof credentials &&
               credentials.uid == ::geteuid();
#else
        uid_t user = 0;
        gid_t group = 0;
        return ::getpeereid(socket, &user, &group) == 0 && user == ::geteuid();
#endif
    }
};

} // namespace

std::shared_ptr<const PeerCheck> systemPeerCheck()
{
    return std::make_shared<CredentialsPeerCheck>();
}

} // namespace fpx::control

#endif
