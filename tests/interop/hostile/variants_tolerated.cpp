// What providers do that is not by the book and can change neither who somebody is nor what is asked: taken and noted. Each
// kind has a neighbour among the lies that goes one step too far.
#include "variants.h"

#include <fpx/jose/signature.h>

#include <zlib.h>

namespace interop {

namespace {

constexpr const char *rootPath = "/elsewhere";
constexpr const char *tokenPath = "/token";
constexpr const char *keysPath = "/jwks";

constexpr int gzipForm = 15 + 16;
constexpr int zlibForm = 15;
constexpr int rawForm = -15;

QByteArray packed(QByteArray body, int form)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, form, 9, Z_DEFAULT_STRATEGY);
    QByteArray result(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(body.size()))),
                      Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(body.data());
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return result;
}

http::Response withEncoding(const QByteArray &body, const QByteArray &encoding)
{
    auto response = http::FakeHttpClient::text(body, 200, "application/json");
    response.headers.set("Content-Encoding", encoding);
    return response;
}

// The answers of the token endpoint, changed on their way out.
void onTokenAnswer(HostileIdp &bank, std::function<void(http::Response &)> change)
{
    bank.issuer.http->on(http::Method::Post, bank.url(tokenPath),
                         [&bank, change = std::move(change)](const http::Request &request) -> Result<http::Response> {
                             auto answer = bank.issuer.tokenEndpoint(request);
                             change(*answer);
                             return answer;
                         });
}

// RFC 8414 section 3.1: between host and path, which lies above what the peer calls its own.
void describeAtTheSecondPlace(HostileIdp &bank, const QJsonObject &document)
{
    bank.issuer.http->answer(
        http::Method::Get,
        QUrl(bank.name()).resolved(QUrl(q("/.well-known/oauth-authorization-server/tenant"))).toString(),
        http::FakeHttpClient::json(document));
}

void publish(HostileIdp &bank, const QJsonArray &keys)
{
    bank.answer(keysPath, {{q("keys"), keys}});
}

// The bank's key, its numbers written in another way.
void rewriteNumbers(HostileIdp &bank, QByteArray (*rewrite)(const QByteArray &number))
{
    QJsonObject jwk = bank.issuer.key.publicKey().toJson();
    for (const QString &member : {q("x"), q("y")}) {
        const QByteArray number = *fromBase64Url(jwk.value(member).toString().toLatin1());
        jwk.insert(member, QString::fromLatin1(rewrite(number)));
    }
    publish(bank, {jwk});
}

void claims(HostileIdp &bank, const QJsonObject &said)
{
    bank.issuer.claims = [said](QJsonObject &claims) {
        for (auto it = said.constBegin(); it != said.constEnd(); ++it)
            claims.insert(it.key(), *it);
    };
}

Variant onRefresh(const char *name, BankLie change)
{
    return lie(name, change, Act::Refresh);
}

Variants discoveries()
{
    return {
        lie("discovery_second_place_after_a_page_403",
            [](auto &bank) {
                describeAtTheSecondPlace(bank, bank.issuer.metadata);
                bank.answer(metadataPath, http::FakeHttpClient::text("<html>", 403, "text/html"));
            }),
        lie("discovery_second_place_after_a_web_page",
            [](auto &bank) {
                describeAtTheSecondPlace(bank, bank.issuer.metadata);
                bank.answer(metadataPath, http::FakeHttpClient::text("<html>", 200, "text/html"));
            }),
        lie("discovery_second_place_after_a_detour",
            [](auto &bank) {
                describeAtTheSecondPlace(bank, bank.issuer.metadata);
                bank.redirect(metadataPath, bank.url(rootPath));
            }),
        lie("discovery_second_place_after_the_document_of_another",
            [](auto &bank) {
                describeAtTheSecondPlace(bank, bank.issuer.metadata);
                bank.describe("issuer", q("https://root.example"));
            }),
        lie("discovery_second_place_of_another_issuer",
            [](auto &bank) {
                QJsonObject document = bank.issuer.metadata;
                document.insert(q("issuer"), q("https://evil.example"));
                describeAtTheSecondPlace(bank, document);
                bank.answer(metadataPath, {}, 404);
            }),
        lie("discovery_gzip",
            [](auto &bank) {
                bank.answer(metadataPath, withEncoding(packed(toCompactJson(bank.issuer.metadata), gzipForm), "gzip"));
            }),
        lie("discovery_deflate",
            [](auto &bank) {
                bank.answer(metadataPath,
                            withEncoding(packed(toCompactJson(bank.issuer.metadata), zlibForm), "deflate"));
            }),
        lie("discovery_deflate_without_its_header",
            [](auto &bank) {
                bank.answer(metadataPath,
                            withEncoding(packed(toCompactJson(bank.issuer.metadata), rawForm), "deflate"));
            }),
        lie("discovery_gzip_bomb",
            [](auto &bank) {
                bank.answer(metadataPath, withEncoding(packed(QByteArray(tenMegabytes, ' '), gzipForm), "gzip"));
            }),
        lie("discovery_gzip_cut_off",
            [](auto &bank) {
                const QByteArray whole = packed(toCompactJson(bank.issuer.metadata), gzipForm);
                bank.answer(metadataPath, withEncoding(whole.chopped(12), "gzip"));
            }),
        lie("discovery_gzip_with_something_behind",
            [](auto &bank) {
                const QByteArray whole = packed(toCompactJson(bank.issuer.metadata), gzipForm);
                bank.answer(metadataPath, withEncoding(whole + "{}", "gzip"));
            }),
        lie("discovery_gzip_twice",
            [](auto &bank) {
                const QByteArray once = packed(toCompactJson(bank.issuer.metadata), gzipForm);
                bank.answer(metadataPath, withEncoding(packed(once, gzipForm), "gzip, gzip"));
            }),
        lie("discovery_brotli", [](auto &bank) { bank.answer(metadataPath, withEncoding("x", "br")); }),
        lie("discovery_with_a_byte_order_mark",
            [](auto &bank) { bank.answerText(metadataPath, "\xef\xbb\xbf" + toCompactJson(bank.issuer.metadata)); }),
        lie("discovery_with_doubled_headers",
            [](auto &bank) {
                auto response = http::FakeHttpClient::json(bank.issuer.metadata);
                response.headers.append("Content-Type", "application/json");
                bank.answer(metadataPath, response);
            }),
        lie("discovery_with_two_content_types",
            [](auto &bank) {
                auto response = http::FakeHttpClient::json(bank.issuer.metadata);
                response.headers.append("Content-Type", "text/html");
                bank.answer(metadataPath, response);
            }),
        lie("discovery_with_nulls",
            [](auto &bank) {
                for (const char *member : {"userinfo_endpoint", "end_session_endpoint", "scopes_supported",
                                           "id_token_signing_alg_values_supported"})
                    bank.issuer.metadata.insert(q(member), QJsonValue::Null);
                bank.issuer.publish();
            }),
        lie("userinfo_endpoint_without_tls",
            [](auto &bank) { bank.describe("userinfo_endpoint", q("http://bank.example/userinfo")); }),
        lie("end_session_endpoint_empty", [](auto &bank) { bank.describe("end_session_endpoint", q("")); }),
    };
}

Variants callbacks()
{
    const auto also = [](const char *name, const char *bytes) {
        return Variant{name, [bytes](Scene &scene) { scene.bank->callbackTail = bytes; }};
    };
    const auto spoilt = [](const char *name, const char *removed, const char *bytes) {
        return Variant{name,
                       [removed, bytes](Scene &scene) {
                           scene.bank->callback(removed, std::nullopt);
                           scene.bank->callbackTail = bytes;
                       },
                       Act::WaitInVain};
    };
    return {
        also("callback_with_a_piece_that_is_no_utf8", "&session_state=%e9"),
        also("callback_with_a_line_break", "&hint=a%0d%0aX-Y:%20z"),
        also("callback_with_empty_pieces", "&&&"),
        also("callback_with_a_piece_without_a_name", "&=x"),
        {"error_declined_with_a_line_break_in_its_description",
         [](Scene &scene) {
             scene.bank->callback("code", std::nullopt);
             scene.bank->callbackTail = "&error=access_denied&error_description=AADSTS65004%3a+no.%0d%0aTrace+ID%3a+1";
         }},
        lie("error_declined_without_iss",
            [](auto &bank) {
                bank.issuer.callback = [](oauth::CallbackParameters &parameters) {
                    parameters = {{q("state"), parameters.at(1).second}, {q("error"), q("access_denied")}};
                };
            }),
        spoilt("state_that_is_no_utf8", "state", "&state=%ff"),
        spoilt("code_that_is_no_utf8", "code", "&code=%ff"),
        spoilt("iss_with_a_line_break", "iss", "&iss=a%0d%0ab"),
        spoilt("error_that_is_no_utf8", "code", "&error=%ff"),
    };
}

Variants tokenAnswers()
{
    return {
        lie("scope_of_other_names",
            [](auto &bank) { bank.token("scope", q("openid https://bank.example/auth/userinfo.profile")); }),
        lie("scope_as_a_list", [](auto &bank) { bank.token("scope", QJsonArray{q("openid"), q("profile")}); }),
        lie("scope_is_an_object", [](auto &bank) { bank.token("scope", QJsonObject{{q("openid"), true}}); }),
        lie("expires_in_as_text", [](auto &bank) { bank.token("expires_in", q("3599")); }),
        lie("token_answer_with_nulls",
            [](auto &bank) {
                bank.issuer.tokens = [](QJsonObject &body) {
                    for (const char *member : {"scope", "expires_in", "refresh_token_expires_in"})
                        body.insert(q(member), QJsonValue::Null);
                };
            }),
        lie("token_answer_with_a_byte_order_mark",
            [](auto &bank) {
                onTokenAnswer(bank, [](http::Response &answer) { answer.body.prepend("\xef\xbb\xbf"); });
            }),
        lie("token_answer_gzip",
            [](auto &bank) {
                onTokenAnswer(bank, [](http::Response &answer) {
                    answer.body = packed(answer.body, gzipForm);
                    answer.headers.set("Content-Encoding", "gzip");
                });
            }),
        lie("token_answer_gzip_bomb",
            [](auto &bank) {
                bank.answer(tokenPath, withEncoding(packed(QByteArray(tenMegabytes, ' '), gzipForm), "gzip"));
            }),
        lie("refusal_with_status_200",
            [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("invalid_grant")}}, 200); }),
        lie("id_token_null", [](auto &bank) { bank.token("id_token", QJsonValue::Null); }),
    };
}

Variants keySets()
{
    return {
        lie("one_key_twice",
            [](auto &bank) {
                const QJsonObject jwk = bank.issuer.key.publicKey().toJson();
                publish(bank, {jwk, jwk});
            }),
        lie("one_kid_for_several_types",
            [](auto &bank) {
                const auto named = [&bank](jose::Algorithm algorithm) {
                    return jose::PrivateKey::generate(algorithm)->publicKey().withKeyId(bank.issuer.key.keyId());
                };
                bank.issuer.publishKeys(
                    {named(jose::Algorithm::ES384), bank.issuer.key.publicKey(), named(jose::Algorithm::EdDSA)});
            }),
        lie("jwks_with_nulls",
            [](auto &bank) {
                QJsonObject jwk = bank.issuer.key.publicKey().toJson();
                for (const char *member : {"d", "k", "oth", "x5c", "x5t", "key_ops"})
                    jwk.insert(q(member), QJsonValue::Null);
                publish(bank, {jwk, QJsonValue::Null});
            }),
        lie("jwks_with_a_private_key_among_nulls",
            [](auto &bank) {
                QJsonObject jwk = bank.issuer.key.publicKey().toJson();
                jwk.insert(q("p"), QJsonValue::Null);
                jwk.insert(q("d"), QString(43, u'A'));
                publish(bank, {jwk});
            }),
        lie("jwks_with_unusable_keys",
            [](auto &bank) {
                const QJsonObject odd{{q("kty"), q("EC")}, {q("crv"), q("P-521")}, {q("x"), q("AA")}, {q("y"), 7}};
                const QJsonObject secret{{q("kty"), q("oct")}, {q("k"), q("AAAA")}};
                publish(bank, {odd, QJsonObject(), secret, bank.issuer.key.publicKey().toJson()});
            }),
        lie("key_with_padding",
            [](auto &bank) { rewriteNumbers(bank, [](const QByteArray &n) { return toBase64Url(n) + '='; }); }),
        lie("key_with_zeros_in_front",
            [](auto &bank) { rewriteNumbers(bank, [](const QByteArray &n) { return toBase64Url('\0' + n); }); }),
        lie("key_in_plain_base64",
            [](auto &bank) {
                // Among a few hundred keys there is one whose numbers show the difference.
                auto key = bank.issuer.key;
                while (!toCompactJson(key.publicKey().toBareJson()).contains('_'))
                    key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
                bank.issuer.key = key;
                rewriteNumbers(bank, [](const QByteArray &n) { return n.toBase64(); });
            }),
        lie("jwks_gzip",
            [](auto &bank) {
                const QByteArray set = toCompactJson(jose::JwkSet({bank.issuer.key.publicKey()}).toJson());
                bank.answer(keysPath, withEncoding(packed(set, gzipForm), "gzip"));
            }),
        lie("jwks_gzip_bomb",
            [](auto &bank) {
                bank.answer(keysPath, withEncoding(packed(QByteArray(tenMegabytes, ' '), gzipForm), "gzip"));
            }),
        lie("jwks_with_a_byte_order_mark",
            [](auto &bank) {
                const QByteArray set = toCompactJson(jose::JwkSet({bank.issuer.key.publicKey()}).toJson());
                bank.answerText(keysPath, "\xef\xbb\xbf" + set);
            }),
    };
}

Variants idTokens()
{
    identity::Demand stronger;
    stronger.minimum = {2, 2};
    Variant unreadable = lie("acr_is_an_object_where_it_counts", [](auto &bank) {
        claims(bank, {{q("acr"), QJsonObject{{q("values"), QJsonArray{q("loa2")}}}}});
    });
    unreadable.demand = stronger;
    return {
        lie("header_with_nulls", [](auto &bank) { bank.header("cty", QJsonValue::Null); }),
        lie("token_of_many_groups", [](auto &bank) { bank.claim("groups", QString(40 * 1024, u'g')); }),
        lie("token_beyond_a_string_of_json", [](auto &bank) { bank.claim("groups", QString(60 * 1024, u'g')); }),
        lie("claims_with_nulls",
            [](auto &bank) {
                QJsonObject said;
                for (const char *name : {"azp", "nbf", "acr", "at_hash", "email", "groups"})
                    said.insert(q(name), QJsonValue::Null);
                claims(bank, said);
            }),
        lie("nonce_is_null", [](auto &bank) { bank.claim("nonce", QJsonValue::Null); }),
        lie("aud_with_the_issuer",
            [](auto &bank) { bank.claim("aud", QJsonArray{bank.issuer.clientId, bank.issuer.issuer}); }),
        lie("aud_with_us_twice",
            [](auto &bank) { bank.claim("aud", QJsonArray{bank.issuer.clientId, bank.issuer.clientId}); }),
        lie("aud_with_others_and_our_azp",
            [](auto &bank) {
                claims(bank,
                       {{q("aud"), QJsonArray{bank.issuer.clientId, q("account")}}, {q("azp"), bank.issuer.clientId}});
            }),
        lie("aud_with_others_and_an_azp_of_null",
            [](auto &bank) {
                claims(bank,
                       {{q("aud"), QJsonArray{bank.issuer.clientId, q("account")}}, {q("azp"), QJsonValue::Null}});
            }),
        lie("aud_of_the_issuer_alone", [](auto &bank) { bank.claim("aud", bank.issuer.issuer); }),
        lie("acr_is_an_object",
            [](auto &bank) { bank.claim("acr", QJsonObject{{q("values"), QJsonArray{q("loa2")}}}); }),
        unreadable,
    };
}

Variants refreshes()
{
    return {
        onRefresh("refreshed_expires_in_as_text", [](auto &bank) { bank.token("expires_in", q("3599")); }),
        onRefresh("refreshed_access_token_missing", [](auto &bank) { bank.token("access_token", nothing); }),
        onRefresh("refreshed_called_a_web_page",
                  [](auto &bank) {
                      onTokenAnswer(bank,
                                    [](http::Response &answer) { answer.headers.set("Content-Type", "text/html"); });
                  }),
        onRefresh("refreshed_with_a_duplicate_member",
                  [](auto &bank) {
                      onTokenAnswer(bank, [](http::Response &answer) {
                          answer.body = answer.body.chopped(1) + ",\"token_type\":\"Bearer\"}";
                      });
                  }),
        onRefresh("refresh_refused_with_status_200",
                  [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("bad_refresh_token")}}, 200); }),
        onRefresh("refresh_refused_under_another_name",
                  [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("token_revoked")}}, 400); }),
        onRefresh("refresh_refused_without_a_name", [](auto &bank) { bank.answer(tokenPath, {}, 403); }),
        onRefresh("refresh_by_a_client_that_is_gone",
                  [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("invalid_client")}}, 401); }),
        onRefresh("refresh_while_busy",
                  [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("invalid_grant")}}, 429); }),
        onRefresh("refresh_later_with_status_200",
                  [](auto &bank) { bank.answer(tokenPath, {{q("error"), q("temporarily_unavailable")}}, 200); }),
        onRefresh("refresh_discovery_at_the_second_place",
                  [](auto &bank) {
                      describeAtTheSecondPlace(bank, bank.issuer.metadata);
                      bank.answer(metadataPath, http::FakeHttpClient::text("<html>", 502, "text/html"));
                  }),
    };
}

} // namespace

Variants toleratedVariants()
{
    Variants all;
    for (const auto &group : {discoveries(), callbacks(), tokenAnswers(), keySets(), idTokens(), refreshes()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

} // namespace interop
