// Which of the requested resources each permission of an answer is for: the pending ones of this ticket, and those in
// force that are reused (profile sections 4.5 and 5, "Reuse").
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

Refusal bad(const QString &why)
{
    return refuse(400, u"invalid_permission"_s, why);
}

/// Empty, or why this permission, which is in force, does not cover what is requested.
QString whyNotCovered(const QJsonObject &claims, const Transaction &transaction, const QJsonObject &resource)
{
    if (claims.value(u"client_id"_s).toString() != transaction.client)
        return u"it is another client's"_s;
    const QJsonValue server = resource.value(u"resource_server"_s);
    if (server.isString() && server != claims.value(u"aud"_s))
        return u"it is for another resource server"_s;
    const QJsonValue id = resource.value(u"resource_id"_s);
    if (id.isString() ? claims.value(u"resource_id"_s) != id : claims.contains(u"resource_id"_s))
        return u"it is for another resource"_s;
    if (!id.isString() && claims.value(u"resource_definition"_s) != resource.value(u"resource_definition"_s))
        return u"it is for another resource definition"_s;
    const QJsonArray granted = claims.value(u"resource_scopes"_s).toArray();
    for (const QJsonValue &value : resource.value(u"scopes"_s).toArray()) {
        const QJsonObject scope = value.toObject();
        if (scope.value(u"required"_s).toBool() && !granted.contains(scope.value(u"scope"_s)))
            return u"it lacks the required scope "_s + scope.value(u"scope"_s).toString();
    }
    return {};
}

using Places = QHash<QString, PermissionPtr>;

/// Finds a requested resource of its own for each; which one fits which is found by trying.
bool placeAll(const QList<PermissionPtr> &reused, qsizetype from, const Transaction &transaction, Places &places)
{
    if (from == reused.size())
        return true;
    for (const QJsonValue &value : transaction.resources) {
        const QString request = value.toObject().value(u"request_id"_s).toString();
        if (places.contains(request) ||
            !whyNotCovered(reused.at(from)->claims, transaction, value.toObject()).isEmpty())
            continue;
        places.insert(request, reused.at(from));
        if (placeAll(reused, from + 1, transaction, places))
            return true;
        places.remove(request);
    }
    return false;
}

} // namespace

Refusal AuthorizationServer::placePermissions(const QJsonObject &claims, const TransactionPtr &transaction,
                                              QHash<QString, PermissionPtr> &places) const
{
    QList<PermissionPtr> reused;
    QSet<QString> named;
    for (const QJsonValue &value : claims.value(u"fpx_permissions"_s).toArray()) {
        const QString id = value.toString();
        const PermissionPtr permission =
            m_state.permissionById.value(permissionKey(claims.value(u"sub"_s).toString(), id));
        if (!permission)
            return bad(u"a permission named is not of this account: "_s + id);
        if (named.contains(id))
            return bad(u"a permission is named twice: "_s + id);
        named.insert(id);
        if (permission->status == "pending"_L1 && permission->transaction == transaction) {
            places.insert(permission->claims.value(u"request_id"_s).toString(), permission);
            continue;
        }
        if (permission->status != "active"_L1)
            return bad(u"a permission named is neither pending for this ticket nor active: "_s + id);
        if (permission->claims.value(u"exp"_s).toInteger() <= now())
            return bad(u"a permission named has ended: "_s + id);
        if (permission->claims.value(u"usage"_s).toString() == "once"_L1)
            return bad(u"a permission for one time is not used for another request: "_s + id);
        QString why = u"no resource is requested"_s;
        for (const QJsonValue &resource : transaction->resources) {
            why = whyNotCovered(permission->claims, *transaction, resource.toObject());
            if (why.isEmpty())
                break;
        }
        if (!why.isEmpty())
            return bad(u"the permission %1 covers nothing that is requested: %2"_s.arg(id, why));
        reused.append(permission);
    }
    if (!placeAll(reused, 0, *transaction, places))
        return bad(u"one permission for each requested resource: more are named than fit"_s);
    return {};
}

} // namespace fpx::sandbox
