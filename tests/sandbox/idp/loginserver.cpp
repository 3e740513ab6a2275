#include "idp/loginserver.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {
const QString cookieName = u"sandbox-session"_s;
}

LoginServer::LoginServer(Place place, LoginConfig config)
    : Party(std::move(place)),
      m_config(std::move(config)),
      m_logins(loginsAt(m_config.identifier)),
      m_key(m_config.rsa ? Key::makeRsa(m_config.identifier + u"-1"_s) : Key::makeEc(m_config.identifier + u"-1"_s))
{
    const auto serveMetadata = [this](const Request &) { return Response::json(metadata()); };
    get(u"/.well-known/openid-configuration"_s, serveMetadata);
    get(u"/.well-known/oauth-authorization-server"_s, serveMetadata);
    get(u"/jwks"_s, [this](const Request &) { return Response::json(jwkSet()); });
    get(u"/authorize"_s, [this](const Request &r) { return authorize(r); });
    post(u"/login"_s, [this](const Request &r) { return logIn(r); });
    post(u"/second-factor"_s, [this](const Request &r) { return secondFactor(r); });
    post(u"/consent"_s, [this](const Request &r) { return consent(r); });
    post(u"/token"_s, [this](const Request &r) { return token(r); });
    post(u"/revoke"_s, [this](const Request &r) { return revoke(r); });
    get(u"/logout"_s, [this](const Request &r) { return logOut(r); });
    post(u"/logout"_s, [this](const Request &r) { return logOut(r); });
}

QJsonObject LoginServer::metadata() const
{
    return {{u"issuer"_s, url()},
            {u"authorization_endpoint"_s, url(u"/authorize"_s)},
            {u"token_endpoint"_s, url(u"/token"_s)},
            {u"revocation_endpoint"_s, url(u"/revoke"_s)},
            {u"userinfo_endpoint"_s, url(u"/userinfo"_s)},
            {u"end_session_endpoint"_s, url(u"/logout"_s)},
            {u"jwks_uri"_s, url(u"/jwks"_s)},
            {u"scopes_supported"_s, QJsonArray::fromStringList(m_config.scopes)},
            {u"response_types_supported"_s, QJsonArray{u"code"_s}},
            {u"response_modes_supported"_s, QJsonArray{u"query"_s}},
            {u"grant_types_supported"_s, QJsonArray{u"authorization_code"_s, u"refresh_token"_s}},
            {u"subject_types_supported"_s, QJsonArray{u"pairwise"_s}},
            {u"id_token_signing_alg_values_supported"_s, QJsonArray{m_config.rsa ? u"RS256"_s : u"ES256"_s}},
            {u"token_endpoint_auth_methods_supported"_s, QJsonArray{u"none"_s}},
            {u"code_challenge_methods_supported"_s, QJsonArray{u"S256"_s}},
            {u"authorization_response_iss_parameter_supported"_s, true}};
}

QJsonObject LoginServer::description() const
{
    QJsonObject object = Party::description();
    object.insert(u"identifier"_s, m_config.identifier);
    object.insert(u"issuer"_s, url());
    object.insert(u"client_id"_s, m_config.clientId);
    QJsonObject people;
    for (const Login &login : m_logins)
        people.insert(login.person, describe(login));
    object.insert(u"people"_s, people);
    return object;
}

QJsonObject LoginServer::secrets()
{
    QJsonObject object = Party::secrets();
    QJsonArray personal;
    if (place().kind == "idp"_L1) // which provider someone uses is personal; the sources are in every registry
        personal.append(url());
    for (const Login &login : m_logins) {
        for (const QString &value : {login.sub, login.name, login.email, login.username, login.password})
            personal.append(value);
    }
    object.insert(u"personal"_s, personal);
    return object;
}

void LoginServer::reset()
{
    Party::reset();
    m_sessions.clear();
    m_flows.clear();
    m_codes.clear();
    m_access.clear();
    m_refresh.clear();
}

Response LoginServer::control(const QJsonObject &command)
{
    if (command.contains(u"rotate_key"_s)) { // "keep": the old one stays in the set; anything else: it goes at once
        m_oldKeys = command.value(u"rotate_key"_s).toString() == "keep"_L1 ? QList<Key>{m_key} : QList<Key>{};
        const QString kid = m_config.identifier + u'-' + QString::number(now()) + QString::number(m_codes.size());
        m_key = m_config.rsa ? Key::makeRsa(kid) : Key::makeEc(kid);
    }
    if (command.value(u"drop_tokens"_s).toBool()) { // the person has ended the access here
        for (const GrantPtr &grant : std::as_const(m_refresh))
            grant->revoked = true;
        m_access.clear();
    }
    if (command.value(u"drop_access_tokens"_s).toBool())
        m_access.clear();
    if (command.value(u"drop_sessions"_s).toBool())
        m_sessions.clear();
    return Party::control(command);
}

bool LoginServer::isWalletRedirect(const QString &uri) const
{
    // A fixed path for each; only the port may vary (RFC 8252 section 7.3).
    static const QRegularExpression pattern(
        u"\\Ahttp://127\\.0\\.0\\.1:[1-9][0-9]{0,4}/callback/([a-z0-9-]{1,64})\\z"_s);
    const auto match = pattern.match(uri);
    return match.hasMatch() && match.captured(1) == m_config.identifier;
}

Response LoginServer::withBrowser(Response response, const QString &browser) const
{
    return response.with("Set-Cookie"_ba, laxCookie(cookieName, browser));
}

qsizetype LoginServer::signedIn(const Request &request) const
{
    return m_sessions.value(request.cookie(cookieName)).login;
}

Response LoginServer::authorize(const Request &request)
{
    if (!request.queryIsClean())
        return refused(request, refuse(400, u"invalid_request"_s, u"a parameter occurs twice"_s));
    const Fields query = request.queryFields();
    if (query.value(u"client_id"_s) != m_config.clientId)
        return refused(request, refuse(400, u"unauthorized_client"_s, u"this application is not known here"_s));
    if (!isWalletRedirect(query.value(u"redirect_uri"_s)))
        return refused(request, refuse(400, u"invalid_request"_s, u"redirect_uri is not registered"_s));
    if (query.value(u"response_type"_s) != "code"_L1)
        return errorBack(query, u"unsupported_response_type"_s, u"only code"_s);
    if (query.value(u"code_challenge_method"_s) != "S256"_L1 || query.value(u"code_challenge"_s).size() != 43)
        return errorBack(query, u"invalid_request"_s, u"PKCE with S256 is needed"_s);
    if (query.value(u"state"_s).size() < 22)
        return errorBack(query, u"invalid_request"_s, u"state of 22 characters or more is needed"_s);
    if (m_config.nonceRequired && query.value(u"nonce"_s).size() < 22)
        return errorBack(query, u"invalid_request"_s, u"nonce of 22 characters or more is needed"_s);
    QStringList granted;
    for (const QString &scope : query.value(u"scope"_s).split(u' ', Qt::SkipEmptyParts)) {
        if (m_config.scopes.contains(scope))
            granted.append(scope);
    }
    if (granted.isEmpty())
        return errorBack(query, u"invalid_scope"_s, u"no scope of this server"_s);
    const QString failure = setting(u"authorize_error"_s, QString()).toString();
    if (!failure.isEmpty())
        return errorBack(query, failure, u"as the test asked"_s);

    QString browser = request.cookie(cookieName);
    if (browser.size() < 22)
        browser = issueToken(u"session"_s);
    Flow flow{query, granted.join(u' '), browser, m_sessions.value(browser), false};
    const QString prompt = setting(u"heeds_prompt"_s, true).toBool() ? query.value(u"prompt"_s) : QString();
    const bool tooOld = setting(u"heeds_max_age"_s, true).toBool() && query.contains(u"max_age"_s) &&
                        flow.session.authTime + query.value(u"max_age"_s).toLongLong() < now();
    if (flow.session.login < 0 || prompt == "login"_L1 || prompt == "select_account"_L1 || tooOld)
        flow.session = {};
    flow.passwordDone = flow.session.login >= 0;
    if (prompt == "none"_L1 && !flow.passwordDone)
        return errorBack(query, u"login_required"_s, u"nobody is signed in"_s);
    const QString id = issueToken(u"flow"_s);
    m_flows.insert(id, flow);
    return withBrowser(proceed(id, request), browser);
}

Response LoginServer::proceed(const QString &flowId, const Request &)
{
    const Flow &flow = m_flows[flowId];
    if (!flow.passwordDone)
        return loginForm(flowId, {});
    if (needsSecondFactor(wantedAcr(flow.request)) && flow.session.acr != reachedAcr(true)) {
        return Response::html(page(
            u"Confirm it is you"_s,
            u"<div class=\"card\"><h1>Confirm it is you</h1><p class=\"soft\">This sign-in needs a second step. Enter the code "
            "from your authenticator. In the sandbox it is always <code>424242</code>.</p><form method=\"post\" "
            "action=\"/second-factor\">%1<label for=\"otp\">Code</label><input type=\"text\" id=\"otp\" name=\"otp\" "
            "inputmode=\"numeric\" autocomplete=\"one-time-code\" autofocus><div class=\"actions\"><button "
            "class=\"full\">Confirm</button></div></form></div>"_s.arg(hiddenInputs({{u"flow"_s, flowId}}))));
    }
    if (m_config.consent) {
        return Response::html(page(
            u"Connect your wallet"_s,
            u"<div class=\"card\"><span class=\"badge\">Signed in as %1</span><h1 style=\"margin-top:14px\">Connect your "
            "wallet?</h1>%2<form method=\"post\" action=\"/consent\">%3<div class=\"actions\"><button name=\"answer\" "
            "value=\"allow\" id=\"allow\">Connect</button><button class=\"quiet\" name=\"answer\" value=\"deny\" "
            "id=\"deny\">Cancel</button></div></form></div>"_s.arg(escaped(m_logins.at(flow.session.login).name),
                                                                   consentText(flow),
                                                                   hiddenInputs({{u"flow"_s, flowId}}))));
    }
    return issueCode(flowId);
}

Response LoginServer::loginForm(const QString &flow, const QString &error, int status) const
{
    QString hint;
    for (const Login &login : m_logins)
        hint += u"<tr><td>%1</td><td><code>%2</code><br><code>%3</code></td></tr>"_s.arg(
            escaped(login.name), login.username, login.password);
    const QString problem =
        error.isEmpty() ? QString() : u"<p class=\"error\" role=\"alert\">%1</p>"_s.arg(escaped(error));
    return Response::html(
        page(
            u"Sign in"_s,
            u"<div class=\"card\"><h1>Sign in</h1>%1<form method=\"post\" action=\"/login\">%2<label for=\"username\">User "
            "name</label><input type=\"text\" id=\"username\" name=\"username\" autocomplete=\"username\" autofocus><label "
            "for=\"password\">Password</label><input type=\"password\" id=\"password\" name=\"password\" "
            "autocomplete=\"current-password\"><div class=\"actions\"><button class=\"full\" id=\"sign-in\">Sign in</button></div>"
            "</form><hr><p class=\"small soft\" style=\"margin:0\">Made-up people of this sandbox, with user name and password:</p>"
            "<table class=\"small\">%3</table></div>"_s.arg(problem, hiddenInputs({{u"flow"_s, flow}}), hint)),
        status);
}

Flow *LoginServer::flowOf(const Request &request, const Fields &form, Refusal &refusal)
{
    const auto it = m_flows.find(form.value(u"flow"_s));
    if (it != m_flows.end() && it->browser == request.cookie(cookieName))
        return &*it;
    refusal = refuse(400, u"invalid_request"_s, u"this sign-in was begun in another browser, or is over"_s);
    return nullptr;
}

Response LoginServer::logIn(const Request &request)
{
    const Fields form = request.form().value_or(Fields{});
    Refusal refusal;
    Flow *flow = flowOf(request, form, refusal);
    const bool portal = form.value(u"flow"_s) == "portal"_L1;
    if (!flow && !portal)
        return refused(request, refusal);
    qsizetype found = -1;
    for (qsizetype i = 0; i < m_logins.size(); ++i) {
        if (m_logins.at(i).username == form.value(u"username"_s) &&
            m_logins.at(i).password == form.value(u"password"_s))
            found = i;
    }
    if (found < 0)
        return loginForm(form.value(u"flow"_s), u"User name and password do not fit together."_s, 401);
    const Session session{found, now(), reachedAcr(false)};
    if (portal) {
        const QString browser = issueToken(u"session"_s);
        m_sessions.insert(browser, session);
        return withBrowser(Response::redirect(u"/"_s), browser);
    }
    flow->session = session;
    flow->passwordDone = true;
    m_sessions.insert(flow->browser, session);
    return proceed(form.value(u"flow"_s), request);
}

Response LoginServer::secondFactor(const Request &request)
{
    const Fields form = request.form().value_or(Fields{});
    Refusal refusal;
    Flow *flow = flowOf(request, form, refusal);
    if (!flow)
        return refused(request, refusal);
    if (!flow->passwordDone || form.value(u"otp"_s).trimmed() != "424242"_L1)
        return proceed(form.value(u"flow"_s), request);
    flow->session.acr = reachedAcr(true);
    flow->session.authTime = now();
    m_sessions.insert(flow->browser, flow->session);
    return proceed(form.value(u"flow"_s), request);
}

Response LoginServer::consent(const Request &request)
{
    const Fields form = request.form().value_or(Fields{});
    Refusal refusal;
    const Flow *flow = flowOf(request, form, refusal);
    if (!flow || !flow->passwordDone)
        return refused(request, flow ? refuse(400, u"invalid_request"_s, u"sign in first"_s) : refusal);
    if (form.value(u"answer"_s) != "allow"_L1) {
        const Fields query = flow->request;
        m_flows.remove(form.value(u"flow"_s));
        return errorBack(query, u"access_denied"_s, u"the person has said no"_s);
    }
    return issueCode(form.value(u"flow"_s));
}

} // namespace fpx::sandbox
