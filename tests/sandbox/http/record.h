// Everything that a party has received, for the privacy and byte-for-byte tests.
#pragma once

#include "http/framer.h"

namespace fpx::sandbox {

class Recorder
{
public:
    /// Notes a request as it came off the wire; returns its number.
    qint64 add(const RawMessage &request, quint16 peerPort, qint64 connection, const QString &fault);
    void setStatus(qint64 number, int status);
    [[nodiscard]] QJsonObject toJson(qint64 from) const;
    void clear();

private:
    struct Entry {
        qint64 number;
        qint64 atMs;
        RawMessage request;
        quint16 peerPort;
        qint64 connection;
        QString fault;
        int status = 0;
    };
    QList<Entry> m_entries;
    qint64 m_next = 1;
};

} // namespace fpx::sandbox
