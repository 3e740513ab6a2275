// Token endpoint for wallets: client_credentials with private_key_jwt (RFC 7523); profile section 3.
#include "as/jwtrules.h"
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Response AuthorizationServer::token(const Request &request)
{
    const auto form = request.form();
    if (!form)
        return Response::error(400, u"invalid_request"_s, u"a form with each parameter at most once is needed"_s);
    const QString grant = form->value(u"grant_type"_s);
    if (grant == "client_credentials"_L1 && form->contains(u"client_assertion"_s))
        return request.path == endpointsAt() + u"/token"_s
                   ? walletToken(*form)
                   : Response::error(404, u"not_found"_s, u"there is nothing here"_s);
    Refusal refusal;
    const ServiceRecord *record = authenticated(request, refusal);
    if (!record)
        return refusal.response();
    if (grant == "urn:ietf:params:oauth:grant-type:uma-ticket"_L1)
        return umaGrant(*form, *record);
    if (grant == "refresh_token"_L1)
        return refreshGrant(*form, *record);
    if (grant == "client_credentials"_L1)
        return patGrant(*record);
    return Response::error(400, u"unsupported_grant_type"_s, u"not a grant type of this server: "_s + grant);
}

Response AuthorizationServer::walletToken(const Fields &form)
{
    const auto no = [](const QString &why) { return Response::error(401, u"invalid_client"_s, why); };
    static const QSet<QString> known{u"grant_type"_s, u"client_assertion_type"_s, u"client_assertion"_s, u"scope"_s,
                                     u"client_id"_s};
    for (const QString &name : form.keys()) {
        if (!known.contains(name))
            return Response::error(400, u"invalid_request"_s, u"the parameter %1 does not belong here"_s.arg(name));
    }
    if (form.value(u"client_assertion_type"_s) != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"_L1)
        return Response::error(400, u"invalid_request"_s, u"client_assertion_type must be that of RFC 7523"_s);
    const QString assertion = form.value(u"client_assertion"_s);
    const auto peeked = peekJwt(assertion);
    const QString id = peeked ? peeked->claims.value(u"sub"_s).toString() : QString();
    const auto client = m_state.walletClients.constFind(id);
    if (client == m_state.walletClients.constEnd())
        return no(u"the assertion names no client of this server"_s);
    if (form.contains(u"client_id"_s) && form.value(u"client_id"_s) != id)
        return no(u"client_id differs from the assertion's sub"_s);

    Jwt jwt;
    const JwtRules rules{u"client-authentication+jwt"_s,
                         {u"iss"_s, u"sub"_s, u"aud"_s, u"iat"_s, u"exp"_s, u"jti"_s},
                         {},
                         u"invalid_client"_s,
                         401};
    if (const Refusal refusal = checkJwt(assertion, client->keys, rules, jwt))
        return refusal.response();
    if (jwt.claims.value(u"iss"_s).toString() != id)
        return no(u"iss and sub must both be the client_id"_s);
    if (!jwt.claims.value(u"aud"_s).isString() || jwt.claims.value(u"aud"_s).toString() != url())
        return no(u"aud must be one string, this server's issuer"_s);
    const QString time = timeProblem(jwt.claims, now(), 60);
    if (!time.isEmpty())
        return no(time);
    if (const Refusal refusal =
            useJti(id, jwt.claims.value(u"jti"_s).toString(), jwt.claims.value(u"exp"_s).toInteger()))
        return refusal.response();

    const QString scope = form.value(u"scope"_s);
    const QStringList allowed =
        client->isAccount ? QStringList{u"user"_s} : QStringList{u"register"_s, u"uma_protection"_s};
    if (!allowed.contains(scope))
        return Response::error(400, u"invalid_scope"_s, u"exactly one scope of: "_s + allowed.join(u", "_s));
    const qint64 lifetime = setting(u"token_lifetime"_s, 300).toInteger();
    const QString token = issueToken(u"access_token"_s);
    m_state.tokens.insert(token, {id, scope, now() + lifetime, {}});
    m_state.belongsTo.insert(token, m_state.belongsTo.value(id));
    return Response::json(
        {{u"access_token"_s, token}, {u"token_type"_s, u"Bearer"_s}, {u"expires_in"_s, lifetime}, {u"scope"_s, scope}});
}

Refusal AuthorizationServer::useJti(const QString &owner, const QString &jti, qint64 until)
{
    const QString key = owner + u'/' + jti;
    if (jti.size() < 16)
        return refuse(401, u"invalid_client"_s, u"jti must have at least 16 characters"_s);
    if (m_state.jtis.contains(key))
        return refuse(401, u"invalid_client"_s, u"this jti has been used before"_s);
    m_state.jtis.insert(key, until);
    return {};
}

WalletClient *AuthorizationServer::bearerOf(const Request &request, const QString &scope, Refusal &refusal)
{
    const auto token = m_state.tokens.constFind(request.bearer());
    if (token == m_state.tokens.constEnd() || token->expiresAt <= now()) {
        refusal = refuse(401, u"invalid_token"_s, u"the access token is missing, unknown or expired"_s);
        return nullptr;
    }
    const auto client = m_state.walletClients.find(token->client);
    if (client == m_state.walletClients.end()) {
        refusal = refuse(401, u"invalid_token"_s, u"the client of this token is gone"_s);
        return nullptr;
    }
    if (token->scope != scope) {
        refusal = refuse(403, u"insufficient_scope"_s, u"this needs the scope %1, not %2"_s.arg(scope, token->scope));
        return nullptr;
    }
    return &*client;
}

} // namespace fpx::sandbox
