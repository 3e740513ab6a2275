// redirect_uri: takes the wallet's answer and leads the browser back to the client (profile section 4.5).
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Response AuthorizationServer::formAnswer(const Request &request)
{
    const auto fields = request.form();
    if (!fields)
        return refused(request,
                       refuse(400, u"invalid_request"_s, u"a form with each parameter at most once is needed"_s));
    const TransactionPtr transaction = m_state.byState.value(fields->value(u"state"_s));
    if (transaction && transaction->device)
        return directPost(request, *fields, transaction);
    return accept(request, *fields, u"form_post"_s);
}

Response AuthorizationServer::fragmentPage(const Request &) const
{
    // Answers 200 to everyone; the fragment leaves the address bar before anything else happens.
    const QString body =
        u"<div class=\"card\"><h1>One moment…</h1><p class=\"soft\">Taking your wallet's answer.</p><noscript><p "
        "class=\"error\">This page needs JavaScript to read the answer. Nothing was shared.</p></noscript></div>"
        "<form id=\"f\" method=\"post\" action=\"/wallet/fragment\"></form><script>"
        "(function(){var h=location.hash.slice(1);history.replaceState(null,'',location.pathname);"
        "if(!h){document.querySelector('h1').textContent='There is no answer here';return}"
        "var f=document.getElementById('f');new URLSearchParams(h).forEach(function(v,k){"
        "var i=document.createElement('input');i.type='hidden';i.name=k;i.value=v;f.appendChild(i)});f.submit()})()"
        "</script>"_s;
    Response response = Response::html(page(u"One moment"_s, body));
    // With no-referrer the browser would send `Origin: null` with the form, and fragmentAnswer() could not tell it.
    response.headers.removeIf([](const auto &header) { return header.first == "Referrer-Policy"; });
    return response.with("Referrer-Policy"_ba, "same-origin"_ba);
}

Response AuthorizationServer::fragmentAnswer(const Request &request)
{
    const auto fields = request.form();
    const QString origin = request.header("Origin"_ba);
    if (!origin.isEmpty() && origin != url())
        return refused(request, refuse(403, u"wrong_origin"_s, u"only this server's own page may post here"_s));
    if (!fields)
        return refused(request,
                       refuse(400, u"invalid_request"_s, u"a form with each parameter at most once is needed"_s));
    return accept(request, *fields, u"fragment"_s);
}

Response AuthorizationServer::accept(const Request &request, const Fields &fields, const QString &mode)
{
    const auto no = [&](int status, const QString &error, const QString &why) {
        return refused(request, refuse(status, error, why));
    };
    const TransactionPtr transaction = m_state.byState.value(fields.value(u"state"_s));
    if (!transaction)
        return no(400, u"unknown_state"_s, u"this answer belongs to no request of this server"_s);
    if (browserSession(request).isEmpty() || browserSession(request) != transaction->session)
        return no(403, u"wrong_browser"_s, u"this answer belongs to a request that was begun in another browser"_s);
    if (transaction->outcome != Outcome::Open)
        return no(400, u"state_used"_s, u"this request has been answered before"_s);
    const QString asked = transaction->parameters.value(u"response_mode"_s).toString(u"fragment"_s);
    if (asked != mode)
        return no(400, u"wrong_response_mode"_s, u"the answer came as %1, asked for was %2"_s.arg(mode, asked));
    Jwt idToken;
    if (const Refusal refusal = checkAnswer(fields, transaction, idToken))
        return refused(request, refusal);
    settle(fields, transaction, idToken);
    QList<QPair<QString, QString>> back{{u"state"_s, transaction->clientState}};
    if (transaction->outcome == Outcome::Granted)
        back.prepend({u"ticket"_s, transaction->newTicket});
    else
        back.prepend({u"error"_s, transaction->error});
    return Response::redirect(withQuery(transaction->claimsRedirectUri, back));
}

Response AuthorizationServer::directPost(const Request &request, const Fields &fields,
                                         const TransactionPtr &transaction)
{
    const QString hash = hashOf(QString::fromUtf8(request.body));
    if (transaction->outcome != Outcome::Open) {
        return hash == transaction->directPostHash
                   ? Response::json({{u"status"_s, u"accepted"_s}})
                   : Response::error(400, u"state_used"_s,
                                     u"this request has been answered before, with another answer"_s);
    }
    if (transaction->enrolment.isEmpty())
        return Response::error(400, u"invalid_request"_s, u"nobody has read this user_code"_s);
    Jwt idToken;
    if (const Refusal refusal = checkAnswer(fields, transaction, idToken))
        return refusal.response();
    settle(fields, transaction, idToken);
    transaction->directPostHash = hash;
    return Response::json({{u"status"_s, u"accepted"_s}});
}

void AuthorizationServer::settle(const Fields &fields, const TransactionPtr &transaction, const Jwt &idToken)
{
    m_state.sweptAt = 0; // what is still pending for this ticket goes
    if (fields.contains(u"error"_s)) {
        transaction->outcome = Outcome::Declined;
        transaction->error = fields.value(u"error"_s);
        return;
    }
    transaction->account = idToken.claims.value(u"sub"_s).toString();
    transaction->outcome = Outcome::Granted;
    transaction->newTicket = issueToken(u"ticket"_s);
    transaction->expiresAt = qMax(transaction->expiresAt, now() + 120); // time for the client to fetch its token
    m_state.byNewTicket.insert(transaction->newTicket, transaction);
    for (const QJsonValue &id : idToken.claims.value(u"fpx_permissions"_s).toArray()) {
        const PermissionPtr permission =
            m_state.permissionById.value(permissionKey(transaction->account, id.toString()));
        setStatus(*permission, u"active"_s);
        transaction->permissions.append(permission->id);
    }
    if (transaction->purpose == "protect"_L1) {
        m_state.protections.removeIf([&](const Protection &p) {
            return p.account == transaction->account && p.resourceServer == transaction->resourceServer;
        });
        m_state.protections.append({transaction->account, transaction->resourceServer, now(), 0, false});
    }
}

} // namespace fpx::sandbox
