#include "http/backend.h"

#include <QHostAddress>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QTcpServer>
#include <QUrl>

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QHttpHeaders>
#endif

#include <memory>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

QString methodName(QHttpServerRequest::Method method)
{
    using Method = QHttpServerRequest::Method;
    static const QHash<Method, QString> names{{Method::Get, u"GET"_s},       {Method::Put, u"PUT"_s},
                                              {Method::Delete, u"DELETE"_s}, {Method::Post, u"POST"_s},
                                              {Method::Head, u"GET"_s},      {Method::Options, u"OPTIONS"_s},
                                              {Method::Patch, u"PATCH"_s}};
    return names.value(method, u"OTHER"_s);
}

Headers headersOf(const QHttpServerRequest &raw)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    Headers headers;
    const QHttpHeaders &given = raw.headers();
    for (qsizetype i = 0; i < given.size(); ++i)
        headers.append({QByteArray(given.nameAt(i).data(), given.nameAt(i).size()), given.valueAt(i).toByteArray()});
    return headers;
#else
    return raw.headers();
#endif
}

void write(QHttpServerResponder &responder, const Response &response, bool head)
{
    const auto status = static_cast<QHttpServerResponder::StatusCode>(response.status);
    const QByteArray body = head ? QByteArray() : response.body;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QHttpHeaders headers;
    for (const auto &[name, value] : response.headers)
        headers.append(name, value);
    responder.write(body, headers, status); // adds the length
#else
    responder.writeStatusLine(status);
    for (const auto &[name, value] : response.headers)
        responder.writeHeader(name, value);
    responder.writeHeader("Content-Length"_ba, QByteArray::number(body.size()));
    responder.writeBody(body);
#endif
}

void answer(const QHttpServerRequest &raw, QHttpServerResponder &&responder, const HttpBackend::Serve &serve)
{
    Request request;
    request.method = methodName(raw.method());
    request.path = raw.url().path(QUrl::FullyEncoded);
    request.query = raw.url().query(QUrl::FullyEncoded).toLatin1();
    request.headers = headersOf(raw);
    request.body = raw.body();
    const bool head = raw.method() == QHttpServerRequest::Method::Head;
    const auto out = std::make_shared<QHttpServerResponder>(std::move(responder));
    serve(std::move(request), [out, head](const Response &response) { write(*out, response, head); });
}

} // namespace

quint16 HttpBackend::listen(const Serve &serve)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    m_server.setMissingHandler(&m_server, [serve](const QHttpServerRequest &request, QHttpServerResponder &responder) {
        answer(request, std::move(responder), serve);
    });
    auto sockets = std::make_unique<QTcpServer>();
    if (!sockets->listen(QHostAddress::LocalHost, 0) || !m_server.bind(sockets.get()))
        return 0;
    return sockets.release()->serverPort(); // the server owns it now
#else
    m_server.setMissingHandler([serve](const QHttpServerRequest &request, QHttpServerResponder &&responder) {
        answer(request, std::move(responder), serve);
    });
    return m_server.listen(QHostAddress::LocalHost, 0);
#endif
}

} // namespace fpx::sandbox
