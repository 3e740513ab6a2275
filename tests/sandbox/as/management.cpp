// Rotation and end of registrations (RFC 7592); profile section 3.
#include "as/jwtrules.h"
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

QSet<QString> thumbprints(const QList<Key> &keys)
{
    QSet<QString> set;
    for (const Key &key : keys)
        set.insert(key.thumbprint());
    return set;
}

} // namespace

WalletClient *AuthorizationServer::managedClient(const Request &request, Refusal &refusal)
{
    const QString id = request.params.value(u"id"_s);
    const QString token = request.bearer();
    const auto it = m_state.walletClients.find(id);
    if (it == m_state.walletClients.end() || token.isEmpty() ||
        (token != it->registrationToken && token != it->previousToken)) {
        refusal = refuse(401, u"invalid_token"_s, u"unknown client or wrong registration access token"_s);
        return nullptr;
    }
    if (token == it->registrationToken)
        it->previousToken.clear();
    return &*it;
}

Response AuthorizationServer::readRegistration(const Request &request)
{
    Refusal refusal;
    const WalletClient *client = managedClient(request, refusal);
    return client ? Response::json(registrationAnswer(*client)) : refusal.response();
}

Response AuthorizationServer::updateRegistration(const Request &request)
{
    Refusal refusal;
    WalletClient *before = managedClient(request, refusal);
    if (!before)
        return refusal.response();
    auto body = request.json();
    if (!body)
        return Response::error(400, u"invalid_client_metadata"_s, u"a JSON object is needed (application/json)"_s);
    if (body->value(u"client_id"_s).toString() != before->id)
        return Response::error(400, u"invalid_client_metadata"_s, u"client_id must be this client's"_s);
    body->remove(u"client_id"_s);

    WalletClient after = *before;
    after.keys.clear();
    after.providerKeys.clear();
    if (const Refusal no = readMetadata(*body, before->isAccount, after))
        return no.response();
    if (after.issuer != before->issuer)
        return Response::error(400, u"invalid_client_metadata"_s, u"the issuer survives key rotation"_s);
    if (!before->isAccount) {
        if (const Refusal no = checkStatement(body->value(u"software_statement"_s).toString()))
            return no.response();
    }
    if (const Refusal no = checkFreshKeys(after, before))
        return no.response();
    if (const Refusal no = checkRotationProof(request, *before, after))
        return no.response();
    after.previousToken = request.bearer();
    after.registrationToken = issueToken(u"registration_access_token"_s);
    rememberKeys(after);
    m_state.walletClients.insert(after.id, after);
    m_state.belongsTo.insert(after.registrationToken, m_state.belongsTo.value(after.id));
    return Response::json(registrationAnswer(after));
}

Refusal AuthorizationServer::checkRotationProof(const Request &request, const WalletClient &before,
                                                const WalletClient &after)
{
    QList<QList<Key>> changed;
    if (thumbprints(before.keys) != thumbprints(after.keys))
        changed.append(before.keys);
    if (thumbprints(before.providerKeys) != thumbprints(after.providerKeys))
        changed.append(before.providerKeys);
    if (changed.isEmpty())
        return {}; // the repetition of a PUT whose answer was lost needs no proof
    const QStringList proofs = request.header("FPX-Proof"_ba).split(u' ', Qt::SkipEmptyParts);
    if (proofs.size() != changed.size())
        return refuse(400, u"invalid_proof"_s,
                      u"FPX-Proof needs one JWT for each key set that changes (%1)"_s.arg(changed.size()));
    const JwtRules rules{u"fpx-key-rotation+jwt"_s,
                         {u"iss"_s, u"aud"_s, u"iat"_s, u"exp"_s, u"jti"_s, u"body_hash"_s},
                         {},
                         u"invalid_proof"_s};
    for (const QList<Key> &keys : changed) {
        Refusal problem = refuse(400, rules.error, u"no proof"_s);
        for (const QString &proof : proofs) {
            Jwt jwt;
            problem = checkJwt(proof, keys, rules, jwt);
            if (problem)
                continue;
            const QString time = timeProblem(jwt.claims, now(), 60);
            if (jwt.claims.value(u"iss"_s).toString() != before.id)
                return refuse(400, rules.error, u"iss must be the client_id"_s);
            if (jwt.claims.value(u"aud"_s).toString() != url(u"/register/"_s + before.id))
                return refuse(400, rules.error, u"aud must be the registration_client_uri"_s);
            if (jwt.claims.value(u"body_hash"_s).toString() != hashOf(QString::fromUtf8(request.body)))
                return refuse(400, rules.error, u"body_hash is not that of the body as sent"_s);
            if (!time.isEmpty())
                return refuse(400, rules.error, time);
            if (const Refusal used =
                    useJti(before.id, jwt.claims.value(u"jti"_s).toString(), jwt.claims.value(u"exp"_s).toInteger()))
                return used;
            break;
        }
        if (problem)
            return problem;
    }
    return {};
}

Response AuthorizationServer::deleteRegistration(const Request &request)
{
    Refusal refusal;
    const WalletClient *client = managedClient(request, refusal);
    if (!client)
        return refusal.response();
    removeWalletClient(QString(client->id));
    return Response::empty(204);
}

void AuthorizationServer::removeWalletClient(const QString &id)
{
    QStringList accounts;
    for (const WalletClient &other : std::as_const(m_state.walletClients)) {
        if (other.enrolment == id)
            accounts.append(other.id);
    }
    for (const QString &account : accounts)
        removeWalletClient(account);
    for (const PermissionPtr &permission : std::as_const(m_state.permissions)) {
        if (permission->account == id)
            setStatus(*permission, u"revoked"_s);
    }
    for (Protection &protection : m_state.protections)
        protection.ended = protection.ended || protection.account == id;
    m_state.tokens.removeIf([&id](auto it) { return it.value().client == id; });
    m_state.rpts.removeIf([&id](auto it) { return it.value().account == id; });
    m_state.refreshGrants.removeIf([&id](auto it) { return it.value().account == id; });
    m_state.walletClients.remove(id);
}

} // namespace fpx::sandbox
