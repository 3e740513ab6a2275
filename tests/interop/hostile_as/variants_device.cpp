// A request that began on another device (profile 4.6): what the AS says to the code, and what it makes of the answer that
// the wallet posts itself.
#include "variants.h"

namespace interop {

namespace {

constexpr const char *ticketPath = "/fpx_ticket";

/// One change to the parameters that come with the ticket: no browser has brought them, so nothing else tells the lie.
Variant asked(const char *name, const char *parameter, const QJsonValue &value)
{
    return lie(Act::Code, name, [parameter, value](HostileAs &as) { as.asked(parameter, value); });
}

Variant typed(const char *name, const QByteArray &code)
{
    return {name, Act::Code, [](Scene &) {}, code};
}

Variant linked(const char *name, const QByteArray &link)
{
    return {name, Act::Link, [](Scene &) {}, link};
}

} // namespace

Variants codeVariants()
{
    return {
        typed("code_of_seven_letters", "WDJB-MJH"),
        typed("code_of_nine_letters", "WDJB-MJHTK"),
        typed("code_with_a_digit", "WDJB-MJH7"),
        answered(Act::Code, "code_unknown", ticketPath, 400, "invalid_ticket"),
        answered(Act::Code, "code_expired", ticketPath, 400, "expired_ticket"),
        answered(Act::Code, "code_read_by_another", ticketPath, 409, "ticket_bound"),
        answered(Act::Code, "codes_too_many", ticketPath, 429, "too_many_codes"),
        answered(Act::Code, "code_refused", ticketPath, 403, "access_denied"),
        answered(Act::Code, "code_endpoint_fails", ticketPath, 500, "server_error"),
        detour(Act::Code, "code_by_redirect", ticketPath),
        webPage(Act::Code, "code_is_a_web_page", ticketPath),
        lie(Act::Code, "code_without_a_ticket", [](HostileAs &as) { change(as.ticket, q("ticket"), nothing); }),
        asked("code_for_a_browser", "response_mode", q("fragment")),
        asked("code_of_another_client_id", "client_id", q("as-evil")),
        asked("code_answered_elsewhere", "redirect_uri", q("https://evil.example/answer")),
        asked("code_without_state", "state", nothing),
        asked("code_without_nonce", "nonce", nothing),
        asked("code_for_a_silent_answer", "prompt", q("none")),
        lie(Act::Code, "code_of_a_client_unknown",
            [](HostileAs &as) {
                as.answer("/fpx_registry/clients/immunize-me", QJsonObject{{q("error"), q("not_found")}}, 404);
            }),
        answered(Act::Answer, "code_answer_refused", "/answer", 400, "invalid_request"),
        linked("link_with_a_code", "fpx-wallet:device?as=health&user_code=WDJB-MJHT"),
        linked("link_with_a_code_under_another_name", "fpx-wallet:device?as=health&hint=wdjbmjht"),
        linked("link_to_another_network", "fpx-wallet:device?as=evil"),
    };
}

} // namespace interop
