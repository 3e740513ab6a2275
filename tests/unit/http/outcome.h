// Runs one request to its end, for tests.
#pragma once

#include <fpx/http/httpclient.h>

#include <QTest>

#include <memory>
#include <optional>

namespace fpx::http {

using Outcome = std::shared_ptr<std::optional<Result<Response>>>;

inline QCoro::Task<> record(std::shared_ptr<HttpClient> http, Request request, CancelToken token, Outcome outcome)
{
    auto result = co_await http->send(std::move(request), std::move(token));
    outcome->emplace(std::move(result));
}

/// Begins; `*outcome` is filled at the end.
inline Outcome begin(const std::shared_ptr<HttpClient> &http, const Request &request, const CancelToken &token = {})
{
    auto outcome = std::make_shared<std::optional<Result<Response>>>();
    spawn(record(http, request, token, outcome));
    return outcome;
}

inline Result<Response> run(const std::shared_ptr<HttpClient> &http, const Request &request,
                            const CancelToken &token = {})
{
    const auto outcome = begin(http, request, token);
    if (!QTest::qWaitFor([&] { return outcome->has_value(); }, 10'000))
        return fail("test_never_ended", QStringLiteral("no outcome"));
    return **outcome;
}

inline QByteArray codeOf(const Result<Response> &result)
{
    return result ? "status " + QByteArray::number(result->status) : result.error().code;
}

inline Request get(const QString &url)
{
    Request request;
    request.url = QUrl(url);
    return request;
}

} // namespace fpx::http
