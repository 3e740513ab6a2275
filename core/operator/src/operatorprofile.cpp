#include "profiledata.h"
#include "rules.h"
#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jws.h>

#include <QRegularExpression>

namespace fpx::op {

namespace {

constexpr qint64 clockTolerance = 10 * 60; // profile section 9

Failure signatureFailure(const Error &cause)
{
    return fail("operator_profile_signature",
                Words::tr("The configuration was not signed by your wallet operator and was not used."),
                QString::fromLatin1(cause.code) + QLatin1Char(' ') + cause.detail);
}

// The profile must name its key: a set that holds one key today may hold two tomorrow.
Result<jose::VerifiedToken> verifySignature(const QByteArray &jws, const jose::JwkSet &operatorKeys)
{
    auto expect = jose::Expect::exactly(QStringLiteral("fpx-operator-profile+jwt"),
                                        {jose::Algorithm::ES256, jose::Algorithm::EdDSA});
    expect.maxBytes = OperatorProfile::maxBytes;
    auto verified = jose::verify(jws, operatorKeys, expect);
    if (!verified)
        return signatureFailure(verified.error());
    if (!verified->header.contains(QStringLiteral("kid")))
        return signatureFailure(Error{"key_unknown", {}, QStringLiteral("kid is missing")});
    return verified;
}

Result<void> checkVersion(const AcceptedVersion &mine, const AcceptedVersion &previous)
{
    const QString versions = QStringLiteral("%1, accepted before: %2").arg(mine.version).arg(previous.version);
    if (mine.version < previous.version)
        return fail("operator_profile_rolled_back",
                    Words::tr("This configuration is older than the one that your wallet already used."), versions);
    if (mine.version == previous.version && mine.sha256 != previous.sha256)
        return fail("operator_profile_version_reused",
                    Words::tr("Two different configurations of your wallet operator carry the same version number."),
                    versions);
    return {};
}

template <class Party, class Same>
const Party *findParty(const QList<Party> &parties, Same same)
{
    const auto found = std::find_if(parties.begin(), parties.end(), same);
    return found == parties.end() ? nullptr : &*found;
}

} // namespace

Result<OperatorProfile> OperatorProfile::verify(const QByteArray &jws, const jose::JwkSet &operatorKeys,
                                                const AcceptedVersion &previous, qint64 now)
{
    FPX_TRY(token, verifySignature(jws, operatorKeys));
    Findings findings(token.payload);
    Data profile = parseProfile(token.claims, findings);
    if (!findings.isEmpty())
        return findings.failure();
    profile.sha256 = sha256Base64Url(jws);
    FPX_CHECK(checkVersion({profile.version, profile.sha256}, previous));
    if (profile.issuedAt > now + clockTolerance)
        return fail("operator_profile_from_the_future",
                    Words::tr("The configuration is dated in the future. Check the date and time of this computer."));
    return OperatorProfile(std::make_shared<const Data>(std::move(profile)));
}

QList<Finding> OperatorProfile::check(const QByteArray &payload)
{
    const auto object = parseJsonObject(payload, maxBytes);
    if (!object) {
        static const QRegularExpression line(QStringLiteral("line ([0-9]+)"));
        const QString &detail = object.error().detail;
        return {{QString(), line.match(detail).captured(1).toInt(),
                 QString::fromLatin1(object.error().code) + QLatin1Char(' ') + detail}};
    }
    Findings findings(payload);
    (void)parseProfile(*object, findings);
    return findings.list();
}

Result<void> OperatorProfile::checkFresh(qint64 now) const
{
    if (stale(now))
        return fail(
            "operator_profile_stale",
            Words::tr("The configuration from your wallet operator has expired. You can still revoke, read your "
                      "history and export. To sign in or share, update the wallet or ask its operator."),
            QStringLiteral("exp %1").arg(expiresAt()));
    return {};
}

OperatorProfile::OperatorProfile(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

AcceptedVersion OperatorProfile::acceptedVersion() const
{
    return {m_data->version, m_data->sha256};
}

const QString &OperatorProfile::issuer() const
{
    return m_data->issuer;
}

qint64 OperatorProfile::issuedAt() const
{
    return m_data->issuedAt;
}

qint64 OperatorProfile::expiresAt() const
{
    return m_data->expiresAt;
}

qint64 OperatorProfile::version() const
{
    return m_data->version;
}

bool OperatorProfile::isSandbox() const
{
    return isLoopbackUrl(m_data->issuer);
}

const Product &OperatorProfile::product() const
{
    return m_data->product;
}

quint16 OperatorProfile::listenerPort() const
{
    return m_data->listenerPort;
}

const QString &OperatorProfile::uriScheme() const
{
    return m_data->uriScheme;
}

const QList<IdentityProvider> &OperatorProfile::identityProviders() const
{
    return m_data->identityProviders;
}

const QList<AuthorizationServer> &OperatorProfile::authorizationServers() const
{
    return m_data->authorizationServers;
}

const QList<DataSource> &OperatorProfile::dataSources() const
{
    return m_data->dataSources;
}

const IdentityProvider *OperatorProfile::identityProvider(const IdpIdentifier &identifier) const
{
    return findParty(m_data->identityProviders, [&](const auto &party) { return party.identifier == identifier; });
}

const AuthorizationServer *OperatorProfile::authorizationServer(const AsIdentifier &identifier) const
{
    return findParty(m_data->authorizationServers, [&](const auto &party) { return party.identifier == identifier; });
}

const AuthorizationServer *OperatorProfile::authorizationServer(const AsIssuer &issuer) const
{
    return findParty(m_data->authorizationServers, [&](const auto &party) { return party.issuer == issuer; });
}

const AuthorizationServer *OperatorProfile::authorizationServerByClientId(const QString &clientId) const
{
    return findParty(m_data->authorizationServers, [&](const auto &party) { return party.clientId == clientId; });
}

const DataSource *OperatorProfile::dataSource(const SourceIdentifier &identifier) const
{
    return findParty(m_data->dataSources, [&](const auto &party) { return party.identifier == identifier; });
}

const QJsonArray &OperatorProfile::policies() const
{
    return m_data->policies;
}

const QJsonObject &OperatorProfile::settings() const
{
    return m_data->settings;
}

const QStringList &OperatorProfile::locked() const
{
    return m_data->locked;
}

const QList<TrustedRoot> &OperatorProfile::trustedRoots() const
{
    return m_data->trustedRoots;
}

const std::optional<UpdateOffer> &OperatorProfile::update() const
{
    return m_data->update;
}

} // namespace fpx::op
