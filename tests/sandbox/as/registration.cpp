// Dynamic registration (RFC 7591) of enrolments and accounts; profile section 3.
#include "as/server.h"

#include "as/jwtrules.h"

#include <fpx/base/random.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Response AuthorizationServer::registerClient(const Request &request)
{
    const auto body = request.json();
    if (!body)
        return Response::error(400, u"invalid_client_metadata"_s, u"a JSON object is needed (application/json)"_s);
    const QString key = request.header("Idempotency-Key"_ba);
    if (!isUuidV4(key))
        return Response::error(400, u"invalid_request"_s, u"Idempotency-Key must be a UUIDv4"_s);

    QString enrolment;
    if (body->contains(u"fpx_account"_s)) {
        Refusal refusal;
        const WalletClient *wallet = bearerOf(request, u"register"_s, refusal);
        if (!wallet)
            return refusal.response();
        enrolment = wallet->id;
    }
    // Looked at before the rule that the issuer must be new, so that a lost 201 can be asked for again.
    const QString slot = u"register/"_s + enrolment + u'/' + key;
    const QString bodyHash = hashOf(QString::fromUtf8(request.body));
    if (m_state.idempotency.contains(slot)) {
        const Idempotent &known = m_state.idempotency[slot];
        return known.bodyHash == bodyHash ? known.response
                                          : Response::error(422, u"idempotency_mismatch"_s,
                                                            u"this Idempotency-Key came with another body before"_s);
    }
    const Response response = registerOnce(request, *body, enrolment);
    if (response.status == 201)
        m_state.idempotency.insert(slot, {bodyHash, response, now() + 3600});
    return response;
}

Response AuthorizationServer::registerOnce(const Request &, const QJsonObject &body, const QString &enrolment)
{
    const bool account = !enrolment.isEmpty();
    WalletClient client;
    client.isAccount = account;
    client.enrolment = enrolment;
    if (!account) {
        if (const Refusal no = checkStatement(body.value(u"software_statement"_s).toString()))
            return no.response();
    }
    if (const Refusal no = readMetadata(body, account, client))
        return no.response();
    if (const Refusal no = checkFreshKeys(client, nullptr))
        return no.response();
    if (!account) {
        for (const WalletClient &other : std::as_const(m_state.walletClients)) {
            if (other.issuer == client.issuer)
                return Response::error(400, u"invalid_client_metadata"_s, u"fpx_wallet.issuer is registered already"_s);
        }
        QStringList issuers;
        for (const Key &key : client.providerKeys)
            issuers.append(m_config.trust.issuer + u"/i/"_s + key.thumbprint());
        if (!issuers.contains(client.issuer))
            return Response::error(400, u"invalid_client_metadata"_s,
                                   u"fpx_wallet.issuer must be {operator iss}/i/{thumbprint of the provider key}"_s);
    }
    client.id = (account ? u"a-"_s : u"w-"_s) + SystemRandom().uuid();
    client.registrationToken = issueToken(u"registration_access_token"_s);
    rememberKeys(client);
    m_state.walletClients.insert(client.id, client);
    for (const QString &name : {client.id, client.issuer, client.registrationToken})
        m_state.belongsTo.insert(name, account ? enrolment : client.id);
    m_state.belongsTo.remove({});
    return Response::json(registrationAnswer(client), 201);
}

Refusal AuthorizationServer::checkStatement(const QString &statement) const
{
    Jwt jwt;
    const JwtRules rules{u"fpx-software-statement+jwt"_s,
                         {u"iss"_s, u"iat"_s, u"exp"_s, u"software_id"_s, u"software_version"_s, u"scope"_s},
                         {},
                         u"invalid_software_statement"_s};
    if (statement.isEmpty())
        return refuse(400, rules.error, u"software_statement is missing"_s);
    if (const Refusal no = checkJwt(statement, {m_config.trust.statementKey}, rules, jwt))
        return no;
    if (jwt.claims.value(u"iss"_s).toString() != m_config.trust.issuer)
        return refuse(400, u"unapproved_software_statement"_s, u"the statement's iss is not the operator known here"_s);
    if (jwt.claims.value(u"exp"_s).toInteger() <= now())
        return refuse(400, rules.error, u"the statement has expired"_s);
    return {};
}

Refusal AuthorizationServer::readMetadata(const QJsonObject &body, bool account, WalletClient &client) const
{
    const auto no = [](const QString &why) { return refuse(400, u"invalid_client_metadata"_s, why); };
    QStringList required{u"token_endpoint_auth_method"_s,
                         u"token_endpoint_auth_signing_alg"_s,
                         u"grant_types"_s,
                         u"response_types"_s,
                         u"scope"_s,
                         u"jwks"_s};
    required.append(account ? QStringList{u"fpx_account"_s} : QStringList{u"software_statement"_s, u"fpx_wallet"_s});
    const QString members = memberProblem(body, required, {}, u"metadata"_s);
    if (!members.isEmpty())
        return no(members);
    if (body.value(u"token_endpoint_auth_method"_s).toString() != "private_key_jwt"_L1)
        return no(u"token_endpoint_auth_method must be private_key_jwt"_s);
    if (body.value(u"token_endpoint_auth_signing_alg"_s).toString() != "ES256"_L1)
        return no(u"token_endpoint_auth_signing_alg must be ES256"_s);
    if (body.value(u"grant_types"_s) != QJsonValue(QJsonArray{u"client_credentials"_s}))
        return no(u"grant_types must be [client_credentials]"_s);
    if (body.value(u"response_types"_s) != QJsonValue(QJsonArray{}))
        return no(u"response_types must be []"_s);
    const QString scope = account ? u"user"_s : u"register uma_protection"_s;
    if (body.value(u"scope"_s).toString() != scope)
        return no(u"scope must be '%1'"_s.arg(scope));
    if (account && !body.value(u"fpx_account"_s).toBool())
        return no(u"fpx_account must be true"_s);

    const auto readKeys = [&no](const QJsonValue &set, const QString &name, QList<Key> &keys) -> Refusal {
        const QJsonArray list = set.toObject().value(u"keys"_s).toArray();
        if (set.toObject().size() != 1 || list.isEmpty() || list.size() > 4)
            return no(name + u" must be {keys: [1 to 4 keys]}"_s);
        for (const QJsonValue &item : list) {
            QString why;
            const QString extra = memberProblem(item.toObject(), {u"kty"_s, u"crv"_s, u"x"_s, u"y"_s},
                                                {u"kid"_s, u"use"_s, u"alg"_s}, name);
            const Key key = Key::fromPublicJwk(item.toObject(), why);
            if (!extra.isEmpty() || !key.isValid() || key.algorithm() != "ES256"_L1)
                return no(extra.isEmpty() ? name + u": "_s + why : extra);
            if (item.toObject().contains(u"alg"_s) && item.toObject().value(u"alg"_s).toString() != "ES256"_L1)
                return no(name + u": alg must be ES256"_s);
            keys.append(key);
        }
        return {};
    };
    if (const Refusal bad = readKeys(body.value(u"jwks"_s), u"jwks"_s, client.keys))
        return bad;
    if (!account) {
        const QJsonObject wallet = body.value(u"fpx_wallet"_s).toObject();
        const QString problem = memberProblem(wallet, {u"issuer"_s, u"jwks"_s}, {}, u"fpx_wallet"_s);
        if (!problem.isEmpty())
            return no(problem);
        if (const Refusal bad = readKeys(wallet.value(u"jwks"_s), u"fpx_wallet.jwks"_s, client.providerKeys))
            return bad;
        client.issuer = wallet.value(u"issuer"_s).toString();
    }
    client.metadata = body;
    return {};
}

Refusal AuthorizationServer::checkFreshKeys(const WalletClient &client, const WalletClient *before) const
{
    QSet<QString> kept[2];
    if (before) {
        for (const Key &key : before->keys)
            kept[0].insert(key.thumbprint());
        for (const Key &key : before->providerKeys)
            kept[1].insert(key.thumbprint());
    }
    QSet<QString> seen;
    for (int set = 0; set < 2; ++set) {
        for (const Key &key : set == 0 ? client.keys : client.providerKeys) {
            const QString thumbprint = key.thumbprint();
            if (seen.contains(thumbprint) ||
                (m_state.thumbprints.contains(thumbprint) && !kept[set].contains(thumbprint)))
                return refuse(400, u"invalid_client_metadata"_s,
                              u"a key is used twice: one key, one job (thumbprint %1)"_s.arg(thumbprint));
            seen.insert(thumbprint);
        }
    }
    return {};
}

void AuthorizationServer::rememberKeys(const WalletClient &client)
{
    for (const Key &key : client.keys + client.providerKeys)
        m_state.thumbprints.insert(key.thumbprint());
}

QJsonObject AuthorizationServer::registrationAnswer(const WalletClient &client) const
{
    QJsonObject answer = client.metadata;
    answer.insert(u"client_id"_s, client.id);
    answer.insert(u"client_id_issued_at"_s, now());
    answer.insert(u"registration_client_uri"_s, url(u"/register/"_s + client.id));
    answer.insert(u"registration_access_token"_s, client.registrationToken);
    return answer;
}

} // namespace fpx::sandbox
