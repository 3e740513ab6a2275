// The whole sign-in against an issuer that lies in one way at a time; each test is named after the lie (profile section 8).
// tst_idtoken.cpp has the lies of the id_token.
#include "codeflowtest.h"

using namespace codeflowtest;

class TestCodeFlow : public QObject, private Fixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { reset(); }

    void completes()
    {
        const auto ending = begin();
        QCOMPARE(ending->code(), "ok");
        const CodeFlowResult &result = **ending->result;
        QCOMPARE(result.idToken->subject, q("person-1"));
        QCOMPARE(result.idToken->acr, q("loa2"));
        QCOMPARE(result.tokens.accessToken.view(), "access-1");
        QCOMPARE(result.tokens.refreshToken.view(), "refresh-1");
        QVERIFY(!result.narrowed);

        QCOMPARE(asked("response_type"), q("code"));
        QCOMPARE(asked("client_id"), q("wallet"));
        QCOMPARE(asked("redirect_uri"), q("http://127.0.0.1:28950/callback/bank"));
        QCOMPARE(asked("scope"), q("openid profile"));
        QCOMPARE(asked("code_challenge_method"), q("S256"));
        QCOMPARE(asked("code_challenge").size(), 43);
        QCOMPARE(asked("state").size(), 43);
        QCOMPARE(asked("nonce").size(), 43);
        QVERIFY(asked("state") != asked("nonce"));
        QCOMPARE(asked("tenant"), q("a b")); // the endpoint's own query stays
        QVERIFY(!m_issuer->asked.hasQueryItem(q("prompt")));
        QVERIFY(!m_issuer->asked.hasQueryItem(q("max_age")));

        const QUrlQuery form = m_issuer->tokenRequests.value(0);
        QCOMPARE(form.queryItemValue(q("code"), QUrl::FullyDecoded), q("4/0Ab+c=%")); // encoded exactly once
        QCOMPARE(form.queryItemValue(q("redirect_uri"), QUrl::FullyDecoded), asked("redirect_uri"));
        QCOMPARE(form.queryItemValue(q("client_id")), q("wallet"));
        QCOMPARE(m_issuer->verifierChallenge, asked("code_challenge"));
        QVERIFY(!form.hasQueryItem(q("client_secret")));
    }
    void every_flow_has_its_own_state_nonce_and_verifier()
    {
        QCOMPARE(run(), "ok");
        const QStringList first{asked("state"), asked("nonce"), asked("code_challenge")};
        QCOMPARE(run(), "ok");
        for (const auto *name : {"state", "nonce", "code_challenge"})
            QVERIFY(!first.contains(asked(name)));
    }
    void asks_for_what_was_demanded()
    {
        m_request.acrValues = QStringList{q("loa3"), q("loa2")};
        m_request.maxAge = 600;
        m_request.uiLocales = QStringList{q("fr-CA"), q("en")};
        m_request.additional = {{q("kc_idp_hint"), q("gov")}};
        QCOMPARE(run(), "ok");
        QCOMPARE(asked("acr_values"), q("loa3 loa2"));
        QCOMPARE(asked("max_age"), q("600"));
        QCOMPARE(asked("ui_locales"), q("fr-CA en"));
        QCOMPARE(asked("kc_idp_hint"), q("gov"));
    }
    void additional_parameter_overrides_protocol_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"state", "nonce", "redirect_uri", "response_mode", "request", "request_uri", "claims",
                                 "prompt", "max_age", "acr_values", "code_challenge", "STATE", "id_token_hint"})
            QTest::newRow(name) << q(name);
    }
    void additional_parameter_overrides_protocol()
    {
        QFETCH(QString, name);
        m_request.additional = {{name, q("evil")}};
        QCOMPARE(run(), "ok");
        QVERIFY(!m_issuer->asked.toString().contains(q("evil")));
    }
    void authorization_endpoint_sets_protocol_parameter()
    {
        m_issuer->metadata.insert(q("authorization_endpoint"), m_issuer->issuer + q("/authorize?state=chosen"));
        m_issuer->publish();
        QCOMPARE(run(), "bad_metadata");
        QVERIFY(m_receiver->flows.isEmpty());
    }
    void pkce_downgrade()
    {
        m_issuer->metadata.insert(q("code_challenge_methods_supported"), QJsonArray{q("plain")});
        m_issuer->publish();
        QCOMPARE(run(), "pkce_unsupported");
        QVERIFY(m_receiver->flows.isEmpty());
    }

    // The answer in the browser.
    void wrong_response_issuer()
    {
        callback([](CallbackParameters &p) { set(p, "iss", "https://evil.example"); });
        QCOMPARE(run(), "wrong_issuer");
        QVERIFY(!tokenWasAsked());
    }
    void wrong_response_issuer_with_an_error()
    {
        callback([](CallbackParameters &p) {
            set(p, "iss", "https://evil.example");
            set(p, "error", "access_denied");
        });
        QCOMPARE(run(), "wrong_issuer");
    }
    void missing_response_issuer()
    {
        callback([](CallbackParameters &p) { set(p, "iss", nullptr); });
        QCOMPARE(run(), "iss_missing");
        QVERIFY(!tokenWasAsked());
    }
    void response_issuer_not_announced()
    {
        m_issuer->metadata.remove(q("authorization_response_iss_parameter_supported"));
        m_issuer->publish();
        callback([](CallbackParameters &p) { set(p, "iss", nullptr); });
        QCOMPARE(run(), "ok");
        callback([](CallbackParameters &p) { set(p, "iss", "https://evil.example"); });
        QCOMPARE(run(), "wrong_issuer");
    }
    void declined_by_the_person()
    {
        callback([](CallbackParameters &p) {
            set(p, "code", nullptr);
            set(p, "error", "access_denied");
        });
        QCOMPARE(run(), "flow_declined");
    }
    void error_with_foreign_words()
    {
        callback([](CallbackParameters &p) {
            set(p, "code", nullptr);
            set(p, "error", "server_error");
            p.append({q("error_description"), QString(QChar(0x202e)) + q("call \"1-800\"\n") + QString(5000, u'x')});
        });
        const auto ending = begin();
        QCOMPARE(ending->code(), "flow_refused");
        const Error error = ending->result->error();
        QVERIFY(!error.message.contains(q("1-800")));
        QVERIFY(error.detail.size() < 500);
        QVERIFY(!error.detail.contains(QChar(0x202e)) && !error.detail.contains(u'\n'));
    }
    void error_and_code_together()
    {
        callback([](CallbackParameters &p) { set(p, "error", "access_denied"); });
        QCOMPARE(run(), "flow_declined");
        QVERIFY(!tokenWasAsked());
    }
    void duplicated_code()
    {
        callback([](CallbackParameters &p) { p.append({q("code"), q("other")}); });
        QCOMPARE(run(), "bad_callback");
        QVERIFY(!tokenWasAsked());
    }
    void duplicated_response_issuer()
    {
        callback([](CallbackParameters &p) { p.append({q("iss"), q("https://evil.example")}); });
        QCOMPARE(run(), "bad_callback");
    }
    void missing_code()
    {
        callback([](CallbackParameters &p) { set(p, "code", nullptr); });
        QCOMPARE(run(), "bad_callback");
    }
    void oversized_code()
    {
        callback([](CallbackParameters &p) { p[0].second = QString(5000, u'x'); });
        QCOMPARE(run(), "bad_callback");
    }

    // The token response.
    void token_type_is_compared_without_case()
    {
        answer("token_type", q("BEARER"));
        QCOMPARE(run(), "ok");
    }
    void wrong_token_type()
    {
        answer("token_type", q("DPoP"));
        QCOMPARE(run(), "bad_token_response");
    }
    void missing_token_type()
    {
        m_issuer->tokens = [](QJsonObject &body) { body.remove(q("token_type")); };
        QCOMPARE(run(), "bad_token_response");
    }
    void missing_access_token()
    {
        m_issuer->tokens = [](QJsonObject &body) { body.remove(q("access_token")); };
        QCOMPARE(run(), "bad_token_response");
    }
    void token_with_line_break()
    {
        answer("access_token", q("a\r\nX: y"));
        QCOMPARE(run(), "bad_token_response");
    }
    void negative_expires_in()
    {
        answer("expires_in", -1);
        const auto ending = begin();
        QCOMPARE(ending->code(), "ok");
        QVERIFY(!(*ending->result)->tokens.expiresIn);
    }
    void expires_in_is_optional()
    {
        m_issuer->tokens = [](QJsonObject &body) { body.remove(q("expires_in")); };
        QCOMPARE(run(), "ok");
    }
    void scope_widened()
    {
        answer("scope", q("openid profile admin"));
        QCOMPARE(run(), "scope_widened");
    }
    void scope_narrowed()
    {
        answer("scope", q("openid openid"));
        const auto ending = begin();
        QCOMPARE(ending->code(), "ok");
        QVERIFY((*ending->result)->narrowed);
    }
    void invalid_grant()
    {
        m_http->answer(http::Method::Post, m_issuer->issuer + q("/token"),
                       FakeHttpClient::json({{q("error"), q("invalid_grant")}}, 400));
        QCOMPARE(run(), "invalid_grant");
    }
    void token_answer_is_no_json()
    {
        m_http->answer(http::Method::Post, m_issuer->issuer + q("/token"),
                       FakeHttpClient::text("<html>", 200, "text/html"));
        QCOMPARE(run(), "not_json");
    }
    void token_answer_has_duplicate_members()
    {
        m_http->answer(
            http::Method::Post, m_issuer->issuer + q("/token"),
            FakeHttpClient::text("{\"access_token\":\"a\",\"access_token\":\"b\"}", 200, "application/json"));
        QCOMPARE(run(), "json_duplicate_member");
    }
    void missing_id_token()
    {
        m_issuer->tokens = [](QJsonObject &body) { body.remove(q("id_token")); };
        QCOMPARE(run(), "id_token_missing");
    }

    // The battery of every asynchronous operation (design.md section 2); the time limits are those of the ports.
    void tells_how_to_open_again()
    {
        int told = 0;
        QUrl link;
        const auto opened = [&](const MakeLink &makeLink) {
            ++told;
            link = makeLink().value_or(QUrl());
        };
        QCOMPARE(begin({}, opened)->code(), "ok");
        QCOMPARE(told, 1);
        QVERIFY(!link.isEmpty());
    }
    void is_cancelled_at_every_step()
    {
        for (int step = 0; step < 3; ++step) { // discovery, tokens, keys
            init();
            CancelSource cancel;
            m_http->hold = true;
            const auto ending = begin(cancel.token());
            for (int i = 0; i < step; ++i)
                m_http->release();
            QCOMPARE(ending->code(), "waiting");
            cancel.cancel();
            QCOMPARE(ending->code(), "cancelled");
            const auto sent = m_http->requests.size() - m_issuer->revoked().size();
            m_http->release(); // the answer after the end
            m_http->release();
            QCOMPARE(ending->code(), "cancelled");
            QCOMPARE(m_http->requests.size() - m_issuer->revoked().size(), sent);
            // Nothing follows but what gives back the tokens that came before the end.
            QCOMPARE(m_issuer->revoked(), step == 2 ? QStringList({q("access-1"), q("refresh-1")}) : QStringList());
        }
    }
    void cancelled_in_the_browser()
    {
        CancelSource cancel;
        callback([&cancel](CallbackParameters &) { cancel.cancel(); });
        QCOMPARE(begin(cancel.token())->code(), "cancelled");
        QVERIFY(!tokenWasAsked());
    }
    void transport_errors_pass()
    {
        m_http->fail(http::Method::Post, m_issuer->issuer + q("/token"), {"timed_out", {}, {}, Retry::Later});
        QCOMPARE(run(), "timed_out");
        QCOMPARE(m_issuer->tokenRequests.size(), 0);
        QCOMPARE(m_http->count(http::Method::Post, m_issuer->issuer + q("/token")), 1); // a code is never sent twice
    }
};

QTEST_GUILESS_MAIN(TestCodeFlow)
#include "tst_codeflow.moc"
