// fpx_permission_endpoint: switching off and on, revoking; protections (profile section 5).
#include "as/jwtrules.h"
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {
constexpr qint64 tombstoneLife = 24 * 3600;
}

Response AuthorizationServer::patchPermission(const Request &request)
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
    const auto body = request.json();
    const QString wanted = body ? body->value(u"status"_s).toString() : QString();
    if (!body || body->size() != 1 || (wanted != "active"_L1 && wanted != "disabled"_L1))
        return Response::error(400, u"invalid_request"_s, u"the body must be {status: active or disabled}"_s);
    if (permission->status == wanted)
        return Response::json(permissionState(*permission));
    if (permission->status != "active"_L1 && permission->status != "disabled"_L1)
        return Response::error(409, u"wrong_status"_s,
                               u"a permission that is %1 cannot become %2"_s.arg(permission->status, wanted));
    const QString match = request.header("If-Match"_ba);
    if (match.isEmpty())
        return Response::error(428, u"precondition_required"_s, u"If-Match with the version is needed"_s);
    if (match != u'"' + QString::number(permission->version) + u'"')
        return Response::error(412, u"precondition_failed"_s, u"the version is now %1"_s.arg(permission->version));
    setStatus(*permission, wanted);
    return Response::json(permissionState(*permission));
}

Response AuthorizationServer::deletePermission(const Request &request)
{
    Refusal refusal;
    const WalletClient *account = bearerOf(request, u"user"_s, refusal);
    if (!account)
        return refusal.response();
    if (!isUuidV4(request.params.value(u"id"_s)))
        return Response::error(400, u"invalid_request"_s, u"a permission_id is a UUIDv4"_s);
    const QString key = permissionKey(account->id, request.params.value(u"id"_s));
    const PermissionPtr permission = m_state.permissionById.value(key);
    if (m_state.tombstones.contains(key) || (permission && permission->status == "revoked"_L1))
        return Response::error(410, u"revoked"_s, u"this permission has been revoked"_s);
    if (!permission)
        m_state.tombstones.insert(key, now() + tombstoneLife); // a POST that is still under way comes too late
    else
        setStatus(*permission, u"revoked"_s);
    return Response::empty(204);
}

Response AuthorizationServer::listProtections(const Request &request)
{
    Refusal refusal;
    const WalletClient *account = bearerOf(request, u"user"_s, refusal);
    if (!account)
        return refusal.response();
    QJsonArray list;
    for (const Protection &protection : std::as_const(m_state.protections)) {
        if (protection.account != account->id || protection.ended)
            continue;
        list.append(QJsonObject{
            {u"resource_server"_s, protection.resourceServer},
            {u"granted_at"_s, protection.grantedAt},
            {u"last_used_at"_s, protection.lastUsedAt ? QJsonValue(protection.lastUsedAt) : QJsonValue::Null}});
    }
    return Response::json({{u"protections"_s, list}, {u"next_page_token"_s, QJsonValue::Null}});
}

Response AuthorizationServer::deleteProtection(const Request &request)
{
    Refusal refusal;
    const WalletClient *account = bearerOf(request, u"user"_s, refusal);
    if (!account)
        return refusal.response();
    for (Protection &protection : m_state.protections) {
        if (protection.account != account->id || protection.resourceServer != request.params.value(u"rs"_s))
            continue;
        if (protection.ended)
            return Response::error(410, u"revoked"_s, u"this protection has been ended"_s);
        protection.ended = true;
        return Response::empty(204);
    }
    return Response::error(404, u"not_found"_s, u"this account has no such protection"_s);
}

} // namespace fpx::sandbox
