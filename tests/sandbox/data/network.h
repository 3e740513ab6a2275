// All parties of the sandbox, made from their classes, and what is written about them.
#pragma once

#include "as/server.h"
#include "client/serviceclient.h"
#include "idp/identityprovider.h"
#include "operator/operatorsite.h"
#include "source/datasource.h"

#include <memory>
#include <vector>

namespace fpx::sandbox {

class Network
{
public:
    Network(quint16 basePort, int walletPort);
    /// The operator's rules, from the next write() on.
    void setPolicies(const QJsonArray &policies) { m_policies = policies; }
    /// Opens all ports; empty, or what went wrong.
    [[nodiscard]] QString start();
    /// operator.jws, operator-keys.json and network.json into `directory`; empty, or what went wrong.
    [[nodiscard]] QString write(const QString &directory);
    [[nodiscard]] QString frontPage() const { return m_operator->url(QStringLiteral("/")); }

private:
    [[nodiscard]] Place place(const QString &id, const QString &kind, const QString &name, const QString &accent,
                              Glyph glyph);
    void makeOperator();
    void makeServers();
    void makeProviders();
    void makeSources();
    void makeClients();
    void join(AuthorizationServer &as, DataSource &source, const QString &id);
    void join(AuthorizationServer &as, ServiceClient &client, const QString &id, const QJsonObject &entry);
    [[nodiscard]] QJsonObject operatorProfile();
    [[nodiscard]] QJsonObject description() const;

    quint16 m_basePort;
    int m_walletPort;
    QJsonArray m_policies;
    int m_count = 0;
    std::unique_ptr<OperatorSite> m_operator;
    std::vector<std::unique_ptr<AuthorizationServer>> m_servers;
    std::vector<std::unique_ptr<IdentityProvider>> m_providers;
    std::vector<std::unique_ptr<DataSource>> m_sources;
    std::vector<std::unique_ptr<ServiceClient>> m_clients;
    QList<Party *> m_all;
};

} // namespace fpx::sandbox
