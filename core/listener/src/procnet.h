// Linux's table of TCP sockets, /proc/net/tcp and /proc/net/tcp6 (proc(5)).
#pragma once

#include <QByteArray>

#include <optional>

namespace fpx::listener {

/// One row, in host byte order. Rows of tcp6 are reported only if they are IPv4-mapped, or unspecified ("::" as 0).
struct TcpRow {
    quint32 localAddress = 0;
    quint16 localPort = 0;
    quint32 remoteAddress = 0;
    quint16 remotePort = 0;
    quint8 state = 0; ///< 1 established, 4 and 5 half closed by its owner, 8 by its peer, 10 listening.
    quint32 uid = 0;
    quint64 inode = 0; ///< 0: no process holds the socket any more, and `uid` means nothing.
};

/// One line of either file; nothing for the heading and for what cannot be read.
[[nodiscard]] std::optional<TcpRow> parseTcpRow(const QByteArray &line);

/// The first row of both files for which `wanted` is true.
template <class Wanted>
std::optional<TcpRow> findTcpRow(Wanted wanted);

} // namespace fpx::listener

#include <QFile>

namespace fpx::listener {

template <class Wanted>
std::optional<TcpRow> findTcpRow(Wanted wanted)
{
    for (const QString &name : {QStringLiteral("/proc/net/tcp"), QStringLiteral("/proc/net/tcp6")}) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (QByteArray line = file.readLine(512); !line.isEmpty(); line = file.readLine(512)) {
            if (const auto row = parseTcpRow(line); row && wanted(*row))
                return row;
        }
    }
    return std::nullopt;
}

} // namespace fpx::listener
