// claims_interaction_endpoint: the page between the client and the wallet (profile sections 4 and 4.1).
#include "as/server.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

const QString hostCookie = u"__Host-fpx-as"_s;
const QString plainCookie = u"fpx-as"_s;

} // namespace

QString AuthorizationServer::browserSession(const Request &request) const
{
    for (const QString &name : {hostCookie, plainCookie}) {
        const QString value = request.cookie(name);
        if (m_state.sessions.contains(value))
            return value;
    }
    return {};
}

Response AuthorizationServer::claimsInteraction(const Request &request)
{
    const auto no = [&](int status, const QString &error, const QString &why) {
        return refused(request, refuse(status, error, why));
    };
    if (!request.queryIsClean())
        return no(400, u"invalid_request"_s, u"a parameter occurs twice"_s);
    const Fields query = request.queryFields();
    const TransactionPtr transaction = m_state.byTicket.value(query.value(u"ticket"_s));
    if (!transaction || transaction->device)
        return no(400, u"invalid_ticket"_s, u"this server knows no such ticket"_s);
    const QString id = query.value(u"client_id"_s);
    const ServiceRecord *record = client(id) ? client(id) : source(id);
    if (!record || (!transaction->client.isEmpty() && transaction->client != id))
        return no(400, u"invalid_request"_s, u"the ticket belongs to another client"_s);
    if (!record->redirectUris.contains(query.value(u"claims_redirect_uri"_s)))
        return no(400, u"invalid_request"_s, u"claims_redirect_uri is not registered"_s);
    if (query.value(u"state"_s).size() < 16)
        return no(400, u"invalid_request"_s, u"state is needed, 16 characters or more"_s);
    if (transaction->expiresAt <= now())
        return no(400, u"expired_ticket"_s, u"this request has expired; start again at the service"_s);
    if (transaction->outcome != Outcome::Open)
        return no(400, u"invalid_ticket"_s, u"this request has been answered"_s);

    QString session = browserSession(request);
    if (!transaction->session.isEmpty() && transaction->session != session)
        return no(403, u"wrong_browser"_s, u"this request was begun in another browser"_s);
    if (session.isEmpty()) {
        session = issueToken(u"as_session"_s);
        m_state.sessions.insert(session);
    }
    if (transaction->session.isEmpty()) {
        transaction->session = session;
        transaction->client = id;
        transaction->claimsRedirectUri = query.value(u"claims_redirect_uri"_s);
        transaction->clientState = query.value(u"state"_s);
        prepareParameters(*transaction);
        m_state.byState.insert(transaction->state, transaction);
    }
    return interactionPage(transaction, session);
}

void AuthorizationServer::prepareParameters(Transaction &transaction)
{
    const QJsonObject wishes = mergePatch(setting(u"request"_s, QJsonObject{}).toObject(), transaction.wishes);
    transaction.wishes = wishes;
    transaction.state = issueToken(u"state"_s);
    transaction.nonce = issueToken(u"nonce"_s);
    transaction.byReference = wishes.value(u"by_reference"_s).toBool();
    const QString mode =
        transaction.device ? u"direct_post"_s : wishes.value(u"response_mode"_s).toString(u"form_post"_s);
    transaction.parameters = {{u"client_id"_s, m_config.clientId}, {u"redirect_uri"_s, redirectUri()},
                              {u"response_type"_s, u"id_token"_s}, {u"scope"_s, u"openid"_s},
                              {u"state"_s, transaction.state},     {u"nonce"_s, transaction.nonce}};
    if (mode != "absent"_L1)
        transaction.parameters.insert(u"response_mode"_s, mode);
    for (const QString &name : {u"prompt"_s, u"max_age"_s, u"acr_values"_s}) {
        if (wishes.contains(name))
            transaction.parameters.insert(name, wishes.value(name).toString());
    }
}

QString AuthorizationServer::walletUrl(const Transaction &transaction, const QString &base)
{
    if (transaction.byReference)
        return base + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(m_config.clientId)) + u'/' +
               transaction.ticket;
    QJsonObject sent = transaction.parameters;
    sent.insert(u"ticket"_s, transaction.ticket);
    if (transaction.wishes.contains(u"ui_locales"_s))
        sent.insert(u"ui_locales"_s, transaction.wishes.value(u"ui_locales"_s));
    if (transaction.wishes.value(u"request_object"_s).toBool(m_config.requestObjects)) {
        sent.insert(u"iss"_s, m_config.clientId);
        sent.insert(u"aud"_s, m_config.trust.issuer);
        sent.insert(u"iat"_s, now());
        sent.insert(u"exp"_s, now() + 300);
        sent.insert(u"jti"_s, transaction.id + QString::number(now()));
        const QString object = sign(m_key, {{u"typ"_s, u"oauth-authz-req+jwt"_s}}, sent);
        return withQuery(base, {{u"client_id"_s, m_config.clientId}, {u"request"_s, object}});
    }
    // Sandbox only: what a test wants to be in the query but not in the ticket details, or the other way round.
    sent = mergePatch(sent, transaction.wishes.value(u"query"_s).toObject());
    QList<QPair<QString, QString>> query;
    for (auto it = sent.begin(); it != sent.end(); ++it)
        query.append({it.key(), it->toString()});
    return withQuery(base, query);
}

Response AuthorizationServer::interactionPage(const TransactionPtr &transaction, const QString &session)
{
    const QString loopback = u"http://127.0.0.1:%1/authorize"_s.arg(m_config.trust.walletPort);
    const QString link = m_config.trust.uriScheme + u":authorize"_s;
    const ServiceRecord *asker =
        client(transaction->client) ? client(transaction->client) : source(transaction->client);
    const QString name = asker->entry.value(u"display_name"_s).toObject().value(u"en"_s).toString(asker->id);
    const QString question = transaction->purpose == "protect"_L1
                                 ? u"<b>%1</b> would like to put your records there under your own control."_s
                                 : u"<b>%1</b> has sent a request for some of your data."_s;
    const QString body =
        u"<div class=\"card\"><span class=\"badge\">Your decision is needed</span><h1 style=\"margin-top:14px\">Look at the "
        "request in your wallet</h1><p>"_s +
        question.arg(escaped(name)) +
        u"</p><p class=\"soft\">Your wallet shows what is asked for, and nothing is shared unless you allow it there. "
        "This network does not know who you are.</p><div class=\"actions\">"
        "<a class=\"button\" id=\"wallet-open\" href=\"%1\">Continue to my wallet</a></div><hr>"
        "<p class=\"small soft\">Wallet not open? <a id=\"wallet-link\" href=\"%2\">Start it with this link</a>, and come "
        "back to this page. It stays valid for a few minutes.</p></div>"_s.arg(
            escaped(walletUrl(*transaction, loopback)), escaped(walletUrl(*transaction, link)));
    PageOptions options;
    options.tagline = u"Data-sharing network"_s;
    // A request object lives for 5 minutes: this page fetches a fresh one before that.
    options.extraHead = u"<meta http-equiv=\"refresh\" content=\"240\">"_s;
    Response response = Response::html(page(u"Look at your wallet"_s, body, options));
    // The browser keeps the first where it takes Secure cookies from loopback addresses over http, else only the second.
    return response
        .with("Set-Cookie"_ba,
              (hostCookie + u'=' + session + u"; Path=/; HttpOnly; Secure; SameSite=None"_s).toLatin1())
        .with("Set-Cookie"_ba, (plainCookie + u'=' + session + u"; Path=/; HttpOnly; SameSite=None"_s).toLatin1());
}

QString AuthorizationServer::deviceLink() const
{
    return withQuery(m_config.trust.uriScheme + u":device"_s, {{u"as"_s, m_config.identifier}});
}

Response AuthorizationServer::devicePage(const Request &)
{
    return Response::html(page(
        u"Enter a code"_s,
        u"<div class=\"card\"><h1>A code on another device?</h1><p>Type it into your wallet, never into a web page. Your "
        "wallet will show who asks and what for.</p><div class=\"actions\"><a class=\"button\" href=\"%1\">Open my "
        "wallet</a></div></div>"_s.arg(escaped(deviceLink()))));
}

} // namespace fpx::sandbox
