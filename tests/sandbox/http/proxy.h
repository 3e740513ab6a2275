// The public face of a party: a raw TCP server that records each request, makes the faults that were asked for, and hands
// the rest to the party's QHttpServer on a port of its own.
#pragma once

#include "http/faults.h"
#include "http/record.h"

#include <QHostAddress>
#include <QTcpServer>

namespace fpx::sandbox {

class FaultProxy : public QObject
{
    Q_OBJECT
public:
    FaultProxy(const QHostAddress &address, quint16 port, quint16 backendPort, Faults &faults, Recorder &recorder,
               QObject *parent = nullptr);
    [[nodiscard]] bool open();
    [[nodiscard]] QString errorString() const { return m_server.errorString(); }
    /// Opens or closes the port as Faults::down() says. (While down, /control of another party brings it back.)
    void followFaults();

    [[nodiscard]] Faults &faults() { return m_faults; }
    [[nodiscard]] Recorder &recorder() { return m_recorder; }
    [[nodiscard]] quint16 backendPort() const { return m_backendPort; }

private:
    QHostAddress m_address;
    quint16 m_port;
    quint16 m_backendPort;
    Faults &m_faults;
    Recorder &m_recorder;
    QTcpServer m_server;
    qint64 m_connections = 0;
};

} // namespace fpx::sandbox
