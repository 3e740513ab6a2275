// What is in force is asked for again (profile 5.4), by a network that says something else of it, asks for something else,
// or takes what it should refuse. It is in the wallet's hands what the answer names.
#include "variants.h"

#include <fpx/wallet/sharing.h>

namespace interop {

namespace {

constexpr const char *definitionPath = "/fpx_registry/resource-definitions/labs";

Variant again(const char *name, AsLie change)
{
    return {name, Act::Reuse, [](Scene &) {}, {}, [change = std::move(change)](Scene &scene) { change(*scene.as); }};
}

QString standing(const HostileAs &as)
{
    return as.kept.firstKey();
}

QString standingPath(const HostileAs &as)
{
    return q("/fpx_permission/") + standing(as);
}

/// One change to what the network says of the permission in force.
Variant said(const char *name, const char *member, const QJsonValue &value)
{
    return again(name, [member, value](HostileAs &as) { as.reading(member, value); });
}

Variant saidInstead(const char *name, const http::Response &response)
{
    return again(name, [response](HostileAs &as) { as.answer(standingPath(as).toLatin1().constData(), response); });
}

/// One change to what is asked for.
Variant asksFor(const char *name, const std::function<void(QJsonObject &resource, HostileAs &as)> &change)
{
    return again(name, [change](HostileAs &as) {
        QJsonObject resource = as.ticket.value(q("requested_resources")).toArray().first().toObject();
        change(resource, as);
        as.ticket.insert(q("requested_resources"), QJsonArray{resource});
    });
}

QJsonObject scopeEntry(const char *name)
{
    return {{q("scope"), q(name)}, {q("display_name"), q(name)}, {q("sensitivity"), q("low")}};
}

/// The registry knows one scope more, and the request needs it.
void asksForMore(QJsonObject &resource, HostileAs &as)
{
    as.definition.insert(q("scopes"), QJsonArray{scopeEntry("read"), scopeEntry("write")});
    as.server.insert(q("definitions"), QJsonArray{QJsonObject{{q("identifier"), q("labs")},
                                                              {q("scopes"), QJsonArray{q("read"), q("write")}}}});
    resource.insert(q("scopes"), QJsonArray{QJsonObject{{q("scope"), q("read")}, {q("required"), true}},
                                            QJsonObject{{q("scope"), q("write")}, {q("required"), true}}});
}

/// The person revokes what is in force; what the network makes of that is its own affair.
void revoke(Scene &scene)
{
    scene.wallet().sharing()->revoke({PermissionId(standing(*scene.as))}, {});
}

/// Part of a permission, spoiled so that it is another one.
QString otherBytes(const QString &permission)
{
    const QStringList parts = permission.split(u'.');
    return parts.value(0) + u'.' + parts.value(1) + q(".c2ln");
}

} // namespace

Variants reuseVariants()
{
    const auto error = [](int status, const char *code) {
        return http::FakeHttpClient::json({{q("error"), q(code)}}, status);
    };
    http::Response redirect = http::FakeHttpClient::text({}, 302);
    redirect.headers.set("Location", "/as/elsewhere");
    return {
        again("reuse_of_what_is_in_force", [](HostileAs &) {}),
        said("reuse_still_pending", "status", q("pending")),
        said("reuse_paused_at_the_network", "status", q("disabled")),
        said("reuse_used_up_at_the_network", "status", q("used")),
        said("reuse_expired_at_the_network", "status", q("expired")),
        said("reuse_revoked_at_the_network", "status", q("revoked")),
        said("reuse_of_unknown_status", "status", q("granted")),
        said("reuse_without_status", "status", nothing),
        said("reuse_without_version", "version", nothing),
        said("reuse_answered_with_another_permission", "permission_id", q("6b5a2f0e-0000-4000-8000-000000000001")),
        said("reuse_without_the_permission", "permission", nothing),
        again("reuse_with_other_bytes",
              [](HostileAs &as) { as.reading("permission", otherBytes(as.kept.first().permission)); }),
        said("reuse_with_bytes_that_are_none", "permission", q("granted")),
        saidInstead("reuse_unknown_to_the_network", error(404, "not_found")),
        saidInstead("reuse_gone_at_the_network", error(410, "revoked")),
        saidInstead("reuse_not_to_be_seen", error(403, "access_denied")),
        saidInstead("reuse_endpoint_fails", error(500, "server_error")),
        saidInstead("reuse_is_a_web_page", http::FakeHttpClient::text("<html></html>", 200, "text/html")),
        saidInstead("reuse_by_redirect", redirect),
        saidInstead("reuse_with_a_duplicate_member",
                    http::FakeHttpClient::text(R"({"status":"active","status":"active"})", 200, "application/json")),

        asksFor("reuse_that_does_not_cover", asksForMore),
        asksFor("reuse_of_one_resource",
                [](QJsonObject &resource, HostileAs &) { resource.insert(q("resource_id"), q("r1")); }),
        again("reuse_by_another_client",
              [](HostileAs &as) {
                  QJsonObject other = as.client;
                  other.insert(q("identifier"), q("somebody-else"));
                  as.answer("/fpx_registry/clients/somebody-else", other);
                  as.ticket.insert(q("client"), QJsonObject{{q("client_id"), q("somebody-else")}});
              }),
        again("reuse_for_one_time", [](HostileAs &as) { as.ticket.insert(q("usage"), q("once")); }),
        again("reuse_of_one_for_two",
              [](HostileAs &as) {
                  const QJsonObject first = as.ticket.value(q("requested_resources")).toArray().first().toObject();
                  QJsonObject second = first;
                  second.insert(q("request_id"), q("r2"));
                  as.ticket.insert(q("requested_resources"), QJsonArray{first, second});
              }),
        again("reuse_under_the_same_request_id_twice",
              [](HostileAs &as) {
                  const QJsonObject first = as.ticket.value(q("requested_resources")).toArray().first().toObject();
                  as.ticket.insert(q("requested_resources"), QJsonArray{first, first});
              }),
        again("reuse_by_a_client_of_another_name",
              [](HostileAs &as) { as.client.insert(q("display_name"), q("Your Bank")); }),
        again("reuse_of_data_of_another_name",
              [](HostileAs &as) { as.definition.insert(q("display_name"), q("Nothing of interest")); }),
        again("reuse_of_data_that_is_gone",
              [](HostileAs &as) { as.answer(definitionPath, QJsonObject{{q("error"), q("not_found")}}, 404); }),
        again("reuse_by_a_client_that_is_blocked", [](HostileAs &as) { as.client.insert(q("disabled"), true); }),

        asksFor("reuse_beside_one_that_is_active_at_once",
                [](QJsonObject &resource, HostileAs &as) {
                    asksForMore(resource, as);
                    as.permission("status", q("active"));
                }),
        asksFor("reuse_beside_one_of_the_same_id",
                [](QJsonObject &resource, HostileAs &as) {
                    asksForMore(resource, as);
                    as.permission("permission_id", standing(as));
                }),
        {"reuse_of_what_was_revoked", Act::Reuse, [](Scene &) {}, {}, revoke},
        {"reuse_of_what_cannot_be_revoked",
         Act::Reuse,
         [](Scene &) {},
         {},
         [error](Scene &scene) {
             scene.as->script->answer(http::Method::Delete, scene.as->url("") + standingPath(*scene.as),
                                      error(500, "server_error"));
             revoke(scene);
         }},
    };
}

} // namespace interop
