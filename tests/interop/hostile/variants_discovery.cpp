// OpenID Connect Discovery 1.0 section 4.3, RFC 8414 section 3.3, RFC 9700 section 2.1.1, profile section 9.
#include "variants.h"

namespace interop {

namespace {

Variants documents()
{
    return {
        lie("discovery_of_another_issuer", [](auto &bank) { bank.describe("issuer", q("https://evil.example")); }),
        lie("discovery_issuer_with_a_slash", [](auto &bank) { bank.describe("issuer", bank.issuer.issuer + u'/'); }),
        lie("discovery_without_issuer", [](auto &bank) { bank.describe("issuer", nothing); }),
        lie("discovery_by_redirect", [](auto &bank) { bank.redirect(metadataPath, bank.url("/elsewhere")); }),
        lie("discovery_is_a_web_page",
            [](auto &bank) {
                bank.answer(metadataPath, http::FakeHttpClient::text("<html></html>", 200, "text/html"));
            }),
        lie("discovery_with_a_duplicate_member",
            [](auto &bank) {
                QByteArray text = toCompactJson(bank.issuer.metadata);
                text.chop(1);
                bank.answerText(metadataPath, text + ",\"issuer\":\"https://evil.example\"}");
            }),
        lie("discovery_too_deep",
            [](auto &bank) {
                bank.answerText(metadataPath, "{\"a\":" + QByteArray(40, '[') + QByteArray(40, ']') + '}');
            }),
        lie("discovery_too_large", [](auto &bank) { bank.describe("padding", QString(65 * 1024, u'x')); }),
        lie("discovery_of_ten_megabytes",
            [](auto &bank) { bank.answerText(metadataPath, QByteArray(tenMegabytes, ' ')); }),
        lie("discovery_absent", [](auto &bank) { bank.answer(metadataPath, {}, 404); }),
        lie("discovery_fails", [](auto &bank) { bank.answer(metadataPath, {}, 500); }),
        lie("discovery_called_gzip",
            [](auto &bank) {
                auto response = http::FakeHttpClient::json(bank.issuer.metadata);
                response.headers.set("Content-Encoding", "gzip");
                bank.answer(metadataPath, response);
            }),
        lie("discovery_cut_off", [](auto &bank) { bank.on(metadataPath, HostileIdp::Wire::CutOff); }),
        silence("discovery_hangs", [](auto &bank) { bank.on(metadataPath, HostileIdp::Wire::Hangs); }),
        silence("discovery_drips", [](auto &bank) { bank.on(metadataPath, HostileIdp::Wire::Drips); }),
    };
}

Variants contents()
{
    return {
        lie("token_endpoint_without_tls",
            [](auto &bank) { bank.describe("token_endpoint", q("http://bank.example/token")); }),
        lie("token_endpoint_with_a_password",
            [](auto &bank) { bank.describe("token_endpoint", q("https://a:b@bank.example/token")); }),
        lie("token_endpoint_missing", [](auto &bank) { bank.describe("token_endpoint", nothing); }),
        lie("authorization_endpoint_is_a_script",
            [](auto &bank) { bank.describe("authorization_endpoint", q("javascript:alert(1)")); }),
        lie("authorization_endpoint_is_a_file",
            [](auto &bank) { bank.describe("authorization_endpoint", q("file:///etc/passwd")); }),
        lie("authorization_endpoint_sets_state",
            [](auto &bank) { bank.describe("authorization_endpoint", bank.url("/authorize?state=chosen")); }),
        lie("authorization_endpoint_sets_a_request_object",
            [](auto &bank) { bank.describe("authorization_endpoint", bank.url("/authorize?request=e30.e30.")); }),
        lie("authorization_endpoint_missing", [](auto &bank) { bank.describe("authorization_endpoint", nothing); }),
        lie("jwks_uri_missing", [](auto &bank) { bank.describe("jwks_uri", nothing); }),
        lie("jwks_uri_without_tls", [](auto &bank) { bank.describe("jwks_uri", q("http://bank.example/jwks")); }),
        lie("pkce_downgrade",
            [](auto &bank) { bank.describe("code_challenge_methods_supported", QJsonArray{q("plain")}); }),
        lie("iss_announcement_of_wrong_type",
            [](auto &bank) { bank.describe("authorization_response_iss_parameter_supported", q("yes")); }),
    };
}

} // namespace

Variants discoveryVariants()
{
    Variants all = documents();
    const Variants more = contents();
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

} // namespace interop
