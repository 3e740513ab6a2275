#include <fpx/base/deferred.h>
#include <fpx/base/json.h>
#include <fpx/http/fakehttpclient.h>

namespace fpx::http {

struct FakeHttpClient::Waiting {
    Deferred<Result<Response>> deferred;
    Result<Response> result;
};

namespace {

QString key(Method method, const QString &url)
{
    return QString::fromLatin1(name(method)) + u' ' + url;
}

Async<Response> awaitIt(Deferred<Result<Response>> deferred)
{
    co_return co_await deferred;
}

} // namespace

void FakeHttpClient::on(Method method, const QString &url, Handler handler)
{
    m_handlers[key(method, url)] = std::move(handler);
}

void FakeHttpClient::answer(Method method, const QString &url, Response response)
{
    on(method, url, [response](const Request &) -> Result<Response> { return response; });
}

void FakeHttpClient::fail(Method method, const QString &url, Error error)
{
    on(method, url, [error](const Request &) -> Result<Response> { return fpx::fail(error); });
}

void FakeHttpClient::answerOnce(Method method, const QString &url, Result<Response> result)
{
    m_once[key(method, url)].append(std::move(result));
}

void FakeHttpClient::release()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &one : waiting)
        one->deferred.resolve(one->result);
}

int FakeHttpClient::count(Method method, const QString &url) const
{
    return static_cast<int>(std::count_if(requests.begin(), requests.end(), [&](const Request &request) {
        return request.method == method &&
               (request.url.toString() == url || request.url.toString(QUrl::RemoveQuery) == url);
    }));
}

Async<Response> FakeHttpClient::send(Request request, CancelToken token)
{
    Deferred<Result<Response>> deferred;
    if (auto alive = token.check(); !alive) {
        deferred.resolve(fpx::fail(alive.error()));
        return awaitIt(deferred);
    }
    requests.append(request);
    Result<Response> result = fpx::fail("connect_failed", QStringLiteral("No answer in the script."),
                                        request.url.toString(QUrl::RemoveQuery), Retry::Later);
    for (const QString &url : {request.url.toString(), request.url.toString(QUrl::RemoveQuery)}) {
        const QString id = key(request.method, url);
        if (auto queue = m_once.find(id); queue != m_once.end() && !queue->isEmpty()) {
            result = queue->takeFirst();
            break;
        }
        if (const auto handler = m_handlers.constFind(id); handler != m_handlers.constEnd()) {
            result = (*handler)(request);
            break;
        }
    }
    if (result && result->body.size() > request.maxBody)
        result = fpx::fail("body_too_large", QStringLiteral("The answer is too large."));
    if (!hold) {
        deferred.resolve(std::move(result));
        return awaitIt(deferred);
    }
    auto waiting = std::make_shared<Waiting>();
    waiting->deferred = deferred;
    waiting->result = std::move(result);
    m_waiting.append(waiting);
    token.onCancelled([deferred] { deferred.resolve(fpx::fail(CancelToken::reason())); });
    return awaitIt(deferred);
}

Response FakeHttpClient::json(const QJsonObject &object, int status)
{
    return text(toCompactJson(object), status, "application/json");
}

Response FakeHttpClient::text(const QByteArray &body, int status, const QByteArray &type)
{
    Response response;
    response.status = status;
    response.headers.set("Content-Type", type);
    response.body = body;
    return response;
}

} // namespace fpx::http
