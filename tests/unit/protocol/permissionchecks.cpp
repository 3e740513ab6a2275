// Chapter 5: permissions as they are signed, posted, listed, changed and revoked; protections. And of chapter 11 what a
// resource server is told of them.
#include "examples.h"
#include "fakeas.h"

#include <fpx/uma/permission.h>

using namespace umatest;

namespace examples {

namespace {

const PermissionId permissionId(QStringLiteral("6b5a2f0e-51c0-4000-8000-000000000001"));

PermissionTerms terms()
{
    PermissionTerms t;
    t.id = permissionId;
    t.as = AsIssuer(asUrl);
    t.resourceServer = RsIdentifier(text("city-hospital"));
    t.client = ClientId(text("immunize-me"));
    t.requestId = text("r1");
    t.definition = DefinitionId(text("immunization-history"));
    t.scopes = {text("read")};
    t.usage = Usage::Repeated;
    t.notBefore = t.issuedAt = now;
    t.expires = now + 90 * 86400;
    t.ticketHash = text("hash");
    return t;
}

jose::UnverifiedToken signedToken(const PermissionTerms &t)
{
    return *jose::peekUnverified(*PermissionKey::generate()->sign(t, text("pseudonym"), "a.b.c.d.e"));
}

struct Connected : World {
    std::shared_ptr<AsClient> client = std::make_shared<AsClient>(context(), *enrolNow());
    Connected() { http->requests.clear(); }
    Connected(Method method, const char *path, const http::Response &response) : Connected()
    {
        http->answer(method, asUrl + text(path), response);
    }
    Result<PostedPermission> post() { return wait(client->postPermission(permissionId, permissionBody("p", "r"), {})); }
    Result<ListedPermission> pause()
    {
        return wait(client->changeStatus(permissionId, PermissionStatus::Disabled, text("3"), {}));
    }
    Result<ListedPermission> read() { return wait(client->readPermission(permissionId, {})); }
    Result<void> revoke() { return wait(client->deletePermission(permissionId, {})); }
};

const char *const ownPath = "/permissions/6b5a2f0e-51c0-4000-8000-000000000001";

/// The one request that `act` sends to a permission, or a protection.
Check sendsBy(const std::function<void(Connected &)> &act)
{
    return sends([act] {
        Connected world;
        act(world);
        for (const http::Request &request : std::as_const(world.http->requests)) {
            if (request.url.path().startsWith(text("/permissions")))
                return request;
        }
        qFatal("nothing was sent");
    });
}

template <class Act>
ReadResponse answered(Method method, const char *path, const Act &act)
{
    return [=](const http::Response &response) {
        Connected world(method, path, response);
        return code(act(world));
    };
}

void addPostingChecks(Checks &checks)
{
    checks[text("permission-header")] = makes([] { return signedToken(terms()).header; });
    checks[text("permission-claims")] = makes([] { return signedToken(terms()).claims; });
    checks[text("permission-claims-replacing")] = makes([] {
        PermissionTerms t = terms();
        t.resourceId = text("records-7");
        t.replaces = PermissionId(text("p0"));
        return signedToken(t).claims;
    });
    const auto post = [](Connected &world) { return world.post(); };
    checks[text("permission-post")] = sendsBy([](Connected &world) { (void)world.post(); });
    checks[text("permission-posted")] = readsResponse(answered(Method::Post, "/permissions", post));
    checks[text("replacement-posted")] = readsResponse(answered(Method::Post, "/permissions", [](Connected &world) {
        const auto posted = world.post();
        return posted && posted->status != PermissionStatus::Active ? Result<PostedPermission>(fail("not_active", {}))
                                                                    : posted;
    }));
    checks[text("replacement-refused")] = readsError(answered(Method::Post, "/permissions", post), "replace_refused");
    checks[text("permission-conflict")] =
        readsError(answered(Method::Post, "/permissions", post), "idempotency_conflict");
    checks[text("permission-revoked-since")] =
        readsError(answered(Method::Post, "/permissions", post), "permission_gone");
}

void addChangeChecks(Checks &checks)
{
    const auto list = [](Connected &world) { return wait(world.client->listPermissions({})); };
    checks[text("permission-list-request")] = sends([] {
        Connected world;
        world.http->answer(
            Method::Get, asUrl + text("/permissions"),
            FakeHttpClient::json({{text("permissions"), QJsonArray()}, {text("next_page_token"), text("page 2")}}));
        (void)wait(world.client->listPermissions({}));
        return world.sent(Method::Get, text("/permissions")).at(1);
    });
    checks[text("permission-list")] = readsResponse(answered(Method::Get, "/permissions", list));
    const auto read = [](Connected &world) { return world.read(); };
    checks[text("permission-reading")] = sendsBy([](Connected &world) { (void)world.read(); });
    checks[text("permission-read")] = readsResponse(answered(Method::Get, ownPath, read));
    const auto pause = [](Connected &world) { return world.pause(); };
    checks[text("permission-pause")] = sendsBy([](Connected &world) { (void)world.pause(); });
    checks[text("permission-paused")] = readsResponse(answered(Method::Patch, ownPath, pause));
    checks[text("permission-outdated")] = readsError(answered(Method::Patch, ownPath, pause), "permission_changed");
    const auto revoke = [](Connected &world) { return world.revoke(); };
    checks[text("permission-deletion")] = sendsBy([](Connected &world) { (void)world.revoke(); });
    checks[text("permission-deleted")] = readsResponse(answered(Method::Delete, ownPath, revoke));
    checks[text("permission-deleted-before")] = readsResponse(answered(Method::Delete, ownPath, revoke));
}

void addProtectionChecks(Checks &checks)
{
    const char *const path = "/permissions/protections";
    const auto list = [](Connected &world) { return wait(world.client->listProtections({})); };
    checks[text("protection-list")] = readsResponse(answered(Method::Get, path, list));
    checks[text("protection-deletion")] = sendsBy(
        [](Connected &world) { (void)wait(world.client->endProtection(RsIdentifier(text("city-hospital")), {})); });
}

} // namespace

void addPermissionChecks(Checks &checks)
{
    addPostingChecks(checks);
    addChangeChecks(checks);
    addProtectionChecks(checks);
    // The data source learns what the wallet posted, as it was posted (11.2).
    checks[text("introspection-response")] = [](const Example &example) -> QString {
        const QJsonObject told = example.json();
        const QJsonObject posted = *parseJsonObject(permissionBody("p", "r"));
        const bool same = shapeOf(told.value(text("permissions"))) == shapeOf(QJsonArray{posted}) &&
                          told.value(text("iss")).toString() == asUrl;
        return same ? QString() : text("it does not tell what was posted");
    };
}

} // namespace examples
