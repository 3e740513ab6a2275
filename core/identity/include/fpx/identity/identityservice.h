// Federated sign-in and session (profile sections 4.2 and 8): who the person is, how sure the wallet is, and for how
// long. None of it ever leaves this computer.
#pragma once

#include <fpx/base/clock.h>
#include <fpx/base/deferred.h>
#include <fpx/base/random.h>
#include <fpx/base/recordstore.h>
#include <fpx/base/secretstore.h>
#include <fpx/http/httpclient.h>
#include <fpx/oauth/codeflow.h>
#include <fpx/operator/operatorprofile.h>

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <optional>

namespace fpx::identity {

/// How sure the wallet must be of the person.
struct Demand {
    std::optional<qint64> maxAge; ///< Seconds since the sign-in, at most.
    op::Assurance minimum;        ///< Higher satisfies lower; 0: not asked.
    bool forceLogin = false;      ///< A sign-in that was accepted after `since`; `max_age=0` is this as well.
    qint64 since = 0;             ///< local seconds
};

/// Whether signing in with a provider that is linked can meet a demand.
enum class Reach {
    Possible,
    AssuranceTooHigh, ///< No linked provider signs people in that surely.
    TimeNotTold       ///< Those that do are known not to say when the person signed in: they can prove no `max_age`.
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
    qint64 linkedAt = 0;       ///< seconds
    qint64 lastUsedAt = 0;     ///< seconds
    bool tellsAuthTime = true; ///< Said when the person signed in, the last time that it was asked.
};

struct Session {
    IdpIdentifier provider;
    /// Seconds, as the IdP says. Nothing where it does not say: such a session meets no `max_age`.
    std::optional<qint64> authTime;
    qint64 acceptedAt = 0;  ///< Local seconds: when accept() took it.
    qint64 forcedSince = 0; ///< `since` of the demand that forced this sign-in; 0: it was not forced.
    op::Assurance assurance;
    bool refreshable = false;
    QByteArray nonce; ///< Of the sign-in's id_token: a refreshed one must not have another.

    /// From when `session_max` counts, in seconds (profile section 8).
    [[nodiscard]] qint64 began() const { return authTime.value_or(acceptedAt); }
    [[nodiscard]] bool operator==(const Session &) const = default;
};

/// A verified sign-in that has not been accepted yet.
struct SignIn {
    LinkedProvider who;
    Session session;
    /// May be empty. The access token beside it is kept for discard() only: at some providers revoking it alone would revoke
    /// the refresh token as well (RFC 7009 section 2.1). Without a refresh token it has been revoked already.
    Secret refreshToken;
    Secret accessToken;
    Secret idToken;     ///< Only where the provider wants it at logout.
    bool known = false; ///< The account is linked to this wallet already: accept() needs no question.
    bool first = false; ///< There is no wallet account yet: accept() creates it.
    /// The account that this provider is linked with, where it answered for another one: the operator may have moved (OIDC
    /// Core 5.7), or somebody else has signed in. Only acceptInstead() takes it.
    std::optional<LinkedProvider> before;
};

struct IdentityContext {
    http::NetworkContexts *contexts = nullptr; ///< One context for each provider, named `idp/{identifier}`.
    oauth::RedirectReceiver *receiver = nullptr;
    SecretStore *secrets = nullptr; ///< Purpose SignIn, ids `{identifier}/refresh` and `{identifier}/id_token`.
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

    /// Where a lock or a crash came between a session's end and its refresh token's, that is forgotten and given back now.
    /// Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    /// When the vault locks. A refresh that is under way goes on: the provider may take a token that it has answered with
    /// another one as stolen, so the new one waits in memory for the unlocking.
    void clear();
    /// Seconds after Session::began() that a session holds (setting `session_max`).
    void setSessionMax(qint64 seconds);

    [[nodiscard]] const QList<op::IdentityProvider> &providers() const { return m_profile.identityProviders(); }
    [[nodiscard]] bool hasAccount() const { return !m_linked.isEmpty(); }
    [[nodiscard]] const QList<LinkedProvider> &linked() const { return m_linked; }
    /// Nothing when nobody is signed in or `session_max` is over, by the wall clock or by the time that has passed since
    /// this process learnt of the session, whichever comes first (contract, chapter 9).
    [[nodiscard]] std::optional<Session> session() const;
    /// When the present session will be over, in local seconds, unless somebody sets the clock.
    [[nodiscard]] std::optional<qint64> sessionEnd() const;
    /// Whether the present session meets a demand now: look again whenever it counts, since time passes. A session without
    /// `auth_time` meets no `maxAge`. `forceLogin` is met by a sign-in that was accepted at `since` or later and that the
    /// provider does not date earlier; without `auth_time` only by one that was itself forced (`prompt=login`).
    [[nodiscard]] bool satisfies(const Demand &demand) const;
    /// Looks whether the session has ended meanwhile, and emits sessionChanged() if so. A timer does it at the session's
    /// end, and every ten minutes before; call it on wake, since timers stand still while the computer sleeps.
    void lookAgain();
    /// The name of the person who is signed in, or who was last; may be empty.
    [[nodiscard]] QString personName() const;
    /// The provider for a step-up: the one of the session, if it can meet `demand`, else another linked one. Nothing where
    /// none can: reach() says why.
    [[nodiscard]] std::optional<IdpIdentifier> providerFor(const Demand &demand) const;
    [[nodiscard]] Reach reach(const Demand &demand) const;

    /// Runs code + PKCE in the browser. Nothing changes before accept(). A provider's own session that is older than
    /// `session_max` or `demand` allows leads to one more run, with `prompt=login`.
    /// Errors: those of oauth's code flow and id_token checks, `provider_unknown`, `operator_profile_stale`,
    /// `assurance_unmet`, `sign_in_too_old` (older than setting `session_max` allows, and not asked anew),
    /// `auth_time_missing` (a `maxAge` is demanded and the provider does not say when; reach() knows it from then on),
    /// `userinfo_other_person` (the provider answered for two people),
    /// `link_needs_session` (another provider than the linked ones, while nobody is signed in: a stranger
    /// at an open wallet must not become its person).
    [[nodiscard]] Async<SignIn> signIn(IdpIdentifier provider, Demand demand, oauth::BrowserOpened opened,
                                       CancelToken cancel);
    /// "This is me." Creates the wallet account, links another provider, or renews the session.
    /// Errors: `other_person` where a known provider answered for another person than the linked one,
    /// `link_needs_session`, those of SecretStore and RecordStore.
    [[nodiscard]] Async<void> accept(SignIn signIn);
    /// "Both are me." As accept(), but the account that answered takes the place of `signIn.before`, which the person has been
    /// shown beside it, and its tokens are given back. Errors: those of accept(); `other_person` also where another one is
    /// linked by now.
    [[nodiscard]] Async<void> acceptInstead(SignIn signIn);
    /// "This is not me": revokes what the provider gave, as far as it offers that and can be reached.
    void discard(const SignIn &signIn);
    /// Forgets a linked provider; a session that rests on it ends. What `also` does goes with it, in one transaction, before
    /// anything is awaited. Errors: `link_needs_session` (nobody is signed in), `provider_unknown` (not linked),
    /// `last_provider` (nobody could sign in any more), those of `also` and of the stores.
    [[nodiscard]] Async<void> unlink(IdpIdentifier provider, std::function<Result<void>()> also = {});

    /// Asks the provider of the session whether it still stands by it (profile section 8: "while the IdP's refresh token, if
    /// any, still works"). Without a refresh token it does nothing; a call while another is under way waits for its end, and
    /// cancelling a call does not stop the request, whose answer may hold the only refresh token that still works.
    ///
    /// A refresh never makes a session better: it keeps `auth_time`, which in a refreshed id_token is that of the original
    /// sign-in (OIDC Core 12.2), and the assurance. An earlier `auth_time` or an `acr` that is worth less lowers them. An
    /// id_token that fails a check of who, for whom or by whom ends the session, because nothing is left that vouches for
    /// the person; one that fails by its times or for want of keys says nothing, as one that is left out.
    ///
    /// Errors: `session_ended` (the provider has ended it, or its proof was not to be believed: the session is gone),
    /// `other_person` (as well); those of transport, metadata and stores leave the session as it was: offline, the last
    /// state holds until `session_max`.
    [[nodiscard]] Async<void> refresh(CancelToken cancel);
    /// Before an answer without a prompt, on wake and after unlock: refresh(), unless the provider confirmed the session
    /// within the last 15 minutes, or failed to answer within the last minute. Success says that the last state holds (so
    /// too when the provider is away, when there is no refresh token, and when nobody is signed in): ask satisfies() as
    /// well. Errors: `session_ended`, `other_person`, `cancelled`.
    [[nodiscard]] Async<void> confirm(CancelToken cancel);
    /// Ends the session here, whatever the network does, and with it does `also`, in one transaction, before anything is
    /// awaited; the refresh tokens of all linked providers are forgotten, and then revoked as far as those can be reached.
    /// Returns the id_token of the session, which is forgotten here now, for signOutAtProvider(); mostly empty.
    /// Errors: those of `also` and of the stores.
    [[nodiscard]] Async<Secret> signOut(std::function<Result<void>()> also = {});
    /// Ends the person's session at the provider too, in the browser (OIDC RP-Initiated Logout 1.0, with `client_id` and
    /// `state`, and with `idToken` as a form where signOut() returned one). Call after signOut(). Errors:
    /// `logout_unsupported`, `provider_unknown`, those of discover() and RedirectReceiver.
    [[nodiscard]] Async<void> signOutAtProvider(IdpIdentifier provider, Secret idToken, oauth::BrowserOpened opened,
                                                CancelToken cancel);

Q_SIGNALS:
    /// Signed in, signed out, or the session has ended by itself; also when linked providers changed.
    void sessionChanged();

private:
    [[nodiscard]] const LinkedProvider *linkedProvider(const IdpIdentifier &provider) const;
    [[nodiscard]] QList<const op::IdentityProvider *> candidates() const;
    void setSession(const Session &session);
    [[nodiscard]] qint64 ageOf(const Session &session) const;
    void changed();
    void watchEnd();
    [[nodiscard]] Result<void> mayLink(const IdpIdentifier &provider) const;
    void discardFlow(const op::IdentityProvider &provider, const Result<oauth::CodeFlowResult> &flow);
    [[nodiscard]] Failure timeNotTold(const op::IdentityProvider &provider);
    [[nodiscard]] Result<void> mayAccept(const SignIn &signIn, bool instead) const;
    [[nodiscard]] Async<void> take(std::shared_ptr<IdentityService> self, SignIn signIn, bool instead);
    [[nodiscard]] std::shared_ptr<http::HttpClient> httpFor(const IdpIdentifier &provider) const;
    /// Forgets the refresh token, then revokes it, and with it an access token that nobody took.
    [[nodiscard]] static Async<void> endSession(std::shared_ptr<IdentityService> self, IdpIdentifier provider,
                                                Secret accessToken);
    static QCoro::Task<> forgetLeftover(std::shared_ptr<IdentityService> self, IdpIdentifier provider);
    /// The refresh token that there is, also one that waits in memory, where it is forgotten. Empty: none.
    static QCoro::Task<Secret> takeToken(std::shared_ptr<IdentityService> self, IdpIdentifier provider);
    static QCoro::Task<> refreshOnce(std::shared_ptr<IdentityService> self, Session session);
    [[nodiscard]] static Async<void> renew(std::shared_ptr<IdentityService> self, Session session);
    [[nodiscard]] static Async<void> save(std::shared_ptr<IdentityService> self, IdpIdentifier provider,
                                          Secret refreshToken);
    [[nodiscard]] Result<void> lower(const op::IdentityProvider &provider, const oauth::IdToken &refreshed);
    static QCoro::Task<> revoke(std::shared_ptr<IdentityService> self, op::IdentityProvider provider,
                                Secret accessToken, Secret refreshToken);

    IdentityContext m_context;
    op::OperatorProfile m_profile;
    QList<LinkedProvider> m_linked;
    std::optional<Session> m_session;
    /// When this process learnt of the sign-in that the session is of: a clock that is set back makes it no younger. Kept
    /// behind a lock.
    struct Learnt {
        QByteArray nonce;
        qint64 acceptedAt = 0;
        qint64 time = 0;     ///< Seconds: no earlier than this it was then.
        qint64 steadyAt = 0; ///< Steady milliseconds.
    };
    std::optional<Learnt> m_learnt;
    std::shared_ptr<oauth::JwksCache> m_keys;
    qint64 m_sessionMax = 12 * 3600;
    QTimer m_end; // of the session, or earlier: lookAgain()
    bool m_toldSession = false;
    QList<Deferred<Result<void>>> m_refreshing; // who waits for the refresh that is under way
    QHash<IdpIdentifier, Secret> m_unsaved;     // refresh tokens that the store could not take, being locked
    QSet<IdpIdentifier> m_accepting;            // those of which accept() stores a refresh token, since load()
    bool m_cleared = false;                     // between clear() and load()
    std::optional<qint64> m_confirmedAt;        // steady milliseconds
    std::optional<qint64> m_triedAt;            // steady milliseconds
};

} // namespace fpx::identity
