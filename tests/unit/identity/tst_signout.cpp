// The end of a session: signing out, at the provider too, and unlinking a provider.
#include "identitytest.h"

using namespace identitytest;

class TestSignOut : public QObject, private Fixture
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        prepare();
        QVERIFY(m_identity->load());
    }

    void sign_out_revokes()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        QVERIFY(!m_identity->session());
        QVERIFY(storedToken("bank").isEmpty());
        QCOMPARE(m_bank->http->count(Method::Post, m_bank->issuer + q("/revoke")), 1);
        QVERIFY(m_identity->hasAccount());
    }
    void sign_out_gives_back_what_every_provider_gave()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(signIn(gov()), "ok");
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        QCOMPARE(m_bank->revoked(), QStringList(q("refresh-1")));
        QCOMPARE(m_gov->revoked(), QStringList(q("refresh-1")));
        QVERIFY(m_secrets.values.isEmpty());
    }
    void what_goes_with_a_sign_out_is_done_with_it_or_neither_is()
    {
        QCOMPARE(signIn(bank()), "ok");
        const auto no = []() -> Result<void> { return fail("disk_full", {}); };
        QCOMPARE(follow(m_identity->signOut(no))->code(), "disk_full");
        QVERIFY(m_records.tables.value(q("identity")).contains(q("session"))); // as it was
        QCOMPARE(storedToken("bank"), "refresh-1");
    }
    void lock_during_a_sign_out()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_secrets.failWith = fail("vault_locked", {}); // by the time that the keychain answers
        QCOMPARE(follow(m_identity->signOut())->code(), "vault_locked");
        QCOMPARE(storedToken("bank"), "refresh-1");
        m_identity->clear();
        m_secrets.failWith = {};
        QVERIFY(m_identity->load()); // unlocked
        QVERIFY(!m_identity->session());
        QVERIFY(storedToken("bank").isEmpty());
        QCOMPARE(m_bank->revoked(), QStringList(q("refresh-1")));
    }
    void crash_before_a_first_sign_in_was_stored()
    {
        const auto pending = begin(bank());
        m_records.failWith = fail("disk_full", {});
        QCOMPARE(follow(m_identity->accept(**pending->result))->code(), "disk_full");
        QCOMPARE(storedToken("bank"), "refresh-1");
        m_records.failWith = {};
        m_identity = service();
        QVERIFY(m_identity->load());
        QVERIFY(storedToken("bank").isEmpty());
        QCOMPARE(m_bank->revoked(), QStringList(q("refresh-1")));
    }
    void sign_out_while_offline()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->http->fail(Method::Get, m_bank->issuer + q("/.well-known/openid-configuration"),
                           {"offline", {}, {}, Retry::Later});
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        QVERIFY(!m_identity->session());
        QVERIFY(storedToken("bank").isEmpty());
    }
    void sign_out_at_the_provider()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(follow(m_identity->signOutAtProvider(bank(), {}, {}, {}))->code(), "ok");
        QVERIFY(m_receiver->flows.last().form.isEmpty());
        const QUrl url = m_receiver->flows.last().authorizationUrl;
        const QUrlQuery query(url);
        QCOMPARE(url.path(), q("/logout"));
        QCOMPARE(query.queryItemValue(q("client_id")), q("wallet"));
        QCOMPARE(query.queryItemValue(q("state")).size(), 43);
        QCOMPARE(query.queryItemValue(q("post_logout_redirect_uri"), QUrl::FullyDecoded),
                 q("http://127.0.0.1:28950/callback/bank"));
        QVERIFY(!query.hasQueryItem(q("id_token_hint")));
    }
    void sign_out_at_a_provider_without_logout()
    {
        m_bank->metadata.remove(q("end_session_endpoint"));
        m_bank->publish();
        QCOMPARE(follow(m_identity->signOutAtProvider(bank(), {}, {}, {}))->code(), "logout_unsupported");
    }
    void id_token_is_kept_where_the_provider_wants_it_at_logout()
    {
        m_bank->idTokenAtLogout = true;
        m_identity = service();
        QVERIFY(m_identity->load());
        QByteArray given;
        m_bank->idToken = [&given](const QByteArray &token) { return given = token; };
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(signIn(gov()), "ok");
        QCOMPARE(m_secrets.values.size(), 3); // two refresh tokens, one id_token
        QCOMPARE(signIn(bank()), "ok");
        const auto ended = follow(m_identity->signOut());
        QCOMPARE(ended->code(), "ok");
        QVERIFY(m_secrets.values.isEmpty());
        QCOMPARE((*ended->result)->view(), given);
        QCOMPARE(follow(m_identity->signOutAtProvider(bank(), **ended->result, {}, {}))->code(), "ok");
        const oauth::BrowserFlow flow = m_receiver->flows.last();
        QCOMPARE(flow.authorizationUrl, QUrl(m_bank->issuer + q("/logout"))); // nothing of it is in the address
        QStringList names;
        for (const auto &[name, value] : flow.form)
            names.append(name);
        QCOMPARE(names, (QStringList{q("client_id"), q("post_logout_redirect_uri"), q("state"), q("id_token_hint")}));
        QCOMPARE(flow.form.last().second, QString::fromLatin1(given));
    }
    void id_token_is_forgotten_with_the_session()
    {
        m_bank->idTokenAtLogout = true;
        m_identity = service();
        QVERIFY(m_identity->load());
        QCOMPARE(signIn(bank()), "ok");
        refuseRefresh(*m_bank, "invalid_grant", 400);
        QCOMPARE(refresh(), "session_ended");
        QVERIFY(m_secrets.values.isEmpty());
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
    }
    void unlink_the_last_provider()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(follow(m_identity->unlink(bank()))->code(), "last_provider");
        QCOMPARE(m_identity->linked().size(), 1);
    }
    void unlink_the_provider_of_the_session()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(signIn(gov()), "ok");
        QCOMPARE(follow(m_identity->unlink(gov()))->code(), "ok");
        QVERIFY(!m_identity->session());
        QCOMPARE(m_identity->linked().size(), 1);
        QVERIFY(storedToken("gov").isEmpty());
        QCOMPARE(storedToken("bank"), "refresh-1");
        auto again = service();
        QVERIFY(again->load());
        QCOMPARE(again->linked().size(), 1);
        QVERIFY(!again->session());
    }
    void unlink_another_provider()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(signIn(gov()), "ok");
        QCOMPARE(follow(m_identity->unlink(bank()))->code(), "ok");
        QCOMPARE(m_identity->session()->provider, gov());
        QCOMPARE(m_bank->http->count(Method::Post, m_bank->issuer + q("/revoke")), 1);
    }
    void unlink_by_a_stranger()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(signIn(gov()), "ok");
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        QCOMPARE(follow(m_identity->unlink(bank()))->code(), "link_needs_session");
        QCOMPARE(m_identity->linked().size(), 2);
    }
    void unlink_what_is_not_linked()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(follow(m_identity->unlink(gov()))->code(), "provider_unknown");
    }
};

QTEST_GUILESS_MAIN(TestSignOut)
#include "tst_signout.moc"
