// One request on its way through Qt Network.
#pragma once

#include <fpx/base/deferred.h>
#include <fpx/http/httpclient.h>
#include <fpx/http/qtcontexts.h>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

namespace fpx::http {

/// Watches one reply until it has ended, or ends it. Each way out leads through finish(), and the first one counts.
class Exchange : public QObject
{
public:
    /// `viaProxy`: what does not connect is the proxy's fault. Of `request` only the bounds of the answer matter.
    Exchange(const NetworkPolicy &policy, const Request &request, bool viaProxy);
    ~Exchange() override;

    /// Takes the reply over.
    void watch(QNetworkReply *reply);
    /// Ends the exchange from outside.
    void cancel();
    [[nodiscard]] Deferred<Result<Response>> done() const { return m_done; }

private:
    void onHeaders();
    void onBytes();
    void onFinished();
    [[nodiscard]] QByteArray encoding() const;
    [[nodiscard]] Failure failure() const;
    void finish(Result<Response> result);

    Deferred<Result<Response>> m_done;
    QPointer<QNetworkReply> m_reply;
    QTimer m_connect;
    QTimer m_total;
    QStringList m_tlsErrors;
    QByteArray m_body;
    qint64 m_maxBody;
    Reading m_reading;
    bool m_viaProxy;
    bool m_requestSent = false;
    bool m_finished = false;
};

} // namespace fpx::http
