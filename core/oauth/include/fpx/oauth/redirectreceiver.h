// Port: a flow in the person's browser. Implemented in core/wallet over the listener.
#pragma once

#include <fpx/base/async.h>

#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>

#include <functional>

namespace fpx::oauth {

/// Decoded query parameters in order, duplicates kept.
using CallbackParameters = QList<QPair<QString, QString>>;

/// One authorization request that is to run in the browser.
struct BrowserFlow {
    QString identifier;    ///< Names the callback path `/callback/{identifier}` (profile 4.1).
    QString state;         ///< 256 random bits; the callback is matched by it in constant time, before anything else.
    QUrl authorizationUrl; ///< Where `/start/{token}` leads; never stands in a process list.
    /// Empty: a redirect leads there. Else these are posted there by a page of the wallet's: they stand in no address either.
    QList<QPair<QString, QString>> form = {};
};

/// Makes a fresh single-use link (60 s) to the same flow, for *open again* and *copy link*.
using MakeLink = std::function<Result<QUrl>()>;
/// Told once, when the browser has been asked to open. `MakeLink` works until the flow ends.
using BrowserOpened = std::function<void(MakeLink)>;

class RedirectReceiver
{
public:
    virtual ~RedirectReceiver() = default;
    /// `http://127.0.0.1:{port}/callback/{identifier}`. Errors: `listen_failed`.
    [[nodiscard]] virtual Result<QString> redirectUri(const QString &identifier) = 0;
    /// Opens the browser and resolves with the parameters of the one callback that bears `state`; wrong callbacks never end
    /// a flow. A browser that cannot be opened does not end it either: the person may open the link by hand.
    /// Errors: `cancelled`, `listen_failed`.
    [[nodiscard]] virtual Async<CallbackParameters> run(BrowserFlow flow, BrowserOpened opened, CancelToken cancel) = 0;
};

/// For tests: answers at once with what `answer` makes of the flow, and remembers it.
class FakeRedirectReceiver final : public RedirectReceiver
{
public:
    [[nodiscard]] Result<QString> redirectUri(const QString &identifier) override
    {
        return QStringLiteral("http://127.0.0.1:28950/callback/") + identifier;
    }
    [[nodiscard]] Async<CallbackParameters> run(BrowserFlow flow, BrowserOpened opened, CancelToken cancel) override
    {
        FPX_CO_CHECK(cancel.check());
        flows.append(flow);
        if (opened)
            opened([flow]() -> Result<QUrl> { return flow.authorizationUrl; });
        co_return answer(flow);
    }

    QList<BrowserFlow> flows;
    std::function<Result<CallbackParameters>(const BrowserFlow &)> answer;
};

} // namespace fpx::oauth
