#include "idp/identityprovider.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

IdentityProvider::IdentityProvider(Place place, LoginConfig config, QList<AcrLevel> levels)
    : LoginServer(std::move(place), std::move(config)), m_levels(std::move(levels))
{
    get(u"/userinfo"_s, [this](const Request &r) { return userinfo(r); });
    get(u"/"_s, [this](const Request &r) { return home(r); });
    get(u"/account"_s, [this](const Request &r) { return home(r); });
}

QJsonObject IdentityProvider::metadata() const
{
    QJsonObject object = LoginServer::metadata();
    QJsonArray acrs;
    for (const AcrLevel &level : m_levels)
        acrs.append(level.acr);
    object.insert(u"acr_values_supported"_s, acrs);
    object.insert(u"claims_supported"_s, QJsonArray{u"sub"_s, u"name"_s, u"given_name"_s, u"family_name"_s, u"email"_s,
                                                    u"birthdate"_s, u"auth_time"_s, u"acr"_s});
    return object;
}

QJsonObject IdentityProvider::assurance() const
{
    QJsonObject object;
    for (const AcrLevel &level : m_levels)
        object.insert(level.acr, QJsonObject{{u"ial"_s, level.ial}, {u"aal"_s, level.aal}});
    return object;
}

QJsonObject IdentityProvider::description() const
{
    QJsonObject object = LoginServer::description();
    object.insert(u"assurance"_s, assurance());
    object.insert(u"second_factor"_s, u"424242"_s);
    return object;
}

QString IdentityProvider::wantedAcr(const Fields &request) const
{
    for (const QString &asked : request.value(u"acr_values"_s).split(u' ', Qt::SkipEmptyParts)) {
        for (const AcrLevel &level : m_levels) {
            if (level.acr == asked)
                return asked;
        }
    }
    return {};
}

bool IdentityProvider::needsSecondFactor(const QString &acr) const
{
    return m_levels.size() > 1 && acr == m_levels.last().acr;
}

QString IdentityProvider::reachedAcr(bool secondFactor) const
{
    return secondFactor ? m_levels.last().acr : m_levels.first().acr;
}

Response IdentityProvider::userinfo(const Request &request)
{
    Refusal refusal;
    const GrantPtr grant = grantOf(request, u"openid"_s, refusal);
    if (!grant)
        return refusal.response();
    const Login &login = logins().at(grant->login);
    QJsonObject claims{{u"sub"_s, login.sub}};
    addClaims(claims, login, grant->scope);
    return Response::json(claims);
}

Response IdentityProvider::home(const Request &request) const
{
    const qsizetype login = signedIn(request);
    if (login < 0)
        return loginForm(u"portal"_s, {});
    const Login &person = logins().at(login);
    return Response::html(page(
        u"Your account"_s,
        u"<div class=\"card\"><span class=\"badge\">Signed in</span><h1 style=\"margin-top:14px\">%1</h1><p class=\"soft\">%2"
        "<br>Born %3</p><div class=\"actions\"><a class=\"button quiet\" href=\"/logout\">Sign out</a></div></div>"_s
            .arg(escaped(person.name), escaped(person.email), person.birthdate)));
}

} // namespace fpx::sandbox
