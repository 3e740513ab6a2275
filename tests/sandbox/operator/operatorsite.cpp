#include "operator/operatorsite.h"

#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

OperatorSite::OperatorSite(Place place)
    : Party(std::move(place)),
      m_profileKey(Key::makeEc(u"operator-profile-1"_s)),
      m_statementKey(Key::makeEc(u"operator-statement-1"_s))
{
    get(u"/"_s, [this](const Request &) { return frontPage(); });
    get(u"/operator.jws"_s, [this](const Request &) {
        return Response{200, {{"Content-Type"_ba, "application/jose"_ba}}, m_jws.toLatin1()};
    });
    get(u"/operator-keys.json"_s, [this](const Request &) { return Response::json(keySet()); });
    post(u"/control/party/{id}"_s, [this](const Request &r) { return controlParty(r); });
    post(u"/control/reset-all"_s, [this](const Request &) { return resetAll(); });
    for (const auto &[path, title, text] :
         {std::tuple{u"/support"_s, u"Help with your wallet"_s,
                     u"Write to help@maplewallet.example, or call on weekdays from 9 to 17."_s},
          std::tuple{u"/privacy"_s, u"Privacy"_s,
                     u"Your wallet keeps everything on your own computer. We never receive any of it."_s}}) {
        get(path, [this, t = title, x = text](const Request &) {
            return Response::html(page(t, u"<div class=\"card\"><h1>%1</h1><p>%2</p></div>"_s.arg(t, x)));
        });
    }
}

QString OperatorSite::softwareStatement()
{
    return sign(m_statementKey, {{u"typ"_s, u"fpx-software-statement+jwt"_s}},
                {{u"iss"_s, url()},
                 {u"iat"_s, now() - 3600},
                 {u"exp"_s, now() + 365LL * 86400},
                 {u"software_id"_s, u"6a6f1f4e-52c1-4d0f-9a2f-7b1f0a9c3e55"_s},
                 {u"software_version"_s, u"0.1.0"_s},
                 {u"scope"_s, u"register uma_protection user"_s}});
}

QString OperatorSite::publish(const QJsonObject &profile, const QString &file)
{
    m_profile = profile;
    m_file = file;
    m_version = std::max(m_version + 1, now()); // every start of the sandbox is a newer profile
    QJsonObject claims = profile;
    claims.insert(u"iss"_s, url());
    claims.insert(u"iat"_s, now());
    claims.insert(u"exp"_s, now() + 90LL * 86400);
    claims.insert(u"profile_version"_s, m_version);
    m_jws = sign(m_profileKey, {{u"typ"_s, u"fpx-operator-profile+jwt"_s}}, claims);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(m_jws.toLatin1()) < 0 || !out.commit())
        return u"cannot write %1: %2"_s.arg(file, out.errorString());
    return {};
}

Response OperatorSite::control(const QJsonObject &command)
{
    if (!command.contains(u"publish"_s))
        return Party::control(command);
    const QString problem = publish(mergePatch(m_profile, command.value(u"publish"_s).toObject()), m_file);
    return problem.isEmpty() ? Response::json({{u"ok"_s, true}}) : Response::error(500, u"not_published"_s, problem);
}

Response OperatorSite::frontPage() const
{
    const auto tiles = [this](const QString &kind) {
        QString html;
        for (const Party *party : m_parties) {
            if (party->place().kind != kind)
                continue;
            html +=
                u"<a class=\"tile\" href=\"%1/\"><img src=\"%1/logo.png\" alt=\"\"><b>%2</b><br><span class=\"small "
                "soft\">%1</span></a>"_s.arg(party->url(), escaped(party->place().name));
        }
        return u"<div class=\"grid\">%1</div>"_s.arg(html);
    };
    QString people;
    for (const Party *party : m_parties) {
        const QJsonObject logins = party->description().value(u"people"_s).toObject();
        for (const QJsonValue &login : logins)
            people += u"<tr><td>%1</td><td>%2</td><td><code>%3</code></td><td><code>%4</code></td></tr>"_s.arg(
                escaped(party->place().name), escaped(login[u"name"_s].toString()), login[u"username"_s].toString(),
                login[u"password"_s].toString());
    }
    PageOptions options;
    options.wide = true;
    options.tagline = u"FPX sandbox"_s;
    return Response::html(page(
        u"The sandbox network"_s,
        u"<div class=\"card\"><h1>Play the whole story</h1><p>Start the wallet, sign in with one of the identity providers, "
        "connect a data source, and then press the button at a service. Your wallet asks, you decide, the service shows "
        "what it got.</p><h2>Services</h2>%1<h2>Data sources</h2>%2<h2>Identity providers</h2>%3<h2>Networks</h2>%4</div>"
        "<div class=\"card\"><h1>People</h1><p class=\"soft\">The second step of a strong sign-in is always "
        "<code>424242</code>.</p><div style=\"overflow-x:auto\"><table><tr><th>Where</th><th>Who</th><th>User name</th>"
        "<th>Password</th></tr>%5</table></div></div>"_s.arg(tiles(u"client"_s), tiles(u"source"_s), tiles(u"idp"_s),
                                                             tiles(u"as"_s), people),
        options));
}

Response OperatorSite::controlParty(const Request &request)
{
    const auto command = request.json();
    for (Party *party : m_parties) {
        if (party->place().id == request.params.value(u"id"_s))
            return command ? party->control(*command)
                           : Response::error(400, u"bad_control"_s, u"a JSON object is needed"_s);
    }
    return Response::error(404, u"not_found"_s, u"there is no such party"_s);
}

Response OperatorSite::resetAll()
{
    for (Party *party : m_parties)
        party->reset();
    return Response::json({{u"ok"_s, true}});
}

} // namespace fpx::sandbox
