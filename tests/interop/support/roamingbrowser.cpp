#include "roamingbrowser.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRegularExpression>

#include <fpx/http/httpclient.h>

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
    follow(m_network.get(QNetworkRequest(url)), url);
}

void RoamingBrowser::follow(QNetworkReply *reply, const QUrl &url)
{
    QObject::connect(reply, &QNetworkReply::finished, &m_network, [this, reply, url] {
        reply->deleteLater();
        const QByteArray next = reply->rawHeader("Location");
        if (!next.isEmpty())
            return visit(url.resolved(QUrl::fromEncoded(next)));
        if (!submitsForms || !submit(reply->readAll()))
            ++journeysEnded;
    });
}

bool RoamingBrowser::submit(const QByteArray &page)
{
    static const QRegularExpression form(QStringLiteral("<form method=\"post\" action=\"([^\"]*)\">"));
    static const QRegularExpression field(
        QStringLiteral("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">"));
    const QString html = QString::fromUtf8(page);
    const auto found = form.match(html);
    if (!found.hasMatch())
        return false;
    fpx::http::FormFields fields;
    for (const auto &one : field.globalMatch(html))
        fields.append({one.captured(1), one.captured(2)});
    const QUrl action(found.captured(1));
    QNetworkRequest request(action);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
    follow(m_network.post(request, fpx::http::encodeForm(fields)), action);
    return true;
}

} // namespace interop
