#include "exchange.h"
#include "inflate.h"
#include "words.h"

#include <QNetworkInterface>
#include <QSslError>

namespace fpx::http {

namespace {

constexpr qint64 readAhead = 256 * 1024;

bool hasNetwork()
{
    const auto interfaces = QNetworkInterface::allInterfaces();
    return std::any_of(interfaces.begin(), interfaces.end(), [](const QNetworkInterface &interface) {
        const auto flags = interface.flags();
        return flags.testFlag(QNetworkInterface::IsRunning) && !flags.testFlag(QNetworkInterface::IsLoopBack) &&
               !interface.addressEntries().isEmpty();
    });
}

Failure offline(const QString &detail)
{
    return fail("offline", Words::tr("This computer is not connected to a network."), detail, Retry::Later);
}

Failure connectFailed(const QString &detail)
{
    return fail("connect_failed", Words::tr("The other side could not be reached."), detail, Retry::Later);
}

Failure proxyFailed(const QString &detail)
{
    return fail("proxy_failed", Words::tr("The proxy of this computer did not let the connection pass."), detail,
                Retry::Later);
}

} // namespace

Exchange::Exchange(const NetworkPolicy &policy, const Request &request, bool viaProxy)
    : m_maxBody(request.maxBody), m_reading(request.reading), m_viaProxy(viaProxy)
{
    // Qt's timers run on the steady clock: a jump of the wall clock neither ends nor prolongs a request.
    for (QTimer *timer : {&m_connect, &m_total})
        timer->setSingleShot(true);
    m_connect.setInterval(policy.connectTimeout);
    m_total.setInterval(policy.totalTimeout);
    connect(&m_connect, &QTimer::timeout, this,
            [this] { finish((m_viaProxy ? proxyFailed : connectFailed)(QStringLiteral("no connection in time"))); });
    connect(&m_total, &QTimer::timeout, this, [this] {
        finish(fail("timed_out", Words::tr("The other side did not answer in time."), {}, Retry::Later));
    });
}

Exchange::~Exchange()
{
    cancel();
}

void Exchange::watch(QNetworkReply *reply)
{
    m_reply = reply;
    reply->setReadBufferSize(readAhead);
    connect(reply, &QNetworkReply::socketStartedConnecting, this, [this] {
        if (!m_requestSent)
            m_connect.start();
    });
    connect(reply, &QNetworkReply::requestSent, this, [this] {
        m_requestSent = true;
        m_connect.stop();
    });
    connect(reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_tlsErrors.append(error.errorString());
    });
    connect(reply, &QNetworkReply::metaDataChanged, this, &Exchange::onHeaders);
    connect(reply, &QNetworkReply::readyRead, this, &Exchange::onBytes);
    connect(reply, &QNetworkReply::finished, this, &Exchange::onFinished);
    m_total.start();
}

void Exchange::cancel()
{
    finish(fail("cancelled", Words::tr("You cancelled this.")));
}

void Exchange::onHeaders()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 300 && status < 400 && status != 304)
        return finish(fail("redirect_refused",
                           Words::tr("The other side answered with a detour, which is not followed."),
                           QStringLiteral("status %1").arg(status)));
    // Never asked for. Providers' files lie compressed in places that do not look at what was asked (RFC 9110 12.5.3).
    const QByteArray packed = encoding();
    if (!packed.isEmpty() && (m_reading == Reading::Exact || !canInflate(packed)))
        return finish(fail("encoding_refused", Words::tr("The other side answered in a form that was not asked for."),
                           QString::fromLatin1(packed.left(40))));
    const qint64 announced = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    if (announced > m_maxBody)
        finish(
            fail("body_too_large", Words::tr("The answer is too large."), QStringLiteral("%1 bytes").arg(announced)));
}

QByteArray Exchange::encoding() const
{
    const QByteArray named = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    return named == "identity" ? QByteArray() : named;
}

void Exchange::onBytes()
{
    m_body += m_reply->read(m_maxBody - m_body.size() + 1);
    if (m_body.size() > m_maxBody)
        finish(fail("body_too_large", Words::tr("The answer is too large."),
                    QStringLiteral("more than %1 bytes").arg(m_maxBody)));
}

void Exchange::onFinished()
{
    if (m_reply->bytesAvailable() > 0)
        onBytes();
    if (m_finished)
        return;
    const auto error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Errors from 201 on are Qt's names for statuses of a complete answer.
    const bool complete = error == QNetworkReply::NoError || error >= QNetworkReply::ContentAccessDenied;
    if (!complete || status < 200 || status > 599 || error == QNetworkReply::ContentReSendError ||
        error == QNetworkReply::ProtocolFailure)
        return finish(failure());
    Response response;
    response.status = status;
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        response.headers.append(name, value);
    response.body = m_body;
    if (const QByteArray packed = encoding(); !packed.isEmpty()) {
        auto body = inflated(m_body, packed, m_maxBody);
        if (!body)
            return finish(fail(std::move(body).error()));
        noteDeviation(QStringLiteral("a body that came as ") + QString::fromLatin1(packed));
        response.body = *body;
    }
    finish(std::move(response));
}

Failure Exchange::failure() const
{
    const auto error = m_reply->error();
    QString detail = QStringLiteral("%1 (%2)").arg(m_reply->errorString()).arg(error);
    switch (error) {
    case QNetworkReply::SslHandshakeFailedError:
        if (!m_tlsErrors.isEmpty())
            detail = m_tlsErrors.join(QStringLiteral("; "));
        return fail("tls_failed",
                    Words::tr("The connection is not safe, since the other side could not prove who it is. "
                              "Nothing was sent. Some networks, as in hotels and trains, want you to sign in first: "
                              "open any page in your browser to see."),
                    detail);
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError: return offline(detail);
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TimeoutError:
        return hasNetwork() || isLoopbackHttp(m_reply->url()) ? connectFailed(detail) : offline(detail);
    default: break;
    }
    if (error == QNetworkReply::ProxyAuthenticationRequiredError)
        return fail("proxy_sign_in_required",
                    Words::tr("The proxy of this computer wants a user name and a password. Enter them in the wallet's "
                              "window or in the system's proxy settings, then try again."),
                    detail, Retry::Later);
    // Qt 6.4 reports a proxy that refuses the connection as an unknown error.
    if ((error >= QNetworkReply::ProxyConnectionRefusedError && error <= QNetworkReply::UnknownProxyError) ||
        (m_viaProxy && !m_requestSent))
        return proxyFailed(detail);
    if (!m_requestSent)
        return hasNetwork() || isLoopbackHttp(m_reply->url()) ? connectFailed(detail) : offline(detail);
    return fail("connection_lost", Words::tr("The connection ended before the answer was complete."), detail,
                Retry::Later);
}

void Exchange::finish(Result<Response> result)
{
    if (m_finished)
        return;
    m_finished = true;
    m_connect.stop();
    m_total.stop();
    if (m_reply) {
        m_reply->disconnect(this);
        if (m_reply->isRunning())
            m_reply->abort();
        m_reply->deleteLater();
    }
    m_done.resolve(std::move(result));
}

} // namespace fpx::http
