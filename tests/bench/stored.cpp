#include "stored.h"

#include <fpx/base/json.h>
#include <fpx/jose/jwkset.h>
#include <fpx/jose/jws.h>

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <qcorotask.h>

namespace fpx::bench {

namespace {

using wallet::Facade;

QString k(const char *name)
{
    return QLatin1String(name);
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
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

Result<std::shared_ptr<vault::Vault>> Stored::openVault() const
{
    const vault::VaultConfig config{directory + k("/data"), keychain, std::make_shared<SystemClock>(),
                                    std::make_shared<SystemRandom>()};
    return QCoro::waitFor(vault::Vault::open(config));
}

bool Stored::writeProfile(const QJsonArray &dataSources) const
{
    const QString network = k("http://127.0.0.1:28901");
    const qint64 now = SystemClock().nowSeconds();
    const QJsonObject payload{
        {k("iss"), k("http://127.0.0.1:28900")},
        {k("iat"), now},
        {k("exp"), now + 86400},
        {k("profile_version"), 1},
        {k("product"), QJsonObject{{k("name"), k("Bench")}}},
        {k("listener"), QJsonObject{{k("port"), 28'951}}},
        {k("identity_providers"), QJsonArray()},
        {k("authorization_servers"), QJsonArray{QJsonObject{{k("identifier"), k("health")},
                                                            {k("issuer"), network},
                                                            {k("display_name"), k("Health")},
                                                            {k("client_id"), k("as-health")},
                                                            {k("redirect_uris"), QJsonArray{network + k("/cb")}},
                                                            {k("software_statement"), k("eyJh.eyJi.AAAA")},
                                                            {k("request_object"), k("optional")}}}},
        {k("data_sources"), dataSources}};
    const auto key = jose::PrivateKey::generate(jose::Algorithm::ES256);
    if (!key)
        return false;
    const auto jws = jose::sign({{k("typ"), k("fpx-operator-profile+jwt")}, {k("kid"), key->keyId()}}, payload, *key);
    return jws && write(directory + k("/operator.jws"), *jws) &&
           write(directory + k("/keys.json"), toCompactJson(jose::JwkSet({key->publicKey()}).toJson()));
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

bool open(wallet::Wallet &wallet)
{
    QObject::connect(&wallet, &Facade::phaseChanged, &wallet, [&wallet] {
        if (wallet.phase() != Facade::Phase::Starting)
            QCoreApplication::exit(wallet.phase() == Facade::Phase::Problem ? 1 : 0);
    });
    QMetaObject::invokeMethod(&wallet, &wallet::Wallet::start, Qt::QueuedConnection);
    return QCoreApplication::exec() == 0;
}

} // namespace fpx::bench
