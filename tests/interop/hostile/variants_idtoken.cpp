// The id_token itself: header and signature (RFC 7515, RFC 8725), encoding, claims (OpenID Connect Core 3.1.3.7).
#include "variants.h"

#include <fpx/jose/signature.h>

namespace interop {

namespace {

Variant claimLie(const char *name, const char *claim, const QJsonValue &value)
{
    return {name, [claim, value](Scene &scene) { scene.bank->claim(claim, value); }};
}

Variant headerLie(const char *name, const char *member, const QJsonValue &value)
{
    return {name, [member, value](Scene &scene) { scene.bank->header(member, value); }};
}

/// Seconds from now.
Variant timeLie(const char *name, const char *claim, qint64 offset)
{
    return {name, [claim, offset](Scene &scene) { scene.bank->claim(claim, scene.clock->nowSeconds() + offset); }};
}

using Rewrite = QByteArray (*)(const QByteArray &token);
Variant rewritten(const char *name, Rewrite rewrite)
{
    return {name, [rewrite](Scene &scene) { scene.bank->issuer.idToken = rewrite; }};
}

/// The token with other bytes for header and payload, signed as an honest one.
Variant resigned(const char *name, Rewrite header, Rewrite payload)
{
    return {name, [header, payload](Scene &scene) {
                auto &issuer = scene.bank->issuer;
                issuer.idToken = [header, payload, &issuer](const QByteArray &token) {
                    const QByteArrayList parts = token.split('.');
                    const QByteArray input = toBase64Url(header(*fromBase64Url(parts.at(0)))) + '.' +
                                             toBase64Url(payload(*fromBase64Url(parts.at(1))));
                    return input + '.' + toBase64Url(*jose::signBytes(input, issuer.key));
                };
            }};
}

QByteArray same(const QByteArray &text)
{
    return text;
}

QByteArray unsignedWith(const char *algorithm, const QByteArray &token)
{
    const QByteArray header = QByteArray(R"({"alg":"ALG","typ":"JWT"})").replace("ALG", algorithm);
    return toBase64Url(header) + '.' + token.split('.').at(1) + '.';
}

} // namespace

Variants signatureVariants()
{
    return {
        rewritten("alg_none", [](const QByteArray &token) { return unsignedWith("none", token); }),
        rewritten("alg_none_in_other_case", [](const QByteArray &token) { return unsignedWith("nOnE", token); }),
        headerLie("alg_none_with_a_signature", "alg", q("none")),
        headerLie("alg_missing", "alg", nothing),
        lie("alg_hs256_with_the_public_key",
            [](auto &bank) {
                bank.issuer.idToken = [&bank](const QByteArray &token) {
                    const Secret secret(toCompactJson(bank.issuer.key.publicKey().toBareJson()));
                    const QJsonObject header{{q("typ"), q("JWT")}, {q("kid"), bank.issuer.key.keyId()}};
                    return *jose::signHs256(header, jose::peekUnverified(token)->claims, secret);
                };
            }),
        headerLie("alg_of_another_key", "alg", q("EdDSA")),
        headerLie("alg_unknown", "alg", q("ES256K")),
        lie("alg_that_the_issuer_does_not_list",
            [](auto &bank) { bank.describe("id_token_signing_alg_values_supported", QJsonArray{q("RS256")}); }),
        headerLie("crit", "crit", QJsonArray{q("exp")}),
        {"jwk_in_the_header",
         [](Scene &scene) { scene.bank->header("jwk", scene.bank->issuer.key.publicKey().toBareJson()); }},
        headerLie("jku_in_the_header", "jku", q("https://evil.example/jwks")),
        headerLie("x5c_in_the_header", "x5c", QJsonArray{q("MIIB")}),
        headerLie("x5u_in_the_header", "x5u", q("https://evil.example/cert")),
        headerLie("b64_in_the_header", "b64", false),
        headerLie("zip_in_the_header", "zip", q("DEF")),
        headerLie("typ_of_an_access_token", "typ", q("at+jwt")),
        headerLie("typ_of_a_permission", "typ", q("fpx-permission+jwt")),
        headerLie("kid_is_no_string", "kid", 7),
        rewritten("signature_changed",
                  [](const QByteArray &token) {
                      QByteArray changed = token;
                      const qsizetype at = changed.size() - 20;
                      changed[at] = changed.at(at) == 'A' ? 'B' : 'A';
                      return changed;
                  }),
        rewritten("signature_of_zeroes",
                  [](const QByteArray &token) {
                      return token.left(token.lastIndexOf('.') + 1) + toBase64Url(QByteArray(64, '\0'));
                  }),
        rewritten("signature_empty", [](const QByteArray &token) { return token.left(token.lastIndexOf('.') + 1); }),
        {"signed_by_another_provider",
         [](Scene &scene) {
             scene.bank->issuer.idToken = [&scene](const QByteArray &token) {
                 const jose::PrivateKey &key = scene.gov->issuer.key;
                 return *jose::sign(QJsonObject{{q("typ"), q("JWT")}, {q("kid"), key.keyId()}},
                                    jose::peekUnverified(token)->claims, key);
             };
         }},
    };
}

Variants encodingVariants()
{
    return {
        rewritten("token_truncated", [](const QByteArray &token) { return token.left(token.size() / 2); }),
        rewritten("token_padded", [](const QByteArray &token) { return token + "=="; }),
        rewritten("token_in_plain_base64",
                  [](const QByteArray &token) {
                      const QByteArrayList parts = token.split('.');
                      return parts.at(0) + '.' + fromBase64Url(parts.at(1))->toBase64() + '.' + parts.at(2);
                  }),
        rewritten("token_with_a_fourth_part", [](const QByteArray &token) { return token + ".e30"; }),
        rewritten("token_in_json_serialization",
                  [](const QByteArray &token) {
                      const QByteArrayList parts = token.split('.');
                      return R"({"protected":")" + parts.at(0) + R"(","payload":")" + parts.at(1) +
                             R"(","signature":")" + parts.at(2) + "\"}";
                  }),
        rewritten("token_encrypted", [](const QByteArray &token) { return token + ".AAAA.AAAA"; }),
        resigned(
            "duplicate_header", [](const QByteArray &text) { return text.chopped(1) + R"(,"alg":"none"})"; }, same),
        resigned("duplicate_claim", same,
                 [](const QByteArray &text) { return text.chopped(1) + R"(,"sub":"person-2"})"; }),
        resigned("claims_too_deep", same,
                 [](const QByteArray &text) {
                     return text.chopped(1) + ",\"x\":" + QByteArray(40, '[') + QByteArray(40, ']') + '}';
                 }),
        resigned("claims_are_no_object", same, [](const QByteArray &) { return QByteArray("[]"); }),
        resigned("claims_with_bad_utf8", same,
                 [](const QByteArray &text) { return text.chopped(1) + ",\"x\":\"\xff\"}"; }),
        claimLie("token_over_64_kib", "padding", QString(48 * 1024, u'x')),
    };
}

Variants claimVariants()
{
    return {
        claimLie("iss_of_another", "iss", q("https://evil.example")),
        claimLie("iss_missing", "iss", nothing),
        {"iss_with_a_slash", [](Scene &scene) { scene.bank->claim("iss", scene.bank->issuer.issuer + u'/'); }},
        {"iss_of_the_other_provider", [](Scene &scene) { scene.bank->claim("iss", scene.gov->issuer.issuer); }},
        claimLie("iss_is_a_list", "iss", QJsonArray{q("https://evil.example")}),
        claimLie("aud_of_another", "aud", q("somebody-else")),
        claimLie("aud_missing", "aud", nothing),
        claimLie("aud_empty", "aud", QJsonArray()),
        claimLie("aud_with_others_and_no_azp", "aud", QJsonArray{q("wallet"), q("somebody-else")}),
        claimLie("aud_with_a_number", "aud", QJsonArray{q("wallet"), 7}),
        claimLie("azp_of_another", "azp", q("somebody-else")),
        claimLie("azp_is_no_string", "azp", 7),
        claimLie("sub_missing", "sub", nothing),
        claimLie("sub_empty", "sub", QString()),
        claimLie("sub_is_a_number", "sub", 7),
        claimLie("sub_too_long", "sub", QString(256, u'x')),
        claimLie("sub_not_ascii", "sub", QString(QChar(0x430)) + q("licha")),
        claimLie("sub_of_another_person", "sub", q("person-2")),
        claimLie("nonce_missing", "nonce", nothing),
        claimLie("nonce_of_another_flow", "nonce", QString(43, u'A')),
        claimLie("nonce_empty", "nonce", QString()),
        claimLie("nonce_is_no_string", "nonce", 7),
        claimLie("at_hash_of_another_token", "at_hash", q("AAAAAAAAAAAAAAAAAAAAAA")),
        claimLie("at_hash_is_no_string", "at_hash", 7),
        {"access_token_replaced", [](Scene &scene) { scene.bank->token("access_token", q("another-one")); }},
        {"id_token_replayed",
         [](Scene &scene) {
             const auto old = std::make_shared<QByteArray>();
             scene.bank->issuer.idToken = [old](const QByteArray &token) {
                 if (old->isEmpty())
                     *old = token;
                 return *old;
             };
             // Once honestly, so that there is one to be replayed.
             [[maybe_unused]] const auto first = scene.bank->issuer.tokenEndpoint({});
         }},
    };
}

Variants freshnessVariants()
{
    identity::Demand withinTenMinutes;
    withinTenMinutes.maxAge = 600;
    identity::Demand stronger;
    stronger.minimum = {2, 2};
    identity::Demand again;
    again.forceLogin = true;
    const auto asked = [](Variant variant, const identity::Demand &demand) {
        variant.demand = demand;
        return variant;
    };
    return {
        timeLie("exp_past", "exp", -61),
        claimLie("exp_missing", "exp", nothing),
        claimLie("exp_is_no_number", "exp", q("2099-01-01")),
        timeLie("exp_before_iat", "exp", -1),
        timeLie("iat_in_the_future", "iat", 61),
        claimLie("iat_missing", "iat", nothing),
        claimLie("iat_is_no_number", "iat", q("now")),
        timeLie("nbf_in_the_future", "nbf", 61),
        timeLie("auth_time_in_the_future", "auth_time", 61),
        claimLie("auth_time_is_no_number", "auth_time", q("just now")),
        claimLie("auth_time_negative", "auth_time", -1),
        asked(claimLie("auth_time_missing", "auth_time", nothing), withinTenMinutes),
        asked(timeLie("auth_time_too_old", "auth_time", -661), withinTenMinutes),
        asked(timeLie("prompt_login_ignored", "auth_time", -61), again),
        asked(claimLie("acr_missing", "acr", nothing), stronger),
        asked(claimLie("acr_too_low", "acr", q("loa1")), stronger),
        asked(claimLie("acr_unknown_to_the_operator", "acr", q("urn:super-safe")), stronger),
        asked(claimLie("acr_is_a_list", "acr", QJsonArray{q("loa2")}), stronger),
    };
}

} // namespace interop
