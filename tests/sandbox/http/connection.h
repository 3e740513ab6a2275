// One connection of the fault proxy: requests one after the other, each over a backend connection of its own.
#pragma once

#include "http/proxy.h"

#include <QTcpSocket>

namespace fpx::sandbox {

class ProxyConnection : public QObject
{
    Q_OBJECT
public:
    /// Owns `client` and deletes itself when that has gone and nothing is under way.
    ProxyConnection(QTcpSocket *client, qint64 number, FaultProxy &proxy);
    /// Ends it at once, as when the party goes away; one that carries the order to do so gets its answer.
    void cut();

private:
    void next();
    void forward(const RawMessage &request, const std::optional<Fault> &fault);
    void deliver(const QByteArray &response, const std::optional<Fault> &fault);
    void answer(int status, const QString &retryAfter = {});
    void reset();
    void done();

    QTcpSocket *m_client;
    FaultProxy &m_proxy;
    qint64 m_number;
    qint64 m_recorded = 0;
    QByteArray m_in;
    bool m_busy = false;
    bool m_gone = false;
    bool m_closeAfter = false;
};

} // namespace fpx::sandbox
