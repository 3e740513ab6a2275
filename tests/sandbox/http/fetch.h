// Requests that one party sends to another.
#pragma once

#include "http/message.h"

#include <QNetworkAccessManager>

namespace fpx::sandbox {

class Fetcher : public QObject
{
    Q_OBJECT
public:
    explicit Fetcher(QObject *parent = nullptr);
    /// Ends with the answer, or with status 0 when there was none. Redirects are not followed.
    void send(const QByteArray &method, const QString &url, const Headers &headers, const QByteArray &body,
              const std::function<void(Response)> &done);
    void postForm(const QString &url, const Headers &headers, const QList<QPair<QString, QString>> &form,
                  const std::function<void(Response)> &done);
    void postJson(const QString &url, const Headers &headers, const QJsonObject &json,
                  const std::function<void(Response)> &done);

    [[nodiscard]] static QPair<QByteArray, QByteArray> basic(const QString &user, const QString &password);
    [[nodiscard]] static QPair<QByteArray, QByteArray> bearer(const QString &token);

private:
    QNetworkAccessManager m_manager;
};

} // namespace fpx::sandbox
