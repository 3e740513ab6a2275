// What an OperatorProfile holds, and how it is read from its payload.
#pragma once

#include "findings.h"

namespace fpx::op {

struct OperatorProfile::Data {
    QString issuer;
    qint64 issuedAt = 0;
    qint64 expiresAt = 0;
    qint64 version = 0;
    Product product;
    quint16 listenerPort = defaultPort;
    QString uriScheme;
    QList<IdentityProvider> identityProviders;
    QList<AuthorizationServer> authorizationServers;
    QList<DataSource> dataSources;
    QJsonArray policies;
    QJsonObject settings;
    QStringList locked;
    QList<TrustedRoot> trustedRoots;
    std::optional<UpdateOffer> update;
    QByteArray sha256; ///< Of the JWS; empty before verify() has filled it in.
};

/// Reads as much as it can; what is wrong goes to `findings`.
[[nodiscard]] OperatorProfile::Data parseProfile(const QJsonObject &payload, Findings &findings);

} // namespace fpx::op
