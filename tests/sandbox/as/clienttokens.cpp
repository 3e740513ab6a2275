// Token endpoint for service clients and data sources: the uma-ticket grant (UMA 2.0 Grant section 3.3), refresh, PAT.
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

const ServiceRecord *AuthorizationServer::authenticated(const Request &request, Refusal &refusal) const
{
    const auto pair = request.basic();
    const ServiceRecord *record = pair ? client(pair->first) : nullptr;
    if (pair && !record)
        record = source(pair->first);
    if (record && record->secret == pair->second)
        return record;
    refusal = refuse(401, u"invalid_client"_s, u"client authentication (client_secret_basic) is needed"_s);
    return nullptr;
}

Response AuthorizationServer::umaGrant(const Fields &form, const ServiceRecord &client)
{
    const QString ticket = form.value(u"ticket"_s);
    TransactionPtr transaction = m_state.byNewTicket.value(ticket);
    const bool device = !transaction && m_state.byTicket.value(ticket) && m_state.byTicket.value(ticket)->device;
    if (device)
        transaction = m_state.byTicket.value(ticket); // another device has no redirect: its client asks with the ticket
    if (!transaction && m_state.byTicket.contains(ticket))
        return Response::error(403, u"need_info"_s, u"this ticket has to go through claims gathering first"_s);
    if (!transaction || transaction->client != client.id)
        return Response::error(400, u"invalid_grant"_s, u"unknown ticket, or a ticket of another client"_s);
    if (transaction->expiresAt <= now())
        return Response::error(400, u"expired_ticket"_s, u"the ticket has expired"_s);
    if (transaction->newTicketUsed)
        return Response::error(400, u"invalid_grant"_s, u"this ticket has been used"_s);
    if (device && transaction->outcome == Outcome::Open)
        return Response::error(403, u"request_submitted"_s, u"the person has not answered yet"_s);
    transaction->newTicketUsed = true;
    if (transaction->outcome != Outcome::Granted)
        return Response::error(403, u"request_denied"_s, u"the person has not granted this"_s);
    if (transaction->purpose == "protect"_L1) {
        const QString pat = issueToken(u"user_pat"_s);
        m_state.tokens.insert(pat, {transaction->account, u"uma_protection"_s, now() + 86400 * 30, client.id});
        return Response::json({{u"access_token"_s, pat},
                               {u"token_type"_s, u"Bearer"_s},
                               {u"expires_in"_s, 86400 * 30},
                               {u"scope"_s, u"uma_protection"_s}});
    }
    return rptAnswer(client.id, transaction->account, transaction->permissions, true);
}

Response AuthorizationServer::refreshGrant(const Fields &form, const ServiceRecord &client)
{
    const QString token = form.value(u"refresh_token"_s);
    if (!m_state.refreshGrants.contains(token) || m_state.refreshGrants[token].client != client.id)
        return Response::error(400, u"invalid_grant"_s, u"unknown refresh token"_s);
    const RefreshGrant grant = m_state.refreshGrants.value(token);
    Response answer = rptAnswer(client.id, grant.account, grant.permissions, true);
    if (answer.status == 200) // a pause must not cost the client its token: it reads again afterwards
        m_state.refreshGrants.remove(token);
    return answer;
}

Response AuthorizationServer::rptAnswer(const QString &client, const QString &account, const QStringList &permissions,
                                        bool withRefresh)
{
    qint64 lifetime = setting(u"rpt_lifetime"_s, 3600).toInteger();
    bool once = false;
    QHash<QString, QStringList> bySource;
    QStringList usable;
    for (const QString &id : permissions) {
        PermissionPtr permission = m_state.permissionById.value(permissionKey(account, id));
        while (permission && !permission->replacedBy.isEmpty())
            permission = m_state.permissionById.value(permissionKey(account, permission->replacedBy));
        if (!permission || permission->status != "active"_L1 || permission->issued)
            continue;
        if (permission->claims.value(u"usage"_s).toString() == "once"_L1) {
            once = true;
            lifetime = qMin(lifetime, qMin<qint64>(300, setting(u"once_lifetime"_s, 300).toInteger()));
        }
        usable.append(permission->id);
        bySource[permission->claims.value(u"aud"_s).toString()].append(permission->id);
    }
    if (usable.isEmpty())
        return Response::error(403, u"request_denied"_s, u"nothing that was granted is in force any more"_s);
    for (const QString &id : usable) {
        const PermissionPtr permission = m_state.permissionById.value(permissionKey(account, id));
        permission->issued = permission->claims.value(u"usage"_s).toString() == "once"_L1;
        if (permission->issued)
            permission->usedAfter = now() + lifetime;
    }
    const auto makeRpt = [&](const QStringList &ids) {
        const QString rpt = issueToken(u"rpt"_s);
        m_state.rpts.insert(rpt, {client, account, ids, now() + lifetime});
        return rpt;
    };
    QJsonArray perSource;
    for (auto it = bySource.begin(); it != bySource.end(); ++it) {
        perSource.append(
            QJsonObject{{u"access_token"_s, makeRpt(*it)},
                        {u"resource_location"_s, source(it.key())->entry.value(u"resource_location"_s).toString()}});
    }
    QJsonObject answer{{u"access_token"_s, makeRpt(usable)},
                       {u"token_type"_s, u"Bearer"_s},
                       {u"expires_in"_s, lifetime},
                       {u"fpx_access_tokens"_s, perSource}};
    if (withRefresh && !once) {
        const QString refresh = issueToken(u"refresh_token"_s);
        m_state.refreshGrants.insert(refresh, {client, account, usable});
        answer.insert(u"refresh_token"_s, refresh);
    }
    return Response::json(answer);
}

Response AuthorizationServer::patGrant(const ServiceRecord &source)
{
    if (!this->source(source.id))
        return Response::error(400, u"unauthorized_client"_s, u"only a resource server gets a PAT"_s);
    const QString pat = issueToken(u"pat"_s);
    m_state.tokens.insert(pat, {source.id, u"uma_protection"_s, now() + 3600, {}});
    return Response::json({{u"access_token"_s, pat},
                           {u"token_type"_s, u"Bearer"_s},
                           {u"expires_in"_s, 3600},
                           {u"scope"_s, u"uma_protection"_s}});
}

} // namespace fpx::sandbox
