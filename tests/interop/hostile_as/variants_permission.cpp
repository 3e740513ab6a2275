// What the AS makes of a permission that the person has given (profile 5).
#include "variants.h"

namespace interop {

namespace {

constexpr const char *permissionPath = "/fpx_permission";

Variant posted(const char *name, const char *member, const QJsonValue &value)
{
    return lie(Act::Allow, name, [member, value](HostileAs &as) { as.permission(member, value); });
}

Variant answeredToPost(const char *name, http::Response response)
{
    return lie(Act::Allow, name,
               [response](HostileAs &as) { as.script->answer(http::Method::Post, as.url(permissionPath), response); });
}

} // namespace

Variants permissionVariants()
{
    const auto json = [](int status, const char *error) {
        return http::FakeHttpClient::json({{q("error"), q(error)}}, status);
    };
    http::Response redirect = http::FakeHttpClient::text({}, 307);
    redirect.headers.set("Location", "/as/elsewhere");
    return {
        posted("permission_active_at_once", "status", q("active")),
        posted("permission_used_at_once", "status", q("used")),
        posted("permission_of_unknown_status", "status", q("granted")),
        posted("permission_of_another_id", "permission_id", q("6b5a2f0e-0000-4000-8000-000000000001")),
        posted("permission_without_version", "version", nothing),
        posted("permission_version_is_a_number", "version", 1),
        answeredToPost("permission_answered_with_200", http::FakeHttpClient::json({{q("status"), q("pending")}}, 200)),
        answeredToPost("permission_refused", json(403, "access_denied")),
        answeredToPost("permission_gone", json(410, "revoked")),
        answeredToPost("permission_with_other_bytes", json(422, "idempotency_mismatch")),
        answeredToPost("permission_by_redirect", redirect),
        answeredToPost("permission_is_a_web_page", http::FakeHttpClient::text("<html></html>", 201, "text/html")),
        answeredToPost(
            "permission_with_a_duplicate_member",
            http::FakeHttpClient::text(R"({"status":"pending","status":"active"})", 201, "application/json")),
        answeredToPost("permission_endpoint_fails", json(500, "server_error")),
        lie(Act::Allow, "source_key_of_the_as",
            [](HostileAs &as) {
                QJsonObject key = jose::PrivateKey::generateAgreement(jose::Curve::P256)->publicKey().toJson();
                key.insert(q("use"), q("enc"));
                as.server.insert(q("jwks"), QJsonObject{{q("keys"), QJsonArray{key}}});
            }),
    };
}

} // namespace interop
