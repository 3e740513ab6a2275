// What a page can make the person's browser send to the listener (profile 4.1): requests that are none, and bytes that are
// no request.
#include "../support/waiting.h"
#include "variants.h"

namespace interop {

namespace {

Variant brought(const char *name, const char *parameter, const QString &value)
{
    return lie(Act::Arrive, name, [parameter, value](HostileAs &as) { as.bring(parameter, value); });
}

Variant bytes(const char *name, const QByteArray &line, const QByteArray &fields = {},
              const QByteArray &host = "Host: 127.0.0.1:{port}\r\n")
{
    return {name, Act::Bytes, [](Scene &) {}, line + "\r\n" + host + fields + "\r\n"};
}

/// Opens the AS's request and declines it, so that its nonce and its ticket are used up.
void useUp(Scene &scene)
{
    using Stage = consent::Prompt::Stage;
    if (scene.arrive().isEmpty())
        return;
    consent::Prompt *prompt = scene.wallet().prompts().value(0);
    if (prompt == nullptr)
        return;
    prompt->openAs(prompt->profiles().first().id);
    if (waitFor([prompt] { return prompt->stage() == Stage::Question; }))
        prompt->decline();
}

} // namespace

Variants queryVariants()
{
    return {
        brought("as_unknown", "client_id", q("as-evil")),
        brought("client_id_absent", "client_id", {}),
        brought("redirect_uri_elsewhere", "redirect_uri", q("https://evil.example/answer")),
        lie(Act::Arrive, "redirect_uri_prefix",
            [](HostileAs &as) { as.bring("redirect_uri", as.redirectUri() + q(".evil.example")); }),
        lie(Act::Arrive, "redirect_uri_with_a_query",
            [](HostileAs &as) { as.bring("redirect_uri", as.redirectUri() + q("?a=b")); }),
        lie(Act::Arrive, "redirect_uri_in_other_case",
            [](HostileAs &as) { as.bring("redirect_uri", as.redirectUri().toUpper()); }),
        brought("redirect_uri_absent", "redirect_uri", {}),
        brought("response_type_code", "response_type", q("code")),
        brought("response_type_with_token", "response_type", q("id_token token")),
        brought("response_mode_query", "response_mode", q("query")),
        brought("scope_without_openid", "scope", q("profile")),
        brought("state_too_short", "state", QString(21, u's')),
        brought("state_too_long", "state", QString(513, u's')),
        brought("state_with_a_null_byte", "state", QString(22, u's') + QChar(u'\0')),
        brought("nonce_absent", "nonce", {}),
        brought("nonce_with_padding", "nonce", QString(22, u'n') + u'='),
        brought("ticket_absent", "ticket", {}),
        brought("ticket_in_two_segments", "ticket", q("a/b")),
        brought("ticket_of_1025_characters", "ticket", QString(1025, u't')),
        brought("prompt_none_with_login", "prompt", q("none login")),
        brought("prompt_unknown", "prompt", q("skip")),
        brought("prompt_none_without_a_rule", "prompt", q("none")),
        brought("max_age_negative", "max_age", q("-1")),
        brought("acr_values_two_of_a_kind", "acr_values", q("ial1 ial2")),
        brought("request_uri", "request_uri", q("https://as.example/r")),
        lie(Act::Arrive, "parameter_repeated", [](HostileAs &as) { as.query.append({q("state"), QString(22, u's')}); }),
        {"nonce_replayed", Act::Arrive,
         [](Scene &scene) {
             useUp(scene);
             scene.as->bring("ticket", q("ticket-2"));
         }},
        {"ticket_replayed", Act::Arrive,
         [](Scene &scene) {
             useUp(scene);
             scene.as->bring("nonce", QString(22, u'm'));
         }},
    };
}

Variants byteVariants()
{
    const QByteArray get = "GET /authorize/as-health/ticket-1 HTTP/1.1";
    return {
        bytes("host_of_a_rebound_name", get, {}, "Host: evil.example:{port}\r\n"),
        bytes("host_localhost", get, {}, "Host: localhost:{port}\r\n"),
        bytes("host_without_port", get, {}, "Host: 127.0.0.1\r\n"),
        bytes("two_hosts", get, "Host: evil.example\r\n"),
        bytes("no_host", get, {}, {}),
        bytes("folded_header", get, "Accept: a\r\n b\r\n"),
        bytes("absolute_form_of_another", "GET http://evil.example/authorize/as-health/ticket-1 HTTP/1.1"),
        bytes("method_post", "POST /authorize HTTP/1.1"),
        bytes("method_options", "OPTIONS /authorize HTTP/1.1", "Access-Control-Request-Method: GET\r\n"),
        bytes("get_with_a_body", get, "Content-Length: 3\r\n"),
        bytes("head_request", "HEAD /authorize/as-health/ticket-1 HTTP/1.1"),
        bytes("prefetch", get, "Sec-Purpose: prefetch\r\n"),
        bytes("prerender", get, "Sec-Purpose: prefetch;prerender\r\n"),
        bytes("fetch_by_script", get,
              "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"),
        bytes("image_of_another_site", get,
              "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n"),
        bytes("frame_of_another_site", get,
              "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"),
        bytes("script_of_the_same_site", get,
              "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n"),
        bytes("websocket", get, "Sec-Fetch-Mode: websocket\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"),
        bytes("service_worker_script", get, "Service-Worker: script\r\nSec-Fetch-Dest: serviceworker\r\n"),
        bytes("null_byte_in_the_target", QByteArray("GET /authorize/as-health/tick\0et HTTP/1.1", 41)),
        bytes("http_1_0", "GET /authorize/as-health/ticket-1 HTTP/1.0"),
        bytes("head_too_large", get, "A: " + QByteArray(17'000, 'a') + "\r\n"),
        bytes("page_token_guessed", "GET /requests/" + QByteArray(43, 'a') + " HTTP/1.1"),
        bytes("start_token_guessed", "GET /start/" + QByteArray(43, 'a') + " HTTP/1.1"),
        bytes("another_path", "GET /favicon.ico HTTP/1.1"),
        {"too_many_requests_at_once", Act::Bytes,
         [](Scene &scene) {
             for (int i = 0; i < 10; ++i) {
                 if (scene.navigate("/authorize?client_id=as-health&i=" + QByteArray::number(i)).status != 303)
                     qFatal("refused too early");
             }
         },
         get + "\r\nHost: 127.0.0.1:{port}\r\n\r\n"},
    };
}

} // namespace interop
