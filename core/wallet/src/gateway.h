// The loopback listener's handler: routes to the engine and the redirect desk, pages back (profile 4.1).
#pragma once

#include <fpx/consent/engine.h>
#include <fpx/listener/listener.h>
#include <fpx/listener/ratelimiter.h>
#include <fpx/operator/operatorprofile.h>

#include "pagetexts.h"
#include "redirectdesk.h"

#include <QBasicTimer>
#include <QSet>

namespace fpx::wallet {

class Gateway final : public QObject, public listener::Handler
{
    Q_OBJECT

public:
    Gateway(std::shared_ptr<const Clock> clock, std::shared_ptr<const RandomSource> random);
    /// Flows that still wait for the browser end with `cancelled`.
    ~Gateway() override;

    [[nodiscard]] RedirectDesk &desk() { return m_desk; }

    /// Binds the port that ASs redirect to. Where it is taken only links work, and a free port is opened for callbacks.
    /// Errors: those of Listener::listen().
    [[nodiscard]] Result<void> listen(quint16 port);
    /// How many requests wait in memory for an engine.
    [[nodiscard]] int early() const;
    [[nodiscard]] quint16 port() const { return m_main.port(); }
    /// The port for callbacks and start links: where the known one is taken a free one, open as long as a flow waits or a
    /// link may be used (RFC 8252 section 8.3). Errors: `listen_failed`.
    [[nodiscard]] Result<quint16> callbackPort();
    /// Closes the free port once nobody needs it; looks again by itself while a link may still be used.
    void closeUnusedPort();
    /// http://127.0.0.1:{port}/start/{token}
    [[nodiscard]] Result<QUrl> startLink(StartTarget target);

    /// Until an engine is there (starting, locked), requests wait in memory: sixteen, and four of those that will be refused.
    void setProfile(const op::OperatorProfile &profile) { m_profile = profile; }
    void setEngine(std::shared_ptr<consent::Engine> engine);
    /// A `fpx-wallet:` link. What is wrong with it is told as of a request that is refused.
    void openLink(const QString &link);

    void handle(listener::Request request, listener::Responder responder) override;
    void disturbed(listener::Disturbance what) override;

Q_SIGNALS:
    /// A request waits for the wallet to be opened (unlock, sign in).
    void requestWaiting();
    /// A link asks the person for a code from another device; empty: of any network.
    void codeAsked(const fpx::AsIdentifier &network);
    /// While a flow waits for the browser: what seems to keep it away, in words for the person.
    void obstacleMet(const QString &obstacle);

private:
    struct Early {
        QString pageToken;
        Result<uma::AuthorizationRequest> request;
        AsIdentifier named;
    };
    void authorize(const listener::Request &request, const listener::Responder &responder);
    void waitingPage(const QString &token, const listener::Responder &responder);
    void hold(const QString &token, const listener::Responder &responder);
    void answer(const QString &token, const listener::Responder &responder);
    void start(const QString &token, const listener::Responder &responder);
    void callback(const listener::Request &request, const listener::Responder &responder);
    /// `named`: the network that the request names, if the profile has it.
    [[nodiscard]] QString accept(Result<uma::AuthorizationRequest> request, const AsIdentifier &named);
    [[nodiscard]] QString keepEarly(Result<uma::AuthorizationRequest> request, const AsIdentifier &named);
    void forget(const QStringList &tokens);
    [[nodiscard]] PageTexts textsFor(const QString &token) const;
    [[nodiscard]] consent::PageState state(const QString &token) const;
    void pageChanged(const QString &token);

    std::shared_ptr<const Clock> m_clock;
    std::shared_ptr<const RandomSource> m_random;
    RedirectDesk m_desk;
    listener::RateLimiter m_limiter;
    std::optional<op::OperatorProfile> m_profile;
    std::shared_ptr<consent::Engine> m_engine;
    QList<Early> m_early;
    QHash<QString, QString> m_aliases;       ///< page tokens given out before there was an engine
    QHash<QString, QStringList> m_languages; ///< `ui_locales` of the requests that had any, by page token
    QSet<QString> m_given;                   ///< Page tokens that were handed out and are not forgotten.
    QSet<QString> m_visited;
    QHash<QString, QList<std::function<void()>>> m_held;
    void timerEvent(QTimerEvent *event) override;

    QBasicTimer m_portWatch;
    listener::Listener m_main;
    std::unique_ptr<listener::Listener> m_callbacks;
};

} // namespace fpx::wallet
