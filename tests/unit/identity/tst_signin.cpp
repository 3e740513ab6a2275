// Who the person is and how surely (profile sections 4.2 and 8).
#include "identitytest.h"

using namespace identitytest;

class TestSignIn : public QObject, private Fixture
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        prepare();
        QVERIFY(m_identity->load());
    }

    void first_sign_in_asks_before_it_creates_anything()
    {
        const auto ending = begin(bank());
        QCOMPARE(ending->code(), "ok");
        const SignIn pending = **ending->result;
        QVERIFY(pending.first);
        QVERIFY(!pending.known);
        QCOMPARE(pending.who.person.name, q("Aïcha"));
        QCOMPARE(pending.who.person.email, q("a@example"));
        QVERIFY(!m_identity->hasAccount());
        QVERIFY(!m_identity->session());
        QVERIFY(m_records.tables.isEmpty());
        QVERIFY(m_secrets.values.isEmpty());

        QSignalSpy changed(m_identity.get(), &IdentityService::sessionChanged);
        QCOMPARE(follow(m_identity->accept(pending))->code(), "ok");
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_identity->hasAccount());
        QCOMPARE(m_identity->session()->provider, bank());
        QCOMPARE(m_identity->session()->assurance, (op::Assurance{2, 2}));
        QCOMPARE(m_identity->personName(), q("Aïcha"));
        QCOMPARE(storedToken("bank"), "refresh-1");
    }
    void each_provider_has_its_own_network_context()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(m_contexts->clients.value(q("idp/gov"))->requests.size(), 0);
        QVERIFY(m_contexts->clients.value(q("idp/bank"))->requests.size() > 0);
    }
    void survives_a_restart()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_identity = service();
        QVERIFY(!m_identity->session());
        QVERIFY(m_identity->load());
        QCOMPARE(m_identity->session()->provider, bank());
        QCOMPARE(m_identity->linked().value(0).subject, q("person-1"));
    }
    void forgets_when_locked()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_identity->clear();
        QVERIFY(!m_identity->session());
        QVERIFY(m_identity->personName().isEmpty());
    }
    void damaged_record()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_records.tables[q("identity")][q("session")].insert(q("auth_time"), q("soon"));
        QCOMPARE(service()->load().error().code, "row_damaged");
    }
    void foreign_words_in_the_name()
    {
        m_bank->claims = [](QJsonObject &c) {
            c.insert(q("name"), QString(QChar(0x202e)) + q("Eve\n") + QString(1000, u'x'));
        };
        const auto ending = begin(bank());
        const QString name = (*ending->result)->who.person.name;
        QVERIFY(name.size() <= 200);
        QVERIFY(name.startsWith(q("Evex")));
    }

    // The same person.
    void later_sign_in_needs_no_question()
    {
        QCOMPARE(signIn(bank()), "ok");
        const auto ending = begin(bank());
        QVERIFY((*ending->result)->known);
        QVERIFY(!(*ending->result)->first);
        QCOMPARE(follow(m_identity->accept(**ending->result))->code(), "ok");
        QCOMPARE(m_identity->linked().size(), 1);
        QCOMPARE(storedToken("bank"), "refresh-2");
    }
    void other_person()
    {
        QCOMPARE(signIn(bank()), "ok");
        const Session before = *m_identity->session();
        m_bank->subject = q("person-2");
        QCOMPARE(signIn(bank()), "other_person");
        QVERIFY(*m_identity->session() == before);
        QCOMPARE(storedToken("bank"), "refresh-1");
        QCOMPARE(m_identity->linked().value(0).subject, q("person-1"));
    }
    void other_person_meanwhile()
    {
        const auto one = begin(bank());
        m_bank->subject = q("person-2");
        const auto two = begin(bank());
        QCOMPARE(follow(m_identity->accept(**one->result))->code(), "ok");
        QCOMPARE(follow(m_identity->accept(**two->result))->code(), "other_person");
    }
    void second_provider_is_linked()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(signIn(gov()), "ok");
        QCOMPARE(m_identity->linked().size(), 2);
        QCOMPARE(m_identity->session()->provider, gov());
    }
    void stranger_links_another_provider()
    {
        QCOMPARE(signIn(bank()), "ok");
        const auto pending = begin(gov());
        QCOMPARE(pending->code(), "ok");
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        QCOMPARE(follow(m_identity->accept(**pending->result))->code(), "link_needs_session");
        const auto flows = m_receiver->flows.size();
        QCOMPARE(signIn(gov()), "link_needs_session");
        QCOMPARE(m_receiver->flows.size(), flows); // the browser was not even opened
        QCOMPARE(signIn(bank()), "ok");
    }
    void unknown_provider() { QCOMPARE(signIn(IdpIdentifier(q("evil"))), "provider_unknown"); }
    void stale_operator_profile()
    {
        m_clock.advanceSeconds(86400 * 45);
        QCOMPARE(signIn(bank()), "operator_profile_stale");
        QVERIFY(m_receiver->flows.isEmpty());
    }

    // Whether it is the same person: the provider knows them under a new `sub` (OIDC Core 5.7).
    void another_account_needs_the_question()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->subject = q("person-1-moved");
        const auto pending = begin(bank());
        QCOMPARE(pending->code(), "ok");
        const SignIn answered = **pending->result;
        QVERIFY(!answered.known);
        QVERIFY(answered.before);
        QCOMPARE(answered.before->subject, q("person-1"));
        QCOMPARE(answered.before->person.email, q("a@example"));
        QCOMPARE(follow(m_identity->accept(answered))->code(), "other_person"); // never silently
        QCOMPARE(m_identity->linked().first().subject, q("person-1"));

        QCOMPARE(follow(m_identity->signOut())->code(), "ok"); // nobody could sign in any more otherwise
        QCOMPARE(follow(m_identity->acceptInstead(answered))->code(), "ok");
        QCOMPARE(m_identity->linked().size(), 1);
        QCOMPARE(m_identity->linked().first().subject, q("person-1-moved"));
        QVERIFY(m_identity->session());
        QCOMPARE(signIn(bank()), "ok");
        m_bank->subject = q("person-1");
        QCOMPARE(signIn(bank()), "other_person"); // the old one is the stranger now
    }
    void another_account_instead_of_one_that_was_not_shown()
    {
        QCOMPARE(signIn(bank()), "ok");
        m_bank->subject = q("person-2");
        const auto second = begin(bank());
        m_bank->subject = q("person-3");
        const auto third = begin(bank());
        QCOMPARE(follow(m_identity->acceptInstead(**second->result))->code(), "ok");
        QCOMPARE(follow(m_identity->acceptInstead(**third->result))->code(), "other_person");
        QCOMPARE(m_identity->linked().first().subject, q("person-2"));
    }
    void another_issuer_under_the_same_identifier()
    {
        QCOMPARE(signIn(bank()), "ok");
        FakeIssuer moved(http("bank"), m_receiver.get(), &m_clock, q("https://tenant-2.example"));
        m_receiver->answer = [&moved](const oauth::BrowserFlow &flow) { return moved.browser(flow); };
        m_bank->issuer = moved.issuer;
        m_identity = service();
        QVERIFY(m_identity->load());
        const auto pending = begin(bank());
        QCOMPARE(pending->code(), "ok");
        QVERIFY((**pending->result).before); // the same `sub` of another issuer is nobody that we know
        QCOMPARE(follow(m_identity->accept(**pending->result))->code(), "other_person");
    }

    // What the provider tells of the person (OIDC Core 5.3, 5.4).
    void name_and_email_from_userinfo()
    {
        m_bank->claims = [](QJsonObject &c) {
            c.remove(q("name"));
            c.remove(q("email"));
        };
        m_bank->tellAtUserinfo({{q("sub"), m_bank->subject}, {q("name"), q("Aïcha")}, {q("email"), q("a@bank")}});
        const auto ending = begin(bank());
        QCOMPARE(ending->code(), "ok");
        QCOMPARE((**ending->result).who.person.name, q("Aïcha"));
        QCOMPARE((**ending->result).who.person.email, q("a@bank"));
        const auto asked =
            std::ranges::find(m_bank->http->requests, QUrl(m_bank->issuer + q("/userinfo")), &http::Request::url);
        QCOMPARE(asked->bearer.view(), "access-1");
        QCOMPARE(follow(m_identity->accept(**ending->result))->code(), "ok");
        QCOMPARE(m_identity->personName(), q("Aïcha"));
        QCOMPARE(signIn(bank()), "ok"); // known: asked no more, and not forgotten
        QCOMPARE(m_bank->http->count(Method::Get, m_bank->issuer + q("/userinfo")), 1);
        QCOMPARE(m_identity->personName(), q("Aïcha"));
    }
    void userinfo_of_another_person()
    {
        m_bank->claims = [](QJsonObject &c) { c.remove(q("name")); };
        m_bank->tellAtUserinfo({{q("sub"), q("person-2")}, {q("name"), q("Bob")}});
        QCOMPARE(signIn(bank()), "userinfo_other_person");
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-1"), q("refresh-1")}));
        m_bank->tellAtUserinfo({{q("name"), q("Bob")}}); // nor of nobody
        QCOMPARE(signIn(bank()), "userinfo_other_person");
    }
    void userinfo_that_cannot_be_read()
    {
        m_bank->claims = [](QJsonObject &c) { c.remove(q("name")); };
        m_bank->tellAtUserinfo({});
        m_bank->http->answer(Method::Get, m_bank->issuer + q("/userinfo"), FakeHttpClient::json({}, 403));
        const auto ending = begin(bank());
        QCOMPARE(ending->code(), "ok"); // it tells no more than it did
        QCOMPARE((**ending->result).who.person.name, QString());
        QCOMPARE((**ending->result).who.person.email, q("a@example"));
    }
    void name_in_two_parts()
    {
        m_bank->claims = [](QJsonObject &c) {
            c.remove(q("name"));
            c.insert(q("given_name"), q("Aïcha"));
            c.insert(q("family_name"), q("Tremblay"));
        };
        QCOMPARE((**begin(bank())->result).who.person.name, q("Aïcha Tremblay"));
    }

    // What the provider gives, and what becomes of it (RFC 7009).
    void tokens_of_somebody_else_are_revoked()
    {
        const auto ending = begin(bank());
        m_identity->discard(**ending->result); // "This is not me"
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-1"), q("refresh-1")}));
        QVERIFY(!m_identity->hasAccount());
    }
    void tokens_beside_a_refused_id_token_are_revoked()
    {
        m_bank->claims = [](QJsonObject &c) { c.insert(q("aud"), q("somebody-else")); };
        QCOMPARE(signIn(bank()), "wrong_audience");
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-1"), q("refresh-1")}));
    }
    void tokens_of_an_answer_that_is_refused_are_revoked()
    {
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("token_type"), q("mac")); };
        QCOMPARE(signIn(bank()), "bad_token_response");
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-1"), q("refresh-1")}));
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("id_token"), QString(80'000, u'x')); };
        QCOMPARE(signIn(bank()), "id_token_too_large");
        QCOMPARE(m_bank->revoked(), (QStringList{q("access-1"), q("access-2"), q("refresh-1"), q("refresh-2")}));
        QVERIFY(storedToken("bank").isEmpty());
    }
    void tokens_of_the_account_before_are_given_back()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(signIn(bank()), "ok"); // some providers would end the new one with the old
        QVERIFY(m_bank->revoked().isEmpty());
        m_bank->subject = q("person-2");
        const auto another = begin(bank());
        QCOMPARE(follow(m_identity->acceptInstead(**another->result))->code(), "ok");
        QCOMPARE(m_bank->revoked(), QStringList(q("refresh-2")));
        QCOMPARE(storedToken("bank"), "refresh-3");
    }
    void tokens_of_another_issuer_are_told_to_nobody()
    {
        QCOMPARE(signIn(bank()), "ok");
        FakeIssuer moved(http("bank"), m_receiver.get(), &m_clock, q("https://tenant-2.example"));
        m_receiver->answer = [&moved](const oauth::BrowserFlow &flow) { return moved.browser(flow); };
        m_bank->issuer = moved.issuer;
        m_identity = service();
        QVERIFY(m_identity->load());
        const auto pending = begin(bank());
        QCOMPARE(follow(m_identity->acceptInstead(**pending->result))->code(), "ok");
        QVERIFY(moved.revoked().isEmpty());
    }
    void access_token_without_refresh_token_is_revoked()
    {
        m_bank->tokens = [](QJsonObject &body) { body.remove(q("refresh_token")); };
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(m_bank->revoked(), QStringList(q("access-1")));
    }
    void access_token_beside_a_refresh_token_is_only_forgotten()
    {
        // Revoking it would end the refresh token too at some providers (RFC 7009 section 2.1).
        QCOMPARE(signIn(bank()), "ok");
        QVERIFY(m_bank->revoked().isEmpty());
    }
    void client_secret_is_sent_in_the_body()
    {
        m_bank->clientSecret = q("GOCSPX-no secret");
        m_identity = service();
        QVERIFY(m_identity->load());
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(refresh(), "ok");
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        int posted = 0;
        for (const auto &request : std::as_const(m_bank->http->requests)) {
            if (request.method != Method::Post)
                continue;
            ++posted;
            const QUrlQuery form(QString::fromLatin1(request.body).replace(u'+', u' '));
            QCOMPARE(form.queryItemValue(q("client_secret"), QUrl::FullyDecoded), q("GOCSPX-no secret"));
        }
        QCOMPARE(posted, 3); // code, refresh, revocation
        QVERIFY(!m_bank->asked.hasQueryItem(q("client_secret")));
    }
    void public_client_sends_no_secret()
    {
        QCOMPARE(signIn(bank()), "ok");
        QVERIFY(!m_bank->tokenRequests.first().hasQueryItem(q("client_secret")));
    }

    // How sure.
    void satisfies_by_assurance()
    {
        QVERIFY(!m_identity->satisfies({}));
        QCOMPARE(signIn(bank()), "ok");
        const auto with = [](int ial, int aal) {
            Demand demand;
            demand.minimum = {ial, aal};
            return demand;
        };
        QVERIFY(m_identity->satisfies({}));
        QVERIFY(m_identity->satisfies(with(1, 2)));
        QVERIFY(m_identity->satisfies(with(2, 0)));
        QVERIFY(!m_identity->satisfies(with(3, 0)));
        QVERIFY(!m_identity->satisfies(with(0, 3)));
    }
    void acr_that_the_operator_does_not_know()
    {
        m_bank->acr = q("urn:super-safe");
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(m_identity->session()->assurance, op::Assurance());
    }
    void step_up_answered_with_less()
    {
        Demand demand;
        demand.minimum = {2, 2};
        m_bank->acr = q("loa1");
        QCOMPARE(signIn(bank(), demand), "acr_unmet");
        QVERIFY(!m_identity->session());
    }
    void step_up_asks_only_for_what_suffices()
    {
        Demand demand;
        demand.minimum = {2, 0};
        QCOMPARE(signIn(bank(), demand), "ok");
        QCOMPARE(m_bank->asked.queryItemValue(q("acr_values"), QUrl::FullyDecoded), q("loa2"));
    }
    void assurance_unmet()
    {
        Demand demand;
        demand.minimum = {3, 0};
        QCOMPARE(signIn(bank(), demand), "assurance_unmet");
        QVERIFY(m_receiver->flows.isEmpty());
    }
    void provider_for_a_step_up()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(m_identity->providerFor({}), bank());
        Demand demand;
        demand.minimum = {3, 0};
        QVERIFY(!m_identity->providerFor(demand)); // gov could, but is not linked
        QCOMPARE(signIn(gov()), "ok");
        QCOMPARE(m_identity->providerFor(demand), gov());
    }

    // How much.
    /// The token opens nothing here, so that its scope is the provider's affair.
    void scope_widened()
    {
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("scope"), q("openid profile email payments")); };
        QCOMPARE(signIn(bank()), "ok");
    }

    // Stores that fail, and the battery.
    void vault_locked_at_accept()
    {
        const auto ending = begin(bank());
        m_records.failWith = fail("vault_locked", {});
        QCOMPARE(follow(m_identity->accept(**ending->result))->code(), "vault_locked");
        QVERIFY(!m_identity->hasAccount());
        QVERIFY(!m_identity->session());
    }
    void secrets_fail_at_accept()
    {
        const auto ending = begin(bank());
        m_secrets.failWith = fail("keychain_locked", {});
        QCOMPARE(follow(m_identity->accept(**ending->result))->code(), "keychain_locked");
        QVERIFY(m_records.tables.isEmpty());
        QVERIFY(!m_identity->session());
    }
    void is_cancelled()
    {
        m_bank->http->hold = true;
        CancelSource cancel;
        const auto ending = begin(bank(), {}, cancel.token());
        QCOMPARE(ending->code(), "waiting");
        cancel.cancel();
        QCOMPARE(ending->code(), "cancelled");
        m_bank->http->release();
        QCOMPARE(ending->code(), "cancelled");
    }
    void owner_destroyed()
    {
        m_bank->http->hold = true;
        CancelSource cancel;
        const auto ending = begin(bank(), {}, cancel.token());
        const std::weak_ptr<IdentityService> weak = m_identity;
        m_identity.reset();
        QVERIFY(!weak.expired()); // the flow holds it
        cancel.cancel();
        QCOMPARE(ending->code(), "cancelled");
        QVERIFY(weak.expired());
    }
};

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_signin.moc"
