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
        const auto ending =
            follow(refreshTokens(m_http, m_endpoint, q("wallet"), secret("r1"), QStringList(q("openid")), {}));
        QCOMPARE(ending->code(), "ok");
        QCOMPARE((*ending->result)->refreshToken.view(), "r2");
        QCOMPARE(sent().queryItemValue(q("grant_type")), q("refresh_token"));
        QCOMPARE(sent().queryItemValue(q("refresh_token")), q("r1"));
        QCOMPARE(sent().queryItemValue(q("client_id")), q("wallet"));
    }
    void refresh_without_rotation()
    {
        answer(tokens());
        const auto ending =
            follow(refreshTokens(m_http, m_endpoint, q("wallet"), secret("r1"), QStringList(q("openid")), {}));
        QVERIFY((*ending->result)->refreshToken.isEmpty());
    }
    void refresh_token_reused()
    {
        answer({{q("error"), q("invalid_grant")}}, 400);
        QCOMPARE(follow(refreshTokens(m_http, m_endpoint, q("wallet"), secret("r1"), {}, {}))->code(), "invalid_grant");
    }
    void refresh_widens_scope()
    {
        auto body = tokens();
        body.insert(q("scope"), q("openid admin"));
        answer(body);
        QCOMPARE(
            follow(refreshTokens(m_http, m_endpoint, q("wallet"), secret("r1"), QStringList(q("openid")), {}))->code(),
            "scope_widened");
    }
    /// With rotation the answer holds the only token that works: cancelling must not lose it.
    void refresh_answered_while_cancelled()
    {
        CancelSource cancel;
        m_http->on(Method::Post, m_endpoint.toString(), [&cancel](const http::Request &) -> Result<http::Response> {
            cancel.cancel();
            return FakeHttpClient::json(tokens());
        });
        QCOMPARE(follow(refreshTokens(m_http, m_endpoint, q("wallet"), secret("r1"), {}, cancel.token()))->code(),
                 "ok");
    }
    void refresh_is_not_repeated_when_the_answer_is_lost()
    {
        m_http->fail(Method::Post, m_endpoint.toString(), {"connection_lost", {}, {}, Retry::Later});
        QCOMPARE(follow(refreshTokens(m_http, m_endpoint, q("wallet"), secret("r1"), {}, {}))->code(),
                 "connection_lost");
        QCOMPARE(m_http->requests.size(), 1);
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
        const auto ending = follow(requestTokens(m_http, m_endpoint, {}, {}, {}));
        QCOMPARE(ending->code(), code);
        QCOMPARE(ending->result->error().retry == Retry::Later, later);
        QVERIFY(!ending->result->error().message.contains(q("1-800")));
        QVERIFY(ending->result->error().detail.contains(q("\"call 1-800 now\"")));
    }
};

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
