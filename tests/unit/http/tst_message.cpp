// URLs, dates, forms, retries: what needs no network.
#include <fpx/base/json.h>
#include <fpx/base/utc.h>
#include <fpx/http/fakehttpclient.h>
#include <fpx/http/retrying.h>

#include "outcome.h"

using namespace fpx;
using namespace fpx::http;
using namespace std::chrono_literals;

class TestMessage : public QObject
{
    Q_OBJECT

    QList<qint64> m_slept;

    RetryPolicy policy(int attempts = 3)
    {
        RetryPolicy p;
        p.attempts = attempts;
        p.sleep = [this](std::chrono::milliseconds time, CancelToken token) { return sleep(this, time, token); };
        return p;
    }
    static Async<void> sleep(TestMessage *self, std::chrono::milliseconds time, CancelToken token)
    {
        self->m_slept.append(time.count());
        co_return token.check();
    }
    static QCoro::Task<> record(std::shared_ptr<HttpClient> http, Request request, CancelToken token,
                                RetryPolicy policy, Outcome outcome)
    {
        auto result = co_await sendRetrying(http, request, token, policy);
        outcome->emplace(std::move(result));
    }
    Result<Response> retry(const std::shared_ptr<HttpClient> &http, const Request &request, const RetryPolicy &p)
    {
        m_slept.clear();
        auto outcome = std::make_shared<std::optional<Result<Response>>>();
        spawn(record(http, request, {}, p, outcome));
        return outcome->value_or(fail("test_never_ended", {}));
    }
    static Error lost() { return {"connection_lost", {}, {}, Retry::Later}; }

private Q_SLOTS:
    void urls_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char *url, bool accepted) {
            QTest::newRow(url) << QString::fromLatin1(url) << accepted;
        };
        row("https://as.example/x?y=z", true);
        row("https://as.example:8443", true);
        row("http://127.0.0.1:8080/x", true);
        row("http://127.9.8.7/x", true);
        row("http://[::1]:8080/x", true);
        row("http://as.example/x", false);
        row("http://localhost/x", false);
        row("http://127.0.0.1.evil.example/x", false);
        row("http://128.0.0.1/x", false);
        row("http://0.0.0.0/x", false);
        row("http://[::]/x", false);
        row("http://[::ffff:127.0.0.1]/x", false);
        row("https://user@as.example/x", false);
        row("https://user:password@as.example/x", false);
        row("https://@as.example/x", false);
        row("https://as.example/x#y", false);
        row("https://as.example/x#", false);
        row("https:///x", false);
        row("as.example/x", false);
        row("/x", false);
        row("", false);
        row("ftp://as.example/x", false);
        row("file:///etc/passwd", false);
        row("javascript:alert(1)", false);
        row("https://as.example:0/", false);
    }
    void urls()
    {
        QFETCH(QString, url);
        QFETCH(bool, accepted);
        QCOMPARE(checkUrl(QUrl(url, QUrl::StrictMode), LoopbackHttp::Allowed).has_value(), accepted);
        if (url.startsWith(QStringLiteral("http:")))
            QVERIFY(!checkUrl(QUrl(url, QUrl::StrictMode), LoopbackHttp::Refused));
    }
    void url_too_long()
    {
        const QUrl url(QStringLiteral("https://as.example/") + QString(8200, u'x'));
        QCOMPARE(checkUrl(url, LoopbackHttp::Refused).error().code, "url_refused");
    }

    void same_origin()
    {
        const auto same = [](const char *a, const char *b) {
            return sameOrigin(QUrl(QString::fromLatin1(a)), QUrl(QString::fromLatin1(b)));
        };
        QVERIFY(same("https://a.example/x", "https://a.example:443/y"));
        QVERIFY(!same("https://a.example", "http://a.example"));
        QVERIFY(!same("https://a.example", "https://a.example:444"));
        QVERIFY(!same("https://a.example", "https://b.a.example"));
    }

    void dates()
    {
        QCOMPARE(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT")->toSecsSinceEpoch(), 784111777);
        QVERIFY(!parseHttpDate("Mon, 06 Nov 1994 08:49:37 GMT")); // it was a Sunday
        QVERIFY(!parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT"));
        QVERIFY(!parseHttpDate(""));
    }

    void forms()
    {
        const QByteArray body =
            encodeForm({{QStringLiteral("code"), QStringLiteral("4/0Ab+c=%&é")}, {QStringLiteral("a b"), QString()}});
        QCOMPARE(body, "code=4%2F0Ab%2Bc%3D%25%26%C3%A9&a%20b=");
    }

    void not_json()
    {
        QCOMPARE(readJson(FakeHttpClient::text("{}", 200, "text/html")).error().code, "not_json");
        QVERIFY(readJson(FakeHttpClient::text("{}", 200, "application/json; charset=utf-8")));
        QVERIFY(readJson(FakeHttpClient::text("{}", 200, "application/problem+json")));
        QCOMPARE(readJson(FakeHttpClient::text("[]", 200, "application/json")).error().code, "json_malformed");
    }

    void retry_after()
    {
        const auto now = utcFromSeconds(784111777);
        const auto seconds = [&now](const QByteArray &value) {
            Response response;
            response.headers.set("Retry-After", value);
            return response.retryAfterSeconds(now);
        };
        QCOMPARE(seconds("120"), 120);
        QCOMPARE(seconds("Sun, 06 Nov 1994 08:50:37 GMT"), 60);
        QCOMPARE(seconds("Sun, 06 Nov 1994 08:00:00 GMT"), 0);
        QCOMPARE(seconds("-1"), std::nullopt);
        QCOMPARE(seconds("99999999999999999999"), std::nullopt);
        QCOMPARE(seconds("soon"), std::nullopt);
    }

    void get_is_repeated()
    {
        auto http = std::make_shared<FakeHttpClient>();
        const QString url = QStringLiteral("https://as.example/x");
        http->answerOnce(Method::Get, url, fail(lost()));
        http->answerOnce(Method::Get, url, FakeHttpClient::json({}, 503));
        http->answer(Method::Get, url, FakeHttpClient::json({}));
        QCOMPARE(codeOf(retry(http, get(url), policy())), "status 200");
        QCOMPARE(http->requests.size(), 3);
        QCOMPARE(m_slept.size(), 2);
        QVERIFY(m_slept[0] >= 400 && m_slept[0] <= 600);
        QVERIFY(m_slept[1] >= 800 && m_slept[1] <= 1200);
    }
    void attempts_end()
    {
        auto http = std::make_shared<FakeHttpClient>();
        const QString url = QStringLiteral("https://as.example/x");
        http->fail(Method::Get, url, lost());
        QCOMPARE(codeOf(retry(http, get(url), policy())), "connection_lost");
        QCOMPARE(http->requests.size(), 3);
    }
    void post_is_not_repeated()
    {
        auto http = std::make_shared<FakeHttpClient>();
        const QString url = QStringLiteral("https://as.example/x");
        http->fail(Method::Post, url, lost());
        auto request = formRequest(QUrl(url), {});
        QCOMPARE(codeOf(retry(http, request, policy())), "connection_lost");
        QCOMPARE(http->requests.size(), 1);
        request.idempotent = true;
        retry(http, request, policy());
        QCOMPARE(http->requests.size(), 4);
    }
    void what_will_not_get_better_is_not_repeated()
    {
        auto http = std::make_shared<FakeHttpClient>();
        const QString url = QStringLiteral("https://as.example/x");
        http->fail(Method::Get, url, {"tls_failed", {}, {}, Retry::No});
        QCOMPARE(codeOf(retry(http, get(url), policy())), "tls_failed");
        http->answer(Method::Get, url, FakeHttpClient::json({}, 404));
        QCOMPARE(codeOf(retry(http, get(url), policy())), "status 404");
        QCOMPARE(http->requests.size(), 2);
    }
    void what_hung_is_not_repeated()
    {
        auto http = std::make_shared<FakeHttpClient>();
        const QString url = QStringLiteral("https://as.example/x");
        http->fail(Method::Get, url, {"timed_out", {}, {}, Retry::Later});
        QCOMPARE(codeOf(retry(http, get(url), policy())), "timed_out");
        QCOMPARE(http->requests.size(), 1);
    }
    void contexts_repeat_for_their_callers()
    {
        auto fakes = std::make_unique<FakeNetworkContexts>();
        const auto http = fakes->fake(QStringLiteral("one"));
        const QString url = QStringLiteral("https://as.example/x");
        http->answerOnce(Method::Get, url, fail(lost()));
        http->answer(Method::Get, url, FakeHttpClient::json({}));
        m_slept.clear();
        RetryingContexts contexts(std::move(fakes), policy());
        const auto client = contexts.context(QStringLiteral("one"));
        QCOMPARE(contexts.context(QStringLiteral("one")), client);
        QVERIFY(contexts.context(QStringLiteral("other")) != client);
        auto answer = QCoro::waitFor(client->send(get(url), {}));
        QCOMPARE(codeOf(answer), "status 200");
        QCOMPARE(http->requests.size(), 2);
    }
    void retry_after_is_honoured()
    {
        auto http = std::make_shared<FakeHttpClient>();
        const QString url = QStringLiteral("https://as.example/x");
        auto busy = FakeHttpClient::json({}, 429);
        busy.headers.set("Retry-After", "7");
        http->answerOnce(Method::Get, url, busy);
        http->answer(Method::Get, url, FakeHttpClient::json({}));
        QCOMPARE(codeOf(retry(http, get(url), policy())), "status 200");
        QCOMPARE(m_slept, QList<qint64>{7000});
    }
    void retry_after_too_long_is_the_callers()
    {
        auto http = std::make_shared<FakeHttpClient>();
        const QString url = QStringLiteral("https://as.example/x");
        auto busy = FakeHttpClient::json({}, 503);
        busy.headers.set("Retry-After", "3600");
        http->answer(Method::Get, url, busy);
        QCOMPARE(codeOf(retry(http, get(url), policy())), "status 503");
        QCOMPARE(http->requests.size(), 1);
    }
    void sleep_ends_when_cancelled()
    {
        CancelSource cancel;
        auto outcome = std::make_shared<std::optional<Result<void>>>();
        spawn(recordSleep(cancel.token(), outcome));
        QVERIFY(!outcome->has_value());
        cancel.cancel();
        QVERIFY(outcome->has_value());
        QCOMPARE((*outcome)->error().code, "cancelled");
    }

private:
    static QCoro::Task<> recordSleep(CancelToken token, std::shared_ptr<std::optional<Result<void>>> outcome)
    {
        auto result = co_await sleepFor(1h, token);
        outcome->emplace(std::move(result));
    }
};

QTEST_GUILESS_MAIN(TestMessage)
#include "tst_message.moc"
