#include "hostileidp.h"

#include <fpx/jose/signature.h>

#include <QTimer>

namespace interop {

namespace {

constexpr auto dripInterval = std::chrono::milliseconds(20);

http::Request parse(const QByteArray &bytes, const QString &origin)
{
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    const QByteArrayList line = bytes.left(bytes.indexOf("\r\n")).split(' ');
    http::Request request;
    request.method = line.value(0) == "POST" ? http::Method::Post : http::Method::Get;
    request.url = QUrl(origin + QString::fromLatin1(line.value(1)), QUrl::StrictMode);
    request.body = bytes.mid(headEnd + 4);
    request.maxBody = std::numeric_limits<qint64>::max(); // the limit to be tested is the wallet's
    return request;
}

QByteArray serialize(const http::Response &response)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(response.status) + " X\r\n";
    for (const auto &[name, value] : response.headers.fields())
        head += name + ": " + value + "\r\n";
    return head + "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n\r\n" + response.body;
}

void drip(QTcpSocket *socket)
{
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n");
    auto *timer = new QTimer(socket);
    QObject::connect(timer, &QTimer::timeout, socket, [socket] { socket->write(" "); });
    timer->start(dripInterval);
}

void change(QJsonObject &object, const QString &name, const QJsonValue &value)
{
    if (value.isUndefined())
        object.remove(name);
    else
        object.insert(name, value);
}

} // namespace

HostileIdp::HostileIdp(const Clock &clock, const QString &subject)
    : issuer(std::make_shared<http::FakeHttpClient>(), &m_unused, &clock, m_server.url(q("/tenant")))
{
    issuer.subject = subject;
    issuer.http->on(http::Method::Get, url("/authorize"),
                    [this](const http::Request &request) { return authorize(request); });
    m_server.handler = [this](QTcpSocket *socket, const QByteArray &request) { serve(socket, request); };
}

void HostileIdp::serve(QTcpSocket *socket, const QByteArray &bytes)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (!m_connections.contains(socket)) {
        m_connections.insert(socket);
        QObject::connect(socket, &QTcpSocket::disconnected, &m_server, [this, socket] {
            m_connections.remove(socket);
            socket->deleteLater();
        });
    }
    const http::Request request = parse(bytes, m_server.url(QString()));
    const QString path = request.url.toString(QUrl::RemoveQuery).mid(issuer.issuer.size());
    m_seen.append(path);
    const Wire wire = m_wire.value(path, Wire::Whole);
    if (wire == Wire::Hangs)
        return;
    if (wire == Wire::Drips)
        return drip(socket);
    const auto answered = oauth::follow(issuer.http->send(request, {}));
    http::Response response = http::FakeHttpClient::text({}, 404);
    if (answered->result && *answered->result)
        response = **answered->result;
    const QByteArray answer = serialize(response);
    socket->write(wire == Wire::CutOff ? answer.left(answer.size() - response.body.size() / 2) : answer);
    if (wire == Wire::CutOff)
        socket->disconnectFromHost();
}

Result<http::Response> HostileIdp::authorize(const http::Request &request)
{
    const QUrlQuery asked(request.url);
    const oauth::BrowserFlow flow{{}, asked.queryItemValue(q("state"), QUrl::FullyDecoded), request.url};
    const auto parameters = issuer.browser(flow);
    const QString destination =
        callbackUri.isEmpty() ? asked.queryItemValue(q("redirect_uri"), QUrl::FullyDecoded) : callbackUri;
    http::Response response = http::FakeHttpClient::text({}, 303);
    response.headers.set("Location", destination.toLatin1() + '?' + http::encodeForm(*parameters));
    return response;
}

void HostileIdp::forget()
{
    m_seen.clear();
    m_server.requests.clear();
    issuer.http->requests.clear();
    issuer.tokenRequests.clear();
}

void HostileIdp::answer(const char *path, const http::Response &response)
{
    for (const auto method : {http::Method::Get, http::Method::Post})
        issuer.http->answer(method, url(path), response);
}

void HostileIdp::answer(const char *path, const QJsonObject &json, int status)
{
    answer(path, http::FakeHttpClient::json(json, status));
}

void HostileIdp::answerText(const char *path, const QByteArray &text)
{
    answer(path, http::FakeHttpClient::text(text, 200, "application/json"));
}

void HostileIdp::redirect(const char *path, const QString &destination)
{
    http::Response response = http::FakeHttpClient::text({}, 302);
    response.headers.set("Location", destination.toLatin1());
    answer(path, response);
}

void HostileIdp::describe(const char *member, const QJsonValue &value)
{
    change(issuer.metadata, q(member), value);
    issuer.publish();
}

void HostileIdp::claim(const char *name, const QJsonValue &value)
{
    issuer.claims = [name = q(name), value](QJsonObject &claims) { change(claims, name, value); };
}

void HostileIdp::header(const char *name, const QJsonValue &value)
{
    // Signed by hand: fpx::jose does not write what it would not read.
    issuer.idToken = [this, name = q(name), value](const QByteArray &token) {
        const QByteArrayList parts = token.split('.');
        QJsonObject header = *parseJsonObject(*fromBase64Url(parts.at(0)));
        change(header, name, value);
        const QByteArray input = toBase64Url(toCompactJson(header)) + '.' + parts.at(1);
        return input + '.' + toBase64Url(*jose::signBytes(input, issuer.key));
    };
}

void HostileIdp::token(const char *name, const QJsonValue &value)
{
    issuer.tokens = [name = q(name), value](QJsonObject &body) { change(body, name, value); };
}

void HostileIdp::callback(const char *name, const std::optional<QString> &value)
{
    issuer.callback = [name = q(name), value](oauth::CallbackParameters &parameters) {
        parameters.removeIf([&name](const auto &parameter) { return parameter.first == name; });
        if (value)
            parameters.append({name, *value});
    };
}

void HostileIdp::callbackAlso(const char *name, const QString &value)
{
    issuer.callback = [name = q(name), value](oauth::CallbackParameters &parameters) {
        parameters.append({name, value});
    };
}

} // namespace interop
