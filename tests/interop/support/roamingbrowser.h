// A person's browser as far as redirects go: opens what it is told and follows wherever it is sent.
#pragma once

#include <fpx/base/desktop.h>

#include <QNetworkAccessManager>

namespace interop {

class RoamingBrowser final : public fpx::Browser
{
public:
    RoamingBrowser();
    /// Returns at once; the journey goes on in the event loop.
    [[nodiscard]] fpx::Result<void> open(const QUrl &url) override;

    /// Closes the connections that it keeps for the next journey.
    void rest() { m_network.clearConnectionCache(); }

    bool submitsForms = false; ///< A page whose form leaves by itself is no end of a journey.
    int journeysEnded = 0;     ///< Each ends at the first page that is no redirect, or where nobody answers.

private:
    void visit(const QUrl &url);
    void follow(QNetworkReply *reply, const QUrl &url);
    [[nodiscard]] bool submit(const QByteArray &page);
    QNetworkAccessManager m_network;
};

} // namespace interop
