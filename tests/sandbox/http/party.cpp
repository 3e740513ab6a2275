#include "http/party.h"

#include <fpx/base/random.h>
#include <fpx/base/utc.h>

#include <QDateTime>
#include <QLocale>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Party::Party(Place place) : m_place(std::move(place))
{
    addControlRoutes();
    get(u"/logo.png"_s, [this](const Request &) {
        return Response{200,
                        {{"Content-Type"_ba, "image/png"_ba}, {"Cache-Control"_ba, "max-age=3600"_ba}},
                        logoPng(m_place.accent, m_place.glyph)};
    });
    get(u"/favicon.ico"_s, [](const Request &) { return Response::redirect(u"/logo.png"_s); });
}

Party::~Party() = default;

QString Party::start()
{
    const quint16 backend =
        m_backend.listen([this](Request request, const Reply &reply) { serve(std::move(request), reply); });
    if (backend == 0)
        return u"%1: no free port on 127.0.0.1"_s.arg(m_place.id);
    m_proxy = std::make_unique<FaultProxy>(QHostAddress(m_place.address), m_place.port, backend, m_faults, m_recorder);
    if (!m_proxy->open())
        return u"%1: cannot listen on %2:%3: %4"_s.arg(m_place.id, m_place.address, QString::number(m_place.port),
                                                       m_proxy->errorString());
    return {};
}

QString Party::url(const QString &path) const
{
    return u"http://%1:%2%3"_s.arg(m_place.address, QString::number(m_place.port), path);
}

qint64 Party::now() const
{
    return QDateTime::currentSecsSinceEpoch() + setting(u"clock_skew"_s, 0).toInteger();
}

QJsonObject Party::secrets()
{
    return {{u"issued"_s, m_issued}};
}

QJsonObject Party::description() const
{
    return {{u"id"_s, m_place.id},
            {u"kind"_s, m_place.kind},
            {u"name"_s, m_place.name},
            {u"url"_s, url()},
            {u"address"_s, m_place.address},
            {u"port"_s, m_place.port},
            {u"control"_s, url(u"/control"_s)}};
}

void Party::reset()
{
    m_faults.clear();
    m_recorder.clear();
    m_settings = {};
    m_issued = {};
    if (m_proxy)
        m_proxy->followFaults();
}

QJsonValue Party::setting(const QString &name, const QJsonValue &fallback) const
{
    return m_settings.contains(name) ? m_settings.value(name) : fallback;
}

QString Party::sign(const Key &key, QJsonObject header, QJsonObject claims)
{
    const auto tamper = m_faults.takeJwtTamper(header.value(u"typ"_s).toString());
    if (!tamper)
        return key.sign(header, toCompactJson(claims));
    header = mergePatch(header, tamper->header);
    claims = mergePatch(claims, tamper->claims);
    return tamperedJwt(key, header, toCompactJson(claims), tamper->sign);
}

QString Party::issue(const QString &kind, const QString &value)
{
    m_issued.append(QJsonObject{{u"kind"_s, kind}, {u"value"_s, value}});
    return value;
}

QString Party::issueToken(const QString &kind)
{
    return issue(kind, QString::fromLatin1(SystemRandom().token()));
}

QByteArray Party::page(const QString &title, const QString &body, const PageOptions &options) const
{
    return renderPage(m_place.name, m_place.accent, title, body, options);
}

Response Party::refused(const Request &request, const Refusal &refusal) const
{
    if (!request.header("Accept"_ba).contains("text/html"_L1))
        return refusal.response();
    const QString body =
        u"<div class=\"card bad\"><div class=\"mark\" aria-hidden=\"true\">!</div><h1>This did not work</h1>"
        "<p>%1.</p><p class=\"soft small\">Code: <code id=\"error\">%2</code></p></div>"_s;
    QString sentence = refusal.description;
    sentence[0] = sentence.at(0).toUpper();
    return Response::html(page(u"This did not work"_s, body.arg(escaped(sentence), escaped(refusal.error))),
                          refusal.status);
}

QByteArray Party::laxCookie(const QString &name, const QString &value)
{
    return (name + u'=' + value + u"; Path=/; HttpOnly; SameSite=Lax"_s).toLatin1();
}

Response Party::control(const QJsonObject &command)
{
    if (command.contains(u"set"_s))
        m_settings = mergePatch(m_settings, command.value(u"set"_s).toObject());
    const QString problem = m_faults.apply(command);
    if (!problem.isEmpty())
        return Response::error(400, u"bad_control"_s, problem);
    // After this answer has left through the proxy that it may close.
    QMetaObject::invokeMethod(m_proxy.get(), &FaultProxy::followFaults, Qt::QueuedConnection);
    return Response::json({{u"ok"_s, true}, {u"settings"_s, m_settings}});
}

void Party::route(const QString &method, const QString &pattern, Handler handler)
{
    m_routes.append({method, pattern.split(u'/'), std::move(handler)});
}

void Party::on(const QString &method, const QString &pattern, const SimpleHandler &handler)
{
    route(method, pattern, [handler](const Request &request, const Reply &reply) { reply(handler(request)); });
}

void Party::get(const QString &pattern, const SimpleHandler &handler)
{
    on(u"GET"_s, pattern, handler);
}

void Party::post(const QString &pattern, const SimpleHandler &handler)
{
    on(u"POST"_s, pattern, handler);
}

void Party::addControlRoutes()
{
    post(u"/control"_s, [this](const Request &request) {
        const auto command = request.json();
        return command ? control(*command) : Response::error(400, u"bad_control"_s, u"a JSON object is needed"_s);
    });
    post(u"/control/reset"_s, [this](const Request &) {
        reset();
        return Response::json({{u"ok"_s, true}});
    });
    get(u"/control/record"_s, [this](const Request &request) {
        return Response::json(m_recorder.toJson(request.arg(u"from"_s).toLongLong()));
    });
    get(u"/control/secrets"_s, [this](const Request &) { return Response::json(secrets()); });
}

void Party::serve(Request request, const Reply &reply)
{
    const QString method = request.method;
    const QString path = request.path;
    dispatch(std::move(request), [this, reply, method, path](Response response) {
        const auto tamper = path.startsWith("/control"_L1) ? std::nullopt : m_faults.takeTamper(method, path);
        if (tamper) {
            if (tamper->status != 0)
                response.status = tamper->status;
            if (!tamper->merge.isEmpty())
                response.body =
                    toCompactJson(mergePatch(parseJsonObject(response.body).value_or(QJsonObject{}), tamper->merge));
            if (tamper->body)
                response.body = *tamper->body;
            for (auto it = tamper->headers.begin(); it != tamper->headers.end(); ++it)
                response.headers.append({it.key().toLatin1(), it->toString().toLatin1()});
        }
        const QString date = QLocale::c().toString(utcFromSeconds(now()), u"ddd, dd MMM yyyy hh:mm:ss"_s);
        response.headers.append({"Date"_ba, date.toLatin1() + " GMT"});
        reply(response);
    });
}

void Party::dispatch(Request request, const Reply &reply)
{
    const QStringList segments = request.path.split(u'/');
    bool known = false;
    for (const Route &route : m_routes) {
        if (route.segments.size() != segments.size())
            continue;
        Fields params;
        bool fits = true;
        for (qsizetype i = 0; i < segments.size() && fits; ++i) {
            const QString &wanted = route.segments.at(i);
            if (wanted.startsWith(u'{'))
                params.insert(wanted.mid(1, wanted.size() - 2), QUrl::fromPercentEncoding(segments.at(i).toUtf8()));
            else
                fits = wanted == segments.at(i);
        }
        known = known || fits;
        if (!fits || route.method != request.method)
            continue;
        request.params = params;
        return route.handler(request, reply);
    }
    reply(known ? Response::error(405, u"method_not_allowed"_s, u"this address does not take "_s + request.method)
                : Response::error(404, u"not_found"_s, u"there is nothing at "_s + request.path));
}

} // namespace fpx::sandbox
