// Readings that are not the first: of a ticket that has been read before (profile 4.3), and of what was no answer of the
// protocol; and requests that name a ticket and nothing else (profile 4.1).
#include "variants.h"

namespace interop {

namespace {

constexpr const char *ticketPath = "/fpx_ticket";

Variant changed(const char *name, const std::function<void(QJsonObject &ticket)> &change)
{
    return {name, Act::Reread, [](Scene &) {}, {}, [change](Scene &scene) { change(scene.as->ticket); }};
}

Variant changed(const char *name, const char *member, const QJsonValue &value)
{
    return changed(name, [member, value](QJsonObject &ticket) { change(ticket, q(member), value); });
}

Variant resourceChanged(const char *name, const char *member, const QJsonValue &value)
{
    return changed(name, [member, value](QJsonObject &ticket) {
        QJsonObject resource = ticket.value(q("requested_resources")).toArray().first().toObject();
        change(resource, q(member), value);
        ticket.insert(q("requested_resources"), QJsonArray{resource});
    });
}

/// The second reading is answered like this.
Variant answeredLater(const char *name, const http::Response &response)
{
    return {
        name, Act::Reread, [](Scene &) {}, {}, [response](Scene &scene) { scene.as->answer(ticketPath, response); }};
}

Variant once(const char *name, http::Method method, const char *path, const http::Response &response)
{
    return lie(Act::Again, name,
               [method, path, response](HostileAs &as) { as.script->answerOnce(method, as.url(path), response); });
}

Variant named(const char *name, AsLie change)
{
    return lie(Act::Name, name, std::move(change));
}

} // namespace

Variants rereadVariants()
{
    const QJsonObject read{{q("scope"), q("read")}, {q("required"), true}};
    const auto refused = [](const char *error, int status) {
        return http::FakeHttpClient::json({{q("error"), q(error)}}, status);
    };
    return {
        changed("ticket_changed_while_prompting", "client", QJsonObject{{q("client_id"), q("somebody-else")}}),
        changed("ticket_changed_in_one_byte", "transaction_id", q("t2")),
        {"ticket_changed_in_white_space",
         Act::Reread,
         [](Scene &) {},
         {},
         [](Scene &scene) {
             const QByteArray text = toCompactJson(scene.as->ticket) + '\n';
             scene.as->answer(ticketPath, http::FakeHttpClient::text(text, 200, "application/json"));
         }},
        changed("ticket_changed_into_another", "ticket", q("ticket-2")),
        changed("ticket_usage_changed", "usage", q("repeated")),
        changed("ticket_end_changed", "expires_at", 1'790'000'601),
        changed("ticket_reason_changed", "reason", q("Nothing to worry about")),
        changed("ticket_duration_changed", "duration", QJsonObject{{q("requested"), q("P90D")}}),
        changed("ticket_member_added", "note", q("of no consequence")),
        changed("ticket_parameters_changed",
                [](QJsonObject &ticket) {
                    QJsonObject request = ticket.value(q("authorization_request")).toObject();
                    request.insert(q("state"), QString(22, u'x'));
                    ticket.insert(q("authorization_request"), request);
                }),
        changed("ticket_purpose_changed",
                [](QJsonObject &ticket) {
                    ticket.insert(q("purpose"), q("protect"));
                    ticket.insert(q("resource_server"), q("clinic"));
                    ticket.insert(q("requested_resources"), QJsonArray());
                }),
        resourceChanged("ticket_request_id_changed", "request_id", q("r2")),
        resourceChanged("ticket_definition_changed", "resource_definition", q("genome")),
        resourceChanged("ticket_resource_changed", "resource_id", q("r9")),
        resourceChanged("ticket_source_changed", "resource_server", q("clinic")),
        resourceChanged("ticket_scopes_changed", "scopes",
                        QJsonArray{read, QJsonObject{{q("scope"), q("write")}, {q("required"), true}}}),
        resourceChanged("ticket_linkage_changed", "linkage", q("one")),
        answeredLater("ticket_gone_at_the_second_reading", refused("invalid_ticket", 400)),
        answeredLater("ticket_bound_at_the_second_reading", refused("ticket_bound", 409)),
        answeredLater("ticket_over_at_the_second_reading", refused("expired_ticket", 400)),
        {"the_same_ticket_read_twice", Act::Reread, [](Scene &) {}, {}, [](Scene &) {}},
    };
}

// Accepted: what is no answer of the protocol may be one in a minute.
Variants passingVariants()
{
    const auto page = http::FakeHttpClient::text("<html>Sign in to the network of this place</html>", 200, "text/html");
    const auto forbidden = http::FakeHttpClient::text("<html></html>", 403, "text/html");
    http::Response detour = http::FakeHttpClient::text({}, 302);
    detour.headers.set("Location", "/as/elsewhere");
    const auto get = http::Method::Get;
    const auto post = http::Method::Post;
    return {
        once("ticket_is_a_web_page_once", post, ticketPath, page),
        once("ticket_by_redirect_once", post, ticketPath, detour),
        once("ticket_refused_by_a_proxy_once", post, ticketPath, forbidden),
        once("ticket_half_written_once", post, ticketPath,
             http::FakeHttpClient::text(R"({"ticket":)", 200, "application/json")),
        once("client_is_a_web_page_once", get, "/fpx_registry/clients/immunize-me", page),
        once("client_by_redirect_once", get, "/fpx_registry/clients/immunize-me", detour),
        once("definition_is_a_web_page_once", get, "/fpx_registry/resource-definitions/labs", page),
        once("source_is_a_web_page_once", get, "/fpx_registry/resource-servers/clinic", page),
        once("permission_is_a_web_page_once", post, "/fpx_permission",
             http::FakeHttpClient::text("<html></html>", 201, "text/html")),
        once("permission_refused_by_a_proxy_once", post, "/fpx_permission", forbidden),
        lie(Act::Again, "unknown_members_in_the_ticket",
            [](HostileAs &as) { as.ticket.insert(q("note"), QJsonObject{{q("of"), q("no consequence")}}); }),
        lie(Act::Again, "unknown_members_in_the_registry",
            [](HostileAs &as) { as.client.insert(q("note"), QJsonArray{1, 2}); }),
    };
}

Variants referenceVariants()
{
    return {
        named("reference_for_a_silent_answer", [](HostileAs &as) { as.asked("prompt", q("none")); }),
        named("reference_to_another_ticket", [](HostileAs &as) { as.ticket.insert(q("ticket"), q("ticket-2")); }),
        named("reference_without_state", [](HostileAs &as) { as.asked("state", nothing); }),
        named("reference_with_a_short_nonce", [](HostileAs &as) { as.asked("nonce", q("n")); }),
        named("reference_answered_elsewhere",
              [](HostileAs &as) { as.asked("redirect_uri", q("https://evil.example/answer")); }),
        named("reference_of_another_client_id", [](HostileAs &as) { as.asked("client_id", q("as-evil")); }),
        named("reference_to_be_delivered", [](HostileAs &as) { as.asked("response_mode", q("direct_post")); }),
    };
}

} // namespace interop
