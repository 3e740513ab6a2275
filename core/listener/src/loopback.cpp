#include "loopback.h"

#include "words.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace fpx::listener {

namespace {

#ifdef Q_OS_WIN

using Socket = SOCKET;
constexpr Socket NoSocket = INVALID_SOCKET;
int lastError()
{
    return WSAGetLastError();
}
bool isTaken(int error)
{
    return error == WSAEADDRINUSE || error == WSAEACCES;
}
void closeSocket(Socket socket)
{
    closesocket(socket);
}

Socket makeSocket()
{
    const Socket made =
        WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    // Without it, another program could bind the same address over ours.
    const BOOL on = TRUE;
    if (made != NoSocket &&
        setsockopt(made, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, reinterpret_cast<const char *>(&on), sizeof on) != 0) {
        closesocket(made);
        return NoSocket;
    }
    return made;
}

#else

using Socket = int;
constexpr Socket NoSocket = -1;
int lastError()
{
    return errno;
}
bool isTaken(int error)
{
    return error == EADDRINUSE;
}
void closeSocket(Socket socket)
{
    ::close(socket);
}

Socket makeSocket()
{
#ifdef SOCK_CLOEXEC
    const Socket made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
#else
    const Socket made = ::socket(AF_INET, SOCK_STREAM, 0);
    if (made != NoSocket)
        ::fcntl(made, F_SETFD, FD_CLOEXEC);
#endif
    // Lets the wallet start again while old connections are in TIME_WAIT. It does not let anyone bind beside a
    // listening socket; SO_REUSEPORT would.
    const int on = 1;
    if (made != NoSocket)
        ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return made;
}

#endif

Failure failed(quint16 port, int error)
{
    if (!isTaken(error))
        return fail("listen_failed", Words::tr("The wallet cannot listen for your browser."),
                    QStringLiteral("port %1, system error %2").arg(port).arg(error));
    const QString owner = portOwner(port);
    const QString message = owner.isEmpty() ? Words::tr("The wallet's port %1 is used by another program.").arg(port)
                                            : Words::tr("The wallet's port %1 is used by %2.").arg(port).arg(owner);
    return fail("port_taken", message, QStringLiteral("port %1").arg(port), Retry::Later);
}

} // namespace

Result<qintptr> bindLoopback(quint16 port)
{
    const Socket made = makeSocket();
    if (made == NoSocket)
        return failed(port, lastError());
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::bind(made, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::listen(made, 128) != 0) {
        const int error = lastError();
        closeSocket(made);
        return failed(port, error);
    }
    return static_cast<qintptr>(made);
}

void shutDownSending(qintptr socket)
{
#ifdef Q_OS_WIN
    ::shutdown(static_cast<Socket>(socket), SD_SEND);
#else
    ::shutdown(static_cast<Socket>(socket), SHUT_WR);
#endif
}

} // namespace fpx::listener
