// Codes, tokens and their end at a LoginServer.
#include "idp/loginserver.h"

#include <fpx/base/base64url.h>

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Response LoginServer::issueCode(const QString &flowId)
{
    const Flow flow = m_flows.take(flowId);
    auto grant = std::make_shared<Grant>();
    grant->login = flow.session.login;
    grant->scope = setting(u"grant_scope"_s, flow.scope).toString(); // narrower or wider than asked, for tests
    grant->nonce = flow.request.value(u"nonce"_s);
    grant->acr = flow.session.acr;
    grant->authTime = flow.session.authTime;
    grant->ageAsked = flow.request.contains(u"max_age"_s);
    // Characters that need percent-encoding: a client that encodes twice, or not at all, does not get through.
    const QString code = issue(u"code"_s, u"4/"_s + issueToken(u"code"_s) + u"+="_s);
    m_codes.insert(code, {flow.request, grant, now() + 60, false});
    QList<QPair<QString, QString>> back{{u"code"_s, code}, {u"state"_s, flow.request.value(u"state"_s)}};
    const QString iss = setting(u"iss_parameter"_s, url()).toString();
    if (!iss.isEmpty())
        back.append({u"iss"_s, iss});
    return Response::redirect(withQuery(flow.request.value(u"redirect_uri"_s), back));
}

Response LoginServer::errorBack(const Fields &request, const QString &error, const QString &why) const
{
    return Response::redirect(withQuery(request.value(u"redirect_uri"_s), {{u"error"_s, error},
                                                                           {u"error_description"_s, why},
                                                                           {u"state"_s, request.value(u"state"_s)},
                                                                           {u"iss"_s, url()}}));
}

Response LoginServer::token(const Request &request)
{
    const auto form = request.form();
    if (!form)
        return Response::error(400, u"invalid_request"_s, u"a form with each parameter at most once is needed"_s);
    if (!request.header("Authorization"_ba).isEmpty() || form->contains(u"client_secret"_s))
        return Response::error(400, u"invalid_client"_s, u"a public client has no secret"_s);
    if (form->value(u"client_id"_s) != m_config.clientId)
        return Response::error(401, u"invalid_client"_s, u"client_id is missing or unknown"_s);
    if (form->value(u"grant_type"_s) == "authorization_code"_L1)
        return redeem(*form);
    if (form->value(u"grant_type"_s) == "refresh_token"_L1)
        return refresh(*form);
    return Response::error(400, u"unsupported_grant_type"_s, u"authorization_code or refresh_token"_s);
}

Response LoginServer::redeem(const Fields &form)
{
    const auto no = [](const QString &why) { return Response::error(400, u"invalid_grant"_s, why); };
    const auto code = m_codes.find(form.value(u"code"_s));
    if (code == m_codes.end())
        return no(u"unknown code"_s);
    if (code->used) {
        code->grant->revoked = true;
        return no(u"this code has been used; what it gave is revoked"_s);
    }
    code->used = true;
    if (code->expiresAt <= now())
        return no(u"this code has expired"_s);
    if (code->request.value(u"redirect_uri"_s) != form.value(u"redirect_uri"_s))
        return no(u"redirect_uri differs from that of the authorization request"_s);
    const QString verifier = form.value(u"code_verifier"_s);
    if (verifier.size() < 43 || verifier.size() > 128 || hashOf(verifier) != code->request.value(u"code_challenge"_s))
        return no(u"code_verifier does not fit the code_challenge"_s);
    return tokens(code->grant, true);
}

Response LoginServer::refresh(const Fields &form)
{
    const GrantPtr grant = m_refresh.value(form.value(u"refresh_token"_s));
    if (!grant || grant->revoked)
        return Response::error(400, u"invalid_grant"_s, u"unknown or revoked refresh token"_s);
    if (grant->refreshToken != form.value(u"refresh_token"_s)) {
        grant->revoked = true;
        return Response::error(400, u"invalid_grant"_s,
                               u"an old refresh token was used again: all of them are revoked"_s);
    }
    return tokens(grant, false);
}

Response LoginServer::tokens(const GrantPtr &grant, bool withNonce)
{
    const qint64 lifetime = setting(u"token_lifetime"_s, 600).toInteger();
    const QString access = issueToken(u"access_token"_s);
    m_access.insert(access, {grant, now() + lifetime});
    QJsonObject answer{{u"access_token"_s, access},
                       {u"token_type"_s, u"Bearer"_s},
                       {u"expires_in"_s, lifetime},
                       {u"scope"_s, grant->scope}};
    if (setting(u"refresh_tokens"_s, true).toBool()) {
        grant->refreshToken = issueToken(u"refresh_token"_s);
        m_refresh.insert(grant->refreshToken, grant);
        answer.insert(u"refresh_token"_s, grant->refreshToken);
    }
    if (grant->scope.split(u' ').contains(u"openid"_s))
        answer.insert(u"id_token"_s, issue(u"id_token"_s, idToken(*grant, access, withNonce)));
    return Response::json(answer);
}

void LoginServer::addClaims(QJsonObject &claims, const Login &login, const QString &scope)
{
    const QStringList granted = scope.split(u' ');
    if (granted.contains(u"profile"_s)) {
        claims.insert(u"name"_s, login.name);
        claims.insert(u"given_name"_s, login.givenName);
        claims.insert(u"family_name"_s, login.familyName);
        claims.insert(u"birthdate"_s, login.birthdate);
    }
    if (granted.contains(u"email"_s))
        claims.insert(u"email"_s, login.email);
}

QString LoginServer::idToken(const Grant &grant, const QString &accessToken, bool withNonce)
{
    const Login &login = m_logins.at(grant.login);
    const QByteArray half = QCryptographicHash::hash(accessToken.toLatin1(), QCryptographicHash::Sha256).left(16);
    QJsonObject claims{
        {u"iss"_s, url()}, {u"sub"_s, login.sub},   {u"aud"_s, m_config.clientId},
        {u"iat"_s, now()}, {u"exp"_s, now() + 300}, {u"at_hash"_s, QString::fromLatin1(toBase64Url(half))}};
    const QString told = setting(u"auth_time"_s, u"asked"_s).toString();
    if (told == "always"_L1 || (told == "asked"_L1 && grant.ageAsked))
        claims.insert(u"auth_time"_s, grant.authTime);
    if (!setting(u"names_at_userinfo"_s, m_config.namesAtUserinfo).toBool())
        addClaims(claims, login, grant.scope);
    if (withNonce && !grant.nonce.isEmpty())
        claims.insert(u"nonce"_s, grant.nonce);
    if (!grant.acr.isEmpty())
        claims.insert(u"acr"_s, grant.acr);
    return sign(m_key, {{u"typ"_s, u"JWT"_s}}, claims);
}

GrantPtr LoginServer::grantOf(const Request &request, const QString &scope, Refusal &refusal) const
{
    const Access access = m_access.value(request.bearer());
    if (!access.grant || access.grant->revoked || access.expiresAt <= now()) {
        refusal = refuse(401, u"invalid_token"_s, u"the access token is missing, unknown, expired or revoked"_s);
        return {};
    }
    if (!scope.isEmpty() && !access.grant->scope.split(u' ').contains(scope)) {
        refusal = refuse(403, u"insufficient_scope"_s, u"this needs the scope "_s + scope);
        return {};
    }
    return access.grant;
}

Response LoginServer::revoke(const Request &request)
{
    const auto form = request.form();
    if (!form || form->value(u"client_id"_s) != m_config.clientId)
        return Response::error(401, u"invalid_client"_s, u"client_id is missing or unknown"_s);
    const QString token = form->value(u"token"_s);
    if (const GrantPtr grant = m_refresh.value(token))
        grant->revoked = true;
    m_access.remove(token);
    return Response::empty(200); // also for an unknown token (RFC 7009 section 2.2)
}

Response LoginServer::logOut(const Request &request)
{
    const Fields fields = request.method == "POST"_L1 ? request.form().value_or(Fields{}) : request.queryFields();
    m_sessions.remove(request.cookie(u"sandbox-session"_s));
    const QString back = fields.value(u"post_logout_redirect_uri"_s);
    if (fields.value(u"client_id"_s) == m_config.clientId && isWalletRedirect(back))
        return Response::redirect(withQuery(back, {{u"state"_s, fields.value(u"state"_s)}}));
    return Response::html(
        page(u"Signed out"_s, notice(u"good"_s, u"You are signed out"_s, u"You can close this page."_s)));
}

} // namespace fpx::sandbox
