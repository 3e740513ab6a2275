// What the AS says of a request once the person has opened it: ticket details (profile 4.3) and registry (profile 7).
#include "variants.h"

namespace interop {

namespace {

constexpr const char *ticketPath = "/fpx_ticket";
constexpr const char *clientPath = "/fpx_registry/clients/immunize-me";
constexpr const char *definitionPath = "/fpx_registry/resource-definitions/labs";

Variant said(const char *name, const char *member, const QJsonValue &value)
{
    return lie(Act::Open, name, [member, value](HostileAs &as) { change(as.ticket, q(member), value); });
}

/// One change to the one resource that the ticket asks for.
Variant wanted(const char *name, const char *member, const QJsonValue &value)
{
    return lie(Act::Open, name, [member, value](HostileAs &as) {
        QJsonObject resource = as.ticket.value(q("requested_resources")).toArray().first().toObject();
        change(resource, q(member), value);
        as.ticket.insert(q("requested_resources"), QJsonArray{resource});
    });
}

Variant asked(const char *name, const char *parameter, const QJsonValue &value)
{
    return lie(Act::Open, name, [parameter, value](HostileAs &as) { as.asked(parameter, value); });
}

} // namespace

Variants ticketVariants()
{
    const QJsonObject scope{{q("scope"), q("read")}};
    return {
        answered(Act::Open, "ticket_bound", ticketPath, 409, "ticket_bound"),
        answered(Act::Open, "ticket_unknown", ticketPath, 400, "invalid_ticket"),
        answered(Act::Open, "ticket_expired", ticketPath, 400, "expired_ticket"),
        answered(Act::Open, "ticket_refused", ticketPath, 403, "access_denied"),
        answered(Act::Open, "ticket_endpoint_fails", ticketPath, 500, "server_error"),
        detour(Act::Open, "ticket_by_redirect", ticketPath),
        webPage(Act::Open, "ticket_is_a_web_page", ticketPath),
        lie(Act::Open, "ticket_refused_by_a_proxy",
            [](HostileAs &as) {
                as.answer(ticketPath, http::FakeHttpClient::text("<html></html>", 403, "text/html"));
            }),
        text(Act::Open, "ticket_half_written", ticketPath, R"({"ticket":)"),
        text(Act::Open, "ticket_with_a_duplicate_member", ticketPath, R"({"ticket":"a","ticket":"b"})"),
        text(Act::Open, "ticket_too_deep", ticketPath, R"({"a":)" + QByteArray(40, '[') + QByteArray(40, ']') + '}'),
        text(Act::Open, "ticket_too_large", ticketPath, "{\"a\":[]" + QByteArray(257 * 1024, ' ') + '}'),
        said("ticket_missing", "ticket", nothing),
        said("ticket_for_another_ticket", "ticket", q("ticket-2")),
        said("ticket_with_a_slash", "ticket", q("a/b")),
        said("purpose_unknown", "purpose", q("read")),
        said("expires_at_missing", "expires_at", nothing),
        said("expires_at_as_text", "expires_at", q("1790000600")),
        said("ticket_long_over", "expires_at", 1),
        said("client_missing", "client", nothing),
        said("client_with_a_path", "client", QJsonObject{{q("client_id"), q("../organizations/x")}}),
        said("nothing_requested", "requested_resources", QJsonArray()),
        said("protect_with_resources", "purpose", q("protect")),
        said("usage_unknown", "usage", q("always")),
        said("duration_with_hours", "duration", QJsonObject{{q("requested"), q("PT5H")}}),
        said("reason_is_a_number", "reason", 7),
        wanted("definition_with_a_path", "resource_definition", q("../clients/x")),
        wanted("source_with_a_path", "resource_server", q("../clients/x")),
        wanted("no_scope_requested", "scopes", QJsonArray()),
        wanted("scope_named_twice", "scopes", QJsonArray{scope, scope}),
        wanted("linkage_with_a_line_break", "linkage", q("a\nb")),
    };
}

Variants mismatchVariants()
{
    return {
        asked("mismatch_of_state", "state", QString(22, u'x')),
        asked("mismatch_of_nonce", "nonce", QString(22, u'x')),
        asked("mismatch_of_redirect_uri", "redirect_uri", q("http://127.0.0.1:9/answer")),
        asked("mismatch_of_response_mode", "response_mode", q("form_post")),
        asked("mismatch_of_client_id", "client_id", q("as-other")),
        asked("parameter_added_in_the_browser", "scope", nothing),
        asked("parameter_lost_in_the_browser", "max_age", q("60")),
        asked("parameter_of_another_type", "max_age", 60),
        asked("ticket_among_the_parameters", "ticket", q("ticket-1")),
        said("authorization_request_missing", "authorization_request", nothing),
    };
}

Variants registryVariants()
{
    const auto entry = [](const char *name, QJsonObject HostileAs::*which, const char *member,
                          const QJsonValue &value) {
        return lie(Act::Open, name, [which, member, value](HostileAs &as) { change(as.*which, q(member), value); });
    };
    return {
        answered(Act::Open, "client_unknown_to_the_registry", clientPath, 404, "not_found"),
        entry("client_disabled", &HostileAs::client, "disabled", true),
        entry("client_of_another_name", &HostileAs::client, "identifier", q("bank")),
        entry("client_without_a_name", &HostileAs::client, "display_name", QString(QChar(0x202e))),
        entry("client_named_by_language", &HostileAs::client, "display_name",
              QJsonObject{{q("en"), q("Immunize Me")}, {q("fr"), q("Vaccinez-moi")}}),
        entry("client_named_by_a_number", &HostileAs::client, "display_name", 7),
        entry("client_disabled_in_words", &HostileAs::client, "disabled", q("no")),
        entry("policy_is_a_script", &HostileAs::client, "policy_uri", q("javascript:alert(1)")),
        entry("policy_without_tls", &HostileAs::client, "policy_uri", q("http://immunize.example/policy")),
        entry("logo_is_a_list", &HostileAs::client, "logo", QJsonArray{q("https://immunize.example/logo.png")}),
        entry("verified_at_as_text", &HostileAs::client, "verified_at", q("2026-01-01")),
        entry("definition_without_a_name", &HostileAs::definition, "display_name", nothing),
        entry("definition_of_a_type_that_is_a_number", &HostileAs::definition, "resource_type", 7),
        detour(Act::Open, "client_by_redirect", clientPath),
        webPage(Act::Open, "client_is_a_web_page", clientPath),
        text(Act::Open, "client_half_written", clientPath, R"({"display_name":)"),
        text(Act::Open, "client_with_a_duplicate_member", clientPath, R"({"display_name":"a","display_name":"b"})"),
        answered(Act::Open, "definition_unknown_to_the_registry", definitionPath, 404, "not_found"),
        entry("definition_of_another_name", &HostileAs::definition, "identifier", q("genome")),
        entry("scope_unknown_to_the_definition", &HostileAs::definition, "scopes", QJsonArray()),
        entry("sensitivity_unknown", &HostileAs::definition, "scopes",
              QJsonArray{
                  QJsonObject{{q("scope"), q("read")}, {q("display_name"), q("read")}, {q("sensitivity"), q("none")}}}),
    };
}

} // namespace interop
