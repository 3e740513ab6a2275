// What came of an errand, for people and for tests.
#include "client/serviceclient.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

QString table(const QJsonObject &document)
{
    QString head;
    QString body;
    const QJsonArray columns = document.value(u"columns"_s).toArray();
    const auto isNumber = [](const QString &key) {
        return key == "value"_L1 || key == "amount"_L1 || key == "balance"_L1;
    };
    for (const QJsonValue &column : columns)
        head +=
            u"<th%1>%2</th>"_s.arg(isNumber(column[u"key"_s].toString()) ? u" style=\"text-align:right\""_s : QString(),
                                   escaped(column[u"label"_s].toString()));
    for (const QJsonValue &row : document.value(u"rows"_s).toArray()) {
        body += u"<tr>"_s;
        for (const QJsonValue &column : columns) {
            const QString key = column[u"key"_s].toString();
            body += u"<td%1>%2</td>"_s.arg(isNumber(key) ? u" class=\"n\""_s : QString(), escaped(row[key].toString()));
        }
        body += u"</tr>"_s;
    }
    return u"<div class=\"card\"><span class=\"badge\">From %1</span><h1 style=\"margin-top:14px\">%2</h1><p class=\"soft\">%3</p>"
           "<div style=\"overflow-x:auto\"><table><thead><tr>%4</tr></thead><tbody>%5</tbody></table></div></div>"_s
               .arg(escaped(document.value(u"issued_by"_s).toString()), escaped(document.value(u"title"_s).toString()),
                    escaped(document.value(u"subject"_s).toString()), head, body);
}

} // namespace

Response ServiceClient::result(const Request &request) const
{
    const ErrandPtr errand = errandOf(request);
    if (!errand)
        return refused(request, refuse(404, u"not_found"_s, u"there is no such result in this browser"_s));
    PageOptions options;
    options.tagline = u"A service"_s;
    const QString home = u"<div class=\"actions\"><a class=\"button quiet\" href=\"/\">Back to the start</a></div>"_s;
    if (errand->outcome == "declined"_L1) {
        const bool later = errand->error == "interaction_required"_L1 || errand->error == "login_required"_L1 ||
                           errand->error == "temporarily_unavailable"_L1;
        return Response::html(page(
            u"Not shared"_s,
            notice(u"calm"_s, later ? u"We could not ask you this time"_s : u"Access was declined"_s,
                   u"That is fine. We have received none of your data, and everything else here works as before."_s) +
                home,
            options));
    }
    if (errand->outcome != "granted"_L1 || errand->documents.isEmpty()) {
        return Response::html(page(
            u"No data"_s,
            notice(u"calm"_s, u"There is nothing to show"_s,
                   u"The data source did not hand out the data. The permission may have ended."_s) +
                u"<p class=\"small soft\" style=\"margin-top:16px\">Detail: <code id=\"error\">%1</code></p>"_s.arg(
                    escaped(errand->error)) +
                home,
            options));
    }
    options.wide = true;
    QString body;
    for (const QJsonValue &document : errand->documents)
        body += table(document.toObject());
    QString renew;
    if (!errand->refreshToken.isEmpty())
        renew = u"<form method=\"post\" action=\"/again/%1\"><button id=\"again\">Check for news</button></form>"_s.arg(
            errand->id);
    body += u"<div class=\"actions\">%1<a class=\"button quiet\" href=\"/\">Back to the start</a></div>"_s.arg(renew);
    return Response::html(page(u"Your data"_s, body, options));
}

QJsonObject ServiceClient::results() const
{
    QJsonArray list;
    for (const QString &id : m_order) {
        const ErrandPtr errand = m_errands.value(id);
        list.append(QJsonObject{{u"id"_s, id},
                                {u"offer"_s, errand->offer},
                                {u"as"_s, errand->network},
                                {u"ticket"_s, errand->ticket},
                                {u"user_code"_s, errand->userCode},
                                {u"outcome"_s, errand->outcome},
                                {u"error"_s, errand->error},
                                {u"started_at"_s, errand->startedAt},
                                {u"refreshable"_s, !errand->refreshToken.isEmpty()},
                                {u"documents"_s, errand->documents}});
    }
    return {{u"results"_s, list}};
}

} // namespace fpx::sandbox
