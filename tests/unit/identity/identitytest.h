// What the tests of signing in share: two providers that lie on demand, and the service in front of them.
#pragma once

#include <fpx/identity/identityservice.h>

#include "../oauth/fakeissuer.h"

#include <QSignalSpy>
#include <QTest>

namespace identitytest {

using namespace fpx;
using namespace fpx::identity;
using fpx::http::FakeHttpClient;
using fpx::http::Method;
using fpx::oauth::FakeIssuer;
using fpx::oauth::follow;
using fpx::oauth::q;

class Fixture
{
protected:
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
        QJsonObject json{{q("identifier"), q(identifier)},  {q("display_name"), q(identifier)},
                         {q("issuer"), issuer.issuer},      {q("client_id"), issuer.clientId},
                         {q("scope"), q("openid profile")}, {q("assurance"), assurance}};
        if (!issuer.clientSecret.isEmpty())
            json.insert(q("client_secret"), issuer.clientSecret);
        if (issuer.idTokenAtLogout)
            json.insert(q("id_token_at_logout"), true);
        return json;
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
    QByteArray confirm() { return follow(m_identity->confirm({}))->code(); }
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
    void prepare()
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
    }
};

} // namespace identitytest
