#include "data/network.h"

#include "data/catalogue.h"

#include <fpx/base/random.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Network::Network(quint16 basePort, int walletPort) : m_basePort(basePort), m_walletPort(walletPort)
{
    makeOperator();
    makeServers();
    makeProviders();
    makeSources();
    makeClients();
    for (const auto &party : m_clients)
        m_all.append(party.get());
    for (const auto &party : m_sources)
        m_all.append(party.get());
    for (const auto &party : m_providers)
        m_all.append(party.get());
    for (const auto &party : m_servers)
        m_all.append(party.get());
    m_all.append(m_operator.get());
    m_operator->setParties(m_all);
}

QString Network::start()
{
    for (Party *party : std::as_const(m_all)) {
        const QString problem = party->start();
        if (!problem.isEmpty())
            return problem;
    }
    for (const auto &source : m_sources)
        source->registerResources();
    return {};
}

Place Network::place(const QString &id, const QString &kind, const QString &name, const QString &accent, Glyph glyph)
{
    // An address of its own for each: cookies and SameSite ignore ports.
    const int n = m_count++;
    return {
        id, kind, name, accent, glyph, u"127.0.0."_s + QString::number(n + 2), static_cast<quint16>(m_basePort + n)};
}

void Network::makeOperator()
{
    m_operator = std::make_unique<OperatorSite>(
        place(u"operator"_s, u"operator"_s, u"Maple Wallet"_s, u"#1f6f5c"_s, Glyph::Shield));
}

void Network::makeServers()
{
    const OperatorTrust trust{m_operator->url(), u"fpx-wallet"_s, m_walletPort, m_operator->statementKey()};
    const auto add = [&](const QString &id, const QString &name, const QString &organization, const QString &accent,
                         bool objects) {
        AsConfig config;
        config.identifier = id;
        config.organization = organization;
        config.clientId = id + u"-network"_s;
        config.requestObjects = objects;
        config.trust = trust;
        config.definitions = resourceDefinitions();
        config.organizations = organizations();
        m_servers.push_back(
            std::make_unique<AuthorizationServer>(place(id, u"as"_s, name, accent, Glyph::Ring), config));
    };
    add(u"ontario"_s, u"Ontario Health Exchange"_s, u"Ontario Health"_s, u"#0b5fa5"_s, false);
    add(u"nordic"_s, u"Nordic Data Commons"_s, u"Nordic Data Commons"_s, u"#5b3fa8"_s, true);
}

void Network::makeProviders()
{
    const auto add = [&](const QString &id, const QString &name, const QString &accent, Glyph glyph, bool rsa,
                         const QList<AcrLevel> &levels) {
        LoginConfig config;
        config.identifier = id;
        config.clientId = u"maple-wallet-"_s + id;
        config.scopes = QStringList{u"openid"_s, u"profile"_s, u"email"_s, u"offline_access"_s};
        config.rsa = rsa;
        config.nonceRequired = true;
        config.namesAtUserinfo = id == "north-bank-id"_L1;
        m_providers.push_back(
            std::make_unique<IdentityProvider>(place(id, u"idp"_s, name, accent, glyph), config, levels));
    };
    add(u"north-bank-id"_s, u"NorthBank ID"_s, u"#7a1f3d"_s, Glyph::Key, true,
        {{u"urn:northbank:password"_s, 2, 1}, {u"urn:northbank:strong"_s, 2, 2}});
    add(u"gov-id"_s, u"Government Sign-in"_s, u"#14385f"_s, Glyph::Shield, false,
        {{u"urn:gov-id:card"_s, 3, 2}, {u"urn:gov-id:card-and-pin"_s, 3, 3}});
    add(u"campus-id"_s, u"Campus Account"_s, u"#2d6a2e"_s, Glyph::Dot, false, {{u"urn:campus:password"_s, 1, 1}});
}

void Network::makeSources()
{
    const auto add = [&](const QString &id, const QString &name, const QString &accent, Glyph glyph,
                         const QString &strategy, const QList<SourceResource> &resources,
                         const QList<Related> &related) {
        SourceConfig config;
        config.login.identifier = id;
        config.login.clientId = u"maple-wallet-"_s + id;
        config.login.scopes = QStringList{u"openid"_s, u"resources"_s, u"fpx_rot"_s, u"offline_access"_s};
        config.login.consent = true;
        config.strategy = strategy;
        config.resources = resources;
        config.related = related;
        m_sources.push_back(std::make_unique<DataSource>(place(id, u"source"_s, name, accent, glyph), config));
        for (const auto &as : m_servers)
            join(*as, *m_sources.back(), as->config().identifier == "ontario"_L1 ? id : u"ndc-"_s + id);
    };
    const QStringList both{u"read"_s, u"subscribe"_s};
    const Related mother{u"jonas"_s, u"ingrid"_s, u"Ingrid Lindqvist"_s, u"mother"_s};
    add(u"city-hospital"_s, u"City Hospital"_s, u"#b3261e"_s, Glyph::Cross, u"hmac-jwt"_s,
        {{u"immunization-history"_s, u"Immunization history"_s, both},
         {u"lab-results"_s, u"Laboratory results"_s, both}},
        {mother});
    add(u"medilab"_s, u"MediLab Diagnostics"_s, u"#9a5b00"_s, Glyph::Drop, u"simple"_s,
        {{u"lab-results"_s, u"Laboratory results"_s, both}, {u"allergy-list"_s, u"Allergies"_s, {u"read"_s}}},
        {mother});
    add(u"maple-bank"_s, u"Maple Bank"_s, u"#1c6b3a"_s, Glyph::Columns, u"hmac-jwt"_s,
        {{u"bank-statement"_s, u"Account statement"_s, {u"read"_s, u"balance"_s}}},
        {{u"aicha"_s, u"horizon"_s, u"Horizon Allotment Society"_s, u"treasurer"_s}, mother});
}

void Network::join(AuthorizationServer &as, DataSource &source, const QString &id)
{
    QJsonArray definitions;
    for (const SourceResource &resource : source.sourceConfig().resources)
        definitions.append(QJsonObject{{u"identifier"_s, resource.definition},
                                       {u"scopes"_s, QJsonArray::fromStringList(resource.scopes)}});
    const QString secret = QString::fromLatin1(SystemRandom().token());
    as.addSource({id,
                  secret,
                  {source.url(u"/protect/done"_s)},
                  {{u"display_name"_s, source.place().name},
                   {u"organization"_s, source.place().id},
                   {u"definitions"_s, definitions},
                   {u"jwks"_s, source.encryptionKeys()},
                   {u"resource_location"_s, source.resourceLocation(as.config().identifier)},
                   {u"disabled"_s, false}},
                  {},
                  0});
    source.protectBy({as.config().identifier, as.url(), id, secret});
}

void Network::makeClients()
{
    const auto offer = [](const QString &key, const QString &button, const QString &text, const QJsonArray &resources,
                          const QString &usage, const QJsonObject &duration, const QJsonObject &reason) {
        return Offer{key, button, text, resources, usage, duration, reason};
    };
    const QJsonObject season{{u"requested"_s, u"P90D"_s}, {u"max"_s, u"P1Y"_s}};
    const QJsonObject booster =
        words(u"To remind you when a booster is due."_s, u"Pour vous rappeler vos rappels de vaccin."_s,
              u"Um Sie an Auffrischungen zu erinnern."_s);
    const ClientConfig immunize{
        u"Never miss a booster"_s,
        u"Immunize Me reads your immunization history and tells you what is due. You decide, in your own wallet, where it comes from and for how long."_s,
        {offer(u"immunizations"_s, u"Get my immunization history"_s, u"Check what is due"_s,
               {wanted(u"immunization-history"_s, u"read subscribe?"_s)}, u"repeated"_s, season, booster),
         offer(u"checkup"_s, u"Prepare my check-up"_s, u"Immunizations and laboratory results together"_s,
               {wanted(u"immunization-history"_s, u"read"_s, true, u"same-subject"_s),
                wanted(u"lab-results"_s, u"read"_s, true, u"same-subject"_s)},
               u"once"_s, season,
               words(u"To prepare your yearly check-up."_s, u"Pour préparer votre bilan annuel."_s,
                     u"Um Ihre Vorsorge vorzubereiten."_s)),
         offer(u"travel"_s, u"Get my travel advice"_s, u"Immunizations, and allergies if you like"_s,
               {wanted(u"immunization-history"_s, u"read"_s), wanted(u"allergy-list"_s, u"read"_s, false)}, u"once"_s,
               season,
               words(u"To advise you before a journey."_s, u"Pour vous conseiller avant un voyage."_s,
                     u"Um Sie vor einer Reise zu beraten."_s))}};
    const ClientConfig track{
        u"Your health, in one chart"_s,
        u"HealthTrack Plus draws your laboratory results over time."_s,
        {offer(u"labs"_s, u"Import my laboratory results"_s, u"Draw my chart"_s,
               {wanted(u"lab-results"_s, u"read subscribe?"_s)}, u"repeated"_s, {{u"requested"_s, u"P30D"_s}},
               words(u"To draw your chart and keep it up to date."_s, u"Pour tracer vos courbes."_s,
                     u"Um Ihre Kurve zu zeichnen."_s)),
         offer(u"premium"_s, u"Check if I qualify"_s, u"Premium for free?"_s,
               {wanted(u"bank-statement"_s, u"read balance?"_s)}, u"once"_s,
               {{u"requested"_s, u"P1D"_s}, {u"max"_s, u"P7D"_s}},
               words(u"To see whether you get the premium plan for free."_s, u"Pour vérifier votre droit à l'offre."_s,
                     u"Um zu prüfen, ob Premium für Sie gratis ist."_s))}};
    // The organisation that also keeps a data source: as a client it is another party, under an identifier of its own.
    const ClientConfig clinic{
        u"Before your first visit"_s,
        u"The clinic of City Hospital gathers what it needs to know before you come, from the hospital and from others."_s,
        {offer(u"intake"_s, u"Send what you need to know"_s, u"Immunizations and allergies"_s,
               {wanted(u"immunization-history"_s, u"read subscribe?"_s, true, u"patient"_s),
                wanted(u"allergy-list"_s, u"read"_s, true, u"patient"_s)},
               u"repeated"_s, {{u"requested"_s, u"P30D"_s}, {u"max"_s, u"P90D"_s}},
               words(u"To prepare your first visit."_s, u"Pour préparer votre première visite."_s,
                     u"Um Ihren ersten Besuch vorzubereiten."_s))}};
    m_clients.push_back(std::make_unique<ServiceClient>(
        place(u"immunize-me"_s, u"client"_s, u"Immunize Me"_s, u"#0a6e8a"_s, Glyph::Heart), immunize));
    m_clients.push_back(std::make_unique<ServiceClient>(
        place(u"healthtrack-plus"_s, u"client"_s, u"HealthTrack Plus"_s, u"#a63d78"_s, Glyph::Pulse), track));
    m_clients.push_back(std::make_unique<ServiceClient>(
        place(u"city-hospital-clinic"_s, u"client"_s, u"City Hospital Clinic"_s, u"#b3261e"_s, Glyph::Cross), clinic));
    for (const auto &as : m_servers) {
        const QString suffix = as->config().identifier == "ontario"_L1 ? QString() : u"-eu"_s;
        join(*as, *m_clients[0], u"immunize-me"_s + suffix,
             {{u"organization"_s, u"public-health-ontario"_s}, {u"verified_at"_s, 1'767'225'600}});
        join(*as, *m_clients[1], u"healthtrack-plus"_s + suffix,
             {{u"organization"_s, u"healthtrack"_s}, {u"verified_at"_s, QJsonValue::Null}});
        join(*as, *m_clients[2], u"city-hospital-clinic"_s + suffix,
             {{u"organization"_s, u"city-hospital"_s}, {u"verified_at"_s, 1'767'225'600}});
    }
}

void Network::join(AuthorizationServer &as, ServiceClient &client, const QString &id, const QJsonObject &entry)
{
    QJsonObject whole = entry;
    whole.insert(u"display_name"_s, QJsonObject{{u"en"_s, client.place().name}});
    whole.insert(u"policy_uri"_s, client.url(u"/privacy"_s));
    whole.insert(u"tos_uri"_s, client.url(u"/terms"_s));
    whole.insert(u"erasure_contact"_s, u"mailto:erase@"_s + client.place().id + u".example"_s);
    whole.insert(u"disabled"_s, false);
    const QString secret = QString::fromLatin1(SystemRandom().token());
    as.addClient(
        {id, secret, {client.redirectUri()}, whole, client.place().accent, static_cast<int>(client.place().glyph)});
    client.joinNetwork({as.config().identifier, as.url(), id, secret}, as.place().name);
}

} // namespace fpx::sandbox
