// What a permission must look like before an AS takes it (profile section 5).
#include "as/jwtrules.h"
#include "as/permissiontimes.h"
#include "as/server.h"

#include <fpx/base/base64url.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

Refusal bad(const QString &why)
{
    return refuse(400, u"invalid_permission"_s, why);
}

} // namespace

Refusal AuthorizationServer::checkPermission(const QString &jws, const QString &rot, const WalletClient &account,
                                             Permission &out, PermissionPtr &replaced) const
{
    const auto jwt = peekJwt(jws);
    if (!jwt)
        return bad(u"permission is not a compact JWS of at most 16 KiB"_s);
    const QString header = memberProblem(jwt->header, {u"typ"_s, u"alg"_s, u"jwk"_s}, {}, u"header"_s);
    if (!header.isEmpty())
        return bad(header);
    if (jwt->header.value(u"typ"_s).toString() != "fpx-permission+jwt"_L1)
        return bad(u"typ must be fpx-permission+jwt"_s);
    QString why;
    const Key key = Key::fromPublicJwk(jwt->header.value(u"jwk"_s).toObject(), why);
    if (!key.isValid() || key.algorithm() != "ES256"_L1)
        return bad(u"jwk: "_s + (why.isEmpty() ? u"not a P-256 key"_s : why));
    if (!key.verifies(jws))
        return bad(u"the signature is not by the key in the header"_s);
    if (m_state.thumbprints.contains(key.thumbprint()))
        return bad(u"the permission key has been used before: one key, one permission"_s);

    const QJsonObject &claims = jwt->claims;
    const QString named = claims.contains(u"resource_id"_s) ? u"resource_id"_s : u"resource_definition"_s;
    const QString members = memberProblem(claims,
                                          {u"permission_id"_s, u"iss"_s, u"as"_s, u"aud"_s, u"client_id"_s,
                                           u"request_id"_s, u"resource_scopes"_s, u"usage"_s, u"nbf"_s, u"exp"_s,
                                           u"iat"_s, u"ticket_hash"_s, u"rot_hash"_s, named},
                                          {u"replaces"_s, u"resource_definition"_s}, u"payload"_s);
    if (!members.isEmpty())
        return bad(members);
    if (!isUuidV4(claims.value(u"permission_id"_s).toString()))
        return bad(u"permission_id must be a UUIDv4"_s);
    const QString pseudonym = claims.value(u"iss"_s).toString();
    if (!isUuidV4(pseudonym) || m_state.pseudonyms.contains(pseudonym))
        return bad(u"iss must be a fresh pseudonym (UUIDv4)"_s);
    if (QString::fromUtf8(toCompactJson(claims)).contains(account.id))
        return bad(u"the account id occurs in the permission"_s);
    if (claims.value(u"as"_s).toString() != url())
        return bad(u"as must be this server's issuer"_s);
    if (claims.value(u"rot_hash"_s).toString() != hashOf(rot))
        return bad(u"rot_hash is not that of the rot as sent"_s);
    if (const QString problem = permissionTimeProblem(claims, now()); !problem.isEmpty())
        return bad(problem);
    if (const Refusal no = checkRotEnvelope(rot, claims.value(u"aud"_s).toString()))
        return no;

    TransactionPtr transaction = m_state.byTicketHash.value(claims.value(u"ticket_hash"_s).toString());
    if (!transaction)
        return bad(u"ticket_hash is that of no ticket of this server"_s);
    if (transaction->enrolment != account.enrolment)
        return bad(u"the ticket was read by another enrolment, or by none"_s);
    const bool replaces = claims.contains(u"replaces"_s);
    if (replaces) {
        replaced = replaceable(claims, account);
        if (!replaced)
            return refuse(409, u"replace_refused"_s,
                          u"only an active or disabled permission of the same account, client, "
                          "resource server, definition and ticket can be replaced"_s);
        if (isBeyondMax(claims, transaction->duration.value(u"max"_s).toString(), replaced->firstIssuedAt))
            return bad(u"exp is beyond duration.max of the ticket"_s);
    } else if (transaction->expiresAt <= now() || transaction->outcome != Outcome::Open) {
        return bad(u"the ticket has ended"_s);
    }
    if (const Refusal no = checkAgainstTicket(claims, *transaction, replaces))
        return no;
    out.id = claims.value(u"permission_id"_s).toString();
    out.account = account.id;
    out.permission = jws;
    out.rot = rot;
    out.claims = claims;
    out.transaction = transaction;
    return {};
}

Refusal AuthorizationServer::checkAgainstTicket(const QJsonObject &claims, const Transaction &transaction,
                                                bool replaces) const
{
    if (claims.value(u"client_id"_s).toString() != transaction.client)
        return bad(u"client_id is not the ticket's"_s);
    const ServiceRecord *asker = client(transaction.client);
    if (!asker || asker->entry.value(u"disabled"_s).toBool())
        return bad(u"the client is unknown or disabled"_s);
    QJsonObject resource;
    for (const QJsonValue &value : transaction.resources) {
        if (value.toObject().value(u"request_id"_s) == claims.value(u"request_id"_s))
            resource = value.toObject();
    }
    if (resource.isEmpty())
        return bad(u"request_id is not of the ticket"_s);
    const QJsonValue resourceId = resource.value(u"resource_id"_s);
    if (claims.contains(u"resource_id"_s) && claims.value(u"resource_id"_s) != resourceId)
        return bad(u"resource_id is sent only if the ticket named it, and then equal"_s);
    if (claims.contains(u"resource_definition"_s) &&
        claims.value(u"resource_definition"_s) != resource.value(u"resource_definition"_s))
        return bad(u"resource_definition is not the ticket's"_s);
    if (resourceId.isString() && !claims.contains(u"resource_id"_s))
        return bad(u"the ticket names a resource_id; the permission must too"_s);
    const QString aud = claims.value(u"aud"_s).toString();
    const ServiceRecord *server = source(aud);
    if (!server || server->entry.value(u"disabled"_s).toBool())
        return bad(u"aud is no resource server of this registry, or a disabled one"_s);
    if (resource.value(u"resource_server"_s).isString() && resource.value(u"resource_server"_s).toString() != aud)
        return bad(u"the ticket names another resource server"_s);
    QStringList offered;
    for (const QJsonValue &item : server->entry.value(u"definitions"_s).toArray()) {
        if (item.toObject().value(u"identifier"_s) == resource.value(u"resource_definition"_s))
            offered = toStrings(item.toObject().value(u"scopes"_s));
    }
    QStringList asked;
    QStringList needed;
    for (const QJsonValue &item : resource.value(u"scopes"_s).toArray()) {
        asked.append(item.toObject().value(u"scope"_s).toString());
        if (item.toObject().value(u"required"_s).toBool())
            needed.append(asked.last());
    }
    const QStringList granted = toStrings(claims.value(u"resource_scopes"_s));
    if (granted.isEmpty() || QSet<QString>(granted.begin(), granted.end()).size() != granted.size())
        return bad(u"resource_scopes must name at least one scope, each once"_s);
    for (const QString &scope : granted) {
        if (!asked.contains(scope) || !offered.contains(scope))
            return bad(u"the scope '%1' was not asked for, or is not offered by %2"_s.arg(scope, aud));
    }
    for (const QString &scope : needed) {
        if (!granted.contains(scope))
            return bad(u"the required scope '%1' is missing"_s.arg(scope));
    }
    const QString usage = claims.value(u"usage"_s).toString();
    if (usage != "once"_L1 && (usage != "repeated"_L1 || transaction.usage == "once"_L1))
        return bad(u"usage must be once or repeated, and no wider than asked"_s);
    if (replaces)
        return {};
    // Counted from when the permission was made (profile 4.4).
    if (isBeyondMax(claims, transaction.duration.value(u"max"_s).toString(), claims.value(u"iat"_s).toInteger()))
        return bad(u"exp is beyond duration.max of the ticket"_s);
    for (const PermissionPtr &other : std::as_const(m_state.permissions)) {
        if (other->transaction.get() == &transaction && other->status == "pending"_L1 &&
            other->claims.value(u"request_id"_s) == claims.value(u"request_id"_s))
            return bad(u"there is a pending permission for this request_id already"_s);
    }
    return {};
}

Refusal AuthorizationServer::checkRotEnvelope(const QString &rot, const QString &sourceId) const
{
    const auto header = peekJweHeader(rot);
    if (!header)
        return bad(u"rot is not a compact JWE of at most 16 KiB"_s);
    const QString members = memberProblem(
        *header, {u"alg"_s, u"enc"_s, u"typ"_s, u"kid"_s, u"apu"_s, u"apv"_s, u"epk"_s}, {}, u"rot header"_s);
    if (!members.isEmpty())
        return bad(members);
    if (header->value(u"alg"_s).toString() != "ECDH-ES"_L1 || header->value(u"enc"_s).toString() != "A256GCM"_L1)
        return bad(u"rot must be ECDH-ES with A256GCM"_s);
    if (header->value(u"typ"_s).toString() != "fpx-rot+jwe"_L1)
        return bad(u"the rot's typ must be fpx-rot+jwe"_s);
    if (header->value(u"apu"_s).toString() != QString::fromLatin1(toBase64Url(url().toUtf8())) ||
        header->value(u"apv"_s).toString() != QString::fromLatin1(toBase64Url(sourceId.toUtf8())))
        return bad(u"apu must be this server's issuer, apv the resource server's identifier (base64url)"_s);
    const ServiceRecord *record = source(sourceId);
    bool known = false;
    for (const QJsonValue &key :
         record ? record->entry.value(u"jwks"_s).toObject().value(u"keys"_s).toArray() : QJsonArray())
        known = known || key.toObject().value(u"kid"_s) == header->value(u"kid"_s);
    return known ? Refusal{} : bad(u"the rot's kid is no key of this resource server in the registry"_s);
}

PermissionPtr AuthorizationServer::replaceable(const QJsonObject &claims, const WalletClient &account) const
{
    const PermissionPtr old =
        m_state.permissionById.value(permissionKey(account.id, claims.value(u"replaces"_s).toString()));
    if (!old || (old->status != "active"_L1 && old->status != "disabled"_L1))
        return {};
    for (const QString &name :
         {u"client_id"_s, u"aud"_s, u"resource_definition"_s, u"resource_id"_s, u"ticket_hash"_s}) {
        if (old->claims.value(name) != claims.value(name))
            return {};
    }
    return old;
}

} // namespace fpx::sandbox
