#include "procnet.h"

#include <QtEndian>

#include <cstring>

namespace fpx::listener {

namespace {

/// The kernel prints network-order words as host integers: put the bytes back, then read them as what they are.
std::optional<quint32> addressWord(const QByteArray &hex)
{
    bool ok = false;
    const quint32 printed = hex.toUInt(&ok, 16);
    if (!ok || hex.size() != 8)
        return std::nullopt;
    uchar bytes[4];
    std::memcpy(bytes, &printed, sizeof bytes);
    return qFromBigEndian<quint32>(bytes);
}

struct End {
    quint32 address;
    quint16 port;
};

std::optional<End> parseEnd(const QByteArray &text)
{
    const qsizetype colon = text.indexOf(':');
    bool ok = false;
    const quint16 port = text.mid(colon + 1).toUShort(&ok, 16);
    if (!ok || (colon != 8 && colon != 32))
        return std::nullopt;
    quint32 words[4] = {0, 0, 0xffff, 0};
    const qsizetype count = colon / 8;
    for (qsizetype i = 0; i < count; ++i) {
        const auto word = addressWord(text.mid(i * 8, 8));
        if (!word)
            return std::nullopt;
        words[4 - count + i] = *word;
    }
    const bool mapped = words[0] == 0 && words[1] == 0 && words[2] == 0xffff;
    const bool unspecified = words[0] == 0 && words[1] == 0 && words[2] == 0 && words[3] == 0;
    if (!mapped && !unspecified)
        return std::nullopt;
    return End{words[3], port};
}

} // namespace

std::optional<TcpRow> parseTcpRow(const QByteArray &line)
{
    // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …
    const QList<QByteArray> columns = line.simplified().split(' ');
    if (columns.size() < 10)
        return std::nullopt;
    const auto local = parseEnd(columns.at(1));
    const auto remote = parseEnd(columns.at(2));
    bool stateOk = false;
    bool uidOk = false;
    bool inodeOk = false;
    TcpRow row;
    row.state = static_cast<quint8>(columns.at(3).toUShort(&stateOk, 16) & 0xff);
    row.uid = columns.at(7).toUInt(&uidOk);
    row.inode = columns.at(9).toULongLong(&inodeOk);
    if (!local || !remote || !stateOk || !uidOk || !inodeOk)
        return std::nullopt;
    row.localAddress = local->address;
    row.localPort = local->port;
    row.remoteAddress = remote->address;
    row.remotePort = remote->port;
    return row;
}

} // namespace fpx::listener
