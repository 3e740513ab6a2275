// Permission tickets (UMA 2.0 Federated Authorization section 4, profile sections 4.3 and 11) and resource registration.
#include "as/jwtrules.h"
#include "as/permissiontimes.h"
#include "as/server.h"

#include <fpx/base/random.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

bool isAllowedText(const QJsonObject &reason)
{
    for (const QJsonValue &text : reason) {
        if (!text.isString() || text.toString().size() > 300)
            return false;
    }
    return !reason.isEmpty();
}

constexpr qint64 longestCode = 600; // seconds (profile 4.6)

/// Letters of RFC 8628 section 6.1, 4-4.
QString makeUserCode()
{
    static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ";
    QString code;
    for (const char byte : SystemRandom().bytes(8)) {
        if (code.size() == 4)
            code += u'-';
        code += QLatin1Char(letters[static_cast<quint8>(byte) % 20]);
    }
    return code;
}

} // namespace

Response AuthorizationServer::createTicket(const Request &request)
{
    Refusal refusal;
    const ServiceRecord *asker = authenticated(request, refusal);
    if (!asker)
        return refusal.response();
    if (asker->entry.value(u"disabled"_s).toBool())
        return Response::error(403, u"access_denied"_s, u"this party is disabled in the registry"_s);
    const auto body = request.json();
    if (!body)
        return Response::error(400, u"invalid_request"_s, u"a JSON object is needed (application/json)"_s);
    auto transaction = std::make_shared<Transaction>();
    if (const Refusal no = readTicketRequest(*body, *asker, *transaction))
        return no.response();
    transaction->id = SystemRandom().uuid();
    transaction->ticket = issueToken(u"ticket"_s);
    qint64 lifetime = setting(u"ticket_lifetime"_s, 600).toInteger();
    if (transaction->device)
        lifetime = qMin(lifetime, longestCode);
    transaction->expiresAt = now() + lifetime;
    m_state.byTicket.insert(transaction->ticket, transaction);
    m_state.byTicketHash.insert(hashOf(transaction->ticket), transaction);
    QJsonObject answer{{u"ticket"_s, transaction->ticket}};
    if (transaction->device) {
        transaction->userCode = issue(u"user_code"_s, makeUserCode());
        m_state.byUserCode.insert(transaction->userCode, transaction);
        prepareParameters(*transaction);
        m_state.byState.insert(transaction->state, transaction);
        answer.insert(u"user_code"_s, transaction->userCode);
        answer.insert(u"expires_in"_s, lifetime);
        answer.insert(u"wallet_link"_s, deviceLink());
    }
    return Response::json(answer, 201);
}

Refusal AuthorizationServer::readTicketRequest(const QJsonObject &body, const ServiceRecord &asker,
                                               Transaction &out) const
{
    const auto no = [](const QString &why) { return refuse(400, u"invalid_request"_s, why); };
    const bool isSource = source(asker.id) != nullptr;
    out.purpose = body.value(u"purpose"_s).toString(u"access"_s);
    out.usage = body.value(u"usage"_s).toString(u"repeated"_s);
    out.duration = body.value(u"duration"_s).toObject();
    out.reason = body.value(u"reason"_s).toObject();
    out.wishes = body.value(u"sandbox"_s).toObject();
    out.device = body.value(u"device"_s).toBool();
    if (out.purpose == "protect"_L1) {
        if (!isSource)
            return no(u"only a resource server may ask for the purpose protect"_s);
        out.client = asker.id;
        out.resourceServer = asker.id;
        out.resources = {};
        return {};
    }
    if (out.purpose != "access"_L1)
        return no(u"purpose must be access or protect"_s);
    if (!isSource)
        out.client = asker.id;
    if (out.usage != "once"_L1 && out.usage != "repeated"_L1)
        return no(u"usage must be once or repeated"_s);
    if (!isAllowedText(out.reason))
        return no(u"reason must be texts of at most 300 characters, keyed by language"_s);
    for (const QString &name : {u"requested"_s, u"max"_s}) {
        if (out.duration.contains(name) && durationSeconds(out.duration.value(name).toString(), now()) <= 0)
            return no(u"duration.%1 must be an ISO 8601 duration"_s.arg(name));
    }
    const QJsonArray resources = body.value(u"requested_resources"_s).toArray();
    if (resources.isEmpty() || resources.size() > 64)
        return no(u"requested_resources must have 1 to 64 entries"_s);
    for (const QJsonValue &item : resources) {
        QJsonObject resource;
        if (const Refusal bad = readResource(item.toObject(), asker, static_cast<int>(out.resources.size()), resource))
            return bad;
        out.resources.append(resource);
    }
    return {};
}

Refusal AuthorizationServer::readResource(const QJsonObject &in, const ServiceRecord &asker, int index,
                                          QJsonObject &out) const
{
    const auto no = [](const QString &error, const QString &why) { return refuse(400, error, why); };
    const QString definition = in.value(u"resource_definition"_s).toString();
    if (!m_config.definitions.contains(definition))
        return no(u"invalid_resource_id"_s, u"the registry has no resource definition '%1'"_s.arg(definition));
    QStringList known;
    for (const QJsonValue &scope : m_config.definitions.value(definition).value(u"scopes"_s).toArray())
        known.append(scope.toObject().value(u"scope"_s).toString());
    QJsonArray scopes;
    for (const QJsonValue &item : in.value(u"scopes"_s).toArray()) {
        const QString scope = item.toObject().value(u"scope"_s).toString();
        if (!known.contains(scope))
            return no(u"invalid_scope"_s, u"%1 has no scope '%2'"_s.arg(definition, scope));
        scopes.append(
            QJsonObject{{u"scope"_s, scope}, {u"required"_s, item.toObject().value(u"required"_s).toBool(true)}});
    }
    if (scopes.isEmpty())
        return no(u"invalid_scope"_s, u"at least one scope is needed"_s);
    QJsonValue server = in.contains(u"resource_server"_s) ? in.value(u"resource_server"_s) : QJsonValue::Null;
    if (source(asker.id))
        server = asker.id;
    if (server.isString() && !source(server.toString()))
        return no(u"invalid_request"_s, u"the registry has no resource server '%1'"_s.arg(server.toString()));
    const auto orNull = [&in](const QString &name) { return in.contains(name) ? in.value(name) : QJsonValue::Null; };
    out = {{u"request_id"_s, in.value(u"request_id"_s).toString(u"r"_s + QString::number(index + 1))},
           {u"resource_definition"_s, definition},
           {u"resource_server"_s, server},
           {u"resource_id"_s, orNull(u"resource_id"_s)},
           {u"linkage"_s, orNull(u"linkage"_s)},
           {u"scopes"_s, scopes},
           {u"required"_s, in.value(u"required"_s).toBool(true)}};
    return {};
}

Response AuthorizationServer::registerResource(const Request &request)
{
    const auto token = m_state.tokens.constFind(request.bearer());
    if (token == m_state.tokens.constEnd() || token->expiresAt <= now() || token->scope != "uma_protection"_L1)
        return Response::error(401, u"invalid_token"_s, u"a valid PAT is needed"_s);
    if (m_state.walletClients.contains(token->client) && token->protectionOf.isEmpty())
        return Response::error(403, u"insufficient_scope"_s, u"this is not a PAT"_s);
    for (Protection &protection : m_state.protections) {
        if (protection.account != token->client || protection.resourceServer != token->protectionOf)
            continue;
        if (protection.ended)
            return Response::error(401, u"invalid_token"_s, u"the person has ended this protection"_s);
        protection.lastUsedAt = now();
    }
    const auto body = request.json();
    if (!body || !body->value(u"resource_scopes"_s).isArray())
        return Response::error(400, u"invalid_request"_s, u"a JSON object with resource_scopes is needed"_s);
    const QString id = SystemRandom().uuid();
    m_state.resources.insert(id, *body);
    return Response::json({{u"_id"_s, id}}, 201);
}

} // namespace fpx::sandbox
