// Profile 3: enrolment and account, exactly as they must look on the wire, and what must survive a crash.
#include "fakeas.h"

using namespace umatest;

class TestEnrolment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodies_are_exactly_the_profiles()
    {
        World world;
        const auto enrolment = world.enrolNow();
        QVERIFY2(enrolment, qPrintable(enrolment ? QString() : enrolment.error().detail));
        const auto sent = world.sent(Method::Post, text("/register"));
        QCOMPARE(sent.size(), 2);

        const QJsonObject wallet = *parseJsonObject(sent.at(0).body);
        QCOMPARE(QStringList(wallet.keys()).join(QLatin1Char(' ')),
                 text("fpx_wallet grant_types jwks response_types scope software_statement "
                      "token_endpoint_auth_method token_endpoint_auth_signing_alg"));
        QCOMPARE(wallet.value(text("software_statement")).toString(), text("eyJh.eyJi.AAAA"));
        QCOMPARE(wallet.value(text("response_types")), QJsonValue(QJsonArray()));
        QCOMPARE(wallet.value(text("grant_types")), QJsonValue(QJsonArray{text("client_credentials")}));
        QCOMPARE(wallet.value(text("scope")).toString(), text("register uma_protection"));
        QCOMPARE(wallet.value(text("token_endpoint_auth_method")).toString(), text("private_key_jwt"));
        QCOMPARE(wallet.value(text("token_endpoint_auth_signing_alg")).toString(), text("ES256"));
        const QString thumbprint = world.key("provider").thumbprint();
        const QJsonObject fpxWallet = wallet.value(text("fpx_wallet")).toObject();
        QCOMPARE(fpxWallet.value(text("issuer")).toString(), text("https://operator.example/i/") + thumbprint);
        const QJsonArray providerKeys = fpxWallet.value(text("jwks")).toObject().value(text("keys")).toArray();
        QCOMPARE(providerKeys.size(), 1);
        QCOMPARE(jose::PublicKey::parse(providerKeys.first().toObject())->thumbprint(), thumbprint);
        QVERIFY(!providerKeys.first().toObject().contains(text("d")));
        QVERIFY(sent.at(0).bearer.isEmpty());

        const QJsonObject account = *parseJsonObject(sent.at(1).body);
        QCOMPARE(QStringList(account.keys()).join(QLatin1Char(' ')),
                 text("fpx_account grant_types jwks response_types scope token_endpoint_auth_method "
                      "token_endpoint_auth_signing_alg"));
        QCOMPARE(account.value(text("fpx_account")), QJsonValue(true));
        QCOMPARE(account.value(text("scope")).toString(), text("user"));
        QCOMPARE(sent.at(1).bearer.view(), QByteArray("token-1"));

        QCOMPARE(enrolment->walletIssuer, text("https://operator.example/i/") + thumbprint);
        QCOMPARE(enrolment->walletClientId, text("client-1"));
        QCOMPARE(enrolment->account.value(), text("client-2"));
        QVERIFY(enrolment->isComplete());
        const auto again = Enrolment::fromJson(enrolment->toJson());
        QVERIFY(again);
        QCOMPARE(again->toJson(), enrolment->toJson());
    }

    void no_key_occurs_twice()
    {
        World world;
        QVERIFY(world.enrolNow());
        QSet<QString> thumbprints;
        for (const char *what : {"provider", "wallet-client", "account-client"}) {
            const auto key = world.key(what);
            QVERIFY(key.algorithm() == jose::Algorithm::ES256);
            thumbprints.insert(key.thumbprint());
        }
        QCOMPARE(thumbprints.size(), 3);
        QCOMPARE(world.secrets.values.value({SecretPurpose::AsKeys, text("e1/registration")}).view(),
                 QByteArray("rat-client-1"));
        QCOMPARE(world.secrets.values.value({SecretPurpose::AsKeys, text("e1/account-registration")}).view(),
                 QByteArray("rat-client-2"));
    }

    void idempotency_key_is_a_fresh_uuid4_for_each()
    {
        World world;
        QVERIFY(world.enrolNow());
        const auto sent = world.sent(Method::Post, text("/register"));
        const QRegularExpression uuid4(text("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        for (const auto &request : sent)
            QVERIFY(uuid4.match(QString::fromLatin1(request.headers.value("Idempotency-Key"))).hasMatch());
        QVERIFY(sent.at(0).headers.value("Idempotency-Key") != sent.at(1).headers.value("Idempotency-Key"));
    }

    void assertion_of_the_register_token()
    {
        World world;
        QVERIFY(world.enrolNow());
        const auto fields = form(world.sent(Method::Post, text("/token")).first());
        QCOMPARE(fields.value(text("grant_type")), text("client_credentials"));
        QCOMPARE(fields.value(text("scope")), text("register"));
        const auto expect = jose::Expect::exactly(text("client-authentication+jwt"), {jose::Algorithm::ES256});
        const auto token = jose::verify(fields.value(text("client_assertion")).toLatin1(),
                                        world.key("wallet-client").publicKey(), expect);
        QVERIFY(token);
        QCOMPARE(QStringList(token->claims.keys()).join(QLatin1Char(' ')), text("aud exp iat iss jti sub"));
        QCOMPARE(token->claims.value(text("iss")).toString(), text("client-1"));
        QCOMPARE(token->claims.value(text("sub")).toString(), text("client-1"));
        QCOMPARE(token->claims.value(text("aud")), QJsonValue(asUrl));
        QCOMPARE(token->claims.value(text("exp")).toInteger() - token->claims.value(text("iat")).toInteger(), 60);
    }

    void lost_201_resends_the_same_bytes()
    {
        World world;
        const Error lost{"connection_lost", {}, {}, Retry::Later};
        world.http->answerOnce(Method::Post, asUrl + text("/register"), fail(lost));
        QCOMPARE(code(world.enrolNow()), QByteArray("connection_lost"));
        QVERIFY(world.enrolNow());
        auto sent = world.sent(Method::Post, text("/register"));
        QCOMPARE(sent.size(), 3);
        QCOMPARE(sent.at(1).body, sent.at(0).body);
        QCOMPARE(sent.at(1).headers.value("Idempotency-Key"), sent.at(0).headers.value("Idempotency-Key"));
    }

    void lost_201_of_the_account_keeps_the_enrolment()
    {
        World world;
        int calls = 0;
        world.http->on(
            Method::Post, asUrl + text("/register"), [&calls](const http::Request &) -> Result<http::Response> {
                if (++calls == 2)
                    return fail("timed_out", {}, {}, Retry::Later);
                const QString id = text("c") + QString::number(calls);
                return FakeHttpClient::json({{text("client_id"), id},
                                             {text("registration_client_uri"), asUrl + text("/register/") + id},
                                             {text("registration_access_token"), text("rat")}},
                                            201);
            });
        QCOMPARE(code(world.enrolNow()), QByteArray("timed_out"));
        const auto enrolment = world.enrolNow();
        QVERIFY(enrolment);
        QCOMPARE(enrolment->walletClientId, text("c1"));
        QCOMPARE(enrolment->account.value(), text("c3"));
        const auto sent = world.sent(Method::Post, text("/register"));
        QCOMPARE(sent.at(2).body, sent.at(1).body);
    }

    void nothing_is_sent_before_it_is_durable()
    {
        World world;
        world.http->on(Method::Post, asUrl + text("/register"),
                       [&world](const http::Request &request) -> Result<http::Response> {
                           const auto record = world.records.tables.value(text("enrolments_pending")).value(text("e1"));
                           const auto draft = record.value(text("wallet")).toObject();
                           if (draft.value(text("body")).toString().toUtf8() != request.body)
                               qFatal("sent before stored");
                           return fail("timed_out", {}, {}, Retry::Later);
                       });
        QCOMPARE(code(world.enrolNow()), QByteArray("timed_out"));
        World failing;
        failing.secrets.failWith = fail("disk_full", {});
        QCOMPARE(code(failing.enrolNow()), QByteArray("disk_full"));
        QCOMPARE(failing.sent(Method::Post, text("/register")).size(), 0);
    }

    void finished_enrolment_is_not_repeated_until_forgotten()
    {
        World world;
        const auto first = world.enrolNow();
        const auto second = world.enrolNow();
        QCOMPARE(second->account, first->account);
        QCOMPARE(world.registrations, 2);
        QVERIFY(forgetEnrolmentDraft(world.context(), first->id));
        QVERIFY(world.enrolNow());
        QCOMPARE(world.registrations, 4);
    }

    void refusal_leads_to_fresh_keys()
    {
        World world;
        world.http->answerOnce(Method::Post, asUrl + text("/register"),
                               errorResponse(400, "invalid_software_statement"));
        const auto refused = world.enrolNow();
        QCOMPARE(code(refused), QByteArray("enrolment_refused"));
        QVERIFY(refused.error().detail.contains(text("invalid_software_statement")));
        QVERIFY(world.enrolNow());
        const auto sent = world.sent(Method::Post, text("/register"));
        QVERIFY(sent.at(0).body != sent.at(1).body);
        QVERIFY(sent.at(0).headers.value("Idempotency-Key") != sent.at(1).headers.value("Idempotency-Key"));
    }

    void temporary_refusal_keeps_the_bytes()
    {
        World world;
        world.http->answerOnce(Method::Post, asUrl + text("/register"), errorResponse(503, "temporarily_unavailable"));
        const auto refused = world.enrolNow();
        QCOMPARE(code(refused), QByteArray("as_unavailable"));
        QVERIFY(refused.error().retry == Retry::Later);
        QVERIFY(world.enrolNow());
        const auto sent = world.sent(Method::Post, text("/register"));
        QCOMPARE(sent.at(0).body, sent.at(1).body);
    }

    void forgotten_idempotency_key_starts_again_at_once()
    {
        World world;
        world.http->answerOnce(Method::Post, asUrl + text("/register"), fail("timed_out", {}, {}, Retry::Later));
        QCOMPARE(code(world.enrolNow()), QByteArray("timed_out"));
        world.http->answerOnce(Method::Post, asUrl + text("/register"), errorResponse(400, "invalid_client_metadata"));
        QVERIFY(world.enrolNow());
    }

    void bad_answers_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *tag, const char *name, const QJsonValue &value, const char *expected) {
            QTest::newRow(tag) << QByteArray(name) << value << QByteArray(expected);
        };
        row("other_origin", "registration_client_uri", text("https://evil.example/register/c"),
            "registration_uri_elsewhere");
        row("other_port", "registration_client_uri", text("https://as.example:444/register/c"),
            "registration_uri_elsewhere");
        row("other_scheme", "registration_client_uri", text("http://as.example/register/c"),
            "registration_uri_elsewhere");
        row("relative", "registration_client_uri", text("/register/c"), "registration_uri_elsewhere");
        row("no_uri", "registration_client_uri", QJsonValue(), "bad_registration_response");
        row("no_token", "registration_access_token", QJsonValue(), "bad_registration_response");
        row("no_client_id", "client_id", QJsonValue(), "bad_registration_response");
        row("client_id_unicode", "client_id", QStringLiteral("\u00e9"), "bad_registration_response");
        row("weaker_method", "token_endpoint_auth_method", text("none"), "bad_registration_response");
    }
    void bad_answers()
    {
        QFETCH(QByteArray, name);
        QFETCH(QJsonValue, value);
        QFETCH(QByteArray, code);
        World world;
        QJsonObject answer{{text("client_id"), text("c")},
                           {text("registration_client_uri"), asUrl + text("/register/c")},
                           {text("registration_access_token"), text("rat")}};
        answer.insert(QString::fromLatin1(name), value);
        world.http->answer(Method::Post, asUrl + text("/register"), FakeHttpClient::json(answer, 201));
        QCOMPARE(umatest::code(world.enrolNow()), code);
    }

    void discovery_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("wrong_issuer") << QByteArray("issuer") << QJsonValue(text("https://as.example/"))
                                      << QByteArray("wrong_issuer");
        QTest::newRow("no_issuer") << QByteArray("issuer") << QJsonValue() << QByteArray("wrong_issuer");
        QTest::newRow("no_ticket_endpoint")
            << QByteArray("fpx_ticket_endpoint") << QJsonValue() << QByteArray("bad_metadata");
        QTest::newRow("http_endpoint") << QByteArray("token_endpoint") << QJsonValue(text("http://as.example/t"))
                                       << QByteArray("bad_metadata");
        QTest::newRow("file_endpoint") << QByteArray("jwks_uri") << QJsonValue(text("file:///etc/passwd"))
                                       << QByteArray("bad_metadata");
    }
    void discovery()
    {
        QFETCH(QByteArray, name);
        QFETCH(QJsonValue, value);
        QFETCH(QByteArray, code);
        World world;
        QJsonObject document = metadataDocument();
        document.insert(QString::fromLatin1(name), value);
        world.http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"),
                           FakeHttpClient::json(document));
        QCOMPARE(umatest::code(world.enrolNow()), code);
        QCOMPARE(world.sent(Method::Post, text("/register")).size(), 0);
    }

    void discovery_falls_back_to_rfc8414()
    {
        World world;
        const QString issuer = asUrl + text("/tenant");
        QJsonObject document = metadataDocument();
        document.insert(text("issuer"), issuer);
        world.http->answer(Method::Get, issuer + text("/.well-known/uma2-configuration"),
                           errorResponse(404, "not_found"));
        world.http->answer(Method::Get, asUrl + text("/.well-known/oauth-authorization-server/tenant"),
                           FakeHttpClient::json(document));
        QCOMPARE(code(wait(AsMetadata::discover(world.http, AsIssuer(issuer), {}))), QByteArray("accepted"));
    }

    void software_statement_missing()
    {
        World world;
        const auto p = profile();
        auto server = *p.authorizationServer(AsIdentifier(text("health")));
        server.softwareStatement.clear();
        QCOMPARE(code(wait(enrol(world.context(), EnrolmentId(text("e1")), server, p.issuer(), {}))),
                 QByteArray("software_statement_missing"));
        QVERIFY(world.http->requests.isEmpty());
    }

    void cancelled_keeps_what_the_as_answered()
    {
        World world;
        CancelSource source;
        world.http->on(Method::Post, asUrl + text("/register"),
                       [&source](const http::Request &) -> Result<http::Response> {
                           source.cancel();
                           return FakeHttpClient::json({{text("client_id"), text("c1")},
                                                        {text("registration_client_uri"), asUrl + text("/register/c1")},
                                                        {text("registration_access_token"), text("rat")}},
                                                       201);
                       });
        QCOMPARE(code(world.enrolNow(source.token())), QByteArray("cancelled"));
        const auto record = world.records.tables.value(text("enrolments_pending")).value(text("e1"));
        QCOMPARE(record.value(text("wallet")).toObject().value(text("client_id")).toString(), text("c1"));
    }
};

QTEST_GUILESS_MAIN(TestEnrolment)
#include "tst_enrolment.moc"
