// One command on its way to the running instance.
#pragma once

#include <fpx/base/deferred.h>
#include <fpx/base/result.h>
#include <fpx/control/peercheck.h>
#include <fpx/control/wire.h>

#include <QJsonObject>
#include <QLocalSocket>
#include <QTimer>

namespace fpx::control {

/// Deletes itself when it has resolved its Deferred, which it always does within the limit of time.
class Call : public QObject
{
    Q_OBJECT

public:
    Call(QByteArray line, std::shared_ptr<const PeerCheck> peers, const Limits &limits);

    void start(const QString &path);
    void cancel();
    [[nodiscard]] Deferred<Result<QJsonObject>> done() const { return m_done; }

private:
    void connected();
    void read();
    void failed(QLocalSocket::LocalSocketError error);
    void finish(const Result<QJsonObject> &result);

    QLocalSocket m_socket;
    QTimer m_deadline;
    QByteArray m_line;
    QByteArray m_answer;
    std::shared_ptr<const PeerCheck> m_peers;
    Limits m_limits;
    bool m_sent = false;
    bool m_finished = false;
    Deferred<Result<QJsonObject>> m_done;
};

} // namespace fpx::control
