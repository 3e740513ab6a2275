// Chapters 3 and 7: discovery, enrolment, tokens, keys, the registry.
#include "examples.h"
#include "fakeas.h"

#include <fpx/uma/registration.h>
#include <fpx/uma/registry.h>

using namespace umatest;

namespace examples {

namespace {

QByteArray discover(const QJsonObject &metadata)
{
    const auto http = std::make_shared<FakeHttpClient>();
    http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"), FakeHttpClient::json(metadata));
    return code(wait(AsMetadata::discover(http, AsIssuer(asUrl), {})));
}

const World &enrolled()
{
    static const auto world = [] {
        auto made = std::make_unique<World>();
        if (!made->enrolNow())
            qFatal("cannot enrol");
        return made;
    }();
    return *world;
}

/// Enrols at an AS that answers the registration of the wallet, or of the account, with `response`.
QByteArray enrolWith(bool account, const http::Response &response)
{
    World world;
    const auto answer = [&](bool given, const char *other) {
        world.http->answerOnce(Method::Post, asUrl + text("/register"),
                               given ? response : FakeHttpClient::json(json(other), 201));
    };
    answer(!account, "{'client_id':'client-1','registration_client_uri':'https://as.example/register/client-1',"
                     "'registration_access_token':'t'}");
    answer(account, "{'client_id':'client-2','registration_client_uri':'https://as.example/register/client-2',"
                    "'registration_access_token':'t'}");
    return code(world.enrolNow());
}

jose::UnverifiedToken assertionOf(const World &world)
{
    const auto token = form(world.sent(Method::Post, text("/token")).first());
    return *jose::peekUnverified(token.value(text("client_assertion")).toLatin1());
}

/// The AS as it takes new keys, and what it was sent for the enrolment and for the account.
struct Rotated : World {
    QList<http::Request> puts;
    QByteArray result;

    explicit Rotated(const std::optional<http::Response> &answer = std::nullopt)
    {
        const auto enrolment = *enrolNow();
        for (const char *client : {"client-1", "client-2"}) {
            const QString uri = asUrl + text("/register/") + text(client);
            http->on(Method::Put, uri, [this, uri, answer](const http::Request &request) -> Result<http::Response> {
                puts.append(request);
                if (answer && uri.endsWith(u'1'))
                    return *answer;
                QJsonObject body = *parseJsonObject(request.body);
                body.insert(text("registration_client_uri"), uri);
                body.insert(text("registration_access_token"), text("next"));
                return FakeHttpClient::json(body);
            });
            http->answer(Method::Delete, uri, FakeHttpClient::text({}, 204));
        }
        const op::OperatorProfile p = profile();
        result = code(wait(rotateKeys(context(), enrolment, *p.authorizationServer(AsIdentifier(text("health"))), {})));
        if (!wait(endRegistrations(context(), enrolment, {})))
            qFatal("cannot end the registrations");
    }
    [[nodiscard]] jose::UnverifiedToken proof() const
    {
        return *jose::peekUnverified(puts.first().headers.value("FPX-Proof").split(' ').first());
    }
};

/// Reads one entry of the registry.
template <class Read>
ReadResponse entry(const char *path, const Read &read)
{
    return [path, read](const http::Response &response) {
        const auto http = std::make_shared<FakeHttpClient>();
        http->answer(Method::Get, asUrl + text("/registry/") + text(path), response);
        const auto registry = std::make_shared<Registry>(http, QUrl(asUrl + text("/registry")), text("en"));
        return code(wait(read(*registry)));
    };
}

http::Request registryRequest()
{
    const auto http = std::make_shared<FakeHttpClient>();
    const auto registry = std::make_shared<Registry>(http, QUrl(asUrl + text("/registry")), text("en"));
    const auto known = FakeHttpClient::json(json("{'display_name':'Immunize Me'}"));
    http::Response tagged = known;
    tagged.headers.set("ETag", "\"7\"");
    http->answer(Method::Get, asUrl + text("/registry/clients/immunize-me"), tagged);
    (void)wait(registry->client(ClientId(text("immunize-me")), {}));
    (void)wait(registry->client(ClientId(text("immunize-me")), {}));
    return http->requests.last();
}

void addRegistryChecks(Checks &checks)
{
    checks[text("registry-request")] = sends(registryRequest);
    checks[text("registry-client")] = readsResponse(
        entry("clients/immunize-me", [](Registry &r) { return r.client(ClientId(text("immunize-me")), {}); }),
        {text("display_name"), text("display_name.en"), text("display_name.fr"), text("policy_uri"), text("tos_uri"),
         text("logo"), text("erasure_contact"), text("verified_at")});
    checks[text("registry-resource-server")] =
        readsResponse(entry("resource-servers/city-hospital",
                            [](Registry &r) { return r.server(RsIdentifier(text("city-hospital")), {}); }),
                      {text("display_name"), text("jwks.keys")}); // only compared with the source's own (6.4)
    checks[text("registry-resource-definition")] =
        readsResponse(entry("resource-definitions/immunization-history",
                            [](Registry &r) { return r.definition(DefinitionId(text("immunization-history")), {}); }),
                      {text("display_name"), text("description"), text("information_uri"),
                       text("scopes[].display_name"), text("scopes[].description"), text("scopes[].phrase")});
    checks[text("registry-organization")] = readsResponse(
        entry("organizations/health-startups", [](Registry &r) { return r.organization(text("health-startups"), {}); }),
        {text("display_name"), text("regulator_uri")});
}

void addRotationChecks(Checks &checks)
{
    checks[text("key-rotation-request")] = sends([] { return Rotated().puts.first(); });
    checks[text("key-rotation-proof-header")] = makes([] { return Rotated().proof().header; });
    checks[text("key-rotation-proof-claims")] = makes([] { return Rotated().proof().claims; });
    // The answer repeats the metadata: the example is read with the keys that were sent.
    checks[text("key-rotation-response")] =
        readsResponse([](const http::Response &response) { return Rotated(response).result; }, {});
    checks[text("account-deletion")] =
        sends([] { return Rotated().sent(Method::Delete, text("/register/client-2")).first(); });
}

} // namespace

void addNetworkChecks(Checks &checks)
{
    checks[text("as-metadata")] = reads(discover);
    checks[text("software-statement-claims")] = [](const Example &example) -> QString {
        const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        const auto statement = *jose::sign({{text("typ"), text("fpx-software-statement+jwt")}}, example.json(), key);
        op::AuthorizationServer as = *profile().authorizationServer(AsIdentifier(text("health")));
        as.softwareStatement = statement;
        World world;
        if (!wait(enrol(world.context(), EnrolmentId(text("e1")), as, text("https://operator.example"), {})))
            return text("no enrolment with it");
        const auto sent = *parseJsonObject(world.sent(Method::Post, text("/register")).first().body);
        return sent.value(text("software_statement")).toString().toLatin1() == statement ? QString()
                                                                                         : text("it was changed");
    };
    checks[text("enrolment-request")] = sends([] { return enrolled().sent(Method::Post, text("/register")).first(); });
    checks[text("enrolment-response")] =
        readsResponse([](const http::Response &response) { return enrolWith(false, response); });
    checks[text("account-request")] = sends([] { return enrolled().sent(Method::Post, text("/register")).at(1); });
    checks[text("account-response")] =
        readsResponse([](const http::Response &response) { return enrolWith(true, response); });
    checks[text("token-request")] = sends([] { return enrolled().sent(Method::Post, text("/token")).first(); });
    checks[text("client-assertion-header")] = makes([] { return assertionOf(enrolled()).header; });
    checks[text("client-assertion-claims")] = makes([] { return assertionOf(enrolled()).claims; });
    const auto tokenAnswer = [](const http::Response &response) {
        World world;
        world.http->answer(Method::Post, asUrl + text("/token"), response);
        return code(world.enrolNow());
    };
    checks[text("token-response")] = readsResponse(tokenAnswer);
    checks[text("token-refused")] = readsError(tokenAnswer, "account_gone");
    addRotationChecks(checks);
    addRegistryChecks(checks);
}

} // namespace examples
