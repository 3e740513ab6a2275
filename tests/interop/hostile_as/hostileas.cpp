#include "hostileas.h"

#include "../../unit/oauth/fakeissuer.h"

#include <fpx/jose/jwkset.h>
#include <fpx/jose/jws.h>
#include <fpx/jose/signature.h>

namespace interop {

using oauth::q;

namespace {

const QString clientId = QStringLiteral("as-health");

} // namespace

HostileAs::HostileAs(qint64 now, const QJsonObject &sourceKeys) : WirePeer(q("/as")), m_now(now)
{
    for (const char *endpoint : {"token", "registration", "fpx_ticket", "fpx_permission", "fpx_registry"})
        metadata.insert(q(endpoint) + q("_endpoint"), url("/") + q(endpoint));
    metadata.insert(q("issuer"), name());
    metadata.insert(q("jwks_uri"), url("/jwks"));
    query = {{q("response_type"), q("id_token")},
             {q("client_id"), clientId},
             {q("redirect_uri"), redirectUri()},
             {q("scope"), q("openid")},
             {q("state"), QString(22, QLatin1Char('s'))},
             {q("nonce"), QString(22, QLatin1Char('n'))},
             {q("ticket"), q("ticket-1")},
             {q("response_mode"), q("fragment")}};
    QJsonObject parameters;
    for (const auto &[parameter, value] : std::as_const(query)) {
        if (parameter != q("ticket"))
            parameters.insert(parameter, value);
    }
    const QJsonObject read{{q("scope"), q("read")}, {q("required"), true}};
    ticket = {{q("ticket"), q("ticket-1")},
              {q("transaction_id"), q("t1")},
              {q("purpose"), q("access")},
              {q("expires_at"), now + 600},
              {q("authorization_request"), parameters},
              {q("client"), QJsonObject{{q("client_id"), q("immunize-me")}}},
              {q("requested_resources"), QJsonArray{QJsonObject{{q("request_id"), q("r1")},
                                                                {q("resource_definition"), q("labs")},
                                                                {q("scopes"), QJsonArray{read}},
                                                                {q("required"), true}}}},
              {q("usage"), q("once")}};
    client = {{q("identifier"), q("immunize-me")}, {q("display_name"), q("Immunize Me")}, {q("verified_at"), now}};
    server = {
        {q("identifier"), q("clinic")},
        {q("display_name"), q("Clinic")},
        {q("definitions"), QJsonArray{QJsonObject{{q("identifier"), q("labs")}, {q("scopes"), QJsonArray{q("read")}}}}},
        {q("jwks"), sourceKeys}};
    definition = {
        {q("identifier"), q("labs")},
        {q("display_name"), q("Labs")},
        {q("scopes"), QJsonArray{QJsonObject{
                          {q("scope"), q("read")}, {q("display_name"), q("read")}, {q("sensitivity"), q("low")}}}}};
    publish();
    answer("/jwks", jose::JwkSet({key.publicKey()}).toJson());
    script->on(http::Method::Post, url("/registration"),
               [this](const http::Request &request) { return registerClient(request); });
    script->on(http::Method::Post, url("/token"), [this](const http::Request &) -> Result<http::Response> {
        QJsonObject body{{q("access_token"), q("at")}, {q("token_type"), q("bearer")}, {q("expires_in"), 300}};
        if (m_token)
            change(body, m_token->member, m_token->value);
        return http::FakeHttpClient::json(body);
    });
    script->answer(
        http::Method::Get, url("/fpx_permission"),
        http::FakeHttpClient::json({{q("permissions"), QJsonArray()}, {q("next_page_token"), QJsonValue::Null}}));
    otherwise = [this](const http::Request &request, const QString &path) {
        if (path == q("/fpx_ticket"))
            return http::FakeHttpClient::json(ticket);
        if (path == q("/fpx_registry/clients/immunize-me"))
            return http::FakeHttpClient::json(client);
        if (path == q("/fpx_registry/resource-servers/clinic"))
            return http::FakeHttpClient::json(server);
        if (path == q("/fpx_registry/resource-definitions/labs"))
            return http::FakeHttpClient::json(definition);
        if (path == q("/fpx_permission"))
            return postPermission(request);
        const QString id = path.section(u'/', -1);
        if (request.method == http::Method::Delete) {
            deleted.append(id);
            return http::FakeHttpClient::text({}, 204);
        }
        if (request.method == http::Method::Get && path == q("/fpx_permission/") + id && kept.contains(id))
            return readPermission(id);
        return http::FakeHttpClient::json({{q("error"), q("not_found")}}, 404);
    };
}

void HostileAs::publish()
{
    answer("/.well-known/uma2-configuration", metadata);
}

Result<http::Response> HostileAs::registerClient(const http::Request &request)
{
    ++registrations;
    QJsonObject body = *parseJsonObject(request.body);
    const QString id = q("c-%1").arg(registrations);
    body.insert(q("client_id"), id);
    body.insert(q("registration_client_uri"), url("/registration/") + id);
    body.insert(q("registration_access_token"), q("rat-") + id);
    if (m_registration && m_registration->which == registrations)
        change(body, m_registration->member, m_registration->value);
    return http::FakeHttpClient::json(body, 201);
}

http::Response HostileAs::postPermission(const http::Request &request)
{
    const QJsonObject sent = *parseJsonObject(request.body);
    const auto token = jose::peekUnverified(sent.value(q("permission")).toString().toLatin1());
    const QString id = token->claims.value(q("permission_id")).toString();
    kept.insert(id, {sent.value(q("permission")).toString(), q("pending")});
    QJsonObject body{{q("permission_id"), id}, {q("status"), q("pending")}, {q("version"), q("1")}};
    if (m_permission)
        change(body, m_permission->member, m_permission->value);
    return http::FakeHttpClient::json(body, 201);
}

http::Response HostileAs::readPermission(const QString &id) const
{
    QJsonObject body{{q("permission_id"), id},
                     {q("permission"), kept.value(id).permission},
                     {q("status"), kept.value(id).status},
                     {q("version"), q("1")},
                     {q("last_used_at"), QJsonValue::Null}};
    if (m_reading)
        change(body, m_reading->member, m_reading->value);
    return http::FakeHttpClient::json(body);
}

void HostileAs::list()
{
    QJsonArray all;
    for (const QString &id : kept.keys())
        all.append(*http::readJson(readPermission(id)));
    script->answer(http::Method::Get, url("/fpx_permission"),
                   http::FakeHttpClient::json({{q("permissions"), all}, {q("next_page_token"), QJsonValue::Null}}));
}

void HostileAs::take(const QStringList &permissions)
{
    for (const QString &id : permissions) {
        if (const auto found = kept.find(id); found != kept.end() && found->status == q("pending"))
            found->status = q("active");
    }
}

void HostileAs::askAgain()
{
    ticket.insert(q("ticket"), q("ticket-2"));
    bring("ticket", q("ticket-2"));
    for (const char *parameter : {"state", "nonce"}) {
        const QString fresh(22, QLatin1Char('2'));
        bring(parameter, fresh);
        asked(parameter, fresh);
    }
}

void HostileAs::describe(const char *member, const QJsonValue &value)
{
    change(metadata, q(member), value);
    publish();
}

void HostileAs::registration(const char *member, const QJsonValue &value, int which)
{
    m_registration = Change{q(member), value, which};
}

void HostileAs::token(const char *member, const QJsonValue &value)
{
    m_token = Change{q(member), value};
}

void HostileAs::permission(const char *member, const QJsonValue &value)
{
    m_permission = Change{q(member), value};
}

void HostileAs::reading(const char *member, const QJsonValue &value)
{
    m_reading = Change{q(member), value};
}

void HostileAs::asked(const char *parameter, const QJsonValue &value)
{
    QJsonObject request = ticket.value(q("authorization_request")).toObject();
    change(request, q(parameter), value);
    ticket.insert(q("authorization_request"), request);
}

void HostileAs::bring(const char *parameter, const QString &value)
{
    query.removeIf([parameter](const auto &one) { return one.first == q(parameter); });
    if (!value.isNull())
        query.append({q(parameter), value});
}

void HostileAs::onAnotherDevice()
{
    asked("response_mode", q("direct_post"));
    script->on(http::Method::Post, redirectUri(), [this](const http::Request &request) -> Result<http::Response> {
        delivered.append(request.body);
        return http::FakeHttpClient::text({}, 200);
    });
}

void HostileAs::bringObject(const std::function<void(QJsonObject &header)> &header,
                            const std::function<void(QJsonObject &claims)> &claims)
{
    QJsonObject head{{q("typ"), q("oauth-authz-req+jwt")}, {q("kid"), key.keyId()}, {q("alg"), q("ES256")}};
    QJsonObject body{
        {q("iss"), clientId}, {q("aud"), q("http://127.0.0.1:28900")}, {q("iat"), m_now}, {q("exp"), m_now + 300}};
    for (const auto &[parameter, value] : std::as_const(query))
        body.insert(parameter, value);
    header(head);
    claims(body);
    // Signed by hand: fpx::jose does not write what it would not read.
    const QByteArray input = toBase64Url(toCompactJson(head)) + '.' + toBase64Url(toCompactJson(body));
    const QByteArray object = input + '.' + toBase64Url(*jose::signBytes(input, key));
    query = {{q("client_id"), clientId}, {q("request"), QString::fromLatin1(object)}};
}

} // namespace interop
