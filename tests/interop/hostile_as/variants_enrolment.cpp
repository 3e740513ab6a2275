// Joining: discovery (UMA 2.0 Grant section 2), registration (RFC 7591) and the first token (profile section 3).
#include "variants.h"

namespace interop {

namespace {

constexpr const char *registrationPath = "/registration";
constexpr const char *tokenPath = "/token";

Variant described(const char *name, const char *member, const QJsonValue &value)
{
    return lie(Act::Join, name, [member, value](HostileAs &as) { as.describe(member, value); });
}

/// A change to one of the two 201s.
Variant registered(const char *name, int which, const char *member, const QJsonValue &value)
{
    return lie(Act::Join, name, [which, member, value](HostileAs &as) { as.registration(member, value, which); });
}

QJsonObject strangeKeys()
{
    return {{q("keys"), QJsonArray{jose::PrivateKey::generate(jose::Algorithm::ES256)->publicKey().toJson()}}};
}

QByteArray deep(int levels)
{
    return R"({"a":)" + QByteArray(levels, '[') + QByteArray(levels, ']') + '}';
}

} // namespace

Variants discoveryVariants()
{
    return {
        described("discovery_of_another_issuer", "issuer", q("http://127.0.0.1:9/as")),
        lie(Act::Join, "discovery_issuer_with_a_slash",
            [](HostileAs &as) { as.describe("issuer", QString(as.name() + u'/')); }),
        described("discovery_without_issuer", "issuer", nothing),
        detour(Act::Join, "discovery_by_redirect", metadataPath),
        webPage(Act::Join, "discovery_is_a_web_page", metadataPath),
        text(Act::Join, "discovery_with_a_duplicate_member", metadataPath, R"({"issuer":"a","issuer":"b"})"),
        text(Act::Join, "discovery_too_deep", metadataPath, deep(40)),
        text(Act::Join, "discovery_too_large", metadataPath, "{\"a\":[]" + QByteArray(65 * 1024, ' ') + '}'),
        answered(Act::Join, "discovery_absent", metadataPath, 404, "not_found"),
        lie(Act::Join, "discovery_cut_off", [](HostileAs &as) { as.on(metadataPath, WirePeer::Wire::CutOff); }),
        described("ticket_endpoint_missing", "fpx_ticket_endpoint", nothing),
        described("permission_endpoint_missing", "fpx_permission_endpoint", nothing),
        described("registry_endpoint_is_a_file", "fpx_registry_endpoint", q("file:///etc/passwd")),
        described("registration_endpoint_is_a_script", "registration_endpoint", q("javascript:alert(1)")),
        described("token_endpoint_without_tls", "token_endpoint", q("http://as.example/token")),
        described("token_endpoint_with_a_password", "token_endpoint", q("https://a:b@as.example/token")),
        described("jwks_uri_is_a_number", "jwks_uri", 7),
    };
}

Variants registrationVariants()
{
    return {
        answered(Act::Join, "registration_refused", registrationPath, 400, "invalid_software_statement"),
        answered(Act::Join, "registration_answered_with_200", registrationPath, 200, ""),
        answered(Act::Join, "idempotency_key_denied", registrationPath, 422, "idempotency_mismatch"),
        detour(Act::Join, "registration_by_redirect", registrationPath),
        lie(Act::Join, "registration_is_a_web_page",
            [](HostileAs &as) {
                as.answer(registrationPath, http::FakeHttpClient::text("<html></html>", 201, "text/html"));
            }),
        text(Act::Join, "registration_with_a_duplicate_member", registrationPath,
             R"({"client_id":"a","client_id":"b"})", 201),
        text(Act::Join, "registration_too_large", registrationPath,
             "{\"client_id\":\"a\"" + QByteArray(65 * 1024, ' ') + '}', 201),
        registered("registration_uri_on_another_host", 1, "registration_client_uri", q("https://evil.example/r/c-1")),
        registered("registration_uri_on_another_port", 1, "registration_client_uri", q("http://127.0.0.1:9/r/c-1")),
        registered("registration_uri_relative", 1, "registration_client_uri", q("/as/registration/c-1")),
        registered("registration_uri_missing", 1, "registration_client_uri", nothing),
        registered("account_registration_uri_on_another_host", 2, "registration_client_uri",
                   q("https://evil.example/r/c-2")),
        lie(Act::Join, "account_with_the_registration_uri_of_the_enrolment",
            [](HostileAs &as) { as.registration("registration_client_uri", as.url("/registration/c-1"), 2); }),
        registered("account_with_the_id_of_the_enrolment", 2, "client_id", q("c-1")),
        registered("registration_token_missing", 1, "registration_access_token", nothing),
        registered("client_id_missing", 1, "client_id", nothing),
        registered("client_id_with_a_space", 1, "client_id", q("c 1")),
        registered("client_id_too_long", 1, "client_id", QString(256, u'c')),
        registered("weaker_client_authentication", 1, "token_endpoint_auth_method", q("none")),
        registered("another_key_registered", 1, "jwks", strangeKeys()),
        registered("another_key_registered_for_the_account", 2, "jwks", strangeKeys()),
        registered("provider_under_another_name", 1, "fpx_wallet",
                   QJsonObject{{q("issuer"), q("http://127.0.0.1:28900/i/other")}, {q("jwks"), strangeKeys()}}),
        registered("account_with_a_wider_scope", 2, "scope", q("user register")),
        registered("account_that_is_none", 2, "fpx_account", false),
    };
}

Variants tokenVariants()
{
    const auto said = [](const char *name, const char *member, const QJsonValue &value) {
        return lie(Act::Join, name, [member, value](HostileAs &as) { as.token(member, value); });
    };
    return {
        said("token_type_wrong", "token_type", q("DPoP")),
        said("access_token_missing", "access_token", nothing),
        said("access_token_with_a_line_break", "access_token", q("a\r\nX-Y: z")),
        said("token_scope_widened", "scope", q("register user")),
        answered(Act::Join, "account_unknown", tokenPath, 401, "invalid_client"),
        detour(Act::Join, "token_by_redirect", tokenPath),
        webPage(Act::Join, "token_is_a_web_page", tokenPath),
        lie(Act::Join, "clock_of_another_day",
            [](HostileAs &as) {
                http::Response response = http::FakeHttpClient::json(as.metadata);
                response.headers.set("Date", "Wed, 01 Jan 2020 00:00:00 GMT");
                as.answer(metadataPath, response);
            }),
    };
}

} // namespace interop
