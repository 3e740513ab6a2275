#include "sharingvault.h"

#include <vaultrecords.h>

#include <fpx/base/json.h>
#include <fpx/consent/permissionbook.h>
#include <fpx/jose/jwkset.h>
#include <fpx/jose/jws.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <qcorotask.h>

namespace fpx::bench {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

consent::PermissionRecord permission(int i, const RandomSource &random, qint64 now)
{
    using State = consent::PermissionState;
    consent::PermissionRecord record;
    record.id = PermissionId(random.uuid());
    record.state = i % 5 == 0    ? State::Expired
                   : i % 7 == 0  ? State::Revoked
                   : i % 11 == 0 ? State::Disabled
                                 : State::Active;
    record.enrolment = EnrolmentId(k("enrolment"));
    record.as = AsIdentifier(k("health"));
    record.request = RequestKey(random.uuid());
    record.requestId = k("r1");
    record.client = ClientId(QStringLiteral("client-%1").arg(i % 300));
    record.definition = DefinitionId(QStringLiteral("definition-%1").arg(i % 40));
    record.source = SourceIdentifier(QStringLiteral("source-%1").arg(i % sourceCount));
    record.resourceServer = RsIdentifier(record.source.value());
    record.scopes = {k("read"), k("subscribe")};
    record.grantedAt = now - i * 3600LL;
    record.signedAt = record.grantedAt;
    record.expires = now + (i % 90) * 86400LL;
    record.version = k("v1");
    consent::PermissionNames names;
    names.scopeNames = {k("read"), k("be told about changes")};
    names.clientName = QStringLiteral("Service number %1").arg(i % 300);
    names.clientLogo = QByteArray(3000, static_cast<char>('a' + i % 20)); // no picture: initials are shown
    names.networkName = k("Health");
    names.definitionName = QStringLiteral("Kind of data %1").arg(i % 40);
    names.sourceName = QStringLiteral("Hospital number %1").arg(i % sourceCount);
    record.names = names;
    return record;
}

} // namespace

wallet::WalletConfig Stored::config(Desktop &desktop) const
{
    wallet::WalletConfig config;
    config.dataDirectory = directory + k("/data");
    config.operatorProfileFile = directory + k("/operator.jws");
    config.operatorKeysFile = directory + k("/keys.json");
    config.keychain = keychain;
    config.clock = std::make_shared<SystemClock>();
    config.random = std::make_shared<SystemRandom>();
    config.browser = &desktop.browser;
    config.notifier = &desktop.notifier;
    config.locales = {k("en")};
    return config;
}

bool Stored::writeProfile() const
{
    QJsonArray sources;
    for (int i = 0; i < sourceCount; ++i) {
        const QString id = QStringLiteral("source-%1").arg(i);
        const QString base = QStringLiteral("http://127.0.0.1:%1").arg(30'000 + i);
        sources.append(
            QJsonObject{{k("identifier"), id},
                        {k("display_name"), QStringLiteral("Hospital number %1").arg(i)},
                        {k("issuer"), base},
                        {k("client_id"), QStringLiteral("wallet-at-%1").arg(i)},
                        {k("scope"), k("records fpx_rot")},
                        {k("rot"), QJsonObject{{k("endpoint"), base + k("/rot")}, {k("strategy"), k("simple")}}},
                        {k("userinfo"), base + k("/userinfo")},
                        {k("authorization_servers"),
                         QJsonArray{QJsonObject{{k("identifier"), k("health")}, {k("resource_server"), id}}}}});
    }
    const qint64 now = SystemClock().nowSeconds();
    const QJsonObject payload{{k("iss"), k("http://127.0.0.1:28900")},
                              {k("iat"), now},
                              {k("exp"), now + 86400},
                              {k("profile_version"), 1},
                              {k("product"), QJsonObject{{k("name"), k("Bench")}}},
                              {k("listener"), QJsonObject{{k("port"), 28'951}}},
                              {k("identity_providers"), QJsonArray()},
                              {k("authorization_servers"),
                               QJsonArray{QJsonObject{{k("identifier"), k("health")},
                                                      {k("issuer"), k("http://127.0.0.1:28901")},
                                                      {k("display_name"), k("Health")},
                                                      {k("client_id"), k("as-health")},
                                                      {k("redirect_uris"), QJsonArray{k("http://127.0.0.1:28901/cb")}},
                                                      {k("software_statement"), k("eyJh.eyJi.AAAA")},
                                                      {k("request_object"), k("optional")}}}},
                              {k("data_sources"), sources}};
    const auto key = jose::PrivateKey::generate(jose::Algorithm::ES256);
    if (!key)
        return false;
    const auto jws = jose::sign({{k("typ"), k("fpx-operator-profile+jwt")}, {k("kid"), key->keyId()}}, payload, *key);
    return jws && write(directory + k("/operator.jws"), *jws) &&
           write(directory + k("/keys.json"), toCompactJson(jose::JwkSet({key->publicKey()}).toJson()));
}

Result<void> Stored::fill() const
{
    Desktop desktop;
    const wallet::WalletConfig with = config(desktop);
    FPX_TRY(vault, QCoro::waitFor(vault::Vault::open({with.dataDirectory, with.keychain, with.clock, with.random})));
    wallet::VaultRecords records(vault);
    consent::PermissionBook book(records);
    return records.transaction([&]() -> Result<void> {
        for (int i = 0; i < permissionCount; ++i)
            FPX_CHECK(book.put(permission(i, *with.random, with.clock->nowSeconds()),
                               {with.random->bytes(900).toBase64(QByteArray::Base64UrlEncoding), {}}));
        return {};
    });
}

QByteArray Stored::keys() const
{
    QJsonObject items;
    for (auto item = keychain->items.constBegin(); item != keychain->items.constEnd(); ++item)
        items.insert(item.key(), QLatin1String(QByteArray(item->view()).toBase64()));
    return QJsonDocument(items).toJson(QJsonDocument::Compact);
}

bool Stored::takeKeys(const QByteArray &line) const
{
    const QJsonObject items = QJsonDocument::fromJson(line).object();
    for (auto item = items.constBegin(); item != items.constEnd(); ++item)
        keychain->items.insert(item.key(), Secret(QByteArray::fromBase64(item->toString().toLatin1())));
    return !items.isEmpty();
}

} // namespace fpx::bench
