#include "browserreceiver.h"

#include "words.h"

namespace fpx::wallet {

Result<QString> BrowserReceiver::redirectUri(const QString &identifier)
{
    FPX_TRY(port, m_gateway.callbackPort());
    return QStringLiteral("http://127.0.0.1:%1/callback/%2").arg(port).arg(identifier);
}

Async<oauth::CallbackParameters> BrowserReceiver::run(oauth::BrowserFlow flow, oauth::BrowserOpened opened,
                                                      CancelToken cancel)
{
    FPX_CO_CHECK(cancel.check());
    const auto waiting = std::make_shared<RedirectDesk::Waiting>();
    waiting->identifier = flow.identifier;
    waiting->state = flow.state;
    Gateway &gateway = m_gateway;
    gateway.desk().add(waiting);
    cancel.onCancelled([waiting] { waiting->box.put(fail(CancelToken::reason())); });

    const StartTarget destination = flow.form.isEmpty() ? StartTarget(flow.authorizationUrl)
                                                        : StartTarget(PostTarget{flow.authorizationUrl, flow.form});
    const oauth::MakeLink makeLink = [&gateway, destination]() -> Result<QUrl> {
        return gateway.startLink(destination);
    };
    auto first = makeLink();
    if (first) {
        // A browser that does not open is no end: the person can copy the link.
        [[maybe_unused]] const auto shown = m_browser.open(*first);
        if (opened)
            opened(makeLink);
    } else {
        waiting->box.put(fail(first.error()));
    }
    auto answer = co_await waiting->box.next();
    gateway.desk().remove(waiting);
    gateway.closeUnusedPort();
    co_return answer;
}

} // namespace fpx::wallet
