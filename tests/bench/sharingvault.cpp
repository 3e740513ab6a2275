#include "sharingvault.h"

#include <vaultrecords.h>

#include <fpx/consent/permissionbook.h>

#include <QJsonArray>

namespace fpx::bench {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
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
    record.subject = QStringLiteral("person-%1").arg(i / 600); // with the above a row of its own for each
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

QJsonArray dataSources()
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
    return sources;
}

Result<void> fill(const Stored &stored)
{
    const SystemRandom random;
    const qint64 now = SystemClock().nowSeconds();
    FPX_TRY(vault, stored.openVault());
    wallet::VaultRecords records(vault);
    consent::PermissionBook book(records);
    return records.transaction([&]() -> Result<void> {
        for (int i = 0; i < permissionCount; ++i)
            FPX_CHECK(
                book.put(permission(i, random, now), {random.bytes(900).toBase64(QByteArray::Base64UrlEncoding), {}}));
        return {};
    });
}

} // namespace fpx::bench
