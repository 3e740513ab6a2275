// The answer through the browser: RFC 6749 sections 4.1.2 and 10.12, RFC 9207, RFC 9700 sections 2.1 and 4.4, 4.5.
#include "variants.h"

namespace interop {

namespace {

Variant ignored(const char *name, std::function<void(Scene &)> change)
{
    return {name, std::move(change), Act::WaitInVain};
}

// A code that an honest provider gave out for somebody else's request comes back with the person's own `state`.
void injectCode(HostileIdp &bank)
{
    const QString stolen = q("stolen-from-another-flow");
    const QString itsChallenge = QString::fromLatin1(sha256Base64Url("the attacker's own verifier"));
    bank.callback("code", stolen);
    bank.issuer.http->on(http::Method::Post, bank.url("/token"),
                         [&bank, stolen, itsChallenge](const http::Request &request) -> Result<http::Response> {
                             auto answer = bank.issuer.tokenEndpoint(request);
                             const QUrlQuery form(QString::fromLatin1(request.body));
                             if (form.queryItemValue(q("code")) == stolen &&
                                 bank.issuer.verifierChallenge != itsChallenge)
                                 return http::FakeHttpClient::json({{q("error"), q("invalid_grant")}}, 400);
                             return answer;
                         });
}

Variants issuers()
{
    return {
        lie("response_iss_of_another", [](auto &bank) { bank.callback("iss", q("https://evil.example")); }),
        lie("response_iss_missing", [](auto &bank) { bank.callback("iss", std::nullopt); }),
        lie("response_iss_empty", [](auto &bank) { bank.callback("iss", QString()); }),
        lie("response_iss_twice", [](auto &bank) { bank.callbackAlso("iss", q("https://evil.example")); }),
        lie("response_iss_of_another_with_an_error",
            [](auto &bank) {
                bank.issuer.callback = [](oauth::CallbackParameters &parameters) {
                    parameters = {{q("state"), parameters.at(1).second},
                                  {q("iss"), q("https://evil.example")},
                                  {q("error"), q("access_denied")}};
                };
            }),
        {"mix_up_by_authorization_endpoint",
         [](Scene &scene) {
             // The person chose `bank`, which sends the browser to `gov`; `gov` answers at the wallet as it is told.
             scene.bank->describe("authorization_endpoint", scene.gov->url("/authorize"));
         }},
        ignored("mix_up_at_the_callback",
                [](Scene &scene) {
                    scene.bank->callbackUri = q("http://127.0.0.1:%1/callback/gov").arg(scene.wallet->port());
                }),
    };
}

Variants states()
{
    return {
        ignored("state_of_another_flow", byBank([](auto &bank) { bank.callback("state", QString(43, u'A')); })),
        ignored("state_missing", byBank([](auto &bank) { bank.callback("state", std::nullopt); })),
        ignored("state_empty", byBank([](auto &bank) { bank.callback("state", QString()); })),
        ignored("state_twice", byBank([](auto &bank) { bank.callbackAlso("state", q("other")); })),
        ignored("error_without_state", byBank([](auto &bank) {
                    bank.issuer.callback = [](oauth::CallbackParameters &parameters) {
                        parameters = {{q("error"), q("access_denied")}};
                    };
                })),
    };
}

Variants codes()
{
    return {
        lie("code_injected", injectCode),
        lie("code_injected_where_pkce_is_ignored",
            // The attacker's request had a nonce of its own, and the provider forgot to look at the verifier.
            [](auto &bank) { bank.claim("nonce", QString(43, u'A')); }),
        lie("code_missing", [](auto &bank) { bank.callback("code", std::nullopt); }),
        lie("code_empty", [](auto &bank) { bank.callback("code", QString()); }),
        lie("code_twice", [](auto &bank) { bank.callbackAlso("code", q("other")); }),
        lie("code_too_long", [](auto &bank) { bank.callback("code", QString(5000, u'x')); }),
        lie("error_declined", [](auto &bank) { bank.callbackAlso("error", q("access_denied")); }),
        lie("error_of_the_server", [](auto &bank) { bank.callbackAlso("error", q("server_error")); }),
        lie("error_twice",
            [](auto &bank) {
                bank.issuer.callback = [](oauth::CallbackParameters &parameters) {
                    parameters.append({q("error"), q("access_denied")});
                    parameters.append({q("error"), q("server_error")});
                };
            }),
    };
}

} // namespace

Variants browserVariants()
{
    Variants all = issuers();
    for (const Variants &more : {states(), codes()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

} // namespace interop
