// Profile 4.5: the id_token's claims exactly, and errors that name no account. Profile 5: the permission's.
#include "umatest.h"

#include <fpx/base/base64url.h>
#include <fpx/uma/answer.h>
#include <fpx/uma/permission.h>

using namespace umatest;

class TestAnswer : public QObject
{
    Q_OBJECT

    op::OperatorProfile m_profile = profile();
    jose::PrivateKey m_key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    FakeRandom m_random;

    AuthorizationRequest request(const char *name = "scope", const QString &value = text("openid")) const
    {
        return *AuthorizationRequest::parse(with(goodParameters(), name, value), m_profile);
    }
    static TicketDetails details() { return *TicketDetails::fromJson(goodTicket()); }
    static Enrolment enrolment()
    {
        Enrolment e;
        e.id = EnrolmentId(text("e1"));
        e.as = AsIdentifier(text("health"));
        e.asIssuer = AsIssuer(text("https://as.example"));
        e.walletIssuer = text("https://operator.example/i/abc");
        e.walletClientId = text("w1");
        e.account = AccountId(text("a1"));
        return e;
    }
    static Grant grant() { return {false, {PermissionId(text("p1")), PermissionId(text("p2"))}}; }
    Result<Answer> answer(const AuthorizationRequest &r, const Grant &g = grant(),
                          const TicketDetails &d = details()) const
    {
        return grantAnswer(r, d, enrolment(), m_key, g, now, m_random);
    }
    QJsonObject claims(const AuthorizationRequest &r) const
    {
        const auto result = answer(r);
        const auto expect = jose::Expect::exactly(text("JWT"), {jose::Algorithm::ES256});
        return jose::verify(result->fields.first().second.toLatin1(), m_key.publicKey(), expect)->claims;
    }
    static PermissionTerms terms()
    {
        PermissionTerms t;
        t.id = PermissionId(text("6b5a2f0e-0000-4000-8000-000000000001"));
        t.as = AsIssuer(text("https://as.example"));
        t.resourceServer = RsIdentifier(text("clinic"));
        t.client = ClientId(text("immunize-me"));
        t.requestId = text("r1");
        t.definition = DefinitionId(text("immunization-history"));
        t.scopes = {text("read")};
        t.usage = Usage::Repeated;
        t.notBefore = now;
        t.expires = now + 90 * 86400;
        t.issuedAt = now;
        t.ticketHash = text("hash");
        return t;
    }

private Q_SLOTS:
    void id_token_has_exactly_the_claims()
    {
        const QJsonObject c = claims(request());
        QCOMPARE(QStringList(c.keys()).join(QLatin1Char(' ')),
                 text("aud exp fpx_decision fpx_permissions fpx_purpose fpx_ticket_hash iat iss jti nonce sub"));
        QCOMPARE(c.value(text("iss")).toString(), text("https://operator.example/i/abc"));
        QCOMPARE(c.value(text("sub")).toString(), text("a1"));
        QCOMPARE(c.value(text("aud")), QJsonValue(text("as-health")));
        QCOMPARE(c.value(text("nonce")).toString(), nonce());
        QCOMPARE(c.value(text("iat")).toInteger(), now);
        QCOMPARE(c.value(text("exp")).toInteger(), now + 300);
        QCOMPARE(c.value(text("fpx_ticket_hash")).toString(), details().ticketHash());
        QCOMPARE(c.value(text("fpx_purpose")).toString(), text("access"));
        QCOMPARE(c.value(text("fpx_decision")).toString(), text("granted"));
        QCOMPARE(c.value(text("fpx_permissions")).toArray(), QJsonArray({text("p1"), text("p2")}));
        QVERIFY(c.value(text("jti")).toString().size() >= 16);
    }

    void auth_time_is_iat_minus_max_age()
    {
        QCOMPARE(claims(request("max_age", text("600"))).value(text("auth_time")).toInteger(), now - 600);
        QCOMPARE(claims(request("max_age", text("0"))).value(text("auth_time")).toInteger(), now);
        QVERIFY(!claims(request("prompt", text("login"))).contains(text("auth_time")));
    }

    void acr_is_what_was_asked()
    {
        QCOMPARE(claims(request("acr_values", text("aal1 x ial3"))).value(text("acr")).toString(), text("ial3 aal1"));
        QCOMPARE(claims(request("acr_values", text("aal2"))).value(text("acr")).toString(), text("aal2"));
        QVERIFY(!claims(request("acr_values", text("urn:other"))).contains(text("acr")));
    }

    void jti_is_fresh() { QVERIFY(claims(request()).value(text("jti")) != claims(request()).value(text("jti"))); }

    void partial_and_protect()
    {
        const auto decoded = [](const Result<Answer> &a) {
            return jose::peekUnverified(a->fields.first().second.toLatin1())->claims;
        };
        QCOMPARE(decoded(answer(request(), {true, {PermissionId(text("p1"))}})).value(text("fpx_decision")).toString(),
                 text("partial"));
        auto protect = details();
        protect.purpose = Purpose::Protect;
        const auto claims = decoded(answer(request(), {}, protect));
        QCOMPARE(claims.value(text("fpx_purpose")).toString(), text("protect"));
        QCOMPARE(claims.value(text("fpx_permissions")), QJsonValue(QJsonArray()));
        QCOMPARE(code(answer(request(), {true, {}}, protect)), QByteArray("answer_impossible"));
        QCOMPARE(code(answer(request(), grant(), protect)), QByteArray("answer_impossible"));
        QCOMPARE(code(answer(request(), {})), QByteArray("answer_impossible")); // granted_without_permission
    }

    void wrong_party_is_never_answered()
    {
        auto other = request();
        other.asIssuer = AsIssuer(text("https://edu.example"));
        QCOMPARE(code(answer(other)), QByteArray("answer_impossible"));
        auto open = *AuthorizationRequest::parseReference(text("as-health"), text("t"), m_profile);
        QCOMPARE(code(answer(open)), QByteArray("answer_impossible"));
        const auto ed = *jose::PrivateKey::generate(jose::Algorithm::EdDSA);
        QCOMPARE(code(grantAnswer(request(), details(), enrolment(), ed, grant(), now, m_random)),
                 QByteArray("answer_impossible"));
    }

    void fields_and_fragment()
    {
        const auto a = answer(request("redirect_uri", text("https://as.example/cb?k=v")));
        QCOMPARE(a->mode, ResponseMode::FormPost);
        QCOMPARE(a->fields.size(), 3);
        QCOMPARE(a->fields.at(1).second, state());
        QCOMPARE(a->fields.at(2), qMakePair(text("iss"), text("https://operator.example/i/abc")));
        const QByteArray url = a->fragmentUrl().toEncoded();
        QVERIFY(url.startsWith("https://as.example/cb?k=v#id_token="));
        QVERIFY(url.endsWith("&iss=https%3A%2F%2Foperator.example%2Fi%2Fabc"));
        const auto again = Answer::fromJson(a->toJson());
        QVERIFY(again);
        QCOMPARE(again->fields, a->fields);
        QCOMPARE(again->fragmentUrl(), a->fragmentUrl());
    }

    void errors_name_no_account_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("name");
        const auto row = [](AnswerError error, const char *name) {
            QTest::newRow(name) << static_cast<int>(error) << text(name);
        };
        row(AnswerError::AccessDenied, "access_denied");
        row(AnswerError::LoginRequired, "login_required");
        row(AnswerError::InteractionRequired, "interaction_required");
        row(AnswerError::InvalidRequest, "invalid_request");
        row(AnswerError::TemporarilyUnavailable, "temporarily_unavailable");
    }
    void errors_name_no_account()
    {
        QFETCH(int, error);
        QFETCH(QString, name);
        const auto a = errorAnswer(request(), static_cast<AnswerError>(error), m_profile.issuer());
        const QList<QPair<QString, QString>> expected{
            {text("error"), name}, {text("state"), state()}, {text("iss"), text("https://operator.example")}};
        QCOMPARE(a.fields, expected);
    }

    void expired_says_so()
    {
        const auto a = errorAnswer(request(), AnswerError::Expired, m_profile.issuer());
        QCOMPARE(a.fields.at(0).second, text("access_denied"));
        QCOMPARE(a.fields.at(1), qMakePair(text("error_description"), text("expired")));
    }

    void permission_has_exactly_the_claims()
    {
        const auto key = PermissionKey::generate();
        const QByteArray rot = "a.b.c";
        const auto jws = key->sign(terms(), text("pseudonym"), rot);
        QVERIFY(jws);
        const auto peek = jose::peekUnverified(*jws);
        QCOMPARE(QStringList(peek->header.keys()).join(QLatin1Char(' ')), text("alg jwk typ"));
        QCOMPARE(peek->header.value(text("typ")).toString(), text("fpx-permission+jwt"));
        QCOMPARE(QStringList(peek->claims.keys()).join(QLatin1Char(' ')),
                 text("as aud client_id exp iat iss nbf permission_id request_id resource_definition resource_scopes "
                      "rot_hash ticket_hash usage"));
        const auto pub = jose::PublicKey::parse(peek->header.value(text("jwk")).toObject());
        QVERIFY(pub);
        QCOMPARE(pub->thumbprint(), key->thumbprint());
        auto expect = jose::Expect::exactly(text("fpx-permission+jwt"), {jose::Algorithm::ES256});
        expect.headerKeyMayRepeatGivenKey = true;
        QVERIFY(jose::verify(*jws, *pub, expect));
        QCOMPARE(peek->claims.value(text("rot_hash")).toString().toLatin1(), sha256Base64Url(rot));
        QCOMPARE(peek->claims.value(text("iss")).toString(), text("pseudonym"));
        QCOMPARE(peek->claims.value(text("usage")).toString(), text("repeated"));
        auto named = terms();
        named.resourceId = text("res-1");
        named.replaces = PermissionId(text("p0"));
        const auto more = jose::peekUnverified(*key->sign(named, text("x"), rot))->claims;
        QCOMPARE(more.value(text("resource_id")).toString(), text("res-1"));
        QCOMPARE(more.value(text("replaces")).toString(), text("p0"));
    }

    void permission_is_never_longer_than_a_year()
    {
        const auto key = PermissionKey::generate();
        auto t = terms();
        t.expires = now + 366 * 86400 + 1;
        QCOMPARE(code(key->sign(t, text("x"), "r")), QByteArray("permission_too_long"));
        t.expires = now;
        QCOMPARE(code(key->sign(t, text("x"), "r")), QByteArray("permission_too_long"));
        QCOMPARE(code(key->sign(terms(), QString(), "r")), QByteArray("permission_incomplete"));
        QCOMPARE(code(key->sign(terms(), text("x"), "")), QByteArray("permission_incomplete"));
    }

    void permission_keys_are_fresh()
    {
        QVERIFY(PermissionKey::generate()->thumbprint() != PermissionKey::generate()->thumbprint());
        QCOMPARE(permissionBody("p", "r"), QByteArray("{\"permission\":\"p\",\"rot\":\"r\"}"));
    }
};

QTEST_GUILESS_MAIN(TestAnswer)
#include "tst_answer.moc"
