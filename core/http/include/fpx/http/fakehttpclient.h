// For tests: scripted answers, recorded requests, no network.
#pragma once

#include <fpx/http/httpclient.h>

#include <QHash>

#include <functional>

namespace fpx::http {

class FakeHttpClient final : public HttpClient
{
public:
    using Handler = std::function<Result<Response>(const Request &)>;

    /// Answers requests to `url` (compared with query; without it when `url` has none) from now on.
    void on(Method method, const QString &url, Handler handler);
    void answer(Method method, const QString &url, Response response);
    void fail(Method method, const QString &url, Error error);
    /// A queue that goes before the standing answer; each is used once.
    void answerOnce(Method method, const QString &url, Result<Response> result);

    /// While set, answers wait for release(), as a slow server's do. A cancelled one ends at once.
    bool hold = false;
    void release();

    /// Everything that was sent, in order; what no script answers ends as `connect_failed`.
    QList<Request> requests;
    [[nodiscard]] int count(Method method, const QString &url) const;

    [[nodiscard]] Async<Response> send(Request request, CancelToken token) override;

    // Answers.
    [[nodiscard]] static Response json(const QJsonObject &object, int status = 200);
    [[nodiscard]] static Response text(const QByteArray &body, int status = 200, const QByteArray &type = "text/plain");

private:
    struct Waiting;
    QHash<QString, Handler> m_handlers;
    QHash<QString, QList<Result<Response>>> m_once;
    QList<std::shared_ptr<Waiting>> m_waiting;
};

/// One FakeHttpClient for each name.
class FakeNetworkContexts final : public NetworkContexts
{
public:
    [[nodiscard]] std::shared_ptr<HttpClient> context(const QString &name) override { return fake(name); }
    void forget(const QString &name) override { clients.remove(name); }
    /// When set, every context is this one.
    std::shared_ptr<FakeHttpClient> shared;
    [[nodiscard]] std::shared_ptr<FakeHttpClient> fake(const QString &name)
    {
        auto &client = clients[name];
        if (!client)
            client = shared ? shared : std::make_shared<FakeHttpClient>();
        return client;
    }
    QHash<QString, std::shared_ptr<FakeHttpClient>> clients;
};

} // namespace fpx::http
