// The running instance's side of the local socket. What commands mean belongs to whoever handles them.
#pragma once

#include <fpx/base/result.h>
#include <fpx/control/instancelock.h>
#include <fpx/control/peercheck.h>
#include <fpx/control/wire.h>

#include <QJsonObject>
#include <QObject>

#include <memory>

namespace fpx::control {

/// The one answer to one command, now or later. Copies share it; the first answer wins; safe when the client or the
/// server has gone. When the last copy goes without an answer, the client gets {"error": "no_answer"}.
/// One thread: the server's.
class Reply
{
public:
    class Channel; ///< Private to the module.
    explicit Reply(std::shared_ptr<Channel> channel);

    /// Nobody has answered, and the client still waits.
    [[nodiscard]] bool isOpen() const;
    /// One that is larger than the limit becomes {"error": "answer_too_large"}. False: nobody waits for it any more, or it
    /// was answered before.
    bool send(const QJsonObject &answer) const;

private:
    std::shared_ptr<Channel> m_channel;
};

class Handler
{
public:
    virtual ~Handler() = default;
    /// `command` was parsed strictly (fpx::parseJsonObject); its members are not checked. Called from the event loop,
    /// never from within another call; may close or delete the server.
    virtual void handle(QJsonObject command, Reply reply) = 0;
};

/// What is not one JSON object in one line is answered {"error": code}: `line_too_long`, or a code of
/// fpx::parseJsonObject. A peer of another user is closed without a word. Deleting the server removes its socket;
/// answers that were given still go out. Lives in one thread with an event loop.
class ControlServer : public QObject
{
    Q_OBJECT

public:
    explicit ControlServer(std::shared_ptr<const PeerCheck> peers = systemPeerCheck(), Limits limits = {},
                           QObject *parent = nullptr);
    ~ControlServer() override;

    /// Not owned; must outlive the server or be taken back by nullptr.
    void setHandler(Handler *handler);
    /// `lock` must be held now and as long as the server listens: only its holder may remove the socket that a crash
    /// has left. Errors: `control_not_locked`, `control_listen_failed`.
    [[nodiscard]] Result<void> listen(const InstanceLock &lock);
    void close();

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace fpx::control
