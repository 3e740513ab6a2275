#include "roamingbrowser.h"

#include <QNetworkProxy>
#include <QNetworkReply>

namespace interop {

RoamingBrowser::RoamingBrowser()
{
    m_network.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

fpx::Result<void> RoamingBrowser::open(const QUrl &url)
{
    visit(url);
    return {};
}

void RoamingBrowser::visit(const QUrl &url)
{
    QNetworkReply *reply = m_network.get(QNetworkRequest(url));
    QObject::connect(reply, &QNetworkReply::finished, &m_network, [this, reply, url] {
        reply->deleteLater();
        const QByteArray next = reply->rawHeader("Location");
        if (next.isEmpty())
            ++journeysEnded;
        else
            visit(url.resolved(QUrl::fromEncoded(next)));
    });
}

} // namespace interop
