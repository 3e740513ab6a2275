// Token introspection (RFC 7662, UMA 2.0 Federated Authorization section 5.1, profile section 11).
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Response AuthorizationServer::introspect(const Request &request)
{
    Refusal refusal;
    const ServiceRecord *asker = authenticated(request, refusal);
    if (!asker || !source(asker->id))
        return Response::error(401, u"invalid_client"_s, u"only a resource server may ask"_s);
    const auto form = request.form();
    const auto rpt = m_state.rpts.constFind(form.value_or(Fields{}).value(u"token"_s));
    const Response inactive = Response::json({{u"active"_s, false}});
    if (rpt == m_state.rpts.constEnd() || rpt->expiresAt <= now())
        return inactive;
    QJsonArray permissions;
    for (const QString &id : rpt->permissions) {
        PermissionPtr permission = m_state.permissionById.value(permissionKey(rpt->account, id));
        while (permission && !permission->replacedBy.isEmpty())
            permission = m_state.permissionById.value(permissionKey(rpt->account, permission->replacedBy));
        if (!permission || permission->status != "active"_L1 ||
            permission->claims.value(u"aud"_s).toString() != asker->id)
            continue;
        permission->lastUsedAt = now();
        permissions.append(QJsonObject{{u"permission"_s, permission->permission}, {u"rot"_s, permission->rot}});
    }
    if (permissions.isEmpty())
        return inactive; // for the asking resource server only
    return Response::json({{u"active"_s, true},
                           {u"iss"_s, url()},
                           {u"client_id"_s, rpt->client},
                           {u"aud"_s, asker->id},
                           {u"exp"_s, rpt->expiresAt},
                           {u"permissions"_s, permissions}});
}

} // namespace fpx::sandbox
