// The RedirectReceiver port over gateway and browser.
#pragma once

#include <fpx/base/desktop.h>
#include <fpx/oauth/redirectreceiver.h>

#include "gateway.h"

namespace fpx::wallet {

class BrowserReceiver final : public oauth::RedirectReceiver
{
public:
    /// Both outlive this object; its flows end with the gateway at the latest.
    BrowserReceiver(Gateway &gateway, Browser &browser) : m_gateway(gateway), m_browser(browser) {}

    [[nodiscard]] Result<QString> redirectUri(const QString &identifier) override;
    [[nodiscard]] Async<oauth::CallbackParameters> run(oauth::BrowserFlow flow, oauth::BrowserOpened opened,
                                                       CancelToken cancel) override;

private:
    Gateway &m_gateway;
    Browser &m_browser;
};

} // namespace fpx::wallet
