#include "parseparties.h"

#include <algorithm>

namespace fpx::op {

namespace {

Style parseStyle(MemberReader &r, bool httpOnLoopback)
{
    Style style;
    style.logo = r.text(QStringLiteral("logo"), Need::Optional, logoRule(httpOnLoopback));
    style.color = r.text(QStringLiteral("style_color"), Need::Optional, colorRule);
    style.fontColor = r.text(QStringLiteral("style_font_color"), Need::Optional, colorRule);
    return style;
}

QString scopeWithOpenId(const QString &text)
{
    QString why = scopeRule(text);
    if (why.isEmpty() && !text.split(QLatin1Char(' ')).contains(QStringLiteral("openid")))
        return QStringLiteral("must contain openid");
    return why;
}

QMap<QString, Assurance> parseAssurance(MemberReader &r)
{
    QMap<QString, Assurance> result;
    const QString member = QStringLiteral("assurance");
    const QJsonObject map = r.object(member, Need::Optional);
    for (auto it = map.begin(); it != map.end(); ++it) {
        const QString path = r.pathOf(member) + QLatin1Char('.') + it.key();
        if (!it->isObject()) {
            r.findings().add(path, QStringLiteral("must be an object"));
            continue;
        }
        MemberReader level(it->toObject(), path, r.findings());
        Assurance assurance;
        assurance.ial = static_cast<int>(level.integer(QStringLiteral("ial"), Need::Optional, 1, 3));
        assurance.aal = static_cast<int>(level.integer(QStringLiteral("aal"), Need::Optional, 1, 3));
        if (it.key().isEmpty() || (!level.has(QStringLiteral("ial")) && !level.has(QStringLiteral("aal"))))
            r.findings().add(path, QStringLiteral("must give an ial or an aal to an acr"));
        result.insert(it.key(), assurance);
    }
    return result;
}

QMap<QString, QString> parseExtraParameters(MemberReader &r)
{
    QMap<QString, QString> result;
    const QString member = QStringLiteral("additional_query_params");
    const QJsonObject map = r.object(member, Need::Optional);
    for (auto it = map.begin(); it != map.end(); ++it) {
        const QString path = r.pathOf(member) + QLatin1Char('.') + it.key();
        if (const QString why = extraParameterRule(it.key()); !why.isEmpty())
            r.findings().add(path, why);
        if (!it->isString())
            r.findings().add(path, QStringLiteral("must be a string"));
        else if (const QString why = parameterValueRule(it->toString()); !why.isEmpty())
            r.findings().add(path, why);
        result.insert(it.key(), it->toString());
    }
    return result;
}

RotOffer parseRot(MemberReader &source, bool httpOnLoopback)
{
    const QString member = QStringLiteral("rot");
    MemberReader r(source.object(member, Need::Optional), source.pathOf(member), source.findings());
    RotOffer offer;
    offer.endpoint = r.text(QStringLiteral("endpoint"), Need::Required, urlRule(httpOnLoopback));
    const QString strategy = r.text(QStringLiteral("strategy"), Need::Required, [](const QString &text) {
        const bool known = text == QStringLiteral("simple") || text == QStringLiteral("hmac-jwt");
        return known ? QString() : QStringLiteral("must be simple or hmac-jwt");
    });
    offer.strategy = strategy == QStringLiteral("hmac-jwt") ? RotStrategy::HmacJwt : RotStrategy::Simple;
    return offer;
}

QList<ResourceServerAt> parseResourceServers(MemberReader &source, const QList<AuthorizationServer> &servers)
{
    QList<ResourceServerAt> result;
    source.objects(QStringLiteral("authorization_servers"), Need::Required, [&](MemberReader &r) {
        const QString member = QStringLiteral("identifier");
        ResourceServerAt entry;
        entry.authorizationServer = AsIdentifier(r.text(member, Need::Required, identifierRule));
        entry.resourceServer =
            RsIdentifier(r.text(QStringLiteral("resource_server"), Need::Required, registryIdentifierRule));
        const auto same = [&](const auto &other) { return other.identifier == entry.authorizationServer; };
        if (std::ranges::none_of(servers, same))
            r.refuse(member, QStringLiteral("names no authorization server of this profile"));
        for (const ResourceServerAt &other : std::as_const(result)) {
            if (other.authorizationServer == entry.authorizationServer)
                r.refuse(member, QStringLiteral("occurs twice"));
        }
        result.append(entry);
    });
    return result;
}

} // namespace

QList<IdentityProvider> parseIdentityProviders(MemberReader &profile, bool httpOnLoopback)
{
    QList<IdentityProvider> result;
    profile.objects(QStringLiteral("identity_providers"), Need::Optional, [&](MemberReader &r) {
        IdentityProvider idp;
        idp.identifier = IdpIdentifier(r.text(QStringLiteral("identifier"), Need::Required, identifierRule));
        idp.displayName = r.localized(QStringLiteral("display_name"), Need::Required);
        idp.issuer = r.text(QStringLiteral("issuer"), Need::Required, urlRule(httpOnLoopback, true));
        idp.clientId = r.text(QStringLiteral("client_id"), Need::Required, clientIdRule);
        idp.clientSecret = r.text(QStringLiteral("client_secret"), Need::Optional, clientSecretRule);
        idp.scope = r.text(QStringLiteral("scope"), Need::Optional, scopeWithOpenId, QStringLiteral("openid"));
        idp.acrValues =
            r.text(QStringLiteral("acr_values"), Need::Optional, scopeRule).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        idp.assurance = parseAssurance(r);
        idp.style = parseStyle(r, httpOnLoopback);
        idp.additionalQueryParams = parseExtraParameters(r);
        idp.accountUri = r.text(QStringLiteral("account_uri"), Need::Optional, urlRule(httpOnLoopback));
        idp.idTokenAtLogout = r.flag(QStringLiteral("id_token_at_logout"));
        result.append(idp);
    });
    return result;
}

QList<AuthorizationServer> parseAuthorizationServers(MemberReader &profile, bool httpOnLoopback)
{
    QList<AuthorizationServer> result;
    profile.objects(QStringLiteral("authorization_servers"), Need::Optional, [&](MemberReader &r) {
        AuthorizationServer server;
        server.identifier = AsIdentifier(r.text(QStringLiteral("identifier"), Need::Required, identifierRule));
        server.issuer = AsIssuer(r.text(QStringLiteral("issuer"), Need::Required, urlRule(httpOnLoopback, true)));
        server.displayName = r.localized(QStringLiteral("display_name"), Need::Required);
        server.organization = r.localized(QStringLiteral("organization"), Need::Optional);
        server.clientId = r.text(QStringLiteral("client_id"), Need::Required, asClientIdRule);
        server.redirectUris = r.texts(QStringLiteral("redirect_uris"), Need::Required, urlRule(httpOnLoopback));
        server.softwareStatement =
            r.text(QStringLiteral("software_statement"), Need::Required, compactTokenRule).toLatin1();
        const QString object = r.text(QStringLiteral("request_object"), Need::Optional, [](const QString &text) {
            const bool known = text == QStringLiteral("required") || text == QStringLiteral("optional");
            return known ? QString() : QStringLiteral("must be required or optional");
        });
        server.requestObject = object == QStringLiteral("required") ? RequestObject::Required : RequestObject::Optional;
        result.append(server);
    });
    return result;
}

QList<DataSource> parseDataSources(MemberReader &profile, bool httpOnLoopback,
                                   const QList<AuthorizationServer> &servers)
{
    QList<DataSource> result;
    profile.objects(QStringLiteral("data_sources"), Need::Optional, [&](MemberReader &r) {
        DataSource source;
        source.identifier = SourceIdentifier(r.text(QStringLiteral("identifier"), Need::Required, identifierRule));
        source.displayName = r.localized(QStringLiteral("display_name"), Need::Required);
        source.issuer = r.text(QStringLiteral("issuer"), Need::Required, urlRule(httpOnLoopback, true));
        source.clientId = r.text(QStringLiteral("client_id"), Need::Required, clientIdRule);
        source.clientSecret = r.text(QStringLiteral("client_secret"), Need::Optional, clientSecretRule);
        source.scope = r.text(QStringLiteral("scope"), Need::Required, scopeRule);
        if (r.has(QStringLiteral("rot"))) {
            source.rot = parseRot(r, httpOnLoopback);
            if (!source.scope.split(QLatin1Char(' ')).contains(QStringLiteral("fpx_rot")))
                r.refuse(QStringLiteral("scope"), QStringLiteral("must contain fpx_rot where rot is given"));
        }
        source.userinfo = r.text(QStringLiteral("userinfo"), Need::Required, urlRule(httpOnLoopback));
        source.style = parseStyle(r, httpOnLoopback);
        source.authorizationServers = parseResourceServers(r, servers);
        result.append(source);
    });
    return result;
}

} // namespace fpx::op
