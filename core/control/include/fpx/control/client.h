// The other side of the local socket: a second start of the program, the command line, a link from the desktop.
#pragma once

#include <fpx/base/async.h>
#include <fpx/control/peercheck.h>
#include <fpx/control/wire.h>

#include <QJsonObject>

namespace fpx::control {

/// Stateless: each call is one connection. Needs an event loop.
class ControlClient
{
public:
    explicit ControlClient(QString dataDirectory, std::shared_ptr<const PeerCheck> peers = systemPeerCheck(),
                           Limits limits = {});

    /// Sends one command to the running instance and resolves with its answer, whatever that says.
    /// Errors: `not_running` (nobody listens), `control_foreign_peer` (somebody else's program does; nothing was sent),
    /// `control_too_large` (the command), `control_no_answer` (time is up, closed early, or not one JSON object),
    /// `cancelled` (the command may have been carried out all the same).
    [[nodiscard]] Async<QJsonObject> send(QJsonObject command, CancelToken cancel = {}) const;

private:
    QString m_dataDirectory;
    std::shared_ptr<const PeerCheck> m_peers;
    Limits m_limits;
};

} // namespace fpx::control
