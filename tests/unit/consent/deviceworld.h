// A person who is signed in, one account at a network of scripted answers, and a ticket behind the code WDJB-MJHT.
#pragma once

#include "sharingworld.h"

#include <fpx/consent/engine.h>

namespace consenttest {

inline const QString redirect = asUrl + QStringLiteral("/cb");

/// About the client that asks, named, so that a first contact is no matter.
inline policy::Rule rule(policy::Effect effect)
{
    policy::Rule rule;
    rule.id = text("a-rule");
    rule.effect = effect;
    if (effect == policy::Effect::Allow)
        rule.when.name(AsIdentifier(text("health")));
    rule.when.name(ClientId(text("immunize-me")));
    return rule;
}

/// The world with an engine, a person who is signed in, and a ticket behind the code WDJB-MJHT.
struct DeviceWorld : SharingWorld {
    FakeDecisionLog decisions;
    QList<policy::Rule> rules;
    QList<policy::Rule> rulesMade;
    bool personIsSignedIn = true;
    int level = 2; ///< How sure the identity provider is of the person.
    int signInsAsked = 0;
    bool signInWorks = false; ///< What the person does in the browser leads to a sign-in.
    int confirmations = 0;    ///< The provider was asked whether it still stands by the sign-in.
    std::function<void()> onConfirm = [] {};
    std::optional<Error> unreachable; ///< Why no sign-in can meet the demand.
    std::shared_ptr<Engine> engine;

    DeviceWorld()
    {
        auto enrolment = *accounts->find(EnrolmentId(text("e1")));
        enrolment.walletIssuer = text("https://operator.example/i/e1");
        const SecretName provider{SecretPurpose::AsKeys, text("e1/provider")};
        secrets.values.insert(provider, jose::PrivateKey::generate(jose::Algorithm::ES256)->toSecret());
        const SecretName client{SecretPurpose::AsKeys, text("e1/wallet-client")};
        secrets.values.insert(client, jose::PrivateKey::generate(jose::Algorithm::ES256)->toSecret());
        if (!records->put(text("enrolments"), text("e1"), enrolment.toJson()) || !accounts->load())
            qFatal("cannot store");
        const auto entry = [this](const char *path, const char *json) {
            network.http->answer(http::Method::Get, asUrl + text("/registry/") + text(path),
                                 http::FakeHttpClient::json(umatest::json(json)));
        };
        entry("clients/immunize-me", "{'display_name':'Immunize Me','organization':'imm','verified_at':1780000000}");
        entry("organizations/imm", "{'display_name':'Immunize Me Inc.'}");
        entry("resource-definitions/labs",
              "{'display_name':'Labs','description':'','scopes':[{'scope':'read','display_name':'Read',"
              "'description':'','sensitivity':'low'}]}");
        QJsonObject server = umatest::json("{'display_name':'Clinic','organization':'clinic',"
                                           "'definitions':[{'identifier':'labs','scopes':['read']}]}");
        server.insert(text("jwks"), clinic.jwks());
        network.http->answer(http::Method::Get, asUrl + text("/registry/resource-servers/Clinic_1"),
                             http::FakeHttpClient::json(server));
        clinic.source.authorizationServers = {{AsIdentifier(text("health")), RsIdentifier(text("Clinic_1"))}};
        clinic.restart();
        restart(); // over the source as it is now
        answersTicket();
        startEngine();
    }
    ~DeviceWorld() { stopEngine(); }

    QJsonObject ticket() const
    {
        QJsonObject details = umatest::goodTicket();
        details.insert(text("expires_at"), now() + 300);
        details.insert(text("requested_resources"),
                       QJsonArray{umatest::json("{'request_id':'r1','resource_definition':'labs',"
                                                "'scopes':[{'scope':'read','required':true}],'required':true}")});
        auto pairs = umatest::with(umatest::goodParameters(), "response_mode", text("direct_post"));
        details.insert(text("authorization_request"), umatest::asTicketSays(pairs));
        return details;
    }
    void answersTicket()
    {
        network.http->answer(http::Method::Post, asUrl + text("/ticket"), http::FakeHttpClient::json(ticket()));
    }
    void redirectAnswers(int status)
    {
        network.http->answer(http::Method::Post, redirect, http::FakeHttpClient::text({}, status));
    }
    [[nodiscard]] qint64 now() const { return bench.clock->nowSeconds(); }

    void startEngine()
    {
        EngineContext context{umatest::profile(),
                              accounts,
                              clinic.service,
                              outbox,
                              book.get(),
                              records.get(),
                              ledger.get(),
                              bench.clock.get(),
                              &random,
                              {},
                              {},
                              {},
                              {},
                              {},
                              {text("en")},
                              &decisions};
        context.signedIn = [this](const SignInDemand &demand) { return personIsSignedIn && demand.ial <= level; };
        context.confirmSignIn = [this](CancelToken) -> Async<void> {
            ++confirmations;
            onConfirm();
            co_return {};
        };
        context.whyUnreachable = [this](const SignInDemand &) { return unreachable; };
        context.signIn = [this](SignInDemand, CancelToken) -> Async<void> {
            ++signInsAsked;
            personIsSignedIn = personIsSignedIn || signInWorks;
            if (signInWorks)
                co_return {};
            co_return fail("sign_in_cancelled", QString(), QString(), Retry::Later);
        };
        context.rules = [this] { return policy::RuleSet(rules); };
        context.addRules = [this](const QList<policy::Rule> &made) -> Result<void> {
            rulesMade += made;
            return {};
        };
        engine = std::make_shared<Engine>(context);
        if (!engine->load())
            qFatal("cannot load");
    }
    void stopEngine()
    {
        if (engine)
            engine->stop();
        engine.reset();
    }
    /// As after a kill at this moment.
    void restartAll()
    {
        stopEngine();
        restart();
        startEngine();
    }

    Result<RequestKey> enter(const char *typed = "WDJB-MJHT")
    {
        return engine->enterCode(*uma::UserCode::parse(text(typed)), EnrolmentId(text("e1")));
    }
    RequestRecord last() const { return engine->requests().value(0); }
    /// The prompt's question, or null.
    Prompt *question()
    {
        const auto key = enter();
        if (!key || !QTest::qWaitFor([&] { return engine->prompts().size() == 1; }))
            return nullptr;
        Prompt *prompt = engine->prompts().first();
        return prompt->stage() == Prompt::Stage::Question ? prompt : nullptr;
    }
    /// Asked, and allowed as the prompt starts, with a network that answers the delivery with this status.
    bool allowed(int status)
    {
        redirectAnswers(status);
        Prompt *prompt = question();
        if (prompt != nullptr)
            prompt->allow(prompt->initialChoice());
        return prompt != nullptr;
    }
    QList<QByteArray> delivered() const
    {
        QList<QByteArray> bodies;
        for (const http::Request &request : network.sent(http::Method::Post, text("/cb")))
            bodies.append(request.body);
        return bodies;
    }
    bool becomes(State state)
    {
        return QTest::qWaitFor([&] { return last().state == state; }, 10'000);
    }
    QStringList history()
    {
        QStringList codes;
        const auto page = ledger->page(0, 100, {});
        for (const auto &stored : page->entries)
            codes.append(stored.entry.code);
        return codes;
    }
};

} // namespace consenttest
