#include "http/fetch.h"

#include <QNetworkReply>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Fetcher::Fetcher(QObject *parent) : QObject(parent)
{
    m_manager.setTransferTimeout(20'000);
    m_manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void Fetcher::send(const QByteArray &method, const QString &url, const Headers &headers, const QByteArray &body,
                   const std::function<void(Response)> &done)
{
    QNetworkRequest request{QUrl(url)};
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // Tells the parties of the sandbox from wallets in what a network records.
    request.setRawHeader("User-Agent"_ba, "fpx-sandbox"_ba);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    QNetworkReply *reply = m_manager.sendCustomRequest(request, method, body);
    connect(reply, &QNetworkReply::finished, this, [reply, done] {
        reply->deleteLater();
        Response response;
        response.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        response.headers = reply->rawHeaderPairs();
        response.body = reply->readAll();
        done(response);
    });
}

void Fetcher::postForm(const QString &url, const Headers &headers, const QList<QPair<QString, QString>> &form,
                       const std::function<void(Response)> &done)
{
    Headers all = headers;
    all.append({"Content-Type"_ba, "application/x-www-form-urlencoded"_ba});
    send("POST"_ba, url, all, toForm(form), done);
}

void Fetcher::postJson(const QString &url, const Headers &headers, const QJsonObject &json,
                       const std::function<void(Response)> &done)
{
    Headers all = headers;
    all.append({"Content-Type"_ba, "application/json"_ba});
    send("POST"_ba, url, all, toCompactJson(json), done);
}

QPair<QByteArray, QByteArray> Fetcher::basic(const QString &user, const QString &password)
{
    const QByteArray pair = QUrl::toPercentEncoding(user) + ':' + QUrl::toPercentEncoding(password);
    return {"Authorization"_ba, "Basic " + pair.toBase64()};
}

QPair<QByteArray, QByteArray> Fetcher::bearer(const QString &token)
{
    return {"Authorization"_ba, "Bearer " + token.toLatin1()};
}

} // namespace fpx::sandbox
