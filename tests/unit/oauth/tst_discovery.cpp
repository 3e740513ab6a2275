// Metadata and key sets: where they are looked for, what is refused, how often they are fetched.
#include "fakeissuer.h"

#include <QTest>

using namespace fpx;
using namespace fpx::oauth;
using fpx::http::FakeHttpClient;
using fpx::http::Method;

class TestDiscovery : public QObject
{
    Q_OBJECT

    FakeClock m_clock;
    std::shared_ptr<FakeHttpClient> m_http;

    std::shared_ptr<Ending<Metadata>> find(const QString &issuer, const QList<WellKnown> &order,
                                           const CancelToken &token = {})
    {
        return follow(discover(m_http, issuer, order, token));
    }
    static QJsonObject document(const QString &issuer)
    {
        return {{q("issuer"), issuer}, {q("token_endpoint"), issuer + q("/token")}};
    }
    QByteArray codeWith(const char *member, const QJsonValue &value, const char *issuer = "https://as.example")
    {
        auto d = document(q(issuer));
        d.insert(q(member), value);
        m_http->answer(Method::Get, q(issuer) + q("/.well-known/openid-configuration"), FakeHttpClient::json(d));
        return find(q(issuer), {WellKnown::OpenIdConfiguration})->code();
    }

private Q_SLOTS:
    void init()
    {
        m_clock = FakeClock();
        m_http = std::make_shared<FakeHttpClient>();
    }

    void places_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<int>("wellKnown");
        QTest::addColumn<QString>("url");
        const auto row = [](const char *issuer, WellKnown wellKnown, const char *url) {
            QTest::newRow(url) << q(issuer) << static_cast<int>(wellKnown) << q(url);
        };
        row("https://a.example", WellKnown::OpenIdConfiguration, "https://a.example/.well-known/openid-configuration");
        row("https://a.example/x", WellKnown::OpenIdConfiguration,
            "https://a.example/x/.well-known/openid-configuration");
        row("https://b.example/x/", WellKnown::OpenIdConfiguration,
            "https://b.example/x/.well-known/openid-configuration");
        row("https://a.example", WellKnown::OAuthServer, "https://a.example/.well-known/oauth-authorization-server");
        row("https://a.example/x/y", WellKnown::OAuthServer,
            "https://a.example/.well-known/oauth-authorization-server/x/y");
        row("https://a.example/x", WellKnown::Uma2, "https://a.example/x/.well-known/uma2-configuration");
    }
    void places()
    {
        QFETCH(QString, issuer);
        QFETCH(int, wellKnown);
        QFETCH(QString, url);
        m_http->answer(Method::Get, url, FakeHttpClient::json(document(issuer)));
        QCOMPARE(find(issuer, {static_cast<WellKnown>(wellKnown)})->code(), "ok");
    }
    /// Whatever answers there: each candidate is held against the issuer that was asked for.
    void second_place_after_any_answer_that_is_no_metadata_data()
    {
        QTest::addColumn<http::Response>("first");
        QTest::addColumn<QByteArray>("alone"); // when the second place has nothing either
        const auto row = [](const char *name, const http::Response &response, const char *code) {
            QTest::newRow(name) << response << QByteArray(code);
        };
        row("not_found", FakeHttpClient::json({}, 404), "metadata_not_found");
        row("bad_request", FakeHttpClient::json({{q("error"), q("x")}}, 400), "metadata_not_found");
        row("unauthorized", FakeHttpClient::json({}, 401), "metadata_not_found");
        row("forbidden_page", FakeHttpClient::text("<html>", 403, "text/html"), "metadata_not_found");
        row("bad_gateway", FakeHttpClient::text("<html>", 502, "text/html"), "metadata_not_found");
        row("page", FakeHttpClient::text("<html>", 200, "text/html"), "not_json");
        row("nonsense", FakeHttpClient::text("{", 200, "application/json"), "json_malformed");
        row("error_inside", FakeHttpClient::json({{q("error"), q("x")}}), "wrong_issuer");
        row("of_the_root", FakeHttpClient::json(document(q("https://root.example"))), "wrong_issuer");
    }
    void second_place_after_any_answer_that_is_no_metadata()
    {
        QFETCH(http::Response, first);
        QFETCH(QByteArray, alone);
        for (const auto &[wellKnown, place] :
             {std::pair(WellKnown::Uma2, "uma2"), std::pair(WellKnown::OpenIdConfiguration, "openid")}) {
            m_http = std::make_shared<FakeHttpClient>();
            const QString second = q("https://as.example/.well-known/oauth-authorization-server");
            const QList<WellKnown> order{wellKnown, WellKnown::OAuthServer};
            m_http->answer(Method::Get, q("https://as.example/.well-known/%1-configuration").arg(q(place)), first);
            m_http->answer(Method::Get, second, FakeHttpClient::json({}, 404));
            QCOMPARE(find(q("https://as.example"), order)->code(), alone);
            m_http->answer(Method::Get, second, FakeHttpClient::json(document(q("https://as.example"))));
            QCOMPARE(find(q("https://as.example"), order)->code(), "ok");
            m_http->answer(Method::Get, second, FakeHttpClient::json(document(q("https://evil.example"))));
            QCOMPARE(find(q("https://as.example"), order)->code(), "wrong_issuer");
        }
    }
    void detour_at_the_first_place()
    {
        const QList<WellKnown> order{WellKnown::OpenIdConfiguration, WellKnown::OAuthServer};
        m_http->answer(Method::Get, q("https://as.example/.well-known/oauth-authorization-server"),
                       FakeHttpClient::json(document(q("https://as.example"))));
        m_http->fail(Method::Get, q("https://as.example/.well-known/openid-configuration"),
                     {"redirect_refused", {}, {}});
        QCOMPARE(find(q("https://as.example"), order)->code(), "ok");
    }
    void no_answer_says_nothing_about_the_second_place()
    {
        const QList<WellKnown> order{WellKnown::OpenIdConfiguration, WellKnown::OAuthServer};
        m_http->fail(Method::Get, q("https://as.example/.well-known/openid-configuration"),
                     {"offline", {}, {}, Retry::Later});
        QCOMPARE(find(q("https://as.example"), order)->code(), "offline");
        QCOMPARE(m_http->requests.size(), 1);
    }
    void second_place_that_does_not_answer_hides_nothing()
    {
        const QList<WellKnown> order{WellKnown::OpenIdConfiguration, WellKnown::OAuthServer};
        m_http->answer(Method::Get, q("https://as.example/.well-known/openid-configuration"),
                       FakeHttpClient::json(document(q("https://evil.example"))));
        m_http->fail(Method::Get, q("https://as.example/.well-known/oauth-authorization-server"),
                     {"connect_failed", {}, {}, Retry::Later});
        QCOMPARE(find(q("https://as.example"), order)->code(), "wrong_issuer");
    }
    void metadata_that_cannot_be_used_is_metadata()
    {
        const QList<WellKnown> order{WellKnown::OpenIdConfiguration, WellKnown::OAuthServer};
        QJsonObject broken = document(q("https://as.example"));
        broken.insert(q("token_endpoint"), q("http://as.example/token"));
        m_http->answer(Method::Get, q("https://as.example/.well-known/openid-configuration"),
                       FakeHttpClient::json(broken));
        QCOMPARE(find(q("https://as.example"), order)->code(), "bad_metadata");
        QCOMPARE(m_http->requests.size(), 1);
    }
    void optional_endpoint_that_cannot_be_used()
    {
        QJsonObject odd = document(q("https://as.example"));
        odd.insert(q("userinfo_endpoint"), q("http://as.example/userinfo"));
        odd.insert(q("end_session_endpoint"), q("javascript:alert(1)"));
        odd.insert(q("revocation_endpoint"), 7);
        m_http->answer(Method::Get, q("https://as.example/.well-known/openid-configuration"),
                       FakeHttpClient::json(odd));
        const auto found = find(q("https://as.example"), {WellKnown::OpenIdConfiguration});
        QCOMPARE(found->code(), "ok");
        QVERIFY((*found->result)->userinfoEndpoint.isEmpty()); // and so never asked without TLS
        QVERIFY((*found->result)->endSessionEndpoint.isEmpty());
        m_http->answer(Method::Get, q("https://as.example/.well-known/uma2-configuration"), FakeHttpClient::json(odd));
        QCOMPARE(find(q("https://as.example"), {WellKnown::Uma2})->code(), "bad_metadata");
    }
    void byte_order_mark_and_doubled_header()
    {
        const QString openid = q("https://as.example/.well-known/openid-configuration");
        const QString uma2 = q("https://as.example/.well-known/uma2-configuration");
        http::Response odd = FakeHttpClient::json({});
        odd.body = "\xef\xbb\xbf" + toCompactJson(document(q("https://as.example")));
        m_http->answer(Method::Get, openid, odd);
        QCOMPARE(find(q("https://as.example"), {WellKnown::OpenIdConfiguration})->code(), "ok");
        m_http->answer(Method::Get, uma2, odd);
        QCOMPARE(find(q("https://as.example"), {WellKnown::Uma2})->code(), "json_malformed");
        odd.headers.append("Content-Type", "application/json");
        m_http->answer(Method::Get, openid, odd);
        QCOMPARE(find(q("https://as.example"), {WellKnown::OpenIdConfiguration})->code(), "ok");
        m_http->answer(Method::Get, uma2, odd);
        QCOMPARE(find(q("https://as.example"), {WellKnown::Uma2})->code(), "not_json");
        odd.headers.append("Content-Type", "text/html");
        m_http->answer(Method::Get, openid, odd);
        QCOMPARE(find(q("https://as.example"), {WellKnown::OpenIdConfiguration})->code(), "not_json");
    }
    void nowhere()
    {
        m_http->answer(Method::Get, q("https://as.example/.well-known/openid-configuration"),
                       FakeHttpClient::json({}, 404));
        QCOMPARE(find(q("https://as.example"), {WellKnown::OpenIdConfiguration})->code(), "metadata_not_found");
    }
    void wrong_issuer_data()
    {
        QTest::addColumn<QString>("issuer");
        for (const char *issuer :
             {"https://evil.example", "https://as.example/", "https://AS.example", "http://as.example", ""})
            QTest::newRow(issuer) << q(issuer);
    }
    void wrong_issuer()
    {
        QFETCH(QString, issuer);
        QCOMPARE(codeWith("issuer", issuer), "wrong_issuer");
    }
    void missing_issuer() { QCOMPARE(codeWith("issuer", QJsonValue::Null), "wrong_issuer"); }
    void http_endpoint() { QCOMPARE(codeWith("token_endpoint", q("http://as.example/token")), "bad_metadata"); }
    void loopback_endpoint_of_a_public_issuer()
    {
        QCOMPARE(codeWith("jwks_uri", q("http://127.0.0.1/jwks")), "bad_metadata");
    }
    void loopback_endpoint_of_a_sandbox_issuer()
    {
        QCOMPARE(codeWith("jwks_uri", q("http://127.0.0.1:1/jwks"), "http://127.0.0.1:1"), "ok");
        QCOMPARE(codeWith("jwks_uri", q("http://as.example/jwks"), "http://127.0.0.1:1"), "bad_metadata");
    }
    void endpoint_with_userinfo()
    {
        QCOMPARE(codeWith("authorization_endpoint", q("https://a@as.example/x")), "bad_metadata");
    }
    void endpoint_with_fragment()
    {
        QCOMPARE(codeWith("authorization_endpoint", q("https://as.example/x#y")), "bad_metadata");
    }
    void script_as_endpoint()
    {
        QCOMPARE(codeWith("authorization_endpoint", q("javascript:alert(1)")), "bad_metadata");
    }
    void endpoint_of_wrong_type() { QCOMPARE(codeWith("jwks_uri", 7), "bad_metadata"); }
    void null_endpoint_is_absent() { QCOMPARE(codeWith("jwks_uri", QJsonValue::Null), "ok"); }
    void missing_token_endpoint() { QCOMPARE(codeWith("token_endpoint", QJsonValue::Null), "bad_metadata"); }
    void flag_of_wrong_type()
    {
        QCOMPARE(codeWith("authorization_response_iss_parameter_supported", q("true")), "bad_metadata");
    }
    void document_too_large()
    {
        QCOMPARE(codeWith("padding", QJsonArray{QString(40'000, u'x'), QString(40'000, u'x')}), "body_too_large");
    }
    void further_members()
    {
        auto d = document(q("https://as.example"));
        d.insert(q("fpx_ticket_endpoint"), q("https://as.example/t"));
        d.insert(q("fpx_bad_endpoint"), q("http://as.example/t"));
        m_http->answer(Method::Get, q("https://as.example/.well-known/uma2-configuration"), FakeHttpClient::json(d));
        const auto ending = find(q("https://as.example"), {WellKnown::Uma2});
        QCOMPARE(ending->code(), "ok");
        QCOMPARE((*ending->result)->url(q("fpx_ticket_endpoint"))->toString(), q("https://as.example/t"));
        QCOMPARE((*ending->result)->url(q("fpx_bad_endpoint")).error().code, "bad_metadata");
        QCOMPARE((*ending->result)->url(q("fpx_registry_endpoint")).error().code, "bad_metadata");
    }
    void is_cancelled()
    {
        m_http->hold = true;
        CancelSource cancel;
        const auto ending = find(q("https://as.example"), {WellKnown::OpenIdConfiguration}, cancel.token());
        QCOMPARE(ending->code(), "waiting");
        cancel.cancel();
        QCOMPARE(ending->code(), "cancelled");
        m_http->release();
    }

    // Key sets.
    void keys_are_kept_for_an_hour()
    {
        const QUrl uri(q("https://as.example/jwks"));
        m_http->answer(Method::Get, uri.toString(), FakeHttpClient::json({{q("keys"), QJsonArray()}}));
        const auto cache = std::make_shared<JwksCache>(m_clock);
        const auto get = [&](Freshness freshness) { return follow(cache->get(m_http, uri, freshness, {}))->code(); };
        QCOMPARE(get(Freshness::Cached), "ok");
        QCOMPARE(get(Freshness::Cached), "ok");
        QCOMPARE(m_http->requests.size(), 1);
        m_clock.advanceSeconds(3601);
        QCOMPARE(get(Freshness::Cached), "ok");
        QCOMPARE(m_http->requests.size(), 2);
    }
    void refetch_is_rate_limited()
    {
        const QUrl uri(q("https://as.example/jwks"));
        m_http->answer(Method::Get, uri.toString(), FakeHttpClient::json({{q("keys"), QJsonArray()}}));
        const auto cache = std::make_shared<JwksCache>(m_clock);
        const auto get = [&](Freshness freshness) { return follow(cache->get(m_http, uri, freshness, {}))->code(); };
        QCOMPARE(get(Freshness::Cached), "ok");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(get(Freshness::Refetch), "ok");
        QCOMPARE(m_http->requests.size(), 1);
        m_clock.advanceSeconds(61);
        m_http->fail(Method::Get, uri.toString(), {"timed_out", {}, {}, Retry::Later});
        QCOMPARE(get(Freshness::Refetch), "timed_out");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(get(Freshness::Refetch), "ok"); // the old set, without a request
        QCOMPARE(m_http->requests.size(), 2);
    }
    void wall_clock_does_not_age_keys()
    {
        const QUrl uri(q("https://as.example/jwks"));
        m_http->answer(Method::Get, uri.toString(), FakeHttpClient::json({{q("keys"), QJsonArray()}}));
        const auto cache = std::make_shared<JwksCache>(m_clock);
        QCOMPARE(follow(cache->get(m_http, uri, Freshness::Cached, {}))->code(), "ok");
        m_clock.jumpWallClock(-86400);
        QCOMPARE(follow(cache->get(m_http, uri, Freshness::Cached, {}))->code(), "ok");
        QCOMPARE(m_http->requests.size(), 1);
    }
    void signing_key_rotated()
    {
        FakeRedirectReceiver receiver;
        FakeRandom random;
        FakeIssuer issuer(m_http, &receiver, &m_clock);
        const auto cache = std::make_shared<JwksCache>(m_clock);
        CodeFlowContext context;
        context.http = m_http;
        context.receiver = &receiver;
        context.keys = cache;
        context.clock = &m_clock;
        context.random = &random;
        CodeFlowRequest request;
        request.identifier = q("bank");
        request.issuer = issuer.issuer;
        request.clientId = issuer.clientId;
        request.scope = QStringList(q("openid"));
        QCOMPARE(follow(runCodeFlow(context, request, {}, {}))->code(), "ok");
        issuer.key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        QCOMPARE(follow(runCodeFlow(context, request, {}, {}))->code(), "key_unknown"); // within the minute
        m_clock.advanceSeconds(61);
        QCOMPARE(follow(runCodeFlow(context, request, {}, {}))->code(), "key_unknown"); // fetched, but not published
        issuer.publishKeys({issuer.key.publicKey()});
        m_clock.advanceSeconds(61);
        QCOMPARE(follow(runCodeFlow(context, request, {}, {}))->code(), "ok");
    }
    void key_set_refusals_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("too_many_keys") << QByteArray("{\"keys\":[" + QByteArray("{\"kty\":\"EC\"},").repeated(32) +
                                                     "{\"kty\":\"EC\"}]}")
                                       << QByteArray("jwks_too_many_keys");
        QTest::newRow("too_large") << QByteArray("{\"keys\":[]," + QByteArray(70'000, ' ') + "\"a\":1}")
                                   << QByteArray("body_too_large");
        QTest::newRow("malformed") << QByteArray("{\"keys\":{}}") << QByteArray("jwks_malformed");
    }
    void key_set_refusals()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        const QUrl uri(q("https://as.example/jwks"));
        m_http->answer(Method::Get, uri.toString(), FakeHttpClient::text(body, 200, "application/json"));
        const auto cache = std::make_shared<JwksCache>(m_clock);
        QCOMPARE(follow(cache->get(m_http, uri, Freshness::Cached, {}))->code(), code);
    }
    void key_set_absent()
    {
        const QUrl uri(q("https://as.example/jwks"));
        m_http->answer(Method::Get, uri.toString(), FakeHttpClient::json({}, 404));
        const auto cache = std::make_shared<JwksCache>(m_clock);
        QCOMPARE(follow(cache->get(m_http, uri, Freshness::Cached, {}))->code(), "jwks_unavailable");
    }
};

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
