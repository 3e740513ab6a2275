// Port: a step in the person's browser that ends at our loopback listener (RFC 8252; profile section 4.1). The wallet
// implements it over fpx::listener.
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/deferred.h>

#include <QHash>
#include <QList>
#include <QPair>
#include <QUrl>

#include <functional>

namespace fpx::oauth {

/// Decoded, in order, each name at most once.
using CallbackParameters = QList<QPair<QString, QString>>;

struct BrowserFlow {
    QString callbackIdentifier; ///< The path: `/callback/{identifier}`, `[a-z0-9-]{1,64}`.
    QByteArray state;           ///< 43 characters of base64url; names the flow.
    QUrl authorizationUrl;      ///< Where `/start/{token}` leads. Never given to the browser's command line itself.
};

/// What a front end may offer while the person is in the browser. The functions do nothing once the flow has ended.
struct BrowserPage {
    std::function<Result<void>()> openAgain; ///< Opens the browser with a fresh single-use link.
    std::function<QUrl()> link;              ///< A fresh single-use `/start` link, good for 60 s, to copy; empty: ended.
};
/// Told when the browser has been opened, at most once for each flow. May be empty.
using BrowserOpened = std::function<void(BrowserPage)>;

class RedirectReceiver
{
public:
    virtual ~RedirectReceiver() = default;

    /// `http://127.0.0.1:{port}/callback/{identifier}`: valid for the next run() with that identifier. Asked for before
    /// run(), as the authorization URL holds it. Error: `listener_unavailable`.
    [[nodiscard]] virtual Result<QUrl> redirectUri(const QString &callbackIdentifier) = 0;

    /// Opens the browser and resolves with the parameters of the callback whose path and `state` are the flow's. `state`
    /// is compared before anything else is looked at, in constant time, and used up by the first match; a callback with
    /// another one, or none, ends no flow, `error` included.
    /// Errors: `browser_not_opened`, `listener_unavailable`, `browser_timed_out` (the person did not come back within
    /// 10 minutes), `cancelled`.
    [[nodiscard]] virtual Async<CallbackParameters> run(BrowserFlow flow, BrowserOpened opened, CancelToken token) = 0;
};

/// For tests: the "browser" answers by a function, or when it is told to.
class FakeRedirectReceiver final : public RedirectReceiver
{
public:
    using Browser = std::function<Result<CallbackParameters>(const BrowserFlow &)>;

    /// Answers each flow at once. When unset, flows wait for finish().
    Browser browser;
    /// Ends the flow with that state; false when none waits.
    bool finish(const QByteArray &state, Result<CallbackParameters> result);

    QList<BrowserFlow> flows;   ///< Everything that was opened, in order.
    int openedAgain = 0;
    Result<void> failWith;      ///< run() and redirectUri() answer this error while it is one.

    [[nodiscard]] Result<QUrl> redirectUri(const QString &callbackIdentifier) override;
    [[nodiscard]] Async<CallbackParameters> run(BrowserFlow flow, BrowserOpened opened, CancelToken token) override;

private:
    QHash<QByteArray, Deferred<Result<CallbackParameters>>> m_waiting;
};

} // namespace fpx::oauth
