// One row for each way in which a request can break the rules of profile section 4.1, "The listener". `{port}` stands
// for the listener's port.
#include "browser.h"

using namespace fpx::listener;

class TestRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto raw = [](const char *name, int status, const QByteArray &bytes) {
            QTest::newRow(name) << bytes << status;
        };
        const auto row = [&](const char *name, int status, const QByteArray &line, const QByteArray &fields = {}) {
            raw(name, status, line + "\r\nHost: 127.0.0.1:{port}\r\n" + fields + "\r\n");
        };
        const QByteArray get = "GET /callback/bank?state=x HTTP/1.1\r\n";

        raw("no_host", 403, get + "Accept: */*\r\n\r\n");
        raw("two_hosts", 403, get + "Host: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        raw("two_hosts_other_case", 403, get + "Host: 127.0.0.1:{port}\r\nhost: evil.example\r\n\r\n");
        raw("host_of_rebinding", 403, get + "Host: evil.example:{port}\r\n\r\n");
        raw("host_localhost", 403, get + "Host: localhost:{port}\r\n\r\n");
        raw("host_0_0_0_0", 403, get + "Host: 0.0.0.0:{port}\r\n\r\n");
        raw("host_ipv6", 403, get + "Host: [::1]:{port}\r\n\r\n");
        raw("host_decimal", 403, get + "Host: 2130706433:{port}\r\n\r\n");
        raw("host_without_port", 403, get + "Host: 127.0.0.1\r\n\r\n");
        raw("host_other_port", 403, get + "Host: 127.0.0.1:1\r\n\r\n");
        raw("host_port_with_zero", 403, get + "Host: 127.0.0.1:0{port}\r\n\r\n");
        raw("host_trailing_dot", 403, get + "Host: 127.0.0.1.:{port}\r\n\r\n");
        raw("host_user", 403, get + "Host: a@127.0.0.1:{port}\r\n\r\n");
        raw("host_empty", 403, get + "Host:\r\n\r\n");
        raw("host_folded", 403, get + "Host:\r\n 127.0.0.1:{port}\r\n\r\n");
        row("folded_field", 403, "GET /callback/bank HTTP/1.1", "Accept: a\r\n b\r\n");
        row("folded_field_by_tab", 403, "GET /callback/bank HTTP/1.1", "Accept: a\r\n\tb\r\n");
        row("absolute_form_other_authority", 403, "GET http://evil.example/callback/bank HTTP/1.1");
        row("absolute_form_https", 403, "GET https://127.0.0.1:{port}/callback/bank HTTP/1.1");
        row("absolute_form_other_port", 403, "GET http://127.0.0.1:{port}0/callback/bank HTTP/1.1");
        row("absolute_form_user", 403, "GET http://127.0.0.1:{port}@evil.example/callback/bank HTTP/1.1");

        for (const char *method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"})
            row(method, 405, QByteArray(method) + " /callback/bank HTTP/1.1");
        row("connect", 405, "CONNECT 127.0.0.1:{port} HTTP/1.1");
        row("options_asterisk", 405, "OPTIONS * HTTP/1.1");
        row("post_with_body", 405, "POST /callback/bank HTTP/1.1", "Content-Length: 3\r\n");
        row("lower_case_method", 400, "get /callback/bank HTTP/1.1");

        row("body_by_length", 400, "GET /callback/bank HTTP/1.1", "Content-Length: 3\r\n");
        row("body_chunked", 400, "GET /callback/bank HTTP/1.1", "Transfer-Encoding: chunked\r\n");
        row("length_and_chunked", 400, "GET /callback/bank HTTP/1.1",
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n");
        row("two_lengths", 400, "GET /callback/bank HTTP/1.1", "Content-Length: 0\r\nContent-Length: 3\r\n");

        row("http_1_0", 400, "GET /callback/bank HTTP/1.0");
        row("http_2_0", 400, "GET /callback/bank HTTP/2.0");
        row("http_0_9", 400, "GET /callback/bank");
        raw("http_2_preface", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        raw("tls_hello", 400, QByteArray("\x16\x03\x01\x02\x00\x01\x00", 7));
        raw("garbage", 400, "\x01\x02\x03\r\n\r\n");
        raw("bare_line_feed", 400, "GET /callback/bank HTTP/1.1\nHost: 127.0.0.1:{port}\n\n\r\n\r\n");
        row("nul_in_field", 400, "GET /callback/bank HTTP/1.1", QByteArray("A: a\0b\r\n", 8));
        row("nul_in_target", 400, QByteArray("GET /callback/b\0nk HTTP/1.1", 27));
        row("space_before_colon", 400, "GET /callback/bank HTTP/1.1", "Accept : a\r\n");
        row("space_in_target", 400, "GET /callback/ba nk HTTP/1.1");
        row("raw_utf8_in_target", 400, "GET /callback/bank?a=\xc3\xa9 HTTP/1.1");
        row("fragment_in_target", 400, "GET /callback/bank#a HTTP/1.1");
        row("target_without_slash", 400, "GET callback/bank HTTP/1.1");
        row("target_asterisk", 400, "GET * HTTP/1.1");

        row("head_too_large", 431, "GET /callback/bank HTTP/1.1", "A: " + QByteArray(17'000, 'a') + "\r\n");
        row("head_of_a_megabyte", 431, "GET /callback/bank HTTP/1.1", "A: " + QByteArray(1'000'000, 'a') + "\r\n");
        raw("target_too_large", 431, "GET /authorize?a=" + QByteArray(20'000, 'a'));
        raw("many_fields", 431, "GET / HTTP/1.1\r\n" + QByteArray("A: a\r\n").repeated(5'000) + "\r\n");

        row("fetch_mode_cors", 403, "GET /callback/bank HTTP/1.1", "Sec-Fetch-Mode: cors\r\n");
        row("fetch_mode_no_cors", 403, "GET /callback/bank HTTP/1.1",
            "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n");
        row("fetch_mode_websocket", 403, "GET /callback/bank HTTP/1.1", "Sec-Fetch-Mode: websocket\r\n");
        row("fetch_dest_iframe", 403, "GET /callback/bank HTTP/1.1",
            "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n");
        row("fetch_dest_empty", 403, "GET /callback/bank HTTP/1.1", "Sec-Fetch-Dest: empty\r\n");
        row("fetch_dest_object", 403, "GET /callback/bank HTTP/1.1",
            "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: object\r\n");
        row("fetch_mode_blank", 403, "GET /callback/bank HTTP/1.1", "Sec-Fetch-Mode:\r\n");
        row("fetch_mode_twice", 403, "GET /callback/bank HTTP/1.1",
            "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Mode: cors\r\n");
        row("fetch_of_unknown_path", 403, "GET /unknown HTTP/1.1", "Sec-Fetch-Mode: cors\r\n");
        row("service_worker_script", 404, "GET /callback/bank HTTP/1.1",
            "Service-Worker: script\r\nSec-Fetch-Mode: same-origin\r\nSec-Fetch-Dest: serviceworker\r\n");

        for (const char *path : {"/",
                                 "/index.html",
                                 "/favicon.ico",
                                 "/robots.txt",
                                 "/Authorize",
                                 "/requests",
                                 "/requests/",
                                 "/requests/a.b",
                                 "/requests/abc/",
                                 "/requests/abc?x=y",
                                 "/requests/abc?",
                                 "/requests/a%62c",
                                 "/callback",
                                 "/callback/",
                                 "/callback/Bank",
                                 "/callback/ba%6ek",
                                 "/callback/bank/x",
                                 "/callback/../start/abc",
                                 "/start/",
                                 "/start/abc?x",
                                 "//authorize",
                                 "/./authorize",
                                 "/authorize%3Fa=b",
                                 "/authorize;a=b"})
            row(path, 404, QByteArray("GET ") + path + " HTTP/1.1");
        row("token_of_129_characters", 404, "GET /start/" + QByteArray(129, 'a') + " HTTP/1.1");
        row("identifier_of_65_characters", 404, "GET /callback/" + QByteArray(65, 'a') + " HTTP/1.1");
        row("head_of_unknown_path", 404, "HEAD /unknown HTTP/1.1");

        row("prefetch", 503, "GET /callback/bank?state=x HTTP/1.1", "Sec-Purpose: prefetch\r\n");
        row("prerender", 503, "GET /callback/bank?state=x HTTP/1.1", "Sec-Purpose: prefetch;prerender\r\n");
        row("prefetch_old_name", 503, "GET /start/abc HTTP/1.1", "Purpose: prefetch\r\n");
        row("prefetch_older_name", 503, "GET /authorize?a=b HTTP/1.1", "X-Moz: prefetch\r\n");
        row("head", 200, "HEAD /requests/abc HTTP/1.1");
        row("head_of_authorize", 200, "HEAD /authorize?a=b HTTP/1.1");
        row("head_of_start", 200, "HEAD /start/abc HTTP/1.1");
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Fixture fixture;
        bytes.replace("{port}", QByteArray::number(fixture.port));
        const Answer answer = fixture.exchange(bytes);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.body, QByteArray());
        VERIFY_STANDING_HEADERS(answer);
        VERIFY_STANDING_POLICY(answer);
        QCOMPARE(answer.values("allow").size(), status == 405 ? 1 : 0);
        QVERIFY(answer.values("location").isEmpty());
        QVERIFY(answer.values("content-type").isEmpty());
        QVERIFY(fixture.handler.requests.isEmpty());
    }

    void accepts_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("plain") << QByteArray("/callback/bank") << QByteArray();
        QTest::newRow("navigation")
            << QByteArray("/callback/bank")
            << QByteArray("Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Site: cross-site\r\n");
        QTest::newRow("absolute_form_own") << QByteArray("http://127.0.0.1:{port}/callback/bank") << QByteArray();
        QTest::newRow("url_in_query") << QByteArray("/callback/bank?iss=https://bank.example") << QByteArray();
        QTest::newRow("content_length_zero") << QByteArray("/callback/bank") << QByteArray("Content-Length: 0\r\n");
        QTest::newRow("upgrade_is_ignored")
            << QByteArray("/callback/bank") << QByteArray("Connection: Upgrade\r\nUpgrade: h2c\r\n");
    }
    void accepts()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, fields);
        Fixture fixture;
        const Answer answer =
            fixture.exchange(fixture.get(target.replace("{port}", QByteArray::number(fixture.port)), fields));
        QCOMPARE(answer.status, 200);
        QCOMPARE(fixture.handler.requests.size(), 1);
        QCOMPARE(fixture.handler.requests.first().route, Route::Callback);
    }

    void headExactlyAtTheLimit()
    {
        Fixture fixture;
        const QByteArray bare = fixture.get(QByteArray("/callback/bank"), QByteArray("A: \r\n"));
        const auto padded = [&](qsizetype size) {
            return fixture.get("/callback/bank", "A: " + QByteArray(size - bare.size(), 'a') + "\r\n");
        };
        QCOMPARE(fixture.exchange(padded(16'384)).status, 200);
        QCOMPARE(fixture.exchange(padded(16'385)).status, 431);
    }

    void callbackOnlyInstanceServesNothingElse()
    {
        Fixture fixture({}, Serves::CallbacksOnly);
        QCOMPARE(fixture.exchange(fixture.get("/authorize?a=b")).status, 404);
        QCOMPARE(fixture.exchange(fixture.get("/authorize/as/ticket")).status, 404);
        QCOMPARE(fixture.exchange(fixture.get("/requests/abc")).status, 404);
        QCOMPARE(fixture.exchange(fixture.get("/callback/bank")).status, 200);
        QCOMPARE(fixture.exchange(fixture.get("/start/abc")).status, 200);
        QCOMPARE(fixture.handler.requests.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
