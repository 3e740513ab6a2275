// One accepted connection: one head in, one answer out, then it ends itself.
#pragma once

#include "channel.h"
#include "checks.h"

#include <QObject>
#include <QTimer>

QT_FORWARD_DECLARE_CLASS(QTcpSocket)

namespace fpx::listener {

/// Owns its socket and deletes itself (deleteLater) when it has ended. The listener may go first: see abandon().
class Connection : public QObject
{
    Q_OBJECT

public:
    using Deliver = std::function<void(Request, Responder)>;
    using Tell = std::function<void(Disturbance)>;

    /// `deliver` is called from the event loop, at most once; `tell` too.
    Connection(QTcpSocket *socket, quint16 port, Serves serves, const Limits &limits, Deliver deliver, Tell tell);
    ~Connection() override;

    /// Answers without reading anything: the listener is full.
    void refuse(int status);
    /// The listener closes: an answer that has been given still goes out, anything else ends now.
    void abandon();

Q_SIGNALS:
    void ended();

private:
    void read();
    void decide(const Head &head);
    void send(const Response &response);
    void tell(Disturbance what);
    void finishSending();
    void end();

    QTcpSocket *m_socket;
    QTimer m_deadline;
    quint16 m_port;
    Serves m_serves;
    Deliver m_deliver;
    Tell m_tell;
    HeadParser m_parser;
    std::weak_ptr<Responder::Channel> m_channel;
    qint64 m_discarded = 0;
    enum class Step { Reading, Waiting, Sending, Lingering, Ended } m_step = Step::Reading;
};

} // namespace fpx::listener
