// Chapter 6: data sources.
#include "examples.h"
#include "sourcetest.h"

using namespace sourcetest;

namespace examples {

namespace {

World connectedWorld(op::RotStrategy strategy)
{
    World world(strategy);
    if (strategy == op::RotStrategy::Simple)
        world.http->answer(Method::Post, base + text("/rot"), FakeHttpClient::json(json("{'rot':'opaque'}")));
    world.connected();
    return world;
}

http::Request rotRequest(op::RotStrategy strategy, const char *subject)
{
    World world = connectedWorld(strategy);
    (void)world.rot(text(subject));
    return world.sent(Method::Post, text("/rot")).first();
}

ReadResponse rotAnswer(op::RotStrategy strategy)
{
    return [strategy](const http::Response &response) {
        World world = connectedWorld(strategy);
        world.http->answer(Method::Post, base + text("/rot"), response);
        return code(world.rot());
    };
}

jose::UnverifiedToken rotToken()
{
    World world = connectedWorld(op::RotStrategy::HmacJwt);
    return *jose::peekUnverified(world.opened(*world.rot()).payload);
}

QJsonObject rotHeader()
{
    World world = connectedWorld(op::RotStrategy::HmacJwt);
    const QByteArray jwe = world.rot()->rotAsSent;
    return *parseJsonObject(QByteArray::fromBase64(jwe.split('.').first(), QByteArray::Base64UrlEncoding));
}

QByteArray connectWith(const char *path, Method method, const http::Response &response)
{
    World world;
    world.http->answer(method, base + text(path), response);
    return code(world.connectNow());
}

Pairs authorizationRequest()
{
    World world;
    QUrl opened;
    world.receiver.answer = [&opened](const oauth::BrowserFlow &flow) -> Result<oauth::CallbackParameters> {
        opened = flow.authorizationUrl;
        return fail("flow_declined", {});
    };
    (void)world.connectNow();
    return pairsOf(opened.query(QUrl::FullyEncoded).toLatin1());
}

http::Request sentWhileConnecting(Method method, const char *path)
{
    World world;
    (void)world.connectNow();
    return world.sent(method, text(path)).first();
}

} // namespace

void addSourceChecks(Checks &checks)
{
    checks[text("source-metadata")] = reads(
        [](const QJsonObject &metadata) {
            World world;
            world.http->answer(Method::Get, base + text("/.well-known/openid-configuration"),
                               FakeHttpClient::json(metadata));
            const auto pending = world.connectNow();
            if (!pending || !wait(world.service->confirm(*pending)))
                return code(pending);
            return code(world.rot());
        },
        {text("revocation_endpoint")});
    checks[text("source-authorization-request")] = makesPairs(authorizationRequest);
    checks[text("source-token-request")] = sends([] { return sentWhileConnecting(Method::Post, "/token"); });
    checks[text("source-token-response")] =
        readsResponse([](const http::Response &response) { return connectWith("/token", Method::Post, response); },
                      {text("expires_in")});
    checks[text("userinfo-request")] = sends([] { return sentWhileConnecting(Method::Get, "/userinfo"); });
    checks[text("userinfo")] =
        readsResponse([](const http::Response &response) { return connectWith("/userinfo", Method::Get, response); },
                      {text("name"), text("resources[].display_name"), text("related[].display_name"),
                       text("related[].relation"), text("related[].resources[].display_name")});
    checks[text("rot-request-simple")] = sends([] { return rotRequest(op::RotStrategy::Simple, "child-1"); });
    checks[text("rot-response-simple")] = readsResponse(rotAnswer(op::RotStrategy::Simple));
    checks[text("rot-request-hmac")] = sends([] { return rotRequest(op::RotStrategy::HmacJwt, "child-1"); });
    checks[text("rot-response-hmac")] = readsResponse(rotAnswer(op::RotStrategy::HmacJwt));
    checks[text("rot-token-header")] = makes([] { return rotToken().header; });
    checks[text("rot-token-claims")] = makes([] { return rotToken().claims; });
    checks[text("rot-encryption-header")] = makes(rotHeader);
    checks[text("source-permission-deletion")] = sends([] {
        World world = connectedWorld(op::RotStrategy::HmacJwt);
        const PermissionId id(text("6b5a2f0e-51c0-4000-8000-000000000001"));
        (void)wait(world.service->forgetPermission(world.id(), id, {}));
        return world.http->requests.last();
    });
    checks[text("source-revocation")] = sends([] {
        World world = connectedWorld(op::RotStrategy::HmacJwt);
        (void)wait(world.service->disconnect(world.id()));
        return world.sent(Method::Post, text("/revocation")).first();
    });
}

} // namespace examples
