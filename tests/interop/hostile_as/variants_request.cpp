// The request object (RFC 9101) under the rules of profile 4.1: read when it arrives, verified when the person opens it.
#include "variants.h"

#include <fpx/base/base64url.h>
#include <fpx/jose/jwkset.h>

namespace interop {

namespace {

Variant headed(const char *name, const char *member, const QJsonValue &value)
{
    return lie(Act::Open, name, [member, value](HostileAs &as) {
        as.bringObject([&](QJsonObject &header) { change(header, q(member), value); }, [](QJsonObject &) {});
    });
}

Variant claimed(Act act, const char *name, const std::function<void(QJsonObject &claims)> &claims)
{
    return lie(act, name, [claims](HostileAs &as) { as.bringObject([](QJsonObject &) {}, claims); });
}

Variant claimed(Act act, const char *name, const char *claim, const QJsonValue &value)
{
    return claimed(act, name, [claim, value](QJsonObject &claims) { change(claims, q(claim), value); });
}

/// An honest request object, and a lie about the keys.
Variant withKeys(const char *name, AsLie keys)
{
    return lie(Act::Open, name, [keys = std::move(keys)](HostileAs &as) {
        as.bringObject([](QJsonObject &) {}, [](QJsonObject &) {});
        keys(as);
    });
}

} // namespace

Variants requestObjectVariants()
{
    Variants variants;
    // Every `typ` that the profile gives to something else: one key, one job is worth nothing if one signature does two.
    static const QList<QPair<const char *, const char *>> types{
        {"request_object_as_id_token", "JWT"},
        {"request_object_as_client_assertion", "client-authentication+jwt"},
        {"request_object_as_key_rotation", "fpx-key-rotation+jwt"},
        {"request_object_as_permission", "fpx-permission+jwt"},
        {"request_object_as_rot", "fpx-rot+jwt"},
        {"request_object_as_operator_profile", "fpx-operator-profile+jwt"},
        {"request_object_as_software_statement", "fpx-software-statement+jwt"},
        {"request_object_in_other_case", "OAUTH-AUTHZ-REQ+JWT"},
        {"request_object_as_media_type", "application/oauth-authz-req+jwt"}};
    for (const auto &[name, typ] : types)
        variants.push_back(headed(name, "typ", q(typ)));
    const Variants others{
        headed("request_object_without_typ", "typ", nothing),
        headed("request_object_by_an_unknown_key", "kid", q("made-up")),
        headed("request_object_with_crit", "crit", QJsonArray{q("exp")}),
        withKeys("request_object_by_somebody_else",
                 [](HostileAs &as) {
                     const auto twin = jose::PrivateKey::generate(jose::Algorithm::ES256)->publicKey();
                     as.answer("/jwks", jose::JwkSet({twin.withKeyId(as.key.keyId())}).toJson());
                 }),
        withKeys("request_object_keys_by_redirect", [](HostileAs &as) { as.redirect("/jwks", as.url("/elsewhere")); }),
        withKeys("request_object_keys_with_a_private_one",
                 [](HostileAs &as) {
                     QJsonObject jwk = as.key.publicKey().toJson();
                     jwk.insert(q("d"), QString(43, u'A'));
                     as.answer("/jwks", QJsonObject{{q("keys"), QJsonArray{jwk}}});
                 }),
        withKeys("request_object_changed_on_the_way",
                 [](HostileAs &as) {
                     QString object = as.query.last().second;
                     object[object.size() - 3] = object.at(object.size() - 3) == u'A' ? u'B' : u'A';
                     as.bring("request", object);
                 }),
        claimed(Act::Open, "request_object_from_the_future",
                [](QJsonObject &claims) {
                    claims.insert(q("iat"), claims.value(q("iat")).toInteger() + 100);
                    claims.insert(q("exp"), claims.value(q("exp")).toInteger() + 100);
                }),
        claimed(Act::Open, "request_object_over",
                [](QJsonObject &claims) {
                    claims.insert(q("iat"), claims.value(q("iat")).toInteger() - 1000);
                    claims.insert(q("exp"), claims.value(q("exp")).toInteger() - 1000);
                }),
        claimed(Act::Arrive, "request_object_of_another_as", "iss", q("as-other")),
        claimed(Act::Arrive, "request_object_for_another_wallet", "aud", q("https://other.example")),
        claimed(Act::Arrive, "request_object_for_several", "aud",
                QJsonArray{q("http://127.0.0.1:28900"), q("https://other.example")}),
        claimed(Act::Arrive, "request_object_without_end", "exp", nothing),
        claimed(Act::Arrive, "request_object_for_a_day", "exp", 1'790'086'400),
        claimed(Act::Arrive, "request_object_with_request_uri", "request_uri", q("https://as.example/r")),
        claimed(Act::Arrive, "request_object_in_a_request_object", "request", q("a.b.c")),
        claimed(Act::Arrive, "request_object_with_another_redirect_uri", "redirect_uri", q("https://evil.example/")),
        lie(Act::Open, "request_object_unsigned",
            [](HostileAs &as) {
                as.bringObject([](QJsonObject &) {}, [](QJsonObject &) {});
                const QStringList parts = as.query.last().second.split(u'.');
                const QByteArray none = toBase64Url(R"({"alg":"none","typ":"oauth-authz-req+jwt"})");
                as.bring("request", QString::fromLatin1(none) + u'.' + parts.at(1) + u'.');
            }),
    };
    variants.insert(variants.end(), others.begin(), others.end());
    return variants;
}

} // namespace interop
