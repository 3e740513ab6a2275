#include "memberreader.h"
#include "parseparties.h"
#include "profiledata.h"

#include <fpx/operator/settings.h>

#include <QSet>

namespace fpx::op {

namespace {

constexpr qint64 maxInteger = 9007199254740991; // 2^53 − 1

// Values that must not occur twice; each is reported where it occurs again.
class Unique
{
public:
    explicit Unique(Findings &findings) : m_findings(findings) {}
    void add(const QString &value, const QString &path)
    {
        if (value.isEmpty())
            return; // reported as missing
        if (m_seen.contains(value))
            m_findings.add(path, QStringLiteral("occurs twice"));
        m_seen.insert(value);
    }

private:
    Findings &m_findings;
    QSet<QString> m_seen;
};

QString at(const char *list, qsizetype index, const char *member)
{
    return QStringLiteral("%1[%2].%3").arg(QLatin1String(list)).arg(index).arg(QLatin1String(member));
}

template <class Party, class Value>
void checkUnique(const QList<Party> &parties, const char *list, const char *member, Unique &unique, Value value)
{
    for (qsizetype i = 0; i < parties.size(); ++i)
        unique.add(value(parties[i]), at(list, i, member));
}

// Profile section 2: what must be unique, and within what.
void checkUniqueness(const OperatorProfile::Data &profile, Findings &findings)
{
    const auto identifier = [](const auto &party) { return party.identifier.value(); };
    const auto clientId = [](const auto &party) { return party.clientId; };
    const auto issuer = [](const auto &party) { return party.issuer; };

    Unique callbackPaths(findings); // both are callback paths at the listener
    checkUnique(profile.identityProviders, "identity_providers", "identifier", callbackPaths, identifier);
    checkUnique(profile.dataSources, "data_sources", "identifier", callbackPaths, identifier);

    Unique idpIssuers(findings), idpClients(findings);
    checkUnique(profile.identityProviders, "identity_providers", "issuer", idpIssuers, issuer);
    checkUnique(profile.identityProviders, "identity_providers", "client_id", idpClients, clientId);

    Unique sourceIssuers(findings), sourceClients(findings);
    checkUnique(profile.dataSources, "data_sources", "issuer", sourceIssuers, issuer);
    checkUnique(profile.dataSources, "data_sources", "client_id", sourceClients, clientId);

    const auto &servers = profile.authorizationServers;
    Unique serverIdentifiers(findings), serverIssuers(findings), serverClients(findings), redirectUris(findings);
    checkUnique(servers, "authorization_servers", "identifier", serverIdentifiers, identifier);
    checkUnique(servers, "authorization_servers", "issuer", serverIssuers,
                [](const AuthorizationServer &server) { return server.issuer.value(); });
    checkUnique(servers, "authorization_servers", "client_id", serverClients, clientId);
    for (qsizetype i = 0; i < servers.size(); ++i) {
        // Repetitions within one server have been reported while it was read.
        const QSet<QString> uris(servers[i].redirectUris.begin(), servers[i].redirectUris.end());
        for (const QString &uri : uris)
            redirectUris.add(uri, at("authorization_servers", i, "redirect_uris"));
    }
}

Product parseProduct(MemberReader &profile, bool httpOnLoopback)
{
    const QString member = QStringLiteral("product");
    if (!profile.has(member)) {
        profile.refuse(member, QStringLiteral("is missing"));
        return {};
    }
    MemberReader r(profile.object(member, Need::Required), member, profile.findings());
    Product product;
    product.name = r.localized(QStringLiteral("name"), Need::Required);
    product.accent = r.text(QStringLiteral("accent"), Need::Optional, colorRule);
    product.logo = r.text(QStringLiteral("logo"), Need::Optional, logoRule(httpOnLoopback));
    product.supportUri = r.text(QStringLiteral("support_uri"), Need::Optional, urlRule(httpOnLoopback));
    product.privacyUri = r.text(QStringLiteral("privacy_uri"), Need::Optional, urlRule(httpOnLoopback));
    return product;
}

quint16 parsePort(MemberReader &profile)
{
    const QString member = QStringLiteral("listener");
    MemberReader r(profile.object(member, Need::Optional), member, profile.findings());
    return static_cast<quint16>(
        r.integer(QStringLiteral("port"), Need::Optional, 1024, 65535, OperatorProfile::defaultPort));
}

// An operator cannot consent for a person: its rules deny or ask.
QJsonArray parsePolicies(MemberReader &profile)
{
    const QString member = QStringLiteral("policies");
    profile.objects(member, Need::Optional, [](MemberReader &r) {
        (void)r.text(QStringLiteral("effect"), Need::Required, [](const QString &effect) {
            const bool known = effect == QStringLiteral("deny") || effect == QStringLiteral("ask");
            return known ? QString() : QStringLiteral("must be deny or ask: an operator cannot consent for a person");
        });
    });
    return profile.array(member, Need::Optional);
}

QJsonObject parseSettings(MemberReader &profile)
{
    const QString member = QStringLiteral("settings");
    const QJsonObject settings = profile.object(member, Need::Optional);
    for (auto it = settings.begin(); it != settings.end(); ++it) {
        if (const auto checked = checkSetting(it.key(), *it); !checked)
            profile.findings().add(member + QLatin1Char('.') + it.key(), checked.error().detail);
    }
    return settings;
}

QStringList parseLocked(MemberReader &profile)
{
    return profile.texts(QStringLiteral("locked"), Need::Optional, [](const QString &name) {
        const SettingInfo *info = findSetting(name);
        if (info == nullptr)
            return QStringLiteral("is not the name of a setting");
        return info->lock == Lock::Never ? QStringLiteral("may not be locked") : QString();
    });
}

QList<TrustedRoot> parseTrustedRoots(MemberReader &profile)
{
    QList<TrustedRoot> roots;
    profile.objects(QStringLiteral("trusted_roots"), Need::Optional, [&](MemberReader &r) {
        TrustedRoot root;
        root.pem = r.text(QStringLiteral("pem"), Need::Required, pemRule).toLatin1();
        root.hosts = r.texts(QStringLiteral("hosts"), Need::Required, hostRule);
        roots.append(root);
    });
    return roots;
}

std::optional<UpdateOffer> parseUpdate(MemberReader &profile, bool httpOnLoopback)
{
    const QString member = QStringLiteral("update");
    if (!profile.has(member))
        return std::nullopt;
    MemberReader r(profile.object(member, Need::Optional), member, profile.findings());
    UpdateOffer offer;
    offer.feed = r.text(QStringLiteral("feed"), Need::Required, urlRule(httpOnLoopback));
    offer.keys = r.texts(QStringLiteral("keys"), Need::Required, [](const QString &key) {
        return key.isEmpty() || key.size() > 4096 ? QStringLiteral("must be a public key") : QString();
    });
    return offer;
}

} // namespace

OperatorProfile::Data parseProfile(const QJsonObject &payload, Findings &findings)
{
    MemberReader r(payload, QString(), findings);
    OperatorProfile::Data profile;
    const bool sandbox = isLoopbackUrl(payload.value(QStringLiteral("iss")).toString());
    profile.issuer = r.text(QStringLiteral("iss"), Need::Required, urlRule(sandbox, true));
    profile.issuedAt = r.integer(QStringLiteral("iat"), Need::Required, 1, maxInteger);
    profile.expiresAt = r.integer(QStringLiteral("exp"), Need::Required, 1, maxInteger);
    if (profile.issuedAt != 0 && profile.expiresAt != 0 && profile.expiresAt <= profile.issuedAt)
        r.refuse(QStringLiteral("exp"), QStringLiteral("must be later than iat"));
    profile.version = r.integer(QStringLiteral("profile_version"), Need::Required, 1, maxInteger);
    profile.product = parseProduct(r, sandbox);
    profile.listenerPort = parsePort(r);
    profile.uriScheme =
        r.text(QStringLiteral("uri_scheme"), Need::Optional, uriSchemeRule, QStringLiteral("fpx-wallet"));
    profile.identityProviders = parseIdentityProviders(r, sandbox);
    profile.authorizationServers = parseAuthorizationServers(r, sandbox);
    profile.dataSources = parseDataSources(r, sandbox, profile.authorizationServers);
    checkUniqueness(profile, findings);
    profile.policies = parsePolicies(r);
    profile.settings = parseSettings(r);
    profile.locked = parseLocked(r);
    profile.trustedRoots = parseTrustedRoots(r);
    profile.update = parseUpdate(r, sandbox);
    return profile;
}

} // namespace fpx::op
