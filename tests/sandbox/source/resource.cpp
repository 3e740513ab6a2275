// The protected resources, with every check that profile section 5 asks of a resource server.
#include "as/jwtrules.h"
#include "source/datasource.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

const AsLink *DataSource::link(const QString &asIdentifier) const
{
    for (const AsLink &link : m_links) {
        if (link.identifier == asIdentifier)
            return &link;
    }
    return nullptr;
}

void DataSource::serveResource(const Request &request, const Reply &reply)
{
    const AsLink *as = link(request.params.value(u"as"_s));
    if (!as)
        return reply(Response::error(404, u"not_found"_s, u"this source is under no such network"_s));
    const QString rpt = request.bearer();
    if (rpt.isEmpty())
        return refuseWithTicket(request, *as, reply);
    // Introspected on every access; a cache of up to 60 s would be allowed.
    as->metadata(fetcher(), [this, as, rpt, request, reply](const QJsonObject &metadata) {
        fetcher().postForm(
            metadata.value(u"introspection_endpoint"_s).toString(), {as->auth()}, {{u"token"_s, rpt}},
            [this, as, request, reply](const Response &response) {
                const auto answer = parseJsonObject(response.body);
                if (response.status != 200 || !answer)
                    return reply(Response::error(503, u"temporarily_unavailable"_s, u"the network did not answer"_s));
                if (!answer->value(u"active"_s).toBool() || answer->value(u"iss"_s).toString() != as->issuer)
                    return reply(Response::error(401, u"invalid_token"_s, u"the token is not active here"_s));
                reply(answerWith(request, *as, *answer));
            });
    });
}

Response DataSource::answerWith(const Request &request, const AsLink &link, const QJsonObject &introspection)
{
    const QString definition = request.params.value(u"definition"_s);
    const QString wanted = request.arg(u"scope"_s).isEmpty() ? u"read"_s : request.arg(u"scope"_s);
    Refusal refusal = refuse(403, u"insufficient_scope"_s, u"no permission covers this resource"_s);
    for (const QJsonValue &value : introspection.value(u"permissions"_s).toArray()) {
        const QString permission = value.toObject().value(u"permission"_s).toString();
        const QString rot = value.toObject().value(u"rot"_s).toString();
        // All that the check on first sight compared; what held under one network says nothing under another.
        const QString key = hashOf(permission + u'\n' + rot + u'\n' + introspection.value(u"client_id"_s).toString() +
                                   u'\n' + link.identifier);
        if (!m_known.contains(key)) {
            Known known;
            if (const Refusal no = checkFirstSight(permission, rot, introspection, link, known)) {
                refusal = no;
                continue;
            }
            m_pseudonymUse.insert(known.claims.value(u"iss"_s).toString(),
                                  known.claims.value(u"permission_id"_s).toString());
            m_known.insert(key, known);
        }
        Known &known = m_known[key];
        const QString named = known.claims.value(u"resource_definition"_s).toString();
        const bool fits = named == definition ||
                          known.claims.value(u"resource_id"_s).toString() == resourceId(definition, known.subject);
        if (!fits)
            continue;
        const qint64 time = now();
        if (m_ended.contains(known.claims.value(u"permission_id"_s).toString()))
            refusal = refuse(403, u"revoked"_s, u"the person has ended this permission here"_s);
        else if (known.claims.value(u"nbf"_s).toInteger() > time + 10 ||
                 known.claims.value(u"exp"_s).toInteger() <= time)
            refusal = refuse(403, u"expired"_s, u"the permission is not in force now"_s);
        else if (known.spent)
            refusal = refuse(403, u"used"_s, u"this permission was for one answer"_s);
        else {
            const QStringList scopes = toStrings(known.claims.value(u"resource_scopes"_s));
            bool covered = true;
            for (const QString &scope : wanted.split(u' ', Qt::SkipEmptyParts))
                covered = covered && scopes.contains(scope);
            if (!covered) {
                refusal = refuse(403, u"insufficient_scope"_s, u"the permission does not cover the scope asked for"_s);
                continue;
            }
            QJsonObject record = recordOf(definition, known.subject.dataKey);
            if (record.isEmpty())
                return Response::error(404, u"not_found"_s, u"there is no such record"_s);
            known.spent = known.claims.value(u"usage"_s).toString() == "once"_L1;
            record.insert(u"issued_by"_s, place().name);
            record.insert(u"scopes"_s, known.claims.value(u"resource_scopes"_s));
            return Response::json(record);
        }
    }
    return refusal.response();
}

Refusal DataSource::checkFirstSight(const QString &permission, const QString &rot, const QJsonObject &introspection,
                                    const AsLink &link, Known &out) const
{
    const auto no = [](const QString &why) { return refuse(403, u"invalid_permission"_s, why); };
    const auto jwt = peekJwt(permission);
    if (!jwt || jwt->header.value(u"typ"_s).toString() != "fpx-permission+jwt"_L1)
        return no(u"typ must be fpx-permission+jwt"_s);
    QString why;
    const Key key = Key::fromPublicJwk(jwt->header.value(u"jwk"_s).toObject(), why);
    if (!key.isValid() || !key.verifies(permission))
        return no(u"the signature is not by the key in the header"_s);
    const QJsonObject &claims = jwt->claims;
    if (claims.value(u"aud"_s).toString() != link.id)
        return no(u"aud is not this resource server"_s);
    if (claims.value(u"as"_s).toString() != link.issuer)
        return no(u"as is not the server that introspected the token"_s);
    if (claims.value(u"client_id"_s) != introspection.value(u"client_id"_s))
        return no(u"client_id is not the introspected client"_s);
    if (claims.value(u"rot_hash"_s).toString() != hashOf(rot))
        return no(u"rot_hash is not that of the rot"_s);
    for (const QString &name : {u"nbf"_s, u"exp"_s, u"iat"_s}) {
        if (!claims.value(name).isDouble())
            return no(name + u" is missing"_s);
    }
    // The key is believed because the person's own ROT names it, never because the AS vouches for it.
    if (const Refusal refusal = openRot(rot, claims, key.thumbprint(), out.subject))
        return refusal;
    const QString used = m_pseudonymUse.value(claims.value(u"iss"_s).toString());
    if (!used.isEmpty() && used != claims.value(u"permission_id"_s).toString())
        return no(u"the pseudonym has been used for another permission"_s);
    out.claims = claims;
    return {};
}

void DataSource::registerResources()
{
    for (const AsLink &as : std::as_const(m_links)) {
        as.metadata(fetcher(), [this, as](const QJsonObject &metadata) {
            fetcher().postForm(metadata.value(u"token_endpoint"_s).toString(), {as.auth()},
                               {{u"grant_type"_s, u"client_credentials"_s}, {u"scope"_s, u"uma_protection"_s}},
                               [this, metadata](const Response &response) {
                                   const auto answer = parseJsonObject(response.body).value_or(QJsonObject{});
                                   const QString pat = answer.value(u"access_token"_s).toString();
                                   for (const SourceResource &resource : m_config.resources) {
                                       fetcher().postJson(
                                           metadata.value(u"resource_registration_endpoint"_s).toString(),
                                           {Fetcher::bearer(pat)},
                                           {{u"resource_scopes"_s, QJsonArray::fromStringList(resource.scopes)},
                                            {u"type"_s, resource.definition}},
                                           [](const Response &) {});
                                   }
                               });
        });
    }
}

void DataSource::refuseWithTicket(const Request &request, const AsLink &link, const Reply &reply)
{
    const QString definition = request.params.value(u"definition"_s);
    const AsLink as = link;
    as.metadata(fetcher(), [this, as, definition, reply](const QJsonObject &metadata) {
        const QJsonObject body{
            {u"requested_resources"_s,
             QJsonArray{QJsonObject{{u"resource_definition"_s, definition},
                                    {u"scopes"_s, QJsonArray{QJsonObject{{u"scope"_s, u"read"_s}}}}}}},
            {u"usage"_s, u"repeated"_s},
            {u"reason"_s, QJsonObject{{u"en"_s, u"To read a record at %1."_s.arg(place().name)}}}};
        fetcher().postJson(metadata.value(u"permission_endpoint"_s).toString(), {as.auth()}, body,
                           [this, as, reply](const Response &response) {
                               const auto answer = parseJsonObject(response.body);
                               Response refusal =
                                   Response::error(401, u"invalid_token"_s, u"a token of the network is needed"_s);
                               if (response.status == 201 && answer) {
                                   refusal.with("WWW-Authenticate"_ba,
                                                u"UMA realm=\"%1\", as_uri=\"%2\", ticket=\"%3\""_s
                                                    .arg(place().id, as.issuer, answer->value(u"ticket"_s).toString())
                                                    .toLatin1());
                               }
                               reply(refusal);
                           });
    });
}

} // namespace fpx::sandbox
