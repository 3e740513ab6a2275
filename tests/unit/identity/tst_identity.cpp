// Who the person is, how surely, and for how long (profile sections 4.2 and 8), against two providers that lie on demand.
#include <fpx/identity/identityservice.h>

#include "../oauth/fakeissuer.h"

#include <QSignalSpy>
#include <QTest>

using namespace fpx;
using namespace fpx::identity;
using fpx::http::FakeHttpClient;
using fpx::http::Method;
using fpx::oauth::FakeIssuer;
using fpx::oauth::follow;
using fpx::oauth::q;

class TestIdentity : public QObject
{
    Q_OBJECT

    FakeClock m_clock;
    FakeRandom m_random;
    FakeRecordStore m_records;
    FakeSecretStore m_secrets;
    std::unique_ptr<http::FakeNetworkContexts> m_contexts;
    std::unique_ptr<oauth::FakeRedirectReceiver> m_receiver;
    std::unique_ptr<FakeIssuer> m_bank;
    std::unique_ptr<FakeIssuer> m_gov;
    std::shared_ptr<IdentityService> m_identity;

    static IdpIdentifier bank() { return IdpIdentifier(q("bank")); }
    static IdpIdentifier gov() { return IdpIdentifier(q("gov")); }
    static QJsonObject provider(const char *identifier, const FakeIssuer &issuer, const QJsonObject &assurance)
    {
        return {{q("identifier"), q(identifier)},  {q("display_name"), q(identifier)}, {q("issuer"), issuer.issuer},
                {q("client_id"), issuer.clientId}, {q("scope"), q("openid profile")},  {q("assurance"), assurance}};
    }
    op::OperatorProfile profile() const
    {
        const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        const qint64 now = m_clock.nowSeconds();
        const QJsonObject low{{q("ial"), 1}, {q("aal"), 1}};
        const QJsonObject middle{{q("ial"), 2}, {q("aal"), 2}};
        const QJsonObject high{{q("ial"), 3}, {q("aal"), 3}};
        const QJsonObject payload{
            {q("iss"), q("https://operator.example")},
            {q("iat"), now},
            {q("exp"), now + 86400 * 30},
            {q("profile_version"), 1},
            {q("product"), QJsonObject{{q("name"), q("Test")}}},
            {q("identity_providers"), QJsonArray{provider("bank", *m_bank, {{q("loa1"), low}, {q("loa2"), middle}}),
                                                 provider("gov", *m_gov, {{q("loa2"), middle}, {q("loa3"), high}})}},
            {q("authorization_servers"), QJsonArray()},
            {q("data_sources"), QJsonArray()}};
        const QJsonObject header{{q("typ"), q("fpx-operator-profile+jwt")}, {q("kid"), key.keyId()}};
        const auto verified =
            op::OperatorProfile::verify(*jose::sign(header, payload, key), jose::JwkSet({key.publicKey()}), {}, now);
        if (!verified)
            qFatal("%s %s", verified.error().code.constData(), qPrintable(verified.error().detail));
        return *verified;
    }
    std::shared_ptr<IdentityService> service()
    {
        IdentityContext context;
        context.contexts = m_contexts.get();
        context.receiver = m_receiver.get();
        context.secrets = &m_secrets;
        context.records = &m_records;
        context.clock = &m_clock;
        context.random = &m_random;
        return std::make_shared<IdentityService>(context, profile());
    }
    std::shared_ptr<oauth::Ending<SignIn>> begin(const IdpIdentifier &provider, const Demand &demand = {},
                                                 const CancelToken &token = {})
    {
        return follow(m_identity->signIn(provider, demand, {}, token));
    }
    /// Signs in and says "this is me".
    QByteArray signIn(const IdpIdentifier &provider, const Demand &demand = {})
    {
        const auto ending = begin(provider, demand);
        return ending->code() != "ok" ? ending->code() : follow(m_identity->accept(**ending->result))->code();
    }
    QByteArray refresh() { return follow(m_identity->refresh({}))->code(); }
    QByteArray storedToken(const char *provider) const
    {
        const SecretName name{SecretPurpose::SignIn, q(provider) + q("/refresh")};
        const Secret secret = m_secrets.values.value(name);
        return QByteArray(secret.view().constData(), secret.view().size());
    }
    std::shared_ptr<FakeHttpClient> http(const char *provider) { return m_contexts->fake(q("idp/") + q(provider)); }
    void refuseRefresh(FakeIssuer &issuer, const char *error, int status)
    {
        issuer.http->answer(Method::Post, issuer.issuer + q("/token"),
                            FakeHttpClient::json({{q("error"), q(error)}}, status));
    }

private Q_SLOTS:
    void init()
    {
        m_clock = FakeClock();
        m_records = FakeRecordStore();
        m_secrets = FakeSecretStore();
        m_contexts = std::make_unique<http::FakeNetworkContexts>();
        m_receiver = std::make_unique<oauth::FakeRedirectReceiver>();
        m_bank = std::make_unique<FakeIssuer>(http("bank"), m_receiver.get(), &m_clock, q("https://bank.example"));
        m_gov = std::make_unique<FakeIssuer>(http("gov"), m_receiver.get(), &m_clock, q("https://gov.example"));
        m_gov->clientId = q("wallet-gov");
        m_gov->subject = q("citizen-9");
        m_gov->acr = q("loa3");
        m_receiver->answer = [this](const oauth::BrowserFlow &flow) {
            return flow.identifier == q("bank") ? m_bank->browser(flow) : m_gov->browser(flow);
        };
        m_identity = service();
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
    void scope_of_claims_only_is_taken()
    {
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("scope"), q("openid profile email phone")); };
        QCOMPARE(signIn(bank()), "ok");
    }
    void scope_widened()
    {
        m_bank->tokens = [](QJsonObject &body) { body.insert(q("scope"), q("openid profile email payments")); };
        QCOMPARE(signIn(bank()), "scope_widened");
        QVERIFY(!m_identity->hasAccount());
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

    // The end.
    void sign_out_revokes()
    {
        QCOMPARE(signIn(bank()), "ok");
        QCOMPARE(follow(m_identity->signOut())->code(), "ok");
        QVERIFY(!m_identity->session());
        QVERIFY(storedToken("bank").isEmpty());
        QCOMPARE(m_bank->http->count(Method::Post, m_bank->issuer + q("/revoke")), 1);
        QVERIFY(m_identity->hasAccount());
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
        QCOMPARE(follow(m_identity->signOutAtProvider(bank(), {}, {}))->code(), "ok");
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
        QCOMPARE(follow(m_identity->signOutAtProvider(bank(), {}, {}))->code(), "logout_unsupported");
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

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
