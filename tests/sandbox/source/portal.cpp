// The source's own pages for its people, and "put my records under my own control" (purpose `protect`).
#include "source/datasource.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

QString stateCookie(const Request &request)
{
    return request.cookie(u"protect-state"_s);
}

} // namespace

Response DataSource::portal(const Request &request) const
{
    const qsizetype login = signedIn(request);
    if (login < 0)
        return loginForm(u"portal"_s, {});
    const Login &person = logins().at(login);
    QString records;
    for (const SourceResource &resource : m_config.resources) {
        const qsizetype rows = recordOf(resource.definition, person.person).value(u"rows"_s).toArray().size();
        records +=
            u"<tr><td>%1</td><td class=\"n\">%2 entries</td></tr>"_s.arg(escaped(resource.displayName)).arg(rows);
    }
    QString networks;
    for (const AsLink &as : m_links) {
        const bool held = m_pats.contains(person.person + u'/' + as.identifier);
        networks +=
            u"<form method=\"post\" action=\"%1\">%2<div class=\"actions\"><button class=\"%3\" id=\"%4-%5\">%6</button>"
            "</div></form>"_s.arg(held ? u"/protect/use"_s : u"/protect"_s, hiddenInputs({{u"as"_s, as.identifier}}),
                                  held ? u"quiet"_s : QString(), held ? u"use"_s : u"protect"_s, as.identifier,
                                  held ? u"Protected in %1: renew the list of records"_s.arg(as.identifier)
                                       : u"Protect my records in %1"_s.arg(as.identifier));
    }
    return Response::html(page(
        u"My records"_s,
        u"<div class=\"card\"><span class=\"badge\">Signed in as %1</span><h1 style=\"margin-top:14px\">My records</h1>"
        "<table>%2</table><h2>Who decides about them</h2><p class=\"soft\">With a wallet you decide yourself who may read "
        "your records, one request at a time.</p>%3<hr><p class=\"small\"><a href=\"/logout\">Sign out</a></p></div>"_s
            .arg(escaped(person.name), records, networks)));
}

void DataSource::beginProtect(const Request &request, const Reply &reply)
{
    const AsLink *as = link(request.form().value_or(Fields{}).value(u"as"_s));
    const qsizetype login = signedIn(request);
    if (!as || login < 0)
        return reply(refused(request, refuse(400, u"invalid_request"_s, u"sign in first"_s)));
    const QString state = issueToken(u"state"_s);
    m_protectStates.insert(state, logins().at(login).person + u'/' + as->identifier);
    as->metadata(fetcher(), [this, as, state, request, reply](const QJsonObject &metadata) {
        fetcher().postJson(
            metadata.value(u"permission_endpoint"_s).toString(), {as->auth()}, {{u"purpose"_s, u"protect"_s}},
            [this, as, state, metadata, request, reply](const Response &response) {
                const QString ticket =
                    parseJsonObject(response.body).value_or(QJsonObject{}).value(u"ticket"_s).toString();
                if (ticket.isEmpty())
                    return reply(refused(request, refuse(502, u"bad_gateway"_s, u"the network gave no ticket"_s)));
                const QString next = withQuery(metadata.value(u"claims_interaction_endpoint"_s).toString(),
                                               {{u"ticket"_s, ticket},
                                                {u"client_id"_s, as->id},
                                                {u"claims_redirect_uri"_s, url(u"/protect/done"_s)},
                                                {u"state"_s, state}});
                reply(Response::redirect(next).with("Set-Cookie"_ba, laxCookie(u"protect-state"_s, state)));
            });
    });
}

void DataSource::endProtect(const Request &request, const Reply &reply)
{
    const Fields query = request.queryFields();
    const QString state = query.value(u"state"_s);
    if (state.isEmpty() || state != stateCookie(request) || !m_protectStates.contains(state))
        return reply(refused(request, refuse(403, u"wrong_browser"_s, u"this was begun in another browser"_s)));
    const QString owner = m_protectStates.take(state);
    const AsLink *as = link(owner.section(u'/', 1));
    if (query.contains(u"error"_s))
        return reply(
            Response::html(page(u"Nothing has changed"_s, notice(u"calm"_s, u"Nothing has changed"_s,
                                                                 u"Your records stay under our own rules."_s))));
    as->metadata(fetcher(), [this, as, owner, query, request, reply](const QJsonObject &metadata) {
        fetcher().postForm(
            metadata.value(u"token_endpoint"_s).toString(), {as->auth()},
            {{u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:uma-ticket"_s},
             {u"ticket"_s, query.value(u"ticket"_s)}},
            [this, owner, request, reply](const Response &response) {
                const QString pat =
                    parseJsonObject(response.body).value_or(QJsonObject{}).value(u"access_token"_s).toString();
                if (pat.isEmpty())
                    return reply(refused(request, refuse(502, u"bad_gateway"_s, u"the network gave no token"_s)));
                m_pats.insert(owner, pat);
                reply(Response::html(
                    page(u"Protected"_s, notice(u"good"_s, u"Your records are under your control"_s,
                                                u"From now on your wallet decides who may read them."_s))));
            });
    });
}

void DataSource::usePat(const Request &request, const Reply &reply)
{
    const AsLink *as = link(request.form().value_or(Fields{}).value(u"as"_s));
    const qsizetype login = signedIn(request);
    if (!as || login < 0)
        return reply(refused(request, refuse(400, u"invalid_request"_s, u"sign in first"_s)));
    const QString owner = logins().at(login).person + u'/' + as->identifier;
    const QString pat = m_pats.value(owner);
    as->metadata(fetcher(), [this, owner, pat, reply](const QJsonObject &metadata) {
        const QJsonObject body{{u"resource_scopes"_s, QJsonArray{u"read"_s}},
                               {u"type"_s, m_config.resources.first().definition}};
        fetcher().postJson(
            metadata.value(u"resource_registration_endpoint"_s).toString(), {Fetcher::bearer(pat)}, body,
            [this, owner, reply](const Response &response) {
                const bool ok = response.status == 201;
                if (!ok)
                    m_pats.remove(owner);
                reply(Response::html(page(ok ? u"Renewed"_s : u"Protection ended"_s,
                                          ok ? notice(u"good"_s, u"The list is up to date"_s,
                                                      u"The network knows which kinds of records you have."_s)
                                             : notice(u"calm"_s, u"The protection has ended"_s,
                                                      u"You have withdrawn it in your wallet."_s))));
            });
    });
}

} // namespace fpx::sandbox
