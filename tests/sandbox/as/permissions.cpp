// fpx_permission_endpoint: making and reading permissions (profile section 5).
#include "as/jwtrules.h"
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

QJsonObject AuthorizationServer::permissionState(const Permission &permission)
{
    return {{u"permission_id"_s, permission.id},
            {u"permission"_s, permission.permission},
            {u"status"_s, permission.status},
            {u"version"_s, QString::number(permission.version)},
            {u"last_used_at"_s, permission.lastUsedAt ? QJsonValue(permission.lastUsedAt) : QJsonValue::Null}};
}

void AuthorizationServer::setStatus(Permission &permission, const QString &status)
{
    if (permission.status == status)
        return;
    permission.status = status;
    ++permission.version;
}

Response AuthorizationServer::postPermission(const Request &request)
{
    Refusal refusal;
    const WalletClient *account = bearerOf(request, u"user"_s, refusal);
    if (!account)
        return refusal.response();
    const auto body = request.json();
    const QString problem = body ? memberProblem(*body, {u"permission"_s, u"rot"_s}, {}, u"body"_s)
                                 : u"a JSON object is needed (application/json)"_s;
    if (!problem.isEmpty())
        return Response::error(400, u"invalid_request"_s, problem);
    const QString id = request.header("Idempotency-Key"_ba);
    if (!isUuidV4(id))
        return Response::error(400, u"invalid_request"_s, u"Idempotency-Key must be the permission_id (UUIDv4)"_s);
    const QString key = permissionKey(account->id, id);
    const QString bodyHash = hashOf(QString::fromUtf8(request.body));
    if (m_state.tombstones.contains(key))
        return Response::error(410, u"revoked"_s, u"this permission was deleted before it arrived"_s);
    if (const PermissionPtr known = m_state.permissionById.value(key)) {
        if (known->bodyHash != bodyHash)
            return Response::error(422, u"idempotency_mismatch"_s,
                                   u"this Idempotency-Key came with another body before"_s);
        if (known->status == "revoked"_L1)
            return Response::error(410, u"revoked"_s, u"this permission has been revoked since"_s);
        return Response::json(
            {{u"permission_id"_s, id}, {u"status"_s, known->status}, {u"version"_s, QString::number(known->version)}},
            201);
    }

    auto permission = std::make_shared<Permission>();
    PermissionPtr replaced;
    if (const Refusal no = checkPermission(body->value(u"permission"_s).toString(), body->value(u"rot"_s).toString(),
                                           *account, *permission, replaced))
        return no.response();
    if (permission->id != id)
        return Response::error(400, u"invalid_permission"_s, u"Idempotency-Key and permission_id must be equal"_s);
    permission->bodyHash = bodyHash;
    permission->createdAt = now();
    permission->firstIssuedAt = replaced ? replaced->firstIssuedAt : permission->claims.value(u"iat"_s).toInteger();
    if (replaced) { // new and old change in one step
        permission->status = replaced->status;
        permission->transaction = replaced->transaction;
        replaced->replacedBy = permission->id;
        setStatus(*replaced, u"revoked"_s);
    }
    m_state.permissions.append(permission);
    m_state.permissionById.insert(key, permission);
    m_state.pseudonyms.insert(permission->claims.value(u"iss"_s).toString());
    QString why;
    const auto header = peekJwt(permission->permission)->header;
    m_state.thumbprints.insert(Key::fromPublicJwk(header.value(u"jwk"_s).toObject(), why).thumbprint());
    return Response::json({{u"permission_id"_s, id},
                           {u"status"_s, permission->status},
                           {u"version"_s, QString::number(permission->version)}},
                          201);
}

Response AuthorizationServer::listPermissions(const Request &request)
{
    Refusal refusal;
    const WalletClient *account = bearerOf(request, u"user"_s, refusal);
    if (!account)
        return refusal.response();
    QList<PermissionPtr> own;
    for (const PermissionPtr &permission : std::as_const(m_state.permissions)) {
        if (permission->account == account->id)
            own.append(permission);
    }
    const qint64 size = setting(u"page_size"_s, 50).toInteger();
    const QString token = request.arg(u"page_token"_s);
    bool number = false;
    const qint64 from = token.isEmpty() ? 0 : token.mid(1).toLongLong(&number);
    if (!token.isEmpty() && (!number || !token.startsWith(u'p')))
        return Response::error(400, u"invalid_request"_s, u"unknown page_token"_s);
    QJsonArray list;
    for (qint64 i = from; i < own.size() && i < from + size; ++i)
        list.append(permissionState(*own.at(i)));
    const bool more = from + size < own.size();
    return Response::json(
        {{u"permissions"_s, list},
         {u"next_page_token"_s, more ? QJsonValue(u"p"_s + QString::number(from + size)) : QJsonValue::Null}});
}

Response AuthorizationServer::readPermission(const Request &request)
{
    Refusal refusal;
    const WalletClient *account = bearerOf(request, u"user"_s, refusal);
    if (!account)
        return refusal.response();
    const QString key = permissionKey(account->id, request.params.value(u"id"_s));
    const PermissionPtr permission = m_state.permissionById.value(key);
    if (m_state.tombstones.contains(key) || (permission && permission->status == "revoked"_L1))
        return Response::error(410, u"revoked"_s, u"this permission has been revoked"_s);
    if (!permission)
        return Response::error(404, u"not_found"_s, u"this account has no such permission"_s);
    return Response::json(permissionState(*permission));
}

} // namespace fpx::sandbox
