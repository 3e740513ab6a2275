// Token requests beside the code flow: refresh, revocation, private_key_jwt (profile section 3).
#include "fakeissuer.h"

#include <QTest>

using namespace fpx;
using namespace fpx::oauth;
using fpx::http::FakeHttpClient;
using fpx::http::Method;

class TestTokens : public QObject
{
    Q_OBJECT

    const QUrl m_endpoint{q("https://as.example/token")};
    std::shared_ptr<FakeHttpClient> m_http;

    static Secret secret(const char *text) { return Secret(QByteArray(text)); }
    QUrlQuery sent(int index = 0) const { return QUrlQuery(QString::fromLatin1(m_http->requests.value(index).body)); }
    void answer(const QJsonObject &body, int status = 200)
    {
        m_http->answer(Method::Post, m_endpoint.toString(), FakeHttpClient::json(body, status));
    }
    static QJsonObject tokens() { return {{q("access_token"), q("a2")}, {q("token_type"), q("Bearer")}}; }
    std::shared_ptr<Ending<Refreshed>> refresh(WiderScope wider = WiderScope::Refused, const CancelToken &token = {})
    {
        return follow(
            refreshTokens(m_http, m_endpoint, q("wallet"), secret("r1"), QStringList(q("openid")), wider, token));
    }
    std::shared_ptr<Ending<Tokens>> request(WiderScope wider = WiderScope::Refused, const QStringList &asked = {})
    {
        Metadata issuer;
        issuer.tokenEndpoint = m_endpoint;
        issuer.revocationEndpoint = QUrl(q("https://as.example/revoke"));
        return follow(requestTokens(m_http, issuer, q("wallet"), {}, asked, wider, {}));
    }
    template <class T>
    static QByteArray codeOf(const Result<T> &result)
    {
        return result ? QByteArray("ok") : result.error().code;
    }
    QByteArray refreshCode(WiderScope wider = WiderScope::Refused) { return codeOf((*refresh(wider)->result)->tokens); }
    ClientCredentials credentials()
    {
        return {m_endpoint,
                q("https://as.example"),
                q("c1"),
                q("uma_protection"),
                *jose::PrivateKey::generate(jose::Algorithm::ES256),
                1'790'000'000};
    }

private Q_SLOTS:
    void init() { m_http = std::make_shared<FakeHttpClient>(); }

    void refresh_with_rotation()
    {
        auto body = tokens();
        body.insert(q("refresh_token"), q("r2"));
        answer(body);
        const auto ending = refresh();
        QCOMPARE(ending->code(), "ok");
        QCOMPARE((*ending->result)->refreshToken.view(), "r2");
        QVERIFY((*ending->result)->tokens);
        QCOMPARE(sent().queryItemValue(q("grant_type")), q("refresh_token"));
        QCOMPARE(sent().queryItemValue(q("refresh_token")), q("r1"));
        QCOMPARE(sent().queryItemValue(q("client_id")), q("wallet"));
    }
    void refresh_without_rotation()
    {
        answer(tokens());
        QVERIFY((*refresh()->result)->refreshToken.isEmpty());
    }
    void refresh_widens_scope()
    {
        auto body = tokens();
        body.insert(q("scope"), q("openid admin"));
        answer(body);
        QCOMPARE(refreshCode(), "scope_widened");
        QCOMPARE(refreshCode(WiderScope::Taken), "ok");
    }
    /// With rotation the answer holds the only token that works: cancelling must not lose it.
    void refresh_answered_while_cancelled()
    {
        CancelSource cancel;
        m_http->on(Method::Post, m_endpoint.toString(), [&cancel](const http::Request &) -> Result<http::Response> {
            cancel.cancel();
            return FakeHttpClient::json(tokens());
        });
        QCOMPARE(refresh(WiderScope::Refused, cancel.token())->code(), "ok");
    }
    void refresh_is_not_repeated_when_the_answer_is_lost()
    {
        m_http->fail(Method::Post, m_endpoint.toString(), {"connection_lost", {}, {}, Retry::Later});
        QCOMPARE(refresh()->code(), "connection_lost");
        QCOMPARE(m_http->requests.size(), 1);
    }

    /// Whatever is wrong with the rest of the answer, the token that replaces the dead one comes out of it.
    void rotated_refresh_token_is_kept_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        const QByteArray json = "application/json";
        QTest::newRow("expires_in_is_text")
            << json
            << QByteArray(R"({"access_token":"a","token_type":"Bearer","expires_in":"3599","refresh_token":"r2"})")
            << QByteArray("ok");
        QTest::newRow("scope_widened")
            << json << QByteArray(R"({"access_token":"a","token_type":"Bearer","scope":"admin","refresh_token":"r2"})")
            << QByteArray("scope_widened");
        QTest::newRow("access_token_missing") << json << QByteArray(R"({"token_type":"Bearer","refresh_token":"r2"})")
                                              << QByteArray("bad_token_response");
        QTest::newRow("token_type_wrong")
            << json << QByteArray(R"({"access_token":"a","token_type":"mac","refresh_token":"r2"})")
            << QByteArray("bad_token_response");
        QTest::newRow("id_token_is_no_string")
            << json << QByteArray(R"({"access_token":"a","token_type":"Bearer","id_token":7,"refresh_token":"r2"})")
            << QByteArray("bad_token_response");
        QTest::newRow("duplicate_member")
            << json
            << QByteArray(R"({"access_token":"a","access_token":"b","token_type":"Bearer","refresh_token":"r2"})")
            << QByteArray("json_duplicate_member");
        QTest::newRow("byte_order_mark") << json
                                         << QByteArray("\xef\xbb\xbf") +
                                                R"({"access_token":"a","token_type":"Bearer","refresh_token":"r2"})"
                                         << QByteArray("ok");
        QTest::newRow("called_text") << QByteArray("text/html")
                                     << QByteArray(R"({"access_token":"a","token_type":"Bearer","refresh_token":"r2"})")
                                     << QByteArray("not_json");
        QTest::newRow("refusal_inside") << json << QByteArray(R"({"error":"odd","refresh_token":"r2"})")
                                        << QByteArray("invalid_grant");
    }
    void rotated_refresh_token_is_kept()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        m_http->answer(Method::Post, m_endpoint.toString(), FakeHttpClient::text(body, 200, type));
        const auto ending = refresh();
        QCOMPARE(ending->code(), "ok");
        QCOMPARE((*ending->result)->refreshToken.view(), "r2");
        QCOMPARE(codeOf((*ending->result)->tokens), code);
    }
    void unusable_rotated_token_replaces_nothing()
    {
        for (const auto &value :
             {QJsonValue(7), QJsonValue(q("a b")), QJsonValue(QJsonValue::Null), QJsonValue(q(""))}) {
            auto body = tokens();
            body.insert(q("refresh_token"), value);
            answer(body);
            QVERIFY((*refresh()->result)->refreshToken.isEmpty());
        }
    }

    void dead_refresh_token_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("invalid_grant") << 400 << q("invalid_grant") << QByteArray("invalid_grant");
        QTest::newRow("another_name") << 400 << q("token_revoked") << QByteArray("invalid_grant");
        QTest::newRow("invalid_client") << 401 << q("invalid_client") << QByteArray("invalid_grant");
        QTest::newRow("forbidden") << 403 << q("") << QByteArray("invalid_grant");
        QTest::newRow("with_status_200") << 200 << q("bad_refresh_token") << QByteArray("invalid_grant");
        QTest::newRow("busy") << 429 << q("invalid_grant") << QByteArray("token_request_refused");
        QTest::newRow("slow") << 408 << q("") << QByteArray("token_request_refused");
        QTest::newRow("down") << 503 << q("invalid_grant") << QByteArray("token_request_refused");
        QTest::newRow("later_by_name") << 400 << q("temporarily_unavailable") << QByteArray("token_request_refused");
        QTest::newRow("later_with_status_200") << 200 << q("server_error") << QByteArray("token_request_refused");
        QTest::newRow("nothing_with_status_200") << 200 << q("") << QByteArray("bad_token_response");
    }
    void dead_refresh_token()
    {
        QFETCH(int, status);
        QFETCH(QString, error);
        QFETCH(QByteArray, code);
        answer({{q("error"), error}}, status);
        QCOMPARE(refreshCode(), code);
    }

    void lifetime_data()
    {
        QTest::addColumn<QJsonValue>("said");
        QTest::addColumn<qint64>("seconds"); // -1: nothing
        QTest::newRow("number") << QJsonValue(3599) << qint64(3599);
        QTest::newRow("text") << QJsonValue(q("3599")) << qint64(3599);
        QTest::newRow("fraction") << QJsonValue(3599.5) << qint64(3599);
        QTest::newRow("null") << QJsonValue(QJsonValue::Null) << qint64(-1);
        QTest::newRow("words") << QJsonValue(q("an hour")) << qint64(-1);
        QTest::newRow("negative") << QJsonValue(-1) << qint64(-1);
        QTest::newRow("not_a_number") << QJsonValue(q("nan")) << qint64(-1);
        QTest::newRow("endless") << QJsonValue(1e300) << qint64(-1);
        QTest::newRow("list") << QJsonValue(QJsonArray{3599}) << qint64(-1);
    }
    void lifetime()
    {
        QFETCH(QJsonValue, said);
        QFETCH(qint64, seconds);
        auto body = tokens();
        body.insert(q("expires_in"), said);
        answer(body);
        const auto ending = request();
        QCOMPARE(ending->code(), "ok");
        QCOMPARE((*ending->result)->expiresIn.value_or(-1), seconds);
    }
    void scope_in_another_type()
    {
        auto body = tokens();
        const auto code = [&](const QJsonValue &scope, WiderScope wider) {
            body.insert(q("scope"), scope);
            answer(body);
            return request(wider, {q("labs")})->code();
        };
        QCOMPARE(code(QJsonArray{q("labs")}, WiderScope::Refused), "ok");
        QCOMPARE(code(QJsonArray{q("labs"), q("admin")}, WiderScope::Refused), "scope_widened");
        QCOMPARE(code(QJsonArray{q("labs admin")}, WiderScope::Refused), "scope_widened");
        QCOMPARE(code(QJsonObject{{q("labs"), true}}, WiderScope::Refused), "bad_token_response");
        QCOMPARE(code(QJsonObject{{q("labs"), true}}, WiderScope::Taken), "ok");
        QCOMPARE(code(QJsonValue::Null, WiderScope::Refused), "ok");
    }
    void optional_members_that_are_null()
    {
        auto body = tokens();
        for (const char *name : {"refresh_token", "id_token", "scope", "expires_in"})
            body.insert(q(name), QJsonValue::Null);
        answer(body);
        QCOMPARE(request()->code(), "ok");
    }

    void tokens_of_a_refused_answer_are_given_back_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QStringList>("back");
        const QStringList both{q("r2"), q("a2")};
        const QByteArray bad("bad_token_response");
        const QByteArray refused("token_request_refused");
        QTest::newRow("type") << QByteArray("token_type") << QJsonValue(q("mac")) << 200 << bad << both;
        QTest::newRow("scope") << QByteArray("scope") << QJsonValue(q("all")) << 200 << QByteArray("scope_widened")
                               << both;
        QTest::newRow("id_token") << QByteArray("id_token") << QJsonValue(q("two words")) << 200 << bad << both;
        QTest::newRow("status") << QByteArray("token_type") << QJsonValue(q("Bearer")) << 201 << refused << both;
        QTest::newRow("no_token") << QByteArray("refresh_token") << QJsonValue(q("r 2")) << 200 << bad
                                  << QStringList{q("a2")};
        QTest::newRow("refusal") << QByteArray("token_type") << QJsonValue(q("Bearer")) << 400 << refused
                                 << QStringList();
        QTest::newRow("taken") << QByteArray("token_type") << QJsonValue(q("Bearer")) << 200 << QByteArray("ok")
                               << QStringList();
    }
    void tokens_of_a_refused_answer_are_given_back()
    {
        QFETCH(QByteArray, member);
        QFETCH(QJsonValue, value);
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(QStringList, back);
        auto body = tokens();
        body.insert(q("refresh_token"), q("r2"));
        body.insert(QString::fromLatin1(member), value);
        answer(body, status);
        m_http->answer(Method::Post, q("https://as.example/revoke"), FakeHttpClient::text({}));
        QCOMPARE(request()->code(), code);
        QStringList revoked;
        for (int i = 1; i < m_http->requests.size(); ++i)
            revoked.append(sent(i).queryItemValue(q("token")));
        QCOMPARE(revoked, back); // the refresh token first
    }
    void refused_refresh_tells_what_it_held()
    {
        auto body = tokens();
        body.insert(q("refresh_token"), q("r2"));
        body.insert(q("token_type"), q("mac"));
        answer(body);
        const auto ending = refresh();
        QCOMPARE(codeOf((*ending->result)->tokens), "bad_token_response");
        QCOMPARE((*ending->result)->refreshToken.view(), "r2");
        QCOMPARE((*ending->result)->accessToken.view(), "a2");
    }

    void revocation()
    {
        const QUrl endpoint(q("https://as.example/revoke"));
        m_http->answer(Method::Post, endpoint.toString(), FakeHttpClient::text({}));
        QCOMPARE(follow(revokeToken(m_http, endpoint, q("wallet"), secret("r1"), q("refresh_token"), {}))->code(),
                 "ok");
        QCOMPARE(sent().queryItemValue(q("token")), q("r1"));
        QCOMPARE(sent().queryItemValue(q("token_type_hint")), q("refresh_token"));
        QCOMPARE(sent().queryItemValue(q("client_id")), q("wallet"));
        m_http->answer(Method::Post, endpoint.toString(), FakeHttpClient::json({}, 503));
        const auto ending = follow(revokeToken(m_http, endpoint, q("wallet"), secret("r1"), {}, {}));
        QCOMPARE(ending->code(), "token_request_refused");
        QVERIFY(ending->result->error().retry == Retry::Later);
        QVERIFY(!sent(1).hasQueryItem(q("token_type_hint")));
    }

    void client_credentials()
    {
        answer(tokens());
        const auto c = credentials();
        QCOMPARE(follow(requestClientCredentials(m_http, c, q("jti-1"), {}))->code(), "ok");
        QCOMPARE(sent().queryItemValue(q("grant_type")), q("client_credentials"));
        QCOMPARE(sent().queryItemValue(q("scope")), q("uma_protection"));
        QCOMPARE(sent().queryItemValue(q("client_assertion_type"), QUrl::FullyDecoded),
                 q("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        QVERIFY(!sent().hasQueryItem(q("client_secret")));

        const QByteArray assertion = sent().queryItemValue(q("client_assertion")).toLatin1();
        const auto verified =
            jose::verify(assertion, c.key.publicKey(),
                         jose::Expect::exactly(q("client-authentication+jwt"), {jose::Algorithm::ES256}));
        QVERIFY(verified);
        const QJsonObject expected{
            {q("iss"), q("c1")},       {q("sub"), q("c1")},       {q("aud"), q("https://as.example")},
            {q("iat"), 1'790'000'000}, {q("exp"), 1'790'000'060}, {q("jti"), q("jti-1")}};
        QCOMPARE(verified->claims, expected); // and no other claim
    }
    void client_unknown()
    {
        answer({{q("error"), q("invalid_client")}}, 401);
        QCOMPARE(follow(requestClientCredentials(m_http, credentials(), q("jti-1"), {}))->code(), "invalid_client");
    }
    void scope_widened()
    {
        auto body = tokens();
        body.insert(q("scope"), q("uma_protection register"));
        answer(body);
        QCOMPARE(follow(requestClientCredentials(m_http, credentials(), q("jti-1"), {}))->code(), "scope_widened");
    }
    /// What is taken from a provider is not taken from a network.
    void network_is_held_to_the_profile_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("expires_in_is_text")
            << QByteArray(R"({"access_token":"a","token_type":"Bearer","expires_in":"60"})")
            << QByteArray("bad_token_response");
        QTest::newRow("scope_is_a_list")
            << QByteArray(R"({"access_token":"a","token_type":"Bearer","scope":["uma_protection"]})")
            << QByteArray("bad_token_response");
        QTest::newRow("refusal_with_status_200")
            << QByteArray(R"({"error":"invalid_client"})") << QByteArray("bad_token_response");
        QTest::newRow("byte_order_mark") << QByteArray("\xef\xbb\xbf") + R"({"access_token":"a","token_type":"Bearer"})"
                                         << QByteArray("json_malformed");
    }
    void network_is_held_to_the_profile()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        m_http->answer(Method::Post, m_endpoint.toString(), FakeHttpClient::text(body, 200, "application/json"));
        QCOMPARE(follow(requestClientCredentials(m_http, credentials(), q("jti-1"), {}))->code(), code);
    }

    void errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<bool>("later");
        QTest::newRow("invalid_scope") << 400 << q("invalid_scope") << QByteArray("invalid_scope") << false;
        QTest::newRow("unknown") << 400 << q("no_such_error") << QByteArray("token_request_refused") << false;
        QTest::newRow("none") << 403 << QString() << QByteArray("token_request_refused") << false;
        QTest::newRow("busy") << 429 << q("invalid_grant") << QByteArray("token_request_refused") << true;
        QTest::newRow("down") << 503 << q("invalid_client") << QByteArray("token_request_refused") << true;
        QTest::newRow("success that is none") << 201 << QString() << QByteArray("token_request_refused") << false;
    }
    void errors()
    {
        QFETCH(int, status);
        QFETCH(QString, error);
        QFETCH(QByteArray, code);
        QFETCH(bool, later);
        answer({{q("error"), error}, {q("error_description"), q("call 1-800 now")}}, status);
        const auto ending = request();
        QCOMPARE(ending->code(), code);
        QCOMPARE(ending->result->error().retry == Retry::Later, later);
        QVERIFY(!ending->result->error().message.contains(q("1-800")));
        QVERIFY(ending->result->error().detail.contains(q("\"call 1-800 now\"")));
    }
};

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
