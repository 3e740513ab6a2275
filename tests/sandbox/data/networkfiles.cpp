// operator.jws, operator-keys.json, network.json.
#include "data/network.h"

#include <QDir>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

QString save(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return u"cannot write %1: %2"_s.arg(path, file.errorString());
    return {};
}

// Within the profile, so that no provider or source hears of a wallet before its person chooses it.
QString logoOf(const Party &party)
{
    const QByteArray png = logoPng(party.place().accent, party.place().glyph);
    return u"data:image/png;base64,"_s + QString::fromLatin1(png.toBase64());
}

QJsonObject dressed(const Party &party, QJsonObject entry)
{
    entry.insert(u"display_name"_s, party.place().name);
    entry.insert(u"logo"_s, logoOf(party));
    entry.insert(u"style_color"_s, party.place().accent);
    entry.insert(u"style_font_color"_s, u"#ffffff"_s);
    return entry;
}

} // namespace

QJsonObject Network::operatorProfile()
{
    QJsonArray providers;
    for (const auto &provider : m_providers) {
        const LoginConfig &config = provider->loginConfig();
        providers.append(dressed(*provider, {{u"identifier"_s, config.identifier},
                                             {u"issuer"_s, provider->url()},
                                             {u"client_id"_s, config.clientId},
                                             {u"scope"_s, u"openid profile email offline_access"_s},
                                             {u"acr_values"_s, provider->assurance().keys().first()},
                                             {u"assurance"_s, provider->assurance()},
                                             {u"account_uri"_s, provider->url(u"/account"_s)}}));
    }
    const QString statement = m_operator->softwareStatement(); // the same bytes for everyone
    QJsonArray servers;
    for (const auto &server : m_servers) {
        const AsConfig &config = server->config();
        servers.append(QJsonObject{{u"identifier"_s, config.identifier},
                                   {u"issuer"_s, server->url()},
                                   {u"display_name"_s, server->place().name},
                                   {u"organization"_s, config.organization},
                                   {u"client_id"_s, config.clientId},
                                   {u"redirect_uris"_s, QJsonArray{server->redirectUri()}},
                                   {u"software_statement"_s, statement},
                                   {u"request_object"_s, config.requestObjects ? u"required"_s : u"optional"_s}});
    }
    QJsonArray sources;
    for (const auto &source : m_sources) {
        QJsonArray networks;
        for (const AsLink &link : source->links())
            networks.append(QJsonObject{{u"identifier"_s, link.identifier}, {u"resource_server"_s, link.id}});
        const SourceConfig &config = source->sourceConfig();
        sources.append(dressed(*source, {{u"identifier"_s, config.login.identifier},
                                         {u"issuer"_s, source->url()},
                                         {u"client_id"_s, config.login.clientId},
                                         {u"scope"_s, u"resources fpx_rot"_s},
                                         {u"rot"_s, QJsonObject{{u"endpoint"_s, source->url(u"/rot"_s)},
                                                                {u"strategy"_s, config.strategy}}},
                                         {u"userinfo"_s, source->url(u"/userinfo"_s)},
                                         {u"authorization_servers"_s, networks}}));
    }
    return {{u"product"_s, QJsonObject{{u"name"_s, m_operator->place().name},
                                       {u"accent"_s, m_operator->place().accent},
                                       {u"logo"_s, logoOf(*m_operator)},
                                       {u"support_uri"_s, m_operator->url(u"/support"_s)},
                                       {u"privacy_uri"_s, m_operator->url(u"/privacy"_s)}}},
            {u"listener"_s, QJsonObject{{u"port"_s, m_walletPort}}},
            {u"uri_scheme"_s, u"fpx-wallet"_s},
            {u"identity_providers"_s, providers},
            {u"authorization_servers"_s, servers},
            {u"data_sources"_s, sources},
            {u"policies"_s, m_policies},
            {u"settings"_s, QJsonObject{}},
            {u"locked"_s, QJsonArray{}},
            {u"trusted_roots"_s, QJsonArray{}}};
}

QJsonObject Network::description() const
{
    QJsonObject parties;
    for (const Party *party : m_all)
        parties.insert(party->place().id, party->description());
    const auto list = [this](const QString &kind) {
        QJsonArray ids;
        for (const Party *party : m_all) {
            if (party->place().kind == kind)
                ids.append(party->place().id);
        }
        return ids;
    };
    return {{u"operator"_s, m_operator->url()},
            {u"front_page"_s, frontPage()},
            {u"control"_s, m_operator->url(u"/control/party/"_s)},
            {u"reset_all"_s, m_operator->url(u"/control/reset-all"_s)},
            {u"wallet_port"_s, m_walletPort},
            {u"authorization_servers"_s, list(u"as"_s)},
            {u"identity_providers"_s, list(u"idp"_s)},
            {u"data_sources"_s, list(u"source"_s)},
            {u"clients"_s, list(u"client"_s)},
            {u"people"_s, QJsonArray{u"aicha"_s, u"jonas"_s}},
            {u"parties"_s, parties}};
}

QString Network::write(const QString &directory)
{
    const QDir dir(directory);
    if (!dir.mkpath(u"."_s))
        return u"cannot make the directory "_s + directory;
    const auto json = [](const QJsonObject &object) { return QJsonDocument(object).toJson(); };
    QString problem = m_operator->publish(operatorProfile(), dir.filePath(u"operator.jws"_s));
    if (problem.isEmpty())
        problem = save(dir.filePath(u"operator-keys.json"_s), json(m_operator->keySet()));
    if (problem.isEmpty())
        problem = save(dir.filePath(u"network.json"_s), json(description()));
    return problem;
}

} // namespace fpx::sandbox
