// One accepted connection at the local socket: one line in, one line out, then it ends itself.
#pragma once

#include <fpx/control/server.h>

#include <QTimer>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QLocalSocket)

namespace fpx::control {

/// What all copies of a Reply share.
class Reply::Channel
{
public:
    explicit Channel(std::function<void(const QJsonObject &)> send) : m_send(std::move(send)) {}
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    [[nodiscard]] bool isOpen() const { return static_cast<bool>(m_send); }
    /// The first call sends; later ones do nothing and are false.
    bool answer(const QJsonObject &answer);
    /// The connection has ended.
    void gone() { m_send = nullptr; }

private:
    std::function<void(const QJsonObject &)> m_send;
};

/// Owns its socket and deletes itself (deleteLater) when it has ended. The server may go first: see abandon().
class Connection : public QObject
{
    Q_OBJECT

public:
    using Deliver = std::function<void(QJsonObject, Reply)>;

    /// `deliver` is called from the event loop, at most once.
    Connection(QLocalSocket *socket, const Limits &limits, Deliver deliver);
    ~Connection() override;

    /// The server closes: an answer that has been given still goes out, anything else ends now.
    void abandon();

Q_SIGNALS:
    void ended();

private:
    void read();
    void decide(const QByteArray &line);
    void refuse(const QByteArray &code);
    void send(const QJsonObject &answer);
    void end();

    QLocalSocket *m_socket;
    QTimer m_deadline;
    Limits m_limits;
    Deliver m_deliver;
    QByteArray m_line;
    qint64 m_discarded = 0;
    std::weak_ptr<Reply::Channel> m_channel;
    enum class Step { Reading, Waiting, Answered, Ended } m_step = Step::Reading;
};

} // namespace fpx::control
