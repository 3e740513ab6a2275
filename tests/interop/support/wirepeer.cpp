#include "wirepeer.h"

#include "../../unit/oauth/fakeissuer.h"

#include <QTimer>

namespace interop {

namespace {

constexpr auto dripInterval = std::chrono::milliseconds(20);

http::Method methodNamed(const QByteArray &name)
{
    static const QHash<QByteArray, http::Method> methods{{"POST", http::Method::Post},
                                                         {"PUT", http::Method::Put},
                                                         {"PATCH", http::Method::Patch},
                                                         {"DELETE", http::Method::Delete}};
    return methods.value(name, http::Method::Get);
}

http::Request parse(const QByteArray &bytes, const QString &origin)
{
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    const QByteArrayList line = bytes.left(bytes.indexOf("\r\n")).split(' ');
    http::Request request;
    request.method = methodNamed(line.value(0));
    request.url = QUrl(origin + QString::fromLatin1(line.value(1)), QUrl::StrictMode);
    request.body = bytes.mid(headEnd + 4);
    for (const QByteArray &field : bytes.left(headEnd).split('\n')) {
        if (field.toLower().startsWith("authorization: bearer "))
            request.bearer = Secret(field.trimmed().mid(22));
    }
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

} // namespace

WirePeer::WirePeer(const QString &place) : m_origin(m_server.url(QString())), m_name(m_origin + place)
{
    m_server.handler = [this](QTcpSocket *socket, const QByteArray &request) { serve(socket, request); };
}

void WirePeer::serve(QTcpSocket *socket, const QByteArray &bytes)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (!m_connections.contains(socket)) {
        m_connections.insert(socket);
        QObject::connect(socket, &QTcpSocket::disconnected, &m_server, [this, socket] {
            m_connections.remove(socket);
            socket->deleteLater();
        });
    }
    const http::Request request = parse(bytes, m_origin);
    const QString path = request.url.toString(QUrl::RemoveQuery).mid(m_name.size());
    m_seen.append(path);
    const Wire wire = m_wire.value(path, Wire::Whole);
    if (wire == Wire::Hangs)
        return;
    if (wire == Wire::Drips)
        return drip(socket);
    const auto answered = oauth::follow(script->send(request, {}));
    http::Response response = http::FakeHttpClient::text({}, 404);
    if (answered->result && *answered->result)
        response = **answered->result;
    else if (otherwise)
        response = otherwise(request, path);
    const QByteArray answer = serialize(response);
    socket->write(wire == Wire::CutOff ? answer.left(answer.size() - response.body.size() / 2) : answer);
    if (wire == Wire::CutOff)
        socket->disconnectFromHost();
}

void WirePeer::forget()
{
    m_seen.clear();
    m_server.requests.clear();
    script->requests.clear();
}

int WirePeer::requests(const char *path) const
{
    return static_cast<int>(m_seen.count(QString::fromLatin1(path)));
}

void WirePeer::answer(const char *path, const http::Response &response)
{
    for (const auto method : {http::Method::Get, http::Method::Post, http::Method::Put})
        script->answer(method, url(path), response);
}

void WirePeer::answer(const char *path, const QJsonObject &json, int status)
{
    answer(path, http::FakeHttpClient::json(json, status));
}

void WirePeer::answerText(const char *path, const QByteArray &text)
{
    answer(path, http::FakeHttpClient::text(text, 200, "application/json"));
}

void WirePeer::redirect(const char *path, const QString &destination)
{
    http::Response response = http::FakeHttpClient::text({}, 302);
    response.headers.set("Location", destination.toLatin1());
    answer(path, response);
}

void change(QJsonObject &object, const QString &name, const QJsonValue &value)
{
    if (value.isUndefined())
        object.remove(name);
    else
        object.insert(name, value);
}

} // namespace interop
