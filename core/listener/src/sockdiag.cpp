#include <QtGlobal>
#ifdef Q_OS_LINUX

#include "sockdiag.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fpx::listener {

namespace {

constexpr quint8 listening = 10; // TCP_LISTEN

class Descriptor
{
public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) {}
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

struct Question {
    nlmsghdr header;
    inet_diag_req_v2 request;
};

/// An address of the answer, in host byte order: its last word, where it is IPv4 or IPv4-mapped.
std::optional<quint32> addressOf(quint8 family, const __be32 *words)
{
    if (family == AF_INET)
        return ntohl(words[0]);
    const bool mapped = words[0] == 0 && words[1] == 0 && words[2] == htonl(0xffff);
    return family == AF_INET6 && mapped ? std::optional(ntohl(words[3])) : std::nullopt;
}

} // namespace

SockDiagAnswer askSockDiag(quint32 localAddress, quint16 localPort, quint32 remoteAddress, quint16 remotePort)
{
    const Descriptor socket(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (socket.get() < 0)
        return {};
    Question question;
    std::memset(&question, 0, sizeof question);
    question.header.nlmsg_len = sizeof question;
    question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.header.nlmsg_flags = NLM_F_REQUEST;
    question.request.sdiag_family = AF_INET;
    question.request.sdiag_protocol = IPPROTO_TCP;
    question.request.idiag_states = ~0U;
    question.request.id.idiag_sport = htons(localPort);
    question.request.id.idiag_dport = htons(remotePort);
    question.request.id.idiag_src[0] = htonl(localAddress);
    question.request.id.idiag_dst[0] = htonl(remoteAddress);
    question.request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    question.request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;

    sockaddr_nl kernel = {};
    kernel.nl_family = AF_NETLINK;
    if (::sendto(socket.get(), &question, sizeof question, 0, reinterpret_cast<const sockaddr *>(&kernel),
                 sizeof kernel) != static_cast<ssize_t>(sizeof question))
        return {};
    alignas(nlmsghdr) char buffer[4096];
    const ssize_t size = ::recv(socket.get(), buffer, sizeof buffer, MSG_DONTWAIT); // answered within sendto()
    nlmsghdr header;
    if (size < static_cast<ssize_t>(sizeof header))
        return {};
    std::memcpy(&header, buffer, sizeof header);
    if (header.nlmsg_type == NLMSG_ERROR) {
        nlmsgerr error;
        if (size < static_cast<ssize_t>(NLMSG_LENGTH(sizeof error)))
            return {};
        std::memcpy(&error, buffer + NLMSG_HDRLEN, sizeof error);
        return {error.error == -ENOENT, std::nullopt};
    }
    inet_diag_msg found;
    if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || size < static_cast<ssize_t>(NLMSG_LENGTH(sizeof found)))
        return {};
    std::memcpy(&found, buffer + NLMSG_HDRLEN, sizeof found);
    // Where no socket has these ends the kernel may name one that listens at the first of them.
    const auto local = addressOf(found.idiag_family, found.id.idiag_src);
    const auto remote = addressOf(found.idiag_family, found.id.idiag_dst);
    const bool same = found.idiag_state != listening && local == localAddress && remote == remoteAddress &&
                      ntohs(found.id.idiag_sport) == localPort && ntohs(found.id.idiag_dport) == remotePort;
    if (!same)
        return {true, std::nullopt};
    return {true, TcpRow{localAddress, localPort, remoteAddress, remotePort, found.idiag_state, found.idiag_uid,
                         found.idiag_inode}};
}

} // namespace fpx::listener

#endif
