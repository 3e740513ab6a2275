// Chapter 8: the person at an identity provider.
#include "examples.h"
#include "fakeissuer.h"

#include <fpx/identity/identityservice.h>
#include <fpx/jose/signature.h>

using namespace fpx;
using fpx::http::FakeHttpClient;
using fpx::http::Method;
using fpx::oauth::FakeIssuer;
using fpx::oauth::follow;
using fpx::oauth::q;

namespace examples {

namespace {

const QString idp = QStringLiteral("https://idp.example");

op::OperatorProfile profile()
{
    const QJsonObject payload{{q("iss"), q("https://operator.example")},
                              {q("iat"), 1'790'000'000},
                              {q("exp"), 1'795'000'000},
                              {q("profile_version"), 1},
                              {q("product"), QJsonObject{{q("name"), q("Test")}}},
                              {q("identity_providers"), QJsonArray{QJsonObject{{q("identifier"), q("bank")},
                                                                               {q("display_name"), q("Bank")},
                                                                               {q("issuer"), idp},
                                                                               {q("client_id"), q("wallet")},
                                                                               {q("scope"), q("openid profile")}}}},
                              {q("authorization_servers"), QJsonArray()},
                              {q("data_sources"), QJsonArray()}};
    const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    const QJsonObject header{{q("typ"), q("fpx-operator-profile+jwt")}, {q("kid"), key.keyId()}};
    return *op::OperatorProfile::verify(*jose::sign(header, payload, key), jose::JwkSet({key.publicKey()}), {},
                                        1'790'000'000);
}

/// A wallet and its one provider.
struct World {
    FakeClock clock;
    FakeRandom random;
    FakeRecordStore records;
    FakeSecretStore secrets;
    http::FakeNetworkContexts contexts;
    oauth::FakeRedirectReceiver receiver;
    FakeIssuer bank{contexts.fake(q("idp/bank")), &receiver, &clock, idp};
    std::shared_ptr<identity::IdentityService> service;
    QUrl opened; ///< What the browser was last sent to.

    World()
    {
        bank.metadata.insert(q("authorization_endpoint"), idp + q("/authorize"));
        bank.publish();
        receiver.answer = [this](const oauth::BrowserFlow &flow) {
            opened = flow.authorizationUrl;
            return bank.browser(flow);
        };
        identity::IdentityContext context;
        context.contexts = &contexts;
        context.receiver = &receiver;
        context.secrets = &secrets;
        context.records = &records;
        context.clock = &clock;
        context.random = &random;
        service = std::make_shared<identity::IdentityService>(context, profile());
    }
    QByteArray signIn()
    {
        const auto ending = follow(service->signIn(IdpIdentifier(q("bank")), {}, {}, {}));
        if (ending->code() != "ok")
            return ending->code();
        const auto accepted = follow(service->accept(**ending->result))->code();
        return accepted == "ok" ? QByteArray("accepted") : accepted;
    }
    http::Request posted(const char *path)
    {
        for (const auto &request : std::as_const(bank.http->requests)) {
            if (request.method == Method::Post && request.url.path() == q(path))
                return request;
        }
        qFatal("nothing was sent to %s", path);
    }
};

QJsonObject mergedInto(const QJsonObject &own, const QJsonObject &example, const QStringList &fresh)
{
    QJsonObject merged = example;
    for (const QString &name : fresh) { // what differs at each sign-in; a broken one stays broken
        if (merged.contains(name) && !merged.value(name).isArray())
            merged.insert(name, own.value(name));
    }
    return merged;
}

} // namespace

void addSignInChecks(Checks &checks)
{
    checks[q("idp-metadata")] = reads(
        [](const QJsonObject &metadata) {
            World world;
            world.bank.metadata = metadata;
            world.bank.publish();
            return world.signIn();
        },
        {q("revocation_endpoint"), q("end_session_endpoint")});
    checks[q("idp-authorization-request")] = makesPairs([] {
        World world;
        (void)world.signIn();
        return pairsOf(world.opened.query(QUrl::FullyEncoded).toLatin1());
    });
    checks[q("idp-callback")] = readsPairs(
        [](const Pairs &pairs) {
            World world;
            world.bank.callback = [&](oauth::CallbackParameters &parameters) {
                for (auto &[name, value] : parameters) {
                    for (const auto &[given, text] : pairs) {
                        if (given == name && name != q("state"))
                            value = text;
                    }
                }
            };
            return world.signIn();
        },
        {q("code"), q("state")}); // a code is the provider's to know; state is the receiver's to match
    checks[q("idp-token-request")] = sends([] {
        World world;
        (void)world.signIn();
        return world.posted("/token");
    });
    checks[q("idp-token-response")] = readsResponse(
        [](const http::Response &response) {
            World world;
            const QJsonObject example = *parseJsonObject(response.body);
            world.bank.tokens = [&](QJsonObject &own) {
                own = mergedInto(own, example, {q("id_token"), q("access_token")});
            };
            return world.signIn();
        },
        {q("expires_in"), q("scope")});
    checks[q("idp-id-token-header")] = reads([](const QJsonObject &header) {
        World world;
        world.bank.idToken = [&](const QByteArray &token) {
            const QJsonObject own = jose::peekUnverified(token)->header;
            const QByteArray input =
                toBase64Url(toCompactJson(mergedInto(own, header, {q("kid")}))) + '.' + token.split('.').value(1);
            return input + '.' + toBase64Url(*jose::signBytes(input, world.bank.key));
        };
        return world.signIn();
    });
    checks[q("idp-id-token-claims")] = reads(
        [](const QJsonObject &claims) {
            World world;
            world.bank.claims = [&](QJsonObject &own) { own = mergedInto(own, claims, {q("nonce"), q("at_hash")}); };
            return world.signIn();
        },
        {q("name"), q("email"), q("acr")}); // acr counts where it was asked for
    checks[q("idp-userinfo")] = readsResponse(
        [](const http::Response &response) {
            World world;
            world.bank.claims = [](QJsonObject &claims) {
                claims.remove(q("name"));
                claims.remove(q("email"));
            };
            world.bank.tellAtUserinfo(*parseJsonObject(response.body));
            return world.signIn();
        },
        {q("name"), q("email")});
    checks[q("idp-refresh-request")] = sends([] {
        World world;
        (void)world.signIn();
        world.bank.http->requests.clear();
        (void)follow(world.service->refresh({}));
        return world.posted("/token");
    });
    checks[q("idp-logout-request")] = makesPairs([] {
        World world;
        (void)world.signIn();
        (void)follow(world.service->signOutAtProvider(IdpIdentifier(q("bank")), {}, {}, {}));
        return pairsOf(world.opened.query(QUrl::FullyEncoded).toLatin1());
    });
}

} // namespace examples
