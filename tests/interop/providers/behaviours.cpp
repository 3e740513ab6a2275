// Nine kinds of provider, each as far as it differs from the book. docs/interop.md names the documentation.
#include "behaviour.h"

#include <QJsonArray>

namespace interop {

namespace {

QString t(const char *text)
{
    return QString::fromUtf8(text);
}

// Certificates in key sets, as most publish them; nobody reads them.
void addCertificates(QList<QJsonObject> &keys)
{
    for (QJsonObject &key : keys) {
        key.insert(t("x5c"), QJsonArray{t("MIIC/jCCAeagAwIBAgI=")});
        key.insert(t("x5t"), t("b64-of-a-certificate"));
    }
}

Behaviour google()
{
    Behaviour is;
    is.name = "google";
    is.clientSecret = t("GOCSPX-not a secret");
    is.describe = [](QJsonObject &metadata) {
        metadata.insert(t("token_endpoint_auth_methods_supported"),
                        QJsonArray{t("client_secret_post"), t("client_secret_basic")});
        metadata.insert(t("device_authorization_endpoint"), metadata.value(t("token_endpoint")));
    };
    is.callbackAlso = "&scope=email%20profile%20openid%20https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fuserinfo.email"
                      "&authuser=0&prompt=consent&hd=";
    is.heedsPrompt = false;
    is.heedsMaxAge = false;
    is.tellsAuthTime = false;
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("azp"), claims.value(t("aud")));
        claims.insert(t("email_verified"), true);
    };
    is.answer = [](QJsonObject &answer) {
        answer.insert(t("expires_in"), 3599);
        answer.insert(t("scope"), t("openid https://www.googleapis.com/auth/userinfo.email "
                                    "https://www.googleapis.com/auth/userinfo.profile"));
    };
    is.ended = {{t("error"), t("invalid_grant")}, {t("error_description"), t("Token has been expired or revoked.")}};
    is.revokesWholeGrant = true;
    is.logout = Behaviour::Logout::None;
    return is;
}

QByteArray entraDecline()
{
    return "error=access_denied&error_subcode=cancel&error_description=AADSTS65004%3a+User+declined+to+consent+to+access+"
           "the+app.%0d%0aTrace+ID%3a+7c9e%0d%0aCorrelation+ID%3a+41b0%0d%0aTimestamp%3a+2026-01-09+02%3a02%3a12Z&error_uri="
           "https%3a%2f%2flogin.microsoftonline.com%2ferror%3fcode%3d65004";
}

QJsonObject entraEnded()
{
    return {
        {t("error"), t("invalid_grant")},
        {t("error_description"), t("AADSTS50173: The provided grant has expired due to it being revoked.\r\nTrace ID: "
                                   "255d\r\nTimestamp: 2026-01-09 02:02:12Z")},
        {t("error_codes"), QJsonArray{50173}},
        {t("timestamp"), t("2026-01-09 02:02:12Z")},
        {t("trace_id"), t("255d")},
        {t("suberror"), t("bad_token")}};
}

Behaviour entra2()
{
    Behaviour is;
    is.name = "entra-v2";
    is.place = t("/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0");
    is.scope = t("openid profile email offline_access");
    is.announcesPkce = false;
    is.describe = [](QJsonObject &metadata) {
        metadata.insert(t("subject_types_supported"), QJsonArray{t("pairwise")});
        metadata.insert(t("tenant_region_scope"), QJsonValue());
        metadata.insert(t("cloud_instance_name"), t("microsoftonline.com"));
    };
    is.keys = [](QList<QJsonObject> &keys) {
        addCertificates(keys);
        for (QJsonObject &key : keys) {
            key.remove(t("alg"));
            key.insert(t("issuer"), t("https://login.microsoftonline.com/{tenantid}/v2.0"));
        }
    };
    is.callbackAlso = "&session_state=6e2a8e5c-1d6c-4d4e";
    is.declined = entraDecline();
    is.heedsMaxAge = false;
    is.tellsAuthTime = false;
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("tid"), t("8eaef023-2b34-4da1-9baa-8bc8c9d6a490"));
        claims.insert(t("oid"), t("00000000-0000-0000-66f3-3332eca7ea81"));
        claims.insert(t("preferred_username"), t("aicha@example.org"));
        claims.insert(t("ver"), t("2.0"));
        claims.insert(t("nbf"), claims.value(t("iat")));
        claims.remove(t("at_hash"));
    };
    is.answer = [](QJsonObject &answer) {
        answer.insert(t("scope"), t("openid profile email User.Read"));
        answer.insert(t("ext_expires_in"), 3600);
    };
    is.rotates = true;
    is.ended = entraEnded();
    is.revokes = false;
    return is;
}

Behaviour entra1()
{
    Behaviour is = entra2();
    is.name = "entra-v1";
    is.place = t("/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/");
    is.scope = t("openid");
    is.answer = [](QJsonObject &answer) {
        answer.insert(t("expires_in"), t("3599"));
        answer.insert(t("expires_on"), t("1767225600"));
        answer.insert(t("not_before"), t("1767222000"));
        answer.insert(t("resource"), t("00000002-0000-0000-c000-000000000000"));
        answer.insert(t("scope"), t("User.Read"));
    };
    is.namesInIdToken = false;
    is.namesAtUserinfo = false;
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("unique_name"), t("aicha@example.org"));
        claims.insert(t("given_name"), t("Aïcha"));
        claims.insert(t("family_name"), t("Tremblay"));
        claims.insert(t("ver"), t("1.0"));
        claims.remove(t("at_hash"));
    };
    return is;
}

Behaviour okta()
{
    Behaviour is;
    is.name = "okta";
    is.place = t("/oauth2/default");
    is.scope = t("openid profile email offline_access");
    is.issInCallback = true;
    is.declined = "error=access_denied&error_description=User+is+not+assigned+to+the+client+application.";
    is.namesInIdToken = false; // thin id_tokens: beside an access token, the claims are at userinfo
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("ver"), 1);
        claims.insert(t("amr"), QJsonArray{t("pwd")});
        claims.insert(t("idp"), t("00o1"));
    };
    is.rotates = true;
    is.ended = {{t("error"), t("invalid_grant")},
                {t("error_description"), t("The refresh token is invalid or expired.")}};
    is.plainAcr = t("urn:okta:loa:1fa:any");
    is.stepUpAcr = t("urn:okta:loa:2fa:any");
    is.logout = Behaviour::Logout::ReturnsByIdToken;
    return is;
}

Behaviour auth0()
{
    Behaviour is;
    is.name = "auth0";
    is.place = t("/");
    is.scope = t("openid profile email offline_access");
    is.compresses = true;
    is.describe = [](QJsonObject &metadata) {
        metadata.insert(t("id_token_signing_alg_values_supported"), QJsonArray{t("HS256"), t("RS256"), t("PS256")});
        metadata.insert(t("mfa_challenge_endpoint"), metadata.value(t("token_endpoint")));
    };
    is.keys = addCertificates;
    is.declined = "error=access_denied&error_description=User%20did%20not%20authorize%20the%20request";
    is.claims = [](QJsonObject &claims, bool) { claims.insert(t("sid"), t("s-1")); };
    is.answer = [](QJsonObject &answer) { answer.insert(t("expires_in"), 86400); };
    is.rotates = true;
    is.ended = {{t("error"), t("invalid_grant")}, {t("error_description"), t("Unknown or invalid refresh token.")}};
    is.stepUpAcr = t("http://schemas.openid.net/pape/policies/2007/06/multi-factor");
    is.revokesAccessTokens = false;
    return is;
}

Behaviour cognito()
{
    Behaviour is;
    is.name = "cognito";
    is.place = t("/us-east-1_AbCdEfGhI");
    is.firstPlaceRefuses = true;
    is.announcesPkce = false;
    is.heedsMaxAge = false;
    is.namesInIdToken = false;
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("cognito:username"), t("aicha"));
        claims.insert(t("token_use"), t("id"));
        claims.insert(t("event_id"), t("e-1"));
    };
    is.answer = [](QJsonObject &answer) { answer.remove(t("scope")); };
    is.revokesAccessTokens = false;
    is.logout = Behaviour::Logout::Stays; // wants its own parameter, logout_uri
    return is;
}

Behaviour gitlab()
{
    Behaviour is;
    is.name = "gitlab";
    is.declined =
        "error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request.";
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("sub_legacy"), t("a-hash"));
        claims.insert(t("groups_direct"), QJsonArray{t("health"), t("health/team")});
        claims.remove(t("at_hash"));
    };
    is.answer = [](QJsonObject &answer) {
        answer.insert(t("expires_in"), 7200);
        answer.insert(t("created_at"), 1767222000);
    };
    is.rotates = true;
    is.idTokenAtRefresh = false;
    is.ended = {
        {t("error"), t("invalid_grant")},
        {t("error_description"), t("The provided authorization grant is invalid, expired, revoked, does not match "
                                   "the redirection URI used in the authorization request, or was issued to "
                                   "another client.")}};
    is.logout = Behaviour::Logout::None;
    return is;
}

Behaviour adfs()
{
    Behaviour is;
    is.name = "adfs";
    is.place = t("/adfs");
    is.scope = t("openid");
    is.announcesPkce = false;
    is.describe = [](QJsonObject &metadata) {
        metadata.insert(t("access_token_issuer"), t("http://fs.example.org/adfs/services/trust"));
        metadata.insert(t("capabilities"), QJsonArray{t("kdf_ver2")});
    };
    is.keys = [](QList<QJsonObject> &keys) {
        addCertificates(keys);
        keys.prepend({{t("kty"), t("RSA")},
                      {t("use"), t("enc")},
                      {t("kid"), t("encryption")},
                      {t("e"), t("AQAB")},
                      {t("n"), t("too-short")}});
    };
    is.callbackAlso = "&client-request-id=39ebf9d1-f3a9-4c2c-b400-0080000000cd";
    is.declined = "error=access_denied&error_description=MSIS9622%3a+Client+authentication+failed.+cancelaci%u00f3n";
    is.namesInIdToken = false;
    is.namesAtUserinfo = false; // its userinfo knows `sub` only
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("upn"), t("aicha@example.org"));
        claims.insert(t("sid"), t("S-1-5-21-1"));
        claims.insert(t("authmethod"), t("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"));
        claims.insert(t("mfa_auth_time"), QJsonValue());
    };
    is.answer = [](QJsonObject &answer) {
        answer.insert(t("resource"), t("urn:microsoft:userinfo"));
        answer.insert(t("refresh_token_expires_in"), 28799);
        answer.insert(t("scope"), t("allatclaims openid"));
    };
    is.ended = {{t("error"), t("invalid_grant")},
                {t("error_description"), t("MSIS9615: The refresh token received is not valid.")}};
    is.revokes = false;
    is.logout = Behaviour::Logout::ReturnsByIdToken;
    return is;
}

Behaviour keycloak()
{
    Behaviour is;
    is.name = "keycloak";
    is.place = t("/realms/health");
    is.scope = t("openid profile");
    is.issInCallback = true;
    is.keys = [](QList<QJsonObject> &keys) {
        addCertificates(keys);
        QJsonObject encryption = keys.first();
        encryption.insert(t("use"), t("enc"));
        encryption.insert(t("alg"), t("RSA-OAEP"));
        encryption.insert(t("kid"), t("for-encryption"));
        keys.prepend(encryption);
    };
    is.callbackAlso = "&session_state=9f0c5d5e-3c0d-4a5e-8d3e";
    is.claims = [](QJsonObject &claims, bool refreshed) {
        claims.insert(t("typ"), t("ID"));
        claims.insert(t("azp"), claims.value(t("aud")));
        claims.insert(t("sid"), t("9f0c"));
        claims.insert(t("nbf"), refreshed ? QJsonValue(0) : QJsonValue(QJsonValue::Undefined));
    };
    is.answer = [](QJsonObject &answer) {
        answer.insert(t("expires_in"), 300);
        answer.insert(t("refresh_expires_in"), 1800);
        answer.insert(t("not-before-policy"), 0);
        answer.insert(t("session_state"), t("9f0c"));
        answer.insert(t("scope"), t("openid email profile"));
    };
    is.rotates = true;
    is.ended = {{t("error"), t("invalid_grant")}, {t("error_description"), t("Session not active")}};
    is.plainAcr = t("1");
    is.stepUpAcr = t("2");
    return is;
}

Behaviour uaa()
{
    Behaviour is;
    is.name = "uaa";
    is.place = t("/oauth/token");
    is.scope = t("openid");
    is.keys = [](QList<QJsonObject> &keys) {
        for (QJsonObject &key : keys)
            key.insert(t("value"), t("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"));
    };
    is.header = [](QJsonObject &header) { header.insert(t("jku"), t("https://uaa.example.org/token_keys")); };
    is.claims = [](QJsonObject &claims, bool) {
        claims.insert(t("aud"), QJsonArray{claims.value(t("aud"))});
        claims.insert(t("azp"), claims.value(t("aud")).toArray().first());
        claims.insert(t("acr"),
                      QJsonObject{{t("values"), QJsonArray{t("urn:oasis:names:tc:SAML:2.0:ac:classes:Password")}}});
        claims.insert(t("scope"), QJsonArray{t("openid")});
        claims.insert(t("zid"), t("uaa"));
        claims.insert(t("rev_sig"), t("72ba"));
        claims.insert(t("previous_logon_time"), QJsonValue());
        claims.remove(t("at_hash"));
    };
    is.answer = [](QJsonObject &answer) {
        answer.insert(t("token_type"), t("bearer"));
        answer.insert(t("expires_in"), 43199);
        answer.insert(t("jti"), t("a-jti"));
        answer.insert(t("scope"), t("openid uaa.user"));
    };
    is.namesInIdToken = false;
    is.ended = {{t("error"), t("invalid_token")},
                {t("error_description"), t("The token expired, was revoked, or is unknown")}};
    is.revokes = false;
    is.logout = Behaviour::Logout::Stays; // wants its own parameter, redirect
    return is;
}

} // namespace

QList<Behaviour> documentedProviders()
{
    return {google(), entra1(), entra2(), okta(), auth0(), cognito(), gitlab(), adfs(), keycloak(), uaa()};
}

} // namespace interop
