// The token endpoint (RFC 6749 section 5, RFC 9700) and the key set (RFC 7517 section 5, profile sections 8 and 9).
#include "variants.h"

namespace interop {

namespace {

constexpr const char *tokenPath = "/token";
constexpr const char *keysPath = "/jwks";

jose::PrivateKey otherKey(jose::Algorithm algorithm = jose::Algorithm::ES256)
{
    return *jose::PrivateKey::generate(algorithm);
}

} // namespace

Variants tokenEndpointVariants()
{
    return {
        lie("token_type_wrong", [](auto &bank) { bank.token("token_type", q("DPoP")); }),
        lie("token_type_missing", [](auto &bank) { bank.token("token_type", nothing); }),
        lie("access_token_missing", [](auto &bank) { bank.token("access_token", nothing); }),
        lie("access_token_with_a_line_break", [](auto &bank) { bank.token("access_token", q("a\r\nX-Y: z")); }),
        lie("access_token_is_no_string", [](auto &bank) { bank.token("access_token", 7); }),
        lie("refresh_token_with_a_space", [](auto &bank) { bank.token("refresh_token", q("a b")); }),
        lie("expires_in_negative", [](auto &bank) { bank.token("expires_in", -1); }),
        lie("expires_in_is_no_number", [](auto &bank) { bank.token("expires_in", q("soon")); }),
        lie("scope_widened", [](auto &bank) { bank.token("scope", q("openid profile payments")); }),
        lie("id_token_missing", [](auto &bank) { bank.token("id_token", nothing); }),
        lie("id_token_of_ten_megabytes",
            [](auto &bank) {
                bank.issuer.idToken = [](const QByteArray &token) { return token + QByteArray(tenMegabytes, 'A'); };
            }),
        lie("token_answer_by_redirect", [](auto &bank) { bank.redirect(tokenPath, bank.url("/elsewhere")); }),
        lie("token_answer_is_a_web_page",
            [](auto &bank) { bank.answer(tokenPath, http::FakeHttpClient::text("<html></html>", 200, "text/html")); }),
        lie("token_answer_with_a_duplicate_member",
            [](auto &bank) { bank.answerText(tokenPath, R"({"access_token":"a","access_token":"b"})"); }),
        lie("token_answer_with_status_201",
            [](auto &bank) {
                bank.answer(tokenPath, {{q("access_token"), q("a")}, {q("token_type"), q("Bearer")}}, 201);
            }),
        lie("token_answer_cut_off", [](auto &bank) { bank.on(tokenPath, HostileIdp::Wire::CutOff); }),
        silence("token_answer_hangs", [](auto &bank) { bank.on(tokenPath, HostileIdp::Wire::Hangs); }),
        silence("token_answer_drips", [](auto &bank) { bank.on(tokenPath, HostileIdp::Wire::Drips); }),
        lie("invalid_grant", [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("invalid_grant")}}, 400); }),
        lie("invalid_client", [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("invalid_client")}}, 401); }),
        lie("token_endpoint_fails", [](auto &bank) { bank.answer(tokenPath, {}, 500); }),
        lie("error_with_foreign_words",
            [](auto &bank) {
                bank.answer(tokenPath,
                            {{q("error"), q("invalid_request")},
                             {q("error_description"), QString(QChar(0x202e)) + q("Call \"1-800-FRAUD\" at once")}},
                            400);
            }),
    };
}

Variants keySetVariants()
{
    return {
        lie("jwks_on_another_host_by_redirect",
            [](auto &bank) { bank.redirect(keysPath, q("http://127.0.0.2:9/jwks")); }),
        lie("jwks_too_large",
            [](auto &bank) { bank.answerText(keysPath, "{\"keys\":[]" + QByteArray(65 * 1024, ' ') + '}'); }),
        lie("jwks_of_ten_megabytes", [](auto &bank) { bank.answerText(keysPath, QByteArray(tenMegabytes, ' ')); }),
        lie("jwks_with_too_many_keys",
            [](auto &bank) { bank.issuer.publishKeys(QList<jose::PublicKey>(33, bank.issuer.key.publicKey())); }),
        lie("jwks_with_a_private_key",
            [](auto &bank) {
                QJsonObject jwk = bank.issuer.key.publicKey().toJson();
                jwk.insert(q("d"), QString(43, u'A'));
                bank.answer(keysPath, {{q("keys"), QJsonArray{jwk}}});
            }),
        lie("jwks_absent", [](auto &bank) { bank.answer(keysPath, {}, 404); }),
        lie("jwks_is_one_key", [](auto &bank) { bank.answer(keysPath, bank.issuer.key.publicKey().toJson()); }),
        lie("jwks_with_a_duplicate_member", [](auto &bank) { bank.answerText(keysPath, R"({"keys":[],"keys":[]})"); }),
        silence("jwks_hangs", [](auto &bank) { bank.on(keysPath, HostileIdp::Wire::Hangs); }),
        silence("jwks_drips", [](auto &bank) { bank.on(keysPath, HostileIdp::Wire::Drips); }),
        lie("jwks_empty", [](auto &bank) { bank.issuer.publishKeys({}); }),
        lie("two_keys_with_one_kid",
            [](auto &bank) {
                const auto twin = otherKey().publicKey().withKeyId(bank.issuer.key.keyId());
                bank.issuer.publishKeys({bank.issuer.key.publicKey(), twin});
            }),
        lie("kid_unknown", [](auto &bank) { bank.header("kid", q("made-up")); }),
        lie("kid_missing_among_several_keys",
            [](auto &bank) {
                bank.issuer.publishKeys({bank.issuer.key.publicKey(), otherKey().publicKey()});
                bank.header("kid", nothing);
            }),
        lie("key_for_encryption",
            [](auto &bank) {
                QJsonObject jwk = bank.issuer.key.publicKey().toBareJson();
                jwk.insert(q("kid"), bank.issuer.key.keyId());
                jwk.insert(q("use"), q("enc"));
                bank.answer(keysPath, {{q("keys"), QJsonArray{jwk}}});
            }),
        lie("key_off_its_curve",
            [](auto &bank) {
                QJsonObject jwk = bank.issuer.key.publicKey().toJson();
                jwk.insert(q("y"), jwk.value(q("x")));
                bank.answer(keysPath, {{q("keys"), QJsonArray{jwk}}});
            }),
        lie("key_of_another_algorithm",
            [](auto &bank) {
                const auto p384 = otherKey(jose::Algorithm::ES384).publicKey().withKeyId(bank.issuer.key.keyId());
                bank.issuer.publishKeys({p384});
            }),
        lie("key_of_somebody_else",
            [](auto &bank) { bank.issuer.publishKeys({otherKey().publicKey().withKeyId(bank.issuer.key.keyId())}); }),
    };
}

} // namespace interop
