// Linux's sock_diag(7): one TCP socket by its two ends.
#pragma once

#include "procnet.h"

namespace fpx::listener {

struct SockDiagAnswer {
    bool offered = false;      ///< False: this kernel, or what it runs in, does not answer such questions.
    std::optional<TcpRow> row; ///< Nothing: there is no such socket.
};

/// The connected IPv4 socket (an IPv4-mapped one as well) with these ends, in host byte order.
[[nodiscard]] SockDiagAnswer askSockDiag(quint32 localAddress, quint16 localPort, quint32 remoteAddress,
                                         quint16 remotePort);

} // namespace fpx::listener
