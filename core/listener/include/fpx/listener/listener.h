// The loopback server (profile section 4.1, "The listener"): bytes in, requests out, pages back. It knows HTTP and its
// dangers, not FPX.
#pragma once

#include <fpx/base/result.h>
#include <fpx/listener/peercheck.h>
#include <fpx/listener/request.h>
#include <fpx/listener/responder.h>

#include <QObject>

#include <chrono>
#include <memory>

namespace fpx::listener {

/// What a person's browser may run into on its way to the wallet, and neither it nor the person can know by itself.
enum class Disturbance {
    HeadTooLarge, ///< Refused with 431: cookies of other local servers, as a rule, since cookies know no ports.
    ForeignPeer,  ///< Another user's program, or a relay or proxy that runs as one: closed without a word.
    Tls,          ///< Bytes of a TLS handshake: a browser that turns every address into https.
};

/// Who answers. Called in the listener's thread, from its event loop, never from within another call; it may close or
/// delete the listener.
class Handler
{
public:
    virtual ~Handler() = default;
    virtual void handle(Request request, Responder responder) = 0;
    /// Somebody came who was turned away before there was a Request. As often as it happens: whoever shows it to a person
    /// limits that. Called as handle() is.
    virtual void disturbed(Disturbance what) { Q_UNUSED(what) }
};

/// Profile section 9. Tests make them small.
struct Limits {
    int headBytes = 16 * 1024;                        ///< Request line and fields without Cookie; beyond: 431.
    int cookieBytes = 64 * 1024;                      ///< Cookie fields, which are skipped and never kept; beyond: 431.
    int connections = 64;                             ///< At once; beyond: 503.
    std::chrono::milliseconds connectionTime{10'000}; ///< From accept to the last byte; beyond: closed.
};

/// What an instance serves.
enum class Serves {
    Everything,
    CallbacksOnly, ///< `/callback` and `/start`: the free port that is opened for one flow when the known one is taken.
};

/// Listens on 127.0.0.1 only. Every request passes, in this order: own user's socket · 64 connections · a well-formed
/// HTTP/1.1 head of ≤ 16 KiB, and cookies of ≤ 64 KiB beside it (400, 431) · exactly one Host, equal to `127.0.0.1:{port}`, no folded field, no other
/// authority in the target (403) · GET or HEAD (405) · no body (400) · no service worker script (404) · Sec-Fetch-Mode
/// and -Dest, if present, `navigate` and `document` (403) · a known path (404) · HEAD (empty 200) and prefetch (empty
/// 503, so that the browser asks again when the person does navigate) end here · the Handler.
/// One request a connection; what a client pipelines behind it is not read.
/// Lives in one thread with an event loop. Deleting it closes it; answers that were given still go out.
class Listener : public QObject
{
    Q_OBJECT

public:
    explicit Listener(std::shared_ptr<const PeerCheck> peers = systemPeerCheck(), Limits limits = {},
                      Serves serves = Serves::Everything, QObject *parent = nullptr);
    ~Listener() override;

    /// Not owned; must outlive the listener or be taken back by nullptr (then every request gets an empty 503).
    void setHandler(Handler *handler);

    /// Binds 127.0.0.1:`port` exclusively; 0 picks a free port.
    /// Errors: `port_taken` (the message says by whom, as far as this user may know), `listen_failed`,
    /// `already_listening`.
    [[nodiscard]] Result<void> listen(quint16 port);
    /// Stops accepting and drops who has not been answered yet (their Responder::onGone runs).
    void close();
    /// The port, or 0 while not listening.
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] bool isListening() const { return port() != 0; }

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace fpx::listener
