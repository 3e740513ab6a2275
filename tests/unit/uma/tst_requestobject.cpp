// Request objects (RFC 9101) under the rules of profile 4.1.
#include "umatest.h"

#include <fpx/http/fakehttpclient.h>
#include <fpx/uma/requestobject.h>

using namespace umatest;

class TestRequestObject : public QObject
{
    Q_OBJECT

    op::OperatorProfile m_profile = profile();
    jose::PrivateKey m_key = *jose::PrivateKey::generate(jose::Algorithm::ES256);

    QJsonObject claims() const
    {
        auto pairs = with(goodParameters(), "client_id", text("as-edu"));
        pairs = with(pairs, "redirect_uri", text("https://edu.example/cb"));
        QJsonObject object = toObject(pairs);
        object.insert(text("iss"), text("as-edu"));
        object.insert(text("aud"), text("https://operator.example"));
        object.insert(text("iat"), now);
        object.insert(text("exp"), now + 300);
        return object;
    }
    QByteArray sign(const QJsonObject &claims, const char *typ = "oauth-authz-req+jwt") const
    {
        return *jose::sign({{text("typ"), text(typ)}, {text("kid"), m_key.keyId()}}, claims, m_key);
    }
    Result<AuthorizationRequest> parse(const QByteArray &object, const Pairs &more = {}) const
    {
        const Pairs pairs{{text("client_id"), text("as-edu")}, {text("request"), QString::fromLatin1(object)}};
        return AuthorizationRequest::parse(pairs + more, m_profile);
    }
    jose::JwkSet keys() const { return jose::JwkSet({m_key.publicKey()}); }

private Q_SLOTS:
    void good_object_is_read_and_verified()
    {
        QJsonObject object = claims();
        object.insert(text("max_age"), 60); // a number, as RFC 9101 writes it
        const auto request = parse(sign(object));
        QVERIFY2(request, qPrintable(request ? QString() : request.error().detail));
        QCOMPARE(*request->maxAge, 60);
        QCOMPARE(request->asSent.value(text("max_age")), text("60"));
        for (const char *name : {"iss", "aud", "iat", "exp", "ticket", "request"})
            QVERIFY2(!request->asSent.contains(text(name)), name);
        QCOMPARE(code(checkRequestObject(*request, keys(), m_profile.issuer(), now)), QByteArray("accepted"));
    }

    void query_outside_the_object_is_ignored()
    {
        const auto request = parse(sign(claims()), {{text("state"), QString(22, QLatin1Char('q'))},
                                                    {text("redirect_uri"), text("https://evil.example/")}});
        QVERIFY(request);
        QCOMPARE(request->state, state());
        QCOMPARE(request->redirectUri, QUrl(text("https://edu.example/cb")));
        QVERIFY(code(request->complete(asTicketSays(with(with(goodParameters(), "client_id", text("as-edu")),
                                                         "redirect_uri", text("https://edu.example/cb"))),
                                       m_profile)) == "accepted");
    }

    void required_by_the_profile()
    {
        auto pairs = with(goodParameters(), "client_id", text("as-edu"));
        pairs = with(pairs, "redirect_uri", text("https://edu.example/cb"));
        QCOMPARE(code(AuthorizationRequest::parse(pairs, m_profile)), QByteArray("request_object_required"));
    }

    void repeated_outside_is_refused()
    {
        const QPair<QString, QString> again{text("client_id"), text("as-edu")};
        QCOMPARE(code(parse(sign(claims()), {again})), QByteArray("parameter_repeated"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *tag, const char *name, const QJsonValue &value, const char *expected) {
            QTest::newRow(tag) << QByteArray(name) << value << QByteArray(expected);
        };
        const QJsonValue gone(QJsonValue::Undefined);
        row("wrong_iss", "iss", text("as-health"), "bad_request_object");
        row("no_iss", "iss", gone, "bad_request_object");
        row("wrong_aud", "aud", text("https://other.example"), "bad_request_object");
        row("aud_list", "aud", QJsonArray{text("https://operator.example")}, "bad_request_object");
        row("lives_too_long", "exp", now + 301, "bad_request_object");
        row("no_exp", "exp", gone, "bad_request_object");
        row("no_iat", "iat", gone, "bad_request_object");
        row("exp_before_iat", "exp", now, "bad_request_object");
        row("client_id_differs", "client_id", text("as-health"), "bad_request_object");
        row("client_id_missing", "client_id", gone, "bad_request_object");
        row("request_uri_inside", "request_uri", text("https://edu.example/r"), "request_uri_unsupported");
        row("request_inside", "request", text("a.b.c"), "bad_request_object");
        row("claim_is_an_object", "claims", QJsonObject(), "bad_request_object");
        row("redirect_uri", "redirect_uri", text("https://evil.example/cb"), "wrong_redirect_uri");
        row("state", "state", text("short"), "bad_state");
        row("no_ticket", "ticket", gone, "parameter_missing");
    }
    void refused()
    {
        QFETCH(QByteArray, name);
        QFETCH(QJsonValue, value);
        QFETCH(QByteArray, code);
        QJsonObject object = claims();
        if (value.isUndefined())
            object.remove(QString::fromLatin1(name));
        else
            object.insert(QString::fromLatin1(name), value);
        QCOMPARE(umatest::code(parse(sign(object))), code);
    }

    void not_verified()
    {
        const auto request = parse(sign(claims()));
        const auto stranger = jose::JwkSet({jose::PrivateKey::generate(jose::Algorithm::ES256)->publicKey()});
        const QString issuer = m_profile.issuer();
        QCOMPARE(code(checkRequestObject(*request, stranger, issuer, now)), QByteArray("key_unknown"));
        QCOMPARE(code(checkRequestObject(*request, keys(), issuer, now + 400)), QByteArray("token_expired"));
        QCOMPARE(code(checkRequestObject(*request, keys(), issuer, now - 100)), QByteArray("token_from_the_future"));
        const auto wrongTyp = parse(sign(claims(), "JWT"));
        QCOMPARE(code(checkRequestObject(*wrongTyp, keys(), issuer, now)), QByteArray("wrong_typ"));
        QByteArray forged = request->requestObject;
        forged[forged.size() - 2] = forged.at(forged.size() - 2) == 'A' ? 'B' : 'A';
        auto other = *request;
        other.requestObject = forged;
        QCOMPARE(code(checkRequestObject(other, keys(), issuer, now)), QByteArray("bad_signature"));
    }

    void keys_come_from_jwks_uri()
    {
        const auto http = std::make_shared<http::FakeHttpClient>();
        const QString uri = text("https://edu.example/jwks");
        http->answer(http::Method::Get, uri, http::FakeHttpClient::json(keys().toJson()));
        const auto request = parse(sign(claims()));
        const auto verify = [&] {
            return code(wait(verifyRequestObject(*request, http, QUrl(uri), m_profile.issuer(), now, {})));
        };
        QCOMPARE(verify(), QByteArray("accepted"));
        http->answer(http::Method::Get, uri, http::FakeHttpClient::text("no"));
        QCOMPARE(verify(), QByteArray("bad_jwks"));
        CancelSource source;
        source.cancel();
        QCOMPARE(code(wait(verifyRequestObject(*request, http, QUrl(uri), m_profile.issuer(), now, source.token()))),
                 QByteArray("cancelled"));
    }
};

QTEST_GUILESS_MAIN(TestRequestObject)
#include "tst_requestobject.moc"
