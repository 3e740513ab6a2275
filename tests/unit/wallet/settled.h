// A wallet whose person is signed in and has a profile at a network, without anybody having been asked: what is stored of
// it is written into its vault beforehand. Its identity provider is `bank`, its network `health`.
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
        QJsonObject profile = this->profile(1, {QJsonObject{{q("identifier"), q("bank")},
                                                            {q("display_name"), q("Bank")},
                                                            {q("issuer"), q("https://bank.example")},
                                                            {q("client_id"), q("wallet-at-bank")}}});
        profile.insert(q("iss"), q("http://127.0.0.1:1")); // a sandbox: networks on loopback are allowed
        profile.insert(q("authorization_servers"),
                       QJsonArray{QJsonObject{{q("identifier"), q("health")},
                                              {q("issuer"), m_network},
                                              {q("display_name"), q("Health Net")},
                                              {q("client_id"), q("as-health")},
                                              {q("redirect_uris"), QJsonArray{m_network + q("/cb")}},
                                              {q("software_statement"), q("eyJh.eyJi.AAAA")},
                                              {q("request_object"), q("optional")}}});
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
    void settle(const QList<uma::Enrolment> &profiles)
    {
        const auto vault = openVault();
        wallet::VaultRecords records(vault);
        const qint64 now = SystemClock().nowSeconds();
        Result<void> stored = records.put(q("identity"), q("provider bank"),
                                          {{q("provider"), q("bank")},
                                           {q("issuer"), q("https://bank.example")},
                                           {q("subject"), q("aicha")},
                                           {q("linked_at"), now},
                                           {q("last_used_at"), now}});
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
};

} // namespace fpx::test
