// The operator profile (profile section 2): who issues this wallet, whom it may sign in with, which networks and data
// sources it knows. A signed, versioned document; immutable value, cheap to copy.
#pragma once

#include <fpx/jose/jwkset.h>
#include <fpx/operator/parties.h>

#include <QJsonArray>

#include <memory>

namespace fpx::op {

/// What is remembered of the highest version ever accepted, so that no older one is accepted again.
struct AcceptedVersion {
    qint64 version = 0; ///< 0: none yet.
    QByteArray sha256;  ///< base64url(SHA-256) of the JWS that had it.
    [[nodiscard]] bool operator==(const AcceptedVersion &) const = default;
};

struct Product {
    LocalizedText name;
    QString accent;     ///< `#rrggbb`, or empty.
    QString logo;       ///< As Style::logo.
    QString supportUri; ///< May be empty.
    QString privacyUri; ///< May be empty.
};

struct UpdateOffer {
    QString feed;     ///< URL
    QStringList keys; ///< Public keys of the feed; never empty where there is a feed.
};

/// One thing that is wrong with a profile, for the operator.
struct Finding {
    QString path; ///< e.g. `identity_providers[1].issuer`; empty: the document.
    int line = 0; ///< In the JSON text, from 1; 0: unknown (a member that is missing from the document itself).
    QString why;  ///< English, for the operator.
};

class OperatorProfile
{
public:
    static constexpr qsizetype maxBytes = 256 * 1024; ///< Of the JWS; logos may be inside.
    static constexpr int defaultPort = 28950;
    static constexpr qint64 graceSeconds = 14 * 24 * 3600;

    /// Accepts a profile: compact JWS, `typ` `fpx-operator-profile+jwt`, ES256 or EdDSA, with a `kid` of `operatorKeys`;
    /// every rule of profile section 2; not older than `previous`. An expired profile is accepted: ask stale().
    /// `now`: seconds since 1970; `iat` may be up to 10 minutes ahead of it.
    /// Errors: `operator_profile_signature` (the detail holds the code of fpx::jose), `operator_profile_refused` (the
    /// detail names member and line), `operator_profile_rolled_back`, `operator_profile_version_reused` (equal version,
    /// other bytes), `operator_profile_from_the_future`.
    [[nodiscard]] static Result<OperatorProfile> verify(const QByteArray &jws, const jose::JwkSet &operatorKeys,
                                                        const AcceptedVersion &previous, qint64 now);
    /// Everything that is wrong with a payload, for `validate`; empty: it may be signed.
    [[nodiscard]] static QList<Finding> check(const QByteArray &payload);

    /// What to remember once this profile is in force.
    [[nodiscard]] AcceptedVersion acceptedVersion() const;
    /// `exp` has passed; still fully usable for 14 days.
    [[nodiscard]] bool expired(qint64 now) const { return now >= expiresAt(); }
    /// Expired for more than 14 days: revoking, history and export still work; no enrolment, sign-in or grant.
    [[nodiscard]] bool stale(qint64 now) const { return now > expiresAt() + graceSeconds; }
    /// Error `operator_profile_stale` for what a stale profile does not allow (enrolment, sign-in, grant).
    [[nodiscard]] Result<void> checkFresh(qint64 now) const;

    [[nodiscard]] const QString &issuer() const; ///< `iss`: the wallet's identity towards ASs.
    [[nodiscard]] qint64 issuedAt() const;
    [[nodiscard]] qint64 expiresAt() const;
    [[nodiscard]] qint64 version() const;
    /// `iss` is a loopback URL: http on loopback literals is allowed throughout, and the wallet says that it is a test.
    [[nodiscard]] bool isSandbox() const;
    [[nodiscard]] const Product &product() const;
    [[nodiscard]] quint16 listenerPort() const;
    [[nodiscard]] const QString &uriScheme() const;

    [[nodiscard]] const QList<IdentityProvider> &identityProviders() const;
    [[nodiscard]] const QList<AuthorizationServer> &authorizationServers() const;
    [[nodiscard]] const QList<DataSource> &dataSources() const;
    // Pointers into this profile (or null): valid while a copy of it lives.
    [[nodiscard]] const IdentityProvider *identityProvider(const IdpIdentifier &identifier) const;
    [[nodiscard]] const AuthorizationServer *authorizationServer(const AsIdentifier &identifier) const;
    [[nodiscard]] const AuthorizationServer *authorizationServer(const AsIssuer &issuer) const;
    /// By the `client_id` of a request at the listener.
    [[nodiscard]] const AuthorizationServer *authorizationServerByClientId(const QString &clientId) const;
    [[nodiscard]] const DataSource *dataSource(const SourceIdentifier &identifier) const;

    /// Default rules as they were written; every `effect` is `deny` or `ask`. fpx::policy parses the rest.
    [[nodiscard]] const QJsonArray &policies() const;
    /// Defaults of settings.h, each of the right type and range.
    [[nodiscard]] const QJsonObject &settings() const;
    /// Names of settings.h that the person may not loosen.
    [[nodiscard]] const QStringList &locked() const;
    [[nodiscard]] const QList<TrustedRoot> &trustedRoots() const;
    [[nodiscard]] const std::optional<UpdateOffer> &update() const;

    struct Data;
    explicit OperatorProfile(std::shared_ptr<const Data> data);

private:
    std::shared_ptr<const Data> m_data;
};

} // namespace fpx::op
