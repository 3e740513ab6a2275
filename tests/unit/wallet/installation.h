// What a wallet finds on a computer: a folder, an operator profile with its keys, a keychain; no network is named there.
#pragma once

#include "../../support/freeport.h"

#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/wallet/wallet.h>

#include <QFile>
#include <QLockFile>
#include <QTcpServer>
#include <QTemporaryDir>

namespace fpx::test {

inline QString q(const char *text)
{
    return QString::fromLatin1(text);
}

/// Several wallets may live in it, one after the other.
class Installation
{
    class QuietBrowser final : public Browser
    {
    public:
        Result<void> open(const QUrl &) override { return {}; }
    };

    QTemporaryDir m_directory;
    std::shared_ptr<SystemClock> m_clock = std::make_shared<SystemClock>();
    QuietBrowser m_browser;

public:
    FakeNotifier notifier;
    Installation()
    {
        if (!write("keys.json", toCompactJson(jose::JwkSet({key.publicKey()}).toJson())))
            qFatal("the operator's keys were not written");
    }

    [[nodiscard]] QString path(const char *name) const { return m_directory.filePath(q(name)); }
    [[nodiscard]] bool write(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    }
    /// Whether the last wallet here has let go of its vault, and with it of all else: what it had under way ends in the
    /// event loop.
    [[nodiscard]] bool isFree() const { return QLockFile(path("data/vault.lock")).tryLock(0); }
    [[nodiscard]] QJsonObject profile(int version, const QJsonArray &providers) const
    {
        return {{q("iss"), q("https://operator.example")},
                {q("iat"), m_clock->nowSeconds()},
                {q("exp"), m_clock->nowSeconds() + 86400},
                {q("profile_version"), version},
                {q("product"), QJsonObject{{q("name"), q("Maple")}}},
                {q("listener"), QJsonObject{{q("port"), port}}},
                {q("identity_providers"), providers}};
    }
    [[nodiscard]] QByteArray signedBy(const jose::PrivateKey &signer, const QJsonObject &profile) const
    {
        return *jose::sign({{q("typ"), q("fpx-operator-profile+jwt")}, {q("kid"), key.keyId()}}, profile, signer);
    }
    [[nodiscard]] wallet::WalletConfig config()
    {
        wallet::WalletConfig config;
        config.dataDirectory = path("data");
        config.operatorProfileFile = path("operator.jws");
        config.operatorKeysFile = path("keys.json");
        config.keychain = keychain;
        config.clock = m_clock;
        config.random = std::make_shared<SystemRandom>();
        config.browser = &m_browser;
        config.notifier = &notifier;
        config.locales = {q("en")};
        return config;
    }

    quint16 port = freePort(); ///< Of the listener.
    jose::PrivateKey key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    std::shared_ptr<vault::FakeKeychain> keychain = std::make_shared<vault::FakeKeychain>();
};

} // namespace fpx::test
