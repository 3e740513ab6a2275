// Profile 4.1: one row of the parameter table, one violation.
#include "umatest.h"

using namespace umatest;

class TestAuthorizationRequest : public QObject
{
    Q_OBJECT

    op::OperatorProfile m_profile = profile();

private Q_SLOTS:
    void good_request_is_understood()
    {
        auto pairs = with(goodParameters(), "ui_locales", text("fr-CA en not_a_tag"));
        pairs = with(pairs, "max_age", text("600"));
        pairs = with(pairs, "acr_values", text("urn:x aal3 ial2"));
        const auto request = AuthorizationRequest::parse(pairs, m_profile);
        QVERIFY2(request, qPrintable(request ? QString() : request.error().detail));
        QCOMPARE(request->as.value(), text("health"));
        QCOMPARE(request->asIssuer.value(), text("https://as.example"));
        QCOMPARE(request->clientId, text("as-health"));
        QCOMPARE(request->ticket.value(), text("ticket-1._~"));
        QCOMPARE(request->redirectUri, QUrl(text("https://as.example/cb")));
        QCOMPARE(request->responseMode, ResponseMode::FormPost);
        QCOMPARE(request->prompt, PromptMode::Default);
        QCOMPARE(*request->maxAge, 600);
        QCOMPARE(request->assurance.acr(), text("ial2 aal3"));
        QCOMPARE(request->uiLocales, QStringList({text("fr-CA"), text("en")}));
        QVERIFY(request->canAnswer());
        QVERIFY(!request->asSent.contains(text("ticket")));
        QVERIFY(!request->asSent.contains(text("ui_locales")));
        QVERIFY(request->asSent.contains(text("max_age")));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("value"); // null: the parameter is missing
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *tag, const char *name, const QString &value, const char *expected) {
            QTest::newRow(tag) << QByteArray(name) << value << QByteArray(expected);
        };
        const QString missing;
        row("client_id_missing", "client_id", missing, "parameter_missing");
        row("client_id_unknown", "client_id", text("as-other"), "unknown_as");
        row("client_id_case", "client_id", text("AS-health"), "unknown_as");
        row("client_id_of_another_as", "client_id", text("as-edu"), "request_object_required");
        row("redirect_uri_missing", "redirect_uri", missing, "parameter_missing");
        row("redirect_uri_prefix", "redirect_uri", text("https://as.example/cb/more"), "wrong_redirect_uri");
        row("redirect_uri_shorter", "redirect_uri", text("https://as.example/"), "wrong_redirect_uri");
        row("redirect_uri_case", "redirect_uri", text("https://AS.example/cb"), "wrong_redirect_uri");
        row("redirect_uri_query", "redirect_uri", text("https://as.example/cb?k=w"), "wrong_redirect_uri");
        row("redirect_uri_encoded", "redirect_uri", text("https://as.example/%63b"), "wrong_redirect_uri");
        row("redirect_uri_of_another_as", "redirect_uri", text("https://edu.example/cb"), "wrong_redirect_uri");
        row("response_type_missing", "response_type", missing, "parameter_missing");
        row("response_type_code", "response_type", text("code"), "response_type_unsupported");
        row("response_type_with_token", "response_type", text("id_token token"), "response_type_unsupported");
        row("response_type_case", "response_type", text("ID_TOKEN"), "response_type_unsupported");
        row("response_mode_query", "response_mode", text("query"), "response_mode_unsupported");
        row("response_mode_unknown", "response_mode", text("web_message"), "response_mode_unsupported");
        row("response_mode_direct_post", "response_mode", text("direct_post"), "response_mode_unsupported");
        row("scope_missing", "scope", missing, "parameter_missing");
        row("scope_without_openid", "scope", text("profile openidx"), "scope_without_openid");
        row("state_missing", "state", missing, "parameter_missing");
        row("state_short", "state", QString(21, QLatin1Char('s')), "bad_state");
        row("state_long", "state", QString(513, QLatin1Char('s')), "bad_state");
        row("state_alphabet", "state", state() + text("+"), "bad_state");
        row("state_padding", "state", state() + text("="), "bad_state");
        row("state_line_feed", "state", state() + text("\n"), "bad_state");
        row("nonce_missing", "nonce", missing, "parameter_missing");
        row("nonce_short", "nonce", QString(21, QLatin1Char('n')), "bad_nonce");
        row("nonce_long", "nonce", QString(513, QLatin1Char('n')), "bad_nonce");
        row("nonce_alphabet", "nonce", nonce() + text("/"), "bad_nonce");
        row("ticket_missing", "ticket", missing, "parameter_missing");
        row("ticket_long", "ticket", QString(1025, QLatin1Char('t')), "bad_ticket");
        row("ticket_slash", "ticket", text("a/b"), "bad_ticket");
        row("ticket_unicode", "ticket", QStringLiteral("ticket\u00e9"), "bad_ticket");
        row("ticket_line_feed", "ticket", text("ticket\n"), "bad_ticket");
        row("prompt_none_with_login", "prompt", text("none login"), "bad_prompt");
        row("prompt_login_with_none", "prompt", text("login none"), "bad_prompt");
        row("prompt_none_with_consent", "prompt", text("none consent"), "bad_prompt");
        row("prompt_none_twice", "prompt", text("none none"), "bad_prompt");
        row("prompt_unknown", "prompt", text("create"), "bad_prompt");
        row("max_age_negative", "max_age", text("-1"), "bad_max_age");
        row("max_age_fraction", "max_age", text("1.5"), "bad_max_age");
        row("max_age_words", "max_age", text("soon"), "bad_max_age");
        row("max_age_huge", "max_age", text("99999999999999999999"), "bad_max_age");
        row("max_age_leading_zero", "max_age", text("060"), "bad_max_age");
        row("acr_two_of_one_kind", "acr_values", text("ial1 ial2"), "bad_acr_values");
        row("request_uri", "request_uri", text("https://as.example/r/1"), "request_uri_unsupported");
        row("request_garbage", "request", text("a.b.c"), "bad_request_object");
    }
    void refused()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, value);
        QFETCH(QByteArray, code);
        const auto pairs = with(goodParameters(), name.constData(), value);
        QCOMPARE(umatest::code(AuthorizationRequest::parse(pairs, m_profile)), code);
    }

    void parameter_repeated_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto &pair : goodParameters())
            QTest::newRow(qPrintable(pair.first)) << pair.first;
        QTest::newRow("unknown") << text("foo");
    }
    void parameter_repeated()
    {
        QFETCH(QString, name);
        auto pairs = with(goodParameters(), "foo", text("bar"));
        pairs.append({name, toObject(pairs).value(name).toString()}); // even with an equal value
        QCOMPARE(code(AuthorizationRequest::parse(pairs, m_profile)), QByteArray("parameter_repeated"));
    }

    void bounds_are_inclusive()
    {
        for (const int length : {22, 512}) {
            auto pairs = with(goodParameters(), "state", QString(length, QLatin1Char('_')));
            pairs = with(pairs, "nonce", QString(length, QLatin1Char('-')));
            QCOMPARE(code(AuthorizationRequest::parse(pairs, m_profile)), QByteArray("accepted"));
        }
        const auto ticket = with(goodParameters(), "ticket", QString(1024, QLatin1Char('~')));
        QCOMPARE(code(AuthorizationRequest::parse(ticket, m_profile)), QByteArray("accepted"));
    }

    void response_mode_defaults_to_fragment()
    {
        const auto request = AuthorizationRequest::parse(with(goodParameters(), "response_mode", {}), m_profile);
        QVERIFY(request);
        QCOMPARE(request->responseMode, ResponseMode::Fragment);
    }

    void prompt_values()
    {
        const auto prompt = [this](const char *value, const char *age) {
            auto pairs = with(goodParameters(), "prompt", text(value));
            if (age != nullptr)
                pairs = with(pairs, "max_age", text(age));
            return AuthorizationRequest::parse(pairs, m_profile)->prompt;
        };
        QCOMPARE(prompt("none", nullptr), PromptMode::None);
        QCOMPARE(prompt("login", nullptr), PromptMode::Login);
        QCOMPARE(prompt("consent login", nullptr), PromptMode::Login);
        QCOMPARE(prompt("consent", nullptr), PromptMode::Default);
        QCOMPARE(prompt("", "0"), PromptMode::Login); // max_age=0 is prompt=login
        QCOMPARE(prompt("none", "0"), PromptMode::None);
    }

    void redirect_uri_with_query_is_exact()
    {
        const auto pairs = with(goodParameters(), "redirect_uri", text("https://as.example/cb?k=v"));
        const auto request = AuthorizationRequest::parse(pairs, m_profile);
        QVERIFY(request);
        QCOMPARE(request->redirectUri.toEncoded(), QByteArray("https://as.example/cb?k=v"));
    }

    void record_round_trip()
    {
        auto pairs = with(goodParameters(), "max_age", text("0"));
        pairs = with(pairs, "acr_values", text("aal2"));
        const auto request = AuthorizationRequest::parse(pairs, m_profile);
        QVERIFY(request);
        const auto again = AuthorizationRequest::fromJson(request->toJson());
        QVERIFY(again);
        QCOMPARE(again->toJson(), request->toJson());
        QCOMPARE(again->asSent, request->asSent);
        QCOMPARE(again->maxAge, request->maxAge);
        QCOMPARE(again->prompt, PromptMode::Login);
        QCOMPARE(code(AuthorizationRequest::fromJson(json("{'as':1}"))), QByteArray("record_damaged"));
    }
};

QTEST_GUILESS_MAIN(TestAuthorizationRequest)
#include "tst_authorizationrequest.moc"
