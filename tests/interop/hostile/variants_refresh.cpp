// When the wallet asks whether the session still stands: OpenID Connect Core section 12.2, RFC 9700 section 4.14.2.
#include "variants.h"

namespace interop {

namespace {

Variant lie(const char *name, BankLie change)
{
    return {name, byBank(change), Act::Refresh};
}

} // namespace

Variants refreshVariants()
{
    Variants all{
        lie("refresh_token_reused", [](auto &bank) { bank.answer("/token", {{q("error"), q("invalid_grant")}}, 400); }),
        lie("refreshed_sub_of_another_person", [](auto &bank) { bank.claim("sub", q("person-2")); }),
        lie("refreshed_iss_of_another", [](auto &bank) { bank.claim("iss", q("https://evil.example")); }),
        lie("refreshed_aud_of_another", [](auto &bank) { bank.claim("aud", q("somebody-else")); }),
        lie("refreshed_azp_of_another", [](auto &bank) { bank.claim("azp", q("somebody-else")); }),
        lie("refreshed_exp_past", [](auto &bank) { bank.claim("exp", bank.issuer.clock->nowSeconds() - 61); }),
        lie("refreshed_nonce_of_another_flow", [](auto &bank) { bank.claim("nonce", QString(43, u'A')); }),
        lie("refreshed_alg_none",
            [](auto &bank) {
                bank.issuer.idToken = [](const QByteArray &token) {
                    return toBase64Url(R"({"alg":"none","typ":"JWT"})") + '.' + token.split('.').at(1) + '.';
                };
            }),
        lie("refreshed_by_another_key",
            [](auto &bank) {
                bank.issuer.publishKeys({jose::PrivateKey::generate(jose::Algorithm::ES256)->publicKey()});
            }),
        lie("refreshed_token_type_wrong", [](auto &bank) { bank.token("token_type", q("mac")); }),
        lie("refreshed_scope_widened", [](auto &bank) { bank.token("scope", q("openid profile payments")); }),
        lie("refresh_fails", [](auto &bank) { bank.answer("/token", {}, 503); }),
        lie("refresh_by_redirect", [](auto &bank) { bank.redirect("/token", bank.url("/elsewhere")); }),
        lie("refresh_discovery_of_another_issuer",
            [](auto &bank) { bank.describe("issuer", q("https://evil.example")); }),
    };
    Variant hangs = lie("refresh_hangs", [](auto &bank) { bank.on("/token", HostileIdp::Wire::Hangs); });
    hangs.neverAnswers = true;
    all.push_back(hangs);
    return all;
}

} // namespace interop
