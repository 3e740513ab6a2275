// For how long a sign-in holds, and what refreshes it (profile sections 4.2 and 8).
#include "identitytest.h"

using namespace identitytest;

class TestSession : public QObject, private Fixture
{
    Q_OBJECT

    /// The vault locks as in the wallet: nothing can be read or stored.
    void lock()
    {
        m_identity->clear();
        m_secrets.failWith = fail("vault_locked", {});
    }
    void unlock()
    {
        m_secrets.failWith = {};
        QVERIFY(m_identity->load());
    }

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
        m_bank->ignoresPrompt = true;
        const auto ending = begin(bank());
        QCOMPARE(ending->code(), "sign_in_too_old");
        QVERIFY(!m_identity->hasAccount());
        QCOMPARE(m_receiver->flows.size(), 2); // asked once more, and no more
        m_bank->authTimeAgo = 12 * 3600 - 1;
        QCOMPARE(signIn(bank()), "ok");
        QVERIFY(m_identity->session());
    }
    void provider_session_too_old_is_asked_anew()
    {
        m_bank->authTimeAgo = 40 * 3600;
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(m_receiver->flows.size(), 2);
        const auto asked = [this](int flow, const char *name) {
            return QUrlQuery(m_receiver->flows.at(flow).authorizationUrl).queryItemValue(q(name));
        };
        QCOMPARE(asked(0, "max_age"), q("43200"));
        QCOMPARE(asked(0, "prompt"), QString());
        QCOMPARE(asked(1, "prompt"), q("login"));
        QCOMPARE(m_identity->session()->authTime, m_clock.nowSeconds());
    }
    void provider_session_too_old_for_the_request_is_asked_anew()
    {
        m_bank->authTimeAgo = 3600;
        Demand demand;
        demand.maxAge = 600;
        QCOMPARE(signIn(bank(), demand), "ok");
        QCOMPARE(m_receiver->flows.size(), 2);
        QVERIFY(m_identity->satisfies(demand));
    }
    void auth_time_left_out()
    {
        m_bank->claims = [](QJsonObject &c) { c.remove(q("auth_time")); };
        QCOMPARE(signIn(bank()), "ok");
        QVERIFY(!m_identity->session()->authTime);
        QVERIFY(m_identity->satisfies({}));
        Demand demand;
        demand.maxAge = 30 * 86400;
        QVERIFY(!m_identity->satisfies(demand));
        QCOMPARE(m_identity->reach(demand), Reach::TimeNotTold);
        QVERIFY(!m_identity->providerFor(demand));
        m_identity = service(); // remembered
        QVERIFY(m_identity->load());
        QCOMPARE(m_identity->reach(demand), Reach::TimeNotTold);
        m_clock.advanceSeconds(12 * 3600 - 1); // session_max counts from its acceptance
        QVERIFY(m_identity->session());
        m_clock.advanceSeconds(1);
        QVERIFY(!m_identity->session());
    }
    void auth_time_left_out_though_demanded()
    {
        QCOMPARE(signIn(bank()), "ok");
        Demand demand;
        demand.maxAge = 600;
        m_clock.advanceSeconds(3600);
        QCOMPARE(m_identity->reach(demand), Reach::Possible);
        m_bank->claims = [](QJsonObject &c) { c.remove(q("auth_time")); };
        const auto ending = begin(bank(), demand);
        QCOMPARE(ending->code(), "auth_time_missing");
        QVERIFY(ending->result->error().message.contains(q("bank does not say when you signed in")));
        QCOMPARE(m_identity->reach(demand), Reach::TimeNotTold);
        QVERIFY(m_identity->session()); // what was there stays
        m_bank->claims = {};
        QCOMPARE(signIn(bank()), "ok"); // it has learnt to tell
        QCOMPARE(m_identity->reach(demand), Reach::Possible);
    }
    void max_age_0_at_a_provider_that_does_not_tell()
    {
        m_bank->claims = [](QJsonObject &c) { c.remove(q("auth_time")); };
        Demand demand;
        demand.forceLogin = true;
        demand.since = m_clock.nowSeconds();
        QCOMPARE(signIn(bank(), demand), "ok"); // `prompt=login`: it was accepted after the request
        QVERIFY(m_identity->satisfies(demand));
        demand.maxAge = 0;
        QVERIFY(!m_identity->satisfies(demand));
        QCOMPARE(signIn(bank(), demand), "auth_time_missing");
    }
    void end_is_told()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(m_identity->sessionEnd(), m_clock.nowSeconds() + 12 * 3600);
        QSignalSpy changed(m_identity.get(), &IdentityService::sessionChanged);
        m_identity->lookAgain();
        QCOMPARE(changed.size(), 0);
        m_clock.advanceSeconds(12 * 3600); // the computer slept
        m_identity->lookAgain();
        QCOMPARE(changed.size(), 1);
        m_identity->lookAgain();
        QCOMPARE(changed.size(), 1);
    }
    void end_is_told_by_itself()
    {
        m_identity->setSessionMax(1);
        QCOMPARE(signIn(bank()), "ok");
        QSignalSpy changed(m_identity.get(), &IdentityService::sessionChanged);
        m_clock.advanceSeconds(1);
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(!m_identity->session());
    }
    void shorter_session_max_ends_the_session()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(3600);
        QSignalSpy changed(m_identity.get(), &IdentityService::sessionChanged);
        m_identity->setSessionMax(1800);
        QCOMPARE(changed.size(), 1);
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
        m_clock.advanceSeconds(12 * 3600 - 1);
        m_clock.jumpWallClock(-13 * 3600);
        QVERIFY(m_identity->session()); // by the time that has passed
        QCOMPARE(m_identity->sessionEnd(), m_clock.nowSeconds() + 1);
        m_clock.advanceSeconds(1);
        QVERIFY(!m_identity->session());
        lock();
        unlock();
        QVERIFY(!m_identity->session()); // nor any younger behind a lock
        m_identity = service();
        QVERIFY(m_identity->load());
        QVERIFY(!m_identity->session()); // from the future: not believed
    }
    void clock_set_back_makes_no_sign_in_younger()
    {
        QCOMPARE(signIn(bank()), "ok");
        Demand demand;
        demand.maxAge = 600;
        m_clock.advanceSeconds(601);
        m_clock.jumpWallClock(-300);
        QVERIFY(!m_identity->satisfies(demand));
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
        m_clock.advanceSeconds(30); // far less than any tolerance of clocks
        Demand demand;
        demand.forceLogin = true;
        demand.since = m_clock.nowSeconds();
        QVERIFY(!m_identity->satisfies(demand));
        QCOMPARE(signIn(bank(), demand), "ok");
        QCOMPARE(m_bank->asked.queryItemValue(q("prompt")), q("login"));
        QVERIFY(m_identity->satisfies(demand));
        m_clock.advanceSeconds(3000); // and still when it counts
        QVERIFY(m_identity->satisfies(demand));
        m_identity = service();
        QVERIFY(m_identity->load());
        QVERIFY(m_identity->satisfies(demand));
    }
    void forced_login_met_by_the_provider_session()
    {
        m_bank->authTimeAgo = 3600;
        Demand demand;
        demand.forceLogin = true;
        demand.since = m_clock.nowSeconds();
        m_clock.advanceSeconds(10);
        QCOMPARE(signIn(bank()), "ok"); // not asked for by the request: the provider asked nobody
        QVERIFY(!m_identity->satisfies(demand));
        m_bank->claims = [](QJsonObject &c) { c.remove(q("auth_time")); };
        QCOMPARE(signIn(bank()), "ok");
        QVERIFY(!m_identity->satisfies(demand));
    }
    void forced_login_with_max_age()
    {
        Demand demand;
        demand.forceLogin = true;
        demand.since = m_clock.nowSeconds();
        demand.maxAge = 300;
        QCOMPARE(signIn(bank(), demand), "ok");
        QVERIFY(m_identity->satisfies(demand));
        m_clock.advanceSeconds(301);
        QVERIFY(!m_identity->satisfies(demand));
    }
    void forced_login_after_the_clock_was_set_back()
    {
        Demand demand;
        demand.forceLogin = true;
        demand.since = m_clock.nowSeconds();
        m_clock.jumpWallClock(-3600);
        QCOMPARE(signIn(bank(), demand), "ok");
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
    /// Final under any name, also inside a success: the provider does not know this session any more.
    void refresh_refused_in_other_words_ends_the_session()
    {
        for (const auto &[error, status] :
             {std::pair("token_revoked", 400), std::pair("invalid_client", 401), std::pair("bad_refresh_token", 200)}) {
            init();
            QCOMPARE(signIn(bank()), "ok");
            refuseRefresh(*m_bank, error, status);
            QCOMPARE(refresh(), "session_ended");
            QVERIFY(!m_identity->session());
        }
    }
    void rotated_token_is_kept_from_an_answer_that_is_refused()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("token_type"), q("mac")); };
        QCOMPARE(refresh(), "bad_token_response");
        QCOMPARE(storedToken("bank"), "refresh-2");
        m_bank->tokens = [](QJsonObject &body) { body.remove(q("access_token")); };
        QCOMPARE(refresh(), "bad_token_response");
        QCOMPARE(storedToken("bank"), "refresh-3");
        QVERIFY(m_identity->session());
        m_bank->tokens = nullptr;
        QCOMPARE(refresh(), "ok");
    }
    void scope_of_other_names()
    {
        m_bank->tokens = [](QJsonObject &body) {
            body.insert(q("scope"), q("openid https://bank.example/auth/userinfo.profile User.Read"));
            body.insert(q("expires_in"), q("3599"));
        };
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(refresh(), "ok");
        QCOMPARE(storedToken("bank"), "refresh-2");
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
        const auto ending = follow(m_identity->refresh({}));
        QCOMPARE(ending->code(), "session_ended"); // nothing is left that vouches for the person
        QCOMPARE(ending->result->error().detail, q("wrong_issuer"));
        QVERIFY(!m_identity->session());
        QVERIFY(storedToken("bank").isEmpty());
    }
    void refreshed_id_token_out_of_date()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->claims = [this](QJsonObject &c) { c.insert(q("exp"), m_clock.nowSeconds() - 100); };
        QCOMPARE(refresh(), "token_expired");
        QVERIFY(m_identity->session()); // it says nothing
        QCOMPARE(storedToken("bank"), "refresh-2");
    }
    void refreshed_id_token_lowers_the_assurance()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(m_identity->session()->assurance, (op::Assurance{2, 2}));
        m_bank->acr = q("loa1");
        QCOMPARE(refresh(), "ok");
        QCOMPARE(m_identity->session()->assurance, (op::Assurance{1, 1}));
        m_bank->acr = q("loa2"); // and never raises it again
        QCOMPARE(refresh(), "ok");
        QCOMPARE(m_identity->session()->assurance, (op::Assurance{1, 1}));
        m_identity = service();
        QVERIFY(m_identity->load());
        QCOMPARE(m_identity->session()->assurance, (op::Assurance{1, 1}));
    }
    void refreshed_id_token_with_another_auth_time()
    {
        QCOMPARE(signIn(bank()), "ok");
        const qint64 then = m_clock.nowSeconds();
        m_clock.advanceSeconds(600);
        QCOMPARE(refresh(), "ok"); // `auth_time` is now: nobody signed in
        QCOMPARE(m_identity->session()->authTime, then);
        m_bank->authTimeAgo = 900;
        QCOMPARE(refresh(), "ok");
        QCOMPARE(m_identity->session()->authTime, m_clock.nowSeconds() - 900);
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
        QCOMPARE(refresh(), "session_ended");
        m_bank->claims = {};
        QCOMPARE(signIn(bank()), "ok");
        m_bank->claims = [](QJsonObject &c) { c.insert(q("nonce"), 7); };
        m_identity = service(); // also after a restart
        QVERIFY(m_identity->load());
        QVERIFY(m_identity->session());
        QCOMPARE(refresh(), "session_ended");
        QVERIFY(!m_identity->session());
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
        QCOMPARE(two->code(), "waiting"); // it knows no more than the first
        m_bank->http->hold = false;
        m_bank->http->release();
        QCOMPARE(one->code(), "ok");
        QCOMPARE(two->code(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 2);
    }
    void cancelled_refresh_keeps_the_rotated_token()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->http->hold = true;
        CancelSource cancel;
        const auto ending = follow(m_identity->refresh(cancel.token()));
        cancel.cancel();
        QCOMPARE(ending->code(), "cancelled");
        m_bank->http->hold = false;
        m_bank->http->release();
        QCOMPARE(storedToken("bank"), "refresh-2");
    }

    void token_rotated_behind_the_lock_is_the_one_that_works()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->tokens = [this](QJsonObject &) { lock(); };
        QCOMPARE(refresh(), "vault_locked");
        m_bank->tokens = nullptr;
        QVERIFY(!m_bank->revoked().contains(q("refresh-2")));
        unlock();
        QVERIFY(m_identity->session());
        QCOMPARE(confirm(), "ok"); // though it was asked a moment ago
        QCOMPARE(m_bank->tokenRequests.last().queryItemValue(q("refresh_token")), q("refresh-2"));
        QCOMPARE(storedToken("bank"), "refresh-3");
        QVERIFY(m_identity->session());
    }
    void token_rotated_behind_the_lock_does_not_outlive_a_sign_out()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->tokens = [this](QJsonObject &) { lock(); };
        QCOMPARE(refresh(), "vault_locked");
        m_bank->tokens = nullptr;
        unlock();
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        QVERIFY(m_bank->revoked().contains(q("refresh-2")));
        QCOMPARE(storedToken("bank"), "");
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(refresh(), "ok");
        QVERIFY(m_bank->tokenRequests.last().queryItemValue(q("refresh_token")) != q("refresh-2"));
    }

    // What came with an answer that is not believed (RFC 7009).
    void tokens_beside_a_disproof_are_revoked()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->claims = [](QJsonObject &c) { c.insert(q("aud"), q("somebody-else")); };
        QCOMPARE(refresh(), "session_ended");
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-2"), q("refresh-2")}));
        QCOMPARE(storedToken("bank"), "");
    }
    void tokens_of_another_person_are_revoked()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->subject = q("person-2");
        QCOMPARE(refresh(), "other_person");
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-2"), q("refresh-2")}));
    }
    void refused_refresh_keeps_the_rotated_token_only()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("token_type"), q("mac")); };
        QCOMPARE(refresh(), "bad_token_response");
        QCOMPARE(storedToken("bank"), "refresh-2");
        QVERIFY(m_bank->revoked().isEmpty()); // which could end the one that is kept
    }
    void refused_refresh_after_signing_out_is_given_back()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("token_type"), q("mac")); };
        m_bank->http->hold = true;
        const auto ending = follow(m_identity->refresh({}));
        m_bank->http->release(); // metadata; the refresh is under way
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        m_bank->http->hold = false;
        m_bank->http->release();
        QCOMPARE(ending->code(), "cancelled");
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-2"), q("refresh-1"), q("refresh-2")}));
    }
    void disproof_that_is_found_behind_the_lock_is_looked_for_again()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(900);
        m_bank->subject = q("person-2");
        m_bank->key = *jose::PrivateKey::generate(jose::Algorithm::ES256); // its keys are fetched once more
        m_bank->publishKeys({m_bank->key.publicKey()});
        m_bank->http->hold = true;
        const auto ending = follow(m_identity->refresh({}));
        m_bank->http->release(); // metadata
        m_bank->http->release(); // tokens
        QCOMPARE(ending->code(), "waiting");
        lock();
        m_bank->http->hold = false;
        m_bank->http->release();
        QCOMPARE(ending->code(), "cancelled");
        unlock();
        QVERIFY(m_identity->session());
        QCOMPARE(confirm(), "other_person");
        QVERIFY(!m_identity->session());
    }

    // Confirming: the same, no more often than is needed.
    void confirmed_every_fifteen_minutes()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(899);
        QCOMPARE(confirm(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 1); // the sign-in itself
        m_clock.advanceSeconds(1);
        QCOMPARE(confirm(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 2);
        m_clock.advanceSeconds(899);
        QCOMPARE(confirm(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 2);
        lock();
        unlock();
        QCOMPARE(confirm(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 2); // locking does not make it older
        m_identity = service();                    // after a start nothing is known
        QVERIFY(m_identity->load());
        QCOMPARE(confirm(), "ok");
        QCOMPARE(m_bank->tokenRequests.size(), 3);
    }
    void session_ended_at_the_provider()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(900);
        refuseRefresh(*m_bank, "invalid_grant", 400);
        QCOMPARE(confirm(), "session_ended");
        QVERIFY(!m_identity->session());
        QCOMPARE(confirm(), "ok"); // satisfies() says the rest
    }
    void refresh_refused_in_other_words()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(900);
        refuseRefresh(*m_bank, "bad_refresh_token", 400);
        QCOMPARE(confirm(), "session_ended");
        QVERIFY(!m_identity->session());
    }
    void confirmed_while_the_provider_is_away()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(900);
        m_bank->http->fail(Method::Post, m_bank->issuer + q("/token"), {"offline", {}, {}, Retry::Later});
        QCOMPARE(confirm(), "ok"); // the last state holds
        QVERIFY(m_identity->session());
        const int asked = m_bank->http->count(Method::Post, m_bank->issuer + q("/token"));
        QCOMPARE(confirm(), "ok");
        QCOMPARE(m_bank->http->count(Method::Post, m_bank->issuer + q("/token")), asked);
        m_clock.advanceSeconds(60);
        QCOMPARE(confirm(), "ok");
        QCOMPARE(m_bank->http->count(Method::Post, m_bank->issuer + q("/token")), asked + 1);
    }
    void confirmed_for_another_person()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(900);
        m_bank->subject = q("person-2");
        QCOMPARE(confirm(), "other_person");
        QVERIFY(!m_identity->session());
    }
    void many_confirm_at_once()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_clock.advanceSeconds(900);
        m_bank->http->hold = true;
        QList<std::shared_ptr<oauth::Ending<void>>> all;
        for (int i = 0; i < 8; ++i)
            all.append(follow(m_identity->confirm({})));
        refuseRefresh(*m_bank, "invalid_grant", 400);
        m_bank->http->hold = false;
        m_bank->http->release();
        for (const auto &one : std::as_const(all))
            QCOMPARE(one->code(), "session_ended"); // none goes on by what another is still asking
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
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-2"), q("refresh-1"), q("refresh-2")}));
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
