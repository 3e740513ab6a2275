// A wallet whose person is signed in and has a profile at a network, without anybody having been asked: what is stored of
// it is written into its vault beforehand. Its identity providers are `bank`, with which they are signed in, and `post`, its
// network is `health`, its data source `clinic`; nobody answers there.
#pragma once

#include "installation.h"
#include "vaultrecords.h"

#include <fpx/uma/enrolment.h>
#include <fpx/vault/vault.h>

#include <QSignalSpy>
#include <QTcpSocket>
#include <qcorotask.h>

namespace fpx::test {

class Settled : public Installation
{
    QString m_network;

public:
    /// `network`: where the network is; a port that nobody serves when it is left out.
    explicit Settled(quint16 network = freePort()) : m_network(q("http://127.0.0.1:%1").arg(network))
    {
        const auto provider = [](const char *identifier, const char *name) {
            return QJsonObject{{q("identifier"), q(identifier)},
                               {q("display_name"), q(name)},
                               {q("issuer"), issuer(identifier)},
                               {q("client_id"), q("wallet-at-") + q(identifier)}};
        };
        QJsonObject profile = this->profile(1, {provider("bank", "Bank"), provider("post", "Post")});
        profile.insert(q("iss"), q("http://127.0.0.1:1")); // a sandbox: networks on loopback are allowed
        profile.insert(q("authorization_servers"),
                       QJsonArray{QJsonObject{{q("identifier"), q("health")},
                                              {q("issuer"), m_network},
                                              {q("display_name"), q("Health Net")},
                                              {q("client_id"), q("as-health")},
                                              {q("redirect_uris"), QJsonArray{m_network + q("/cb")}},
                                              {q("software_statement"), q("eyJh.eyJi.AAAA")},
                                              {q("request_object"), q("optional")}}});
        QJsonObject clinic = provider("clinic", "Clinic");
        clinic.insert(q("scope"), q("records"));
        clinic.insert(q("userinfo"), issuer("clinic") + q("/me"));
        clinic.insert(q("authorization_servers"),
                      QJsonArray{QJsonObject{{q("identifier"), q("health")}, {q("resource_server"), q("Clinic_1")}}});
        profile.insert(q("data_sources"), QJsonArray{clinic});
        if (!write("operator.jws", signedBy(key, profile)))
            qFatal("the profile was not written");
    }

    [[nodiscard]] uma::Enrolment enrolment(const char *id, qint64 createdAt = 1'790'000'000) const
    {
        uma::Enrolment one;
        one.id = EnrolmentId(q(id));
        one.as = AsIdentifier(q("health"));
        one.asIssuer = AsIssuer(m_network);
        one.walletIssuer = q("http://127.0.0.1:1/i/") + q(id);
        one.walletClientId = q("wallet-") + q(id);
        one.registrationUri = QUrl(m_network + q("/register/wallet-") + q(id));
        one.account = AccountId(q("account-") + q(id));
        one.accountRegistrationUri = QUrl(m_network + q("/register/account-") + q(id));
        one.createdAt = one.keysSince = createdAt;
        return one;
    }
    /// The vault without the wallet; only one of them at a time.
    [[nodiscard]] std::shared_ptr<vault::Vault> openVault()
    {
        const wallet::WalletConfig used = config();
        const vault::VaultConfig vaultConfig{used.dataDirectory, used.keychain, used.clock, used.random};
        auto opened = QCoro::waitFor(vault::Vault::open(vaultConfig));
        if (!opened)
            qFatal("the vault did not open: %s", opened.error().code.constData());
        return *opened;
    }
    /// A top-level navigation, as far as it can be told. Answers the status line and the address that it leads to.
    [[nodiscard]] QByteArray visit(const QByteArray &target) const
    {
        QTcpSocket socket;
        QSignalSpy ended(&socket, &QTcpSocket::disconnected);
        QByteArray answer;
        QObject::connect(&socket, &QTcpSocket::connected, &socket, [&] {
            socket.write("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                         "\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n");
        });
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] { answer += socket.readAll(); });
        socket.connectToHost(QHostAddress::LocalHost, port);
        if (!ended.wait(10'000))
            return "timeout";
        return answer;
    }
    /// Besides what settle() stores: a second provider is linked, the clinic connected, and each party has given tokens.
    void connectAll()
    {
        const auto vault = openVault();
        wallet::VaultRecords records(vault);
        const qint64 now = SystemClock().nowSeconds();
        Result<void> stored = records.put(q("identity"), q("provider post"), linked("post"));
        if (stored)
            stored = records.put(q("sources"), q("clinic"),
                                 {{q("source"), q("clinic")},
                                  {q("sub"), q("aicha")},
                                  {q("display_name"), q("Aicha")},
                                  {q("connected_at"), now},
                                  {q("refreshed_at"), now}});
        for (const auto &[name, value] : tokens()) {
            if (stored)
                stored = QCoro::waitFor(vault->put(name, Secret(QByteArray(value))));
        }
        if (!stored)
            qFatal("not stored: %s", stored.error().code.constData());
    }
    /// Which of the tokens are still there, once the wallet is closed.
    [[nodiscard]] QStringList tokensLeft()
    {
        const auto vault = openVault();
        QStringList left;
        for (const auto &[name, value] : tokens()) {
            if (QCoro::waitFor(vault->get(name)))
                left.append(name.id);
        }
        return left;
    }
    void settle(const QList<uma::Enrolment> &profiles)
    {
        const auto vault = openVault();
        wallet::VaultRecords records(vault);
        const qint64 now = SystemClock().nowSeconds();
        Result<void> stored = records.put(q("identity"), q("provider bank"), linked("bank"));
        if (stored)
            stored = records.put(q("identity"), q("session"),
                                 {{q("provider"), q("bank")}, {q("auth_time"), now}, {q("ial"), 2}, {q("aal"), 2}});
        for (const uma::Enrolment &profile : profiles) {
            if (stored)
                stored = records.put(q("enrolments"), profile.id.value(), profile.toJson());
            for (const char *token : {"/registration", "/account-registration"}) {
                if (stored)
                    stored = QCoro::waitFor(vault->put(SecretName{SecretPurpose::AsKeys, profile.id.value() + q(token)},
                                                       Secret(QByteArray("token"))));
            }
        }
        if (!stored)
            qFatal("not stored: %s", stored.error().code.constData());
    }

private:
    [[nodiscard]] static QString issuer(const char *party) { return q("http://127.0.0.1:1/") + q(party); }
    [[nodiscard]] static QJsonObject linked(const char *provider)
    {
        const qint64 now = SystemClock().nowSeconds();
        return {{q("provider"), q(provider)},
                {q("issuer"), issuer(provider)},
                {q("subject"), q("aicha")},
                {q("linked_at"), now},
                {q("last_used_at"), now}};
    }
    [[nodiscard]] static QList<std::pair<SecretName, const char *>> tokens()
    {
        return {
            {{SecretPurpose::SignIn, q("bank/refresh")}, "refresh-bank"},
            {{SecretPurpose::SignIn, q("post/refresh")}, "refresh-post"},
            {{SecretPurpose::SourceTokens, q("clinic")}, R"({"access_token":"a","refresh_token":"r","expires_at":0})"}};
    }
};

} // namespace fpx::test
