// The HTTP port over Qt Network against a server of raw bytes: the battery that every asynchronous operation passes
// (design.md section 2), and the limits of profile section 9.
#include <fpx/http/qtcontexts.h>

#include "outcome.h"
#include "testserver.h"

#include <QElapsedTimer>
#include <QTimer>

#include <zlib.h>

using namespace fpx;
using namespace fpx::http;
using namespace std::chrono_literals;

namespace {

/// `piece` as many times as told, packed by zlib itself. 31: gzip, 15: zlib, -15: neither.
QByteArray packed(const QByteArray &piece, int windowBits, int times = 1)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY);
    QByteArray in = piece;
    QByteArray result;
    QByteArray out(64 * 1024, Qt::Uninitialized);
    for (int i = 0; i < times; ++i) {
        stream.next_in = reinterpret_cast<Bytef *>(in.data());
        stream.avail_in = static_cast<uInt>(in.size());
        do {
            stream.next_out = reinterpret_cast<Bytef *>(out.data());
            stream.avail_out = static_cast<uInt>(out.size());
            deflate(&stream, i + 1 < times ? Z_NO_FLUSH : Z_FINISH);
            result += out.left(out.size() - static_cast<qsizetype>(stream.avail_out));
        } while (stream.avail_out == 0);
    }
    deflateEnd(&stream);
    return result;
}

} // namespace

class TestClient : public QObject
{
    Q_OBJECT

    static NetworkPolicy policy()
    {
        NetworkPolicy p;
        p.loopbackHttp = LoopbackHttp::Allowed;
        p.connectTimeout = 2s;
        p.totalTimeout = 5s;
        return p;
    }
    static std::shared_ptr<HttpClient> client(NetworkPolicy p = policy())
    {
        QtNetworkContexts contexts(std::move(p));
        return contexts.context(QStringLiteral("a"));
    }

private Q_SLOTS:
    void completes()
    {
        TestServer server;
        server.reply(
            TestServer::ok("{\"a\":1}", "X-Extra: one\r\nx-extra: two\r\nDate: Tue, 24 Nov 2026 04:00:00 GMT\r\n"));
        const auto response = run(client(), get(server.url(QStringLiteral("/x?y=%2Fz"))));
        QCOMPARE(codeOf(response), "status 200");
        QCOMPARE(response->body, "{\"a\":1}");
        QCOMPARE(response->headers.value("X-EXTRA"), "one, two");
        QCOMPARE(response->date()->toSecsSinceEpoch(), 1795492800);
        QVERIFY(server.requests.value(0).startsWith("GET /x?y=%2Fz HTTP/1.1\r\n"));
    }

    void says_nothing_about_the_person()
    {
        TestServer server;
        server.reply(TestServer::ok("{}"));
        auto request = get(server.url());
        request.bearer = Secret(QByteArray("token-1"));
        QVERIFY(run(client(), request));
        QStringList names;
        const auto lines = server.requests.value(0).split('\n');
        for (const QByteArray &line : lines.mid(1)) {
            if (line.trimmed().size() > 0)
                names.append(QString::fromLatin1(line.left(line.indexOf(':'))).toLower());
        }
        names.sort();
        QCOMPARE(names.join(u' '),
                 QStringLiteral("accept accept-encoding accept-language authorization connection host user-agent"));
        QVERIFY(server.requests[0].contains("User-Agent: fpx-wallet\r\n"));
        QVERIFY(server.requests[0].contains("Accept-Language: *\r\n"));
        QVERIFY(server.requests[0].contains("Accept-Encoding: identity\r\n"));
        QVERIFY(server.requests[0].contains("Authorization: Bearer token-1\r\n"));
    }

    void sends_bodies_and_methods_data()
    {
        QTest::addColumn<int>("method");
        for (const auto method : {Method::Post, Method::Put, Method::Patch})
            QTest::newRow(http::name(method).constData()) << static_cast<int>(method);
    }
    void sends_bodies_and_methods()
    {
        QFETCH(int, method);
        TestServer server;
        server.reply("HTTP/1.1 422 Nope\r\nContent-Length: 4\r\n\r\nnope");
        auto request = jsonRequest(static_cast<Method>(method), QUrl(server.url()), {{QStringLiteral("a"), 1}});
        request.headers.set("If-Match", "\"3\"");
        const auto response = run(client(), request);
        QCOMPARE(codeOf(response), "status 422");
        QCOMPARE(response->body, "nope");
        QVERIFY(server.requests[0].startsWith(http::name(static_cast<Method>(method)) + " / HTTP/1.1\r\n"));
        QVERIFY(server.requests[0].contains("Content-Type: application/json\r\n"));
        QVERIFY(server.requests[0].contains("If-Match: \"3\"\r\n"));
        QVERIFY(server.requests[0].endsWith("\r\n\r\n{\"a\":1}"));
    }

    void post_without_a_body()
    {
        TestServer server;
        server.reply(TestServer::ok("{}"));
        auto request = get(server.url());
        request.method = Method::Post;
        QCOMPARE(codeOf(run(client(), request)), "status 200");
        QVERIFY(server.requests[0].contains("Content-Length: 0\r\n"));
    }

    void statuses_are_answers_data()
    {
        QTest::addColumn<int>("status");
        for (int status : {200, 201, 204, 304, 400, 401, 403, 404, 405, 409, 410, 412, 422, 429, 500, 501, 503, 599})
            QTest::addRow("%d", status) << status;
    }
    void statuses_are_answers()
    {
        QFETCH(int, status);
        TestServer server;
        const bool bodiless = status == 204 || status == 304;
        server.reply("HTTP/1.1 " + QByteArray::number(status) + " X\r\n" + (bodiless ? "" : "Content-Length: 2\r\n") +
                     "WWW-Authenticate: Bearer realm=x\r\n\r\n" + (bodiless ? "" : "ok"));
        const auto response = run(client(), get(server.url()));
        QCOMPARE(codeOf(response), "status " + QByteArray::number(status));
        QCOMPARE(response->body, bodiless ? "" : "ok");
    }

    void does_not_block_the_loop()
    {
        TestServer server;
        server.handler = [](QTcpSocket *, const QByteArray &) {};
        QElapsedTimer timer;
        timer.start();
        CancelSource cancel;
        const auto outcome = begin(client(), get(server.url()), cancel.token());
        QVERIFY(timer.elapsed() < 500);
        QVERIFY(!outcome->has_value());
    }

    void times_out()
    {
        TestServer server;
        server.handler = [](QTcpSocket *, const QByteArray &) {};
        auto p = policy();
        p.totalTimeout = 150ms;
        const auto http = client(p);
        const auto result = run(http, get(server.url()));
        QCOMPARE(codeOf(result), "timed_out");
        QVERIFY(result.error().retry == Retry::Later);
    }

    void slow_drip_times_out()
    {
        TestServer server;
        server.handler = [](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            auto *timer = new QTimer(socket);
            QObject::connect(timer, &QTimer::timeout, socket, [socket] { socket->write("x"); });
            timer->start(10);
        };
        auto p = policy();
        p.totalTimeout = 300ms;
        QCOMPARE(codeOf(run(client(p), get(server.url()))), "timed_out");
    }

    void drip_of_headers_times_out()
    {
        TestServer server;
        server.handler = [](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 200 OK\r\n");
            auto *timer = new QTimer(socket);
            QObject::connect(timer, &QTimer::timeout, socket, [socket] { socket->write("X-A: b\r\n"); });
            timer->start(10);
        };
        auto p = policy();
        p.totalTimeout = 300ms;
        QCOMPARE(codeOf(run(client(p), get(server.url()))), "timed_out");
    }

    void nobody_listens()
    {
        quint16 port = 0;
        {
            TestServer server;
            port = server.port();
        }
        const auto result = run(client(), get(QStringLiteral("http://127.0.0.1:%1/").arg(port)));
        QCOMPARE(codeOf(result), "connect_failed");
        QVERIFY(result.error().retry == Retry::Later);
    }

    void is_cancelled()
    {
        TestServer server;
        server.handler = [](QTcpSocket *, const QByteArray &) {};
        CancelSource cancel;
        const auto outcome = begin(client(), get(server.url()), cancel.token());
        QTRY_COMPARE(server.requests.size(), 1);
        cancel.cancel();
        QVERIFY(outcome->has_value()); // at once
        QCOMPARE(codeOf(**outcome), "cancelled");
    }

    void cancelled_before_it_begins()
    {
        TestServer server;
        CancelSource cancel;
        cancel.cancel();
        QCOMPARE(codeOf(run(client(), get(server.url()), cancel.token())), "cancelled");
        QCOMPARE(server.connections, 0);
    }

    void owner_destroyed()
    {
        TestServer server;
        server.handler = [](QTcpSocket *, const QByteArray &) {};
        QtNetworkContexts contexts(policy());
        const auto outcome = begin(contexts.context(QStringLiteral("a")), get(server.url()));
        QTRY_COMPARE(server.requests.size(), 1);
        contexts.forget(QStringLiteral("a"));
        QVERIFY(outcome->has_value());
        QCOMPARE(codeOf(**outcome), "cancelled");
    }

    void factory_destroyed()
    {
        TestServer server;
        server.handler = [](QTcpSocket *, const QByteArray &) {};
        Outcome outcome;
        {
            QtNetworkContexts contexts(policy());
            outcome = begin(contexts.context(QStringLiteral("a")), get(server.url()));
            QTRY_COMPARE(server.requests.size(), 1);
        }
        QVERIFY(outcome->has_value());
        QCOMPARE(codeOf(**outcome), "cancelled");
    }

    void answer_after_the_end()
    {
        TestServer server;
        QTcpSocket *late = nullptr;
        server.handler = [&late](QTcpSocket *socket, const QByteArray &) { late = socket; };
        CancelSource cancel;
        const auto outcome = begin(client(), get(server.url()), cancel.token());
        QTRY_VERIFY(late);
        cancel.cancel();
        late->write(TestServer::ok("{}"));
        QTest::qWait(50);
        QCOMPARE(codeOf(**outcome), "cancelled");
    }

    void half_an_answer()
    {
        TestServer server;
        server.reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        QCOMPARE(codeOf(run(client(), get(server.url()))), "connection_lost");
    }

    void half_a_chunk()
    {
        TestServer server;
        server.reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf");
        QCOMPARE(codeOf(run(client(), get(server.url()))), "connection_lost");
    }

    void not_http()
    {
        TestServer server;
        server.reply("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        QCOMPARE(codeOf(run(client(), get(server.url()))), "connection_lost");
    }

    /// A code, an assertion or a refresh token that arrives twice looks stolen: a POST is never repeated by itself.
    void reset_post_is_not_repeated()
    {
        TestServer server;
        server.handler = [](QTcpSocket *socket, const QByteArray &) { socket->abort(); };
        const auto result =
            run(client(), formRequest(QUrl(server.url()), {{QStringLiteral("code"), QStringLiteral("c")}}));
        QCOMPARE(codeOf(result), "connection_lost");
        QTest::qWait(50);
        QCOMPARE(server.requests.size(), 1);
    }

    void post_over_a_closed_idle_connection_is_not_repeated()
    {
        TestServer server;
        int answers = 0;
        server.handler = [&answers](QTcpSocket *socket, const QByteArray &) {
            if (++answers == 1)
                socket->write(TestServer::ok("{}"));
            else
                socket->abort();
        };
        const auto http = client();
        QCOMPARE(codeOf(run(http, get(server.url()))), "status 200");
        const auto result = run(http, formRequest(QUrl(server.url()), {{QStringLiteral("a"), QStringLiteral("b")}}));
        QCOMPARE(codeOf(result), "connection_lost");
        QTest::qWait(50);
        QCOMPARE(server.requests.size(), 2);
    }

    void body_too_large_announced()
    {
        TestServer server;
        server.handler = [](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n");
        };
        QCOMPARE(codeOf(run(client(), get(server.url()))), "body_too_large");
    }

    void body_too_large_unannounced()
    {
        TestServer server;
        server.handler = [](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(2'000'000, 'x'));
        };
        QCOMPARE(codeOf(run(client(), get(server.url()))), "body_too_large");
    }

    void body_of_the_limit_passes()
    {
        TestServer server;
        server.reply(TestServer::ok(QByteArray(1024 * 1024, 'x')));
        const auto response = run(client(), get(server.url()));
        QCOMPARE(codeOf(response), "status 200");
        QCOMPARE(response->body.size(), 1024 * 1024);
    }

    /// Compressed although nobody asked: a provider's file may be, within the bounds of what it inflates to.
    void compressed_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        const QByteArray json = "{\"a\":1}";
        const QByteArray bomb(1024 * 1024 + 1, 'x');
        const auto row = [](const char *name, const QByteArray &encoding, const QByteArray &body, const char *code) {
            QTest::newRow(name) << encoding << body << QByteArray(code);
        };
        row("gzip", "gzip", packed(json, 31), "status 200");
        row("x_gzip", "x-gzip", packed(json, 31), "status 200");
        row("gzip_in_capitals", "GZIP", packed(json, 31), "status 200");
        row("deflate", "deflate", packed(json, 15), "status 200");
        row("deflate_without_its_header", "deflate", packed(json, -15), "status 200");
        row("of_the_limit", "gzip", packed(bomb.chopped(1), 31), "status 200");
        row("gzip_bomb", "gzip", packed(bomb, 31), "body_too_large");
        row("deflate_bomb", "deflate", packed(bomb, 15), "body_too_large");
        row("bomb_of_a_gigabyte", "gzip", packed(QByteArray(16 * 1024 * 1024, '\0'), 31, 64), "body_too_large");
        row("cut_off", "gzip", packed(json, 31).chopped(9), "body_damaged");
        row("wrong_checksum", "gzip", packed(json, 31).chopped(8) + QByteArray(8, '\0'), "body_damaged");
        row("something_behind", "gzip", packed(json, 31) + "x", "body_damaged");
        row("not_packed_at_all", "gzip", json, "body_damaged");
        row("zlib_called_gzip", "gzip", packed(json, 15), "body_damaged");
        row("twice", "gzip, gzip", packed(packed(json, 31), 31), "encoding_refused");
        row("brotli", "br", "x", "encoding_refused");
        row("empty", "gzip", {}, "status 200");
        row("identity", "identity", json, "status 200");
    }
    void compressed()
    {
        QFETCH(QByteArray, encoding);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        TestServer server;
        server.reply(TestServer::ok(body, "Content-Encoding: " + encoding + "\r\n"));
        http::Request request = get(server.url());
        request.reading = Reading::Lenient;
        const auto response = run(client(), request);
        QCOMPARE(codeOf(response), code);
        if (response && response->body.size() < 100 && !body.isEmpty())
            QCOMPARE(response->body, "{\"a\":1}");
        // A network is asked exactly.
        QCOMPARE(codeOf(run(client(), get(server.url()))),
                 encoding == "identity" ? QByteArray("status 200") : QByteArray("encoding_refused"));
    }
    void doubled_equal_headers()
    {
        TestServer server;
        server.reply(TestServer::ok("{\"a\":1}", "Content-Type: application/json\r\nContent-Length: 7\r\n"
                                                 "Server: a\r\nServer: a\r\n"));
        const auto response = run(client(), get(server.url()));
        QCOMPARE(codeOf(response), "status 200");
        QVERIFY(http::readJson(*response, 1024, Reading::Lenient));
        QVERIFY(!http::readJson(*response, 1024));
    }

    void redirect_refused_data()
    {
        QTest::addColumn<int>("status");
        for (int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void redirect_refused()
    {
        QFETCH(int, status);
        TestServer target;
        target.reply(TestServer::ok("{}"));
        TestServer server;
        server.reply("HTTP/1.1 " + QByteArray::number(status) + " X\r\nLocation: " + target.url().toLatin1() +
                     "\r\nContent-Length: 0\r\n\r\n");
        QCOMPARE(codeOf(run(client(), get(server.url()))), "redirect_refused");
        QCOMPARE(target.connections, 0);
    }

    void cookies_are_not_kept()
    {
        TestServer server;
        server.reply(TestServer::ok("{}", "Set-Cookie: id=1; Path=/\r\n"));
        const auto http = client();
        QVERIFY(run(http, get(server.url())));
        QVERIFY(run(http, get(server.url())));
        QCOMPARE(server.requests.size(), 2);
        QVERIFY(!server.requests[1].toLower().contains("cookie"));
    }

    void contexts_share_no_connection()
    {
        TestServer server;
        server.handler = [](QTcpSocket *socket, const QByteArray &) { socket->write(TestServer::ok("{}")); };
        QtNetworkContexts contexts(policy());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(run(contexts.context(QStringLiteral("a")), get(server.url())));
            QVERIFY(run(contexts.context(QStringLiteral("b")), get(server.url())));
        }
        QCOMPARE(server.requests.size(), 6);
        QCOMPARE(server.connections, 2);
    }

    void header_injection()
    {
        TestServer server;
        auto request = get(server.url());
        request.headers.set("X-A", "b\r\nX-C: d");
        QCOMPARE(codeOf(run(client(), request)), "request_refused");
        request = get(server.url());
        request.bearer = Secret(QByteArray("a\nb"));
        QCOMPARE(codeOf(run(client(), request)), "request_refused");
        QCOMPARE(server.connections, 0);
    }

    void http_without_tls_is_refused_outside_a_sandbox()
    {
        TestServer server;
        auto p = policy();
        p.loopbackHttp = LoopbackHttp::Refused;
        QCOMPARE(codeOf(run(client(p), get(server.url()))), "url_refused");
        QCOMPARE(server.connections, 0);
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
