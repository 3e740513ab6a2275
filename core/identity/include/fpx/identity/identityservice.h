// Federated sign-in and session (profile sections 4.2 and 8): who the person is, how sure the wallet is, and for how
// long. None of it ever leaves this computer.
#pragma once

#include <fpx/base/clock.h>
#include <fpx/base/random.h>
#include <fpx/base/recordstore.h>
#include <fpx/base/secretstore.h>
#include <fpx/http/httpclient.h>
#include <fpx/oauth/jwkscache.h>
#include <fpx/oauth/redirectreceiver.h>
#include <fpx/operator/operatorprofile.h>

#include <QDateTime>
#include <QObject>

#include <optional>

namespace fpx::identity {

/// How sure the wallet must be of the person.
struct Demand {
    std::optional<qint64> maxAge; ///< Seconds since the sign-in, at most.
    op::Assurance minimum;        ///< Higher satisfies lower; 0: not asked.
    bool forceLogin = false;      ///< A sign-in that happened after `since`.
    qint64 since = 0;             ///< local seconds
};

/// What an identity provider says of the person, as far as "Is this you?" shows it.
struct PersonFacts {
    QString name;
    QString email;
    QString username;
    [[nodiscard]] QString bestName() const;
};

/// An identity provider that is linked to the wallet account.
struct LinkedProvider {
    IdpIdentifier provider;
    QString issuer;
    QString subject;
    PersonFacts person;
    qint64 linkedAt = 0;   ///< seconds
    qint64 lastUsedAt = 0; ///< seconds
};

struct Session {
    IdpIdentifier provider;
    qint64 authTime = 0; ///< seconds, as the IdP says; else when its id_token was issued
    op::Assurance assurance;
    bool refreshable = false;
    QByteArray nonce; ///< Of the sign-in's id_token: a refreshed one must not have another.
    [[nodiscard]] bool operator==(const Session &) const = default;
};

/// A verified sign-in that has not been accepted yet.
struct SignIn {
    LinkedProvider who;
    Session session;
    Secret refreshToken; ///< May be empty.
    bool known = false;  ///< The account is linked to this wallet already: accept() needs no question.
    bool first = false;  ///< There is no wallet account yet: accept() creates it.
};

struct IdentityContext {
    http::NetworkContexts *contexts = nullptr; ///< One context for each provider, named `idp/{identifier}`.
    oauth::RedirectReceiver *receiver = nullptr;
    SecretStore *secrets = nullptr; ///< Purpose SignIn, id `{identifier}/refresh`.
    RecordStore *records = nullptr; ///< Table `identity`: linked providers and the session.
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
    QStringList locales;
};

/// Lives in the GUI thread; its coroutines hold a shared_ptr to it. The pointers of the context outlive it.
class IdentityService : public QObject, public std::enable_shared_from_this<IdentityService>
{
    Q_OBJECT

public:
    IdentityService(IdentityContext context, op::OperatorProfile profile);
    ~IdentityService() override;

    /// Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    void clear(); ///< When the vault locks.
    /// Seconds after `auth_time` that a session holds (setting `session_max`).
    void setSessionMax(qint64 seconds) { m_sessionMax = seconds; }

    [[nodiscard]] const QList<op::IdentityProvider> &providers() const { return m_profile.identityProviders(); }
    [[nodiscard]] bool hasAccount() const { return !m_linked.isEmpty(); }
    [[nodiscard]] const QList<LinkedProvider> &linked() const { return m_linked; }
    /// Nothing when nobody is signed in or `session_max` is over.
    [[nodiscard]] std::optional<Session> session() const;
    [[nodiscard]] bool satisfies(const Demand &demand) const;
    /// The name of the person who is signed in, or who was last; may be empty.
    [[nodiscard]] QString personName() const;
    /// The provider for a step-up: the one of the session, if it can reach `demand`, else another linked one.
    [[nodiscard]] std::optional<IdpIdentifier> providerFor(const Demand &demand) const;

    /// Runs code + PKCE in the browser. Nothing changes before accept().
    /// Errors: those of oauth's code flow and id_token checks, `provider_unknown`, `operator_profile_stale`,
    /// `assurance_unmet`, `sign_in_too_old` (the provider's `auth_time` is older than setting `session_max` allows),
    /// `link_needs_session` (another provider than the linked ones, while nobody is signed in: a stranger
    /// at an open wallet must not become its person).
    [[nodiscard]] Async<SignIn> signIn(IdpIdentifier provider, Demand demand, oauth::BrowserOpened opened,
                                       CancelToken cancel);
    /// "This is me." Creates the wallet account, links another provider, or renews the session.
    /// Errors: `other_person` where a known provider answered for another person than the linked one,
    /// `link_needs_session`, those of SecretStore and RecordStore.
    [[nodiscard]] Async<void> accept(SignIn signIn);
    /// Forgets a linked provider; a session that rests on it ends. Errors: `link_needs_session` (nobody is signed in),
    /// `provider_unknown` (not linked), `last_provider` (nobody could sign in any more), those of the stores.
    [[nodiscard]] Async<void> unlink(IdpIdentifier provider);

    /// Asks the provider of the session whether it still stands by it (profile section 8: "while the IdP's refresh token, if
    /// any, still works"). Call after start and unlock, and now and then. Without a refresh token, or while another call is
    /// under way, it does nothing. Errors: `session_ended` (the provider has ended it: the session is gone), `other_person`
    /// (as well); those of transport, metadata and stores leave the session as it was: offline, the last state holds until
    /// `session_max`.
    [[nodiscard]] Async<void> refresh(CancelToken cancel);
    /// Ends the session here, whatever the network does; the refresh token is forgotten, and then revoked at the provider as
    /// far as that can be reached. Errors: those of the stores.
    [[nodiscard]] Async<void> signOut();
    /// Ends the person's session at the provider too, in the browser (OIDC RP-Initiated Logout 1.0, with `client_id` and
    /// `state`). Call after signOut(). Errors: `logout_unsupported`, `provider_unknown`, those of discover() and
    /// RedirectReceiver.
    [[nodiscard]] Async<void> signOutAtProvider(IdpIdentifier provider, oauth::BrowserOpened opened,
                                                CancelToken cancel);

Q_SIGNALS:
    void sessionChanged();

private:
    [[nodiscard]] const LinkedProvider *linkedProvider(const IdpIdentifier &provider) const;
    [[nodiscard]] Result<void> mayLink(const IdpIdentifier &provider) const;
    [[nodiscard]] Result<void> mayAccept(const SignIn &signIn) const;
    [[nodiscard]] std::shared_ptr<http::HttpClient> httpFor(const IdpIdentifier &provider) const;
    [[nodiscard]] static Async<void> endSession(std::shared_ptr<IdentityService> self, IdpIdentifier provider);
    [[nodiscard]] static Async<void> renew(std::shared_ptr<IdentityService> self, Session session, CancelToken cancel);
    static QCoro::Task<> revoke(std::shared_ptr<IdentityService> self, op::IdentityProvider provider,
                                Secret refreshToken);

    IdentityContext m_context;
    op::OperatorProfile m_profile;
    QList<LinkedProvider> m_linked;
    std::optional<Session> m_session;
    std::shared_ptr<oauth::JwksCache> m_keys;
    qint64 m_sessionMax = 12 * 3600;
    bool m_refreshing = false;
};

} // namespace fpx::identity
