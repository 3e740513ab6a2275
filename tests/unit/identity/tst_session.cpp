// For how long a sign-in holds, and what refreshes it (profile sections 4.2 and 8).
#include "identitytest.h"

using namespace identitytest;

class TestSession : public QObject, private Fixture
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        prepare();
        QVERIFY(m_identity->load());
    }

    // For how long.
    void sign_in_too_old()
    {
        m_bank->authTimeAgo = 12 * 3600;
        const auto ending = begin(bank());
        QCOMPARE(ending->code(), "sign_in_too_old");
        QVERIFY(ending->result->error().message.contains(q("12 hour")));
        QVERIFY(!m_identity->hasAccount());
        m_bank->authTimeAgo = 12 * 3600 - 1;
        QCOMPARE(signIn(bank()), "ok");
        QVERIFY(m_identity->session());
    }
    void session_ends_at_session_max()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(12 * 3600 - 1);
        QVERIFY(m_identity->session());
        m_clock.advanceSeconds(1);
        QVERIFY(!m_identity->session());
        QVERIFY(!m_identity->satisfies({}));
    }
    void session_max_counts_from_auth_time()
    {
        m_bank->authTimeAgo = 3000;
        m_identity->setSessionMax(3600);
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(599);
        QVERIFY(m_identity->session());
        m_clock.advanceSeconds(1);
        QVERIFY(!m_identity->session());
    }
    void clock_set_back()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.jumpWallClock(-3600);
        QVERIFY(!m_identity->session());
    }
    void max_age()
    {
        QCOMPARE(signIn(bank()), "ok");
        Demand demand;
        demand.maxAge = 600;
        m_clock.advanceSeconds(600);
        QVERIFY(m_identity->satisfies(demand));
        m_clock.advanceSeconds(1);
        QVERIFY(!m_identity->satisfies(demand));
    }
    void forced_login()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(1000);
        Demand demand;
        demand.forceLogin = true;
        demand.since = m_clock.nowSeconds();
        QVERIFY(!m_identity->satisfies(demand));
        QCOMPARE(signIn(bank(), demand), "ok");
        QCOMPARE(m_bank->asked.queryItemValue(q("prompt")), q("login"));
        QVERIFY(m_identity->satisfies(demand));
    }

    // Refresh.
    void refresh_rotates_the_token()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(refresh(), "ok");
        QCOMPARE(m_bank->tokenRequests.value(1).queryItemValue(q("refresh_token")), q("refresh-1"));
        QCOMPARE(storedToken("bank"), "refresh-2");
        QVERIFY(m_identity->session());
    }
    void refresh_keeps_auth_time()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(11 * 3600);
        m_bank->authTimeAgo = 11 * 3600;
        QCOMPARE(refresh(), "ok");
        m_clock.advanceSeconds(3600);
        QVERIFY(!m_identity->session()); // session_max holds all the same
    }
    void refresh_refused_ends_the_session()
    {
        QCOMPARE(signIn(bank()), "ok");
        refuseRefresh(*m_bank, "invalid_grant", 400);
        QSignalSpy changed(m_identity.get(), &IdentityService::sessionChanged);
        QCOMPARE(refresh(), "session_ended");
        QVERIFY(!m_identity->session());
        QCOMPARE(changed.size(), 1);
        QVERIFY(storedToken("bank").isEmpty());
        QVERIFY(m_identity->hasAccount());
        auto again = service();
        QVERIFY(again->load());
        QVERIFY(!again->session());
    }
    void provider_offline()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->http->fail(Method::Post, m_bank->issuer + q("/token"), {"offline", {}, {}, Retry::Later});
        QCOMPARE(refresh(), "offline");
        QVERIFY(m_identity->session()); // the last state holds
        QCOMPARE(storedToken("bank"), "refresh-1");
        refuseRefresh(*m_bank, "temporarily_unavailable", 503);
        QCOMPARE(refresh(), "token_request_refused");
        QVERIFY(m_identity->session());
    }
    void refresh_answers_for_another_person()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->subject = q("person-2");
        m_bank->claims = [](QJsonObject &c) { c.remove(q("nonce")); };
        QCOMPARE(refresh(), "other_person");
        QVERIFY(!m_identity->session());
    }
    void refresh_with_a_bad_id_token()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->claims = [](QJsonObject &c) { c.insert(q("iss"), q("https://evil.example")); };
        QCOMPARE(refresh(), "wrong_issuer");
    }
    void refreshed_id_token_repeats_the_nonce()
    {
        QCOMPARE(signIn(bank()), "ok"); // and so does this issuer when it refreshes
        QCOMPARE(refresh(), "ok");
        m_identity = service();
        QVERIFY(m_identity->load());
        QCOMPARE(refresh(), "ok");
    }
    void refreshed_id_token_without_nonce()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->claims = [](QJsonObject &c) { c.remove(q("nonce")); };
        QCOMPARE(refresh(), "ok");
    }
    void refreshed_id_token_of_another_sign_in()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->claims = [](QJsonObject &c) { c.insert(q("nonce"), q("other")); };
        QCOMPARE(refresh(), "nonce_mismatch");
        m_bank->claims = [](QJsonObject &c) { c.insert(q("nonce"), 7); };
        QCOMPARE(refresh(), "nonce_mismatch");
        m_identity = service(); // also after a restart
        QVERIFY(m_identity->load());
        QCOMPARE(refresh(), "nonce_mismatch");
        QVERIFY(m_identity->session());
    }
    void no_refresh_token()
    {
        m_bank->tokens = [](QJsonObject &body) { body.remove(q("refresh_token")); };
        QCOMPARE(signIn(bank()), "ok");
        QVERIFY(!m_identity->session()->refreshable);
        QCOMPARE(refresh(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 1);
    }
    void two_refreshes_at_once_use_the_token_once()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->http->hold = true;
        const auto one = follow(m_identity->refresh({}));
        const auto two = follow(m_identity->refresh({}));
        QCOMPARE(two->code(), "ok");
        m_bank->http->hold = false;
        m_bank->http->release();
        QCOMPARE(one->code(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 2);
    }
    void signed_out_during_a_refresh()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->http->hold = true;
        const auto ending = follow(m_identity->refresh({}));
        m_bank->http->release(); // metadata; the refresh is under way
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        m_bank->http->hold = false;
        m_bank->http->release();
        QCOMPARE(ending->code(), "cancelled");
        QVERIFY(!m_identity->session());
        QVERIFY(storedToken("bank").isEmpty());
        QStringList revoked;
        for (const auto &request : m_bank->http->requests) {
            if (request.url.path() == q("/revoke"))
                revoked.append(QUrlQuery(QString::fromLatin1(request.body)).queryItemValue(q("token")));
        }
        revoked.sort();
        QCOMPARE(revoked, (QStringList{q("refresh-1"), q("refresh-2")}));
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
