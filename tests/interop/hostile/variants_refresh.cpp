// When the wallet asks whether the session still stands: OpenID Connect Core section 12.2, RFC 9700 section 4.14.2.
#include "variants.h"

namespace interop {

namespace {

Variant onRefresh(const char *name, BankLie change)
{
    return lie(name, change, Act::Refresh);
}

} // namespace

Variants refreshVariants()
{
    return {
        onRefresh("refresh_token_reused",
                  [](auto &bank) { bank.answer("/token", {{q("error"), q("invalid_grant")}}, 400); }),
        onRefresh("refreshed_sub_of_another_person", [](auto &bank) { bank.claim("sub", q("person-2")); }),
        onRefresh("refreshed_iss_of_another", [](auto &bank) { bank.claim("iss", q("https://evil.example")); }),
        onRefresh("refreshed_aud_of_another", [](auto &bank) { bank.claim("aud", q("somebody-else")); }),
        onRefresh("refreshed_azp_of_another", [](auto &bank) { bank.claim("azp", q("somebody-else")); }),
        onRefresh("refreshed_exp_past", [](auto &bank) { bank.claim("exp", bank.issuer.clock->nowSeconds() - 61); }),
        onRefresh("refreshed_nonce_of_another_flow", [](auto &bank) { bank.claim("nonce", QString(43, u'A')); }),
        onRefresh("refreshed_alg_none",
                  [](auto &bank) {
                      bank.issuer.idToken = [](const QByteArray &token) {
                          return toBase64Url(R"({"alg":"none","typ":"JWT"})") + '.' + token.split('.').at(1) + '.';
                      };
                  }),
        onRefresh("refreshed_by_another_key",
                  [](auto &bank) {
                      bank.issuer.publishKeys({jose::PrivateKey::generate(jose::Algorithm::ES256)->publicKey()});
                  }),
        onRefresh("refreshed_token_type_wrong", [](auto &bank) { bank.token("token_type", q("mac")); }),
        onRefresh("refreshed_scope_widened", [](auto &bank) { bank.token("scope", q("openid profile payments")); }),
        onRefresh("refresh_fails", [](auto &bank) { bank.answer("/token", {}, 503); }),
        onRefresh("refresh_by_redirect", [](auto &bank) { bank.redirect("/token", bank.url("/elsewhere")); }),
        onRefresh("refresh_discovery_of_another_issuer",
                  [](auto &bank) { bank.describe("issuer", q("https://evil.example")); }),
        silence(
            "refresh_hangs", [](auto &bank) { bank.on("/token", HostileIdp::Wire::Hangs); }, Act::Refresh),
    };
}

} // namespace interop
