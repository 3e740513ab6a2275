// The heart: claims-gathering requests from arrival to recorded answer (profile 4, design.md section 4).
#pragma once

#include <fpx/consent/decisionlog.h>
#include <fpx/consent/outbox.h>
#include <fpx/consent/prompt.h>
#include <fpx/consent/requestrecord.h>
#include <fpx/consent/samepersons.h>
#include <fpx/operator/operatorprofile.h>
#include <fpx/policy/policy.h>

#include <QObject>
#include <QTimer>

#include <functional>

namespace fpx::consent {

/// How sure the wallet must be of the person before a request goes on (profile 4.1, `max_age`, `acr_values`, `prompt`).
struct SignInDemand {
    std::optional<qint64> maxAge; ///< seconds
    int ial = 0;
    int aal = 0;
    bool forceLogin = false; ///< `prompt=login`, `max_age=0`: a sign-in after `since`.
    qint64 since = 0;        ///< local seconds; the request's arrival
};

/// What the engine works on. Raw pointers outlive it.
struct EngineContext {
    op::OperatorProfile profile;
    std::shared_ptr<uma::AsAccounts> accounts;
    std::shared_ptr<sources::SourceService> sources;
    std::shared_ptr<Outbox> outbox;
    PermissionBook *permissions = nullptr;
    RecordStore *records = nullptr; ///< Tables `requests` and `seen`.
    ledger::Ledger *ledger = nullptr;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
    std::function<bool(const SignInDemand &)> signedIn;
    std::function<Async<void>(SignInDemand, CancelToken)> signIn; ///< Runs the federated sign-in in the browser.
    std::function<policy::RuleSet()> rules;
    std::function<Result<void>(QList<policy::Rule>)>
        addRules; ///< "Do the same next time"; in the caller's transaction.
    /// Checks a signed request object (RFC 9101) with the AS's keys, in the network context of that enrolment.
    std::function<Async<void>(uma::AuthorizationRequest, EnrolmentId, CancelToken)> verifyRequestObject;
    QStringList locales;
    DecisionLog *decisions = nullptr;
    /// Asks the identity provider of the session whether it still stands by it, before a rule answers. What it says shows in
    /// signedIn(). May be empty.
    std::function<Async<void>(CancelToken)> confirmSignIn = {};
    /// Why no sign-in that the person has can meet the demand: `assurance_unreachable`, `auth_time_unknown`, with
    /// Retry::Later; nothing where one may. May be empty.
    std::function<std::optional<Error>(const SignInDemand &)> whyUnreachable = {};
};

/// What the browser is to see on a waiting page.
enum class PageState {
    Waiting,
    AnswerReady,   ///< takeAnswer() hands it out, once.
    NothingShared, ///< Finished without an answer for this browser.
    Gone           ///< Unknown, or its answer has been taken.
};

class Refusals;
class RequestFlow;
class SeenPairs;

/// Lives in the GUI thread; flows hold a shared_ptr to it.
class Engine : public QObject, public std::enable_shared_from_this<Engine>
{
    Q_OBJECT

public:
    explicit Engine(EngineContext context);
    ~Engine() override;

    /// Reads the stored requests and goes on with those that are not finished; what was loaded before is stopped first.
    /// Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    /// Before the vault locks: every flow stops where it is, in a state that load() goes on from, and is forgotten here.
    void stop();

    enum class Arrived { Open, WhileLocked };

    /// A request arrived, valid or not. Returns the token of its waiting page; the same request again while it is open
    /// gets the same one. What was wrong is shown in the wallet and kept in the history, never told to the browser; of many
    /// of a kind within a minute their number only, and none of them is stored as a request. WhileLocked: it waited for the
    /// unlocking; an answer without a prompt is not given to it (profile 4.1). `named`: the network that one which cannot be
    /// read names nevertheless; empty: none that is known.
    [[nodiscard]] QString arrive(Result<uma::AuthorizationRequest> request, Arrived arrived = Arrived::Open,
                                 const AsIdentifier &named = {});
    /// The person typed a code from another device, to be read with this profile (profile 4.6). Returns the request; that
    /// with the same code while it is open. prompts() has it once it needs the person; a code that was not taken ends as
    /// Failed with its reason. Errors: `network_not_joined`, `too_many_requests`, those of OperatorProfile::checkFresh()
    /// and of RecordStore.
    [[nodiscard]] Result<RequestKey> enterCode(const uma::UserCode &code, const EnrolmentId &profile);
    [[nodiscard]] PageState page(const QString &pageToken) const;
    /// The answer, durably marked as taken and recorded before it is returned: it leaves at most once. Errors: `no_answer`;
    /// those of RecordStore, after which it is still there.
    [[nodiscard]] Result<uma::Answer> takeAnswer(const QString &pageToken);

    [[nodiscard]] QList<Prompt *> prompts() const; ///< Those that wait for the person, oldest first.
    [[nodiscard]] Prompt *prompt(const RequestKey &key) const;
    [[nodiscard]] const QList<RequestRecord> &requests() const { return m_records; } ///< Newest first.

    [[nodiscard]] QString networkName(const AsIdentifier &as) const;
    [[nodiscard]] const SamePersons &persons() const { return m_persons; }
    /// What was said of people at a source that is disconnected is forgotten. Errors: those of RecordStore.
    [[nodiscard]] Result<void> forgetPersonsAt(const SourceIdentifier &source);
    /// The rules in force are others now: prompts that wait are put to them again. What they deny is declined; nothing
    /// that the person looks at is allowed without them.
    void rulesChanged();
    /// The person has signed in or out, or the session has ended: questions are for who is signed in.
    void signInChanged();
    /// After sleep: what ended meanwhile ends now.
    void wake();

    [[nodiscard]] const EngineContext &context() const { return m_context; }

Q_SIGNALS:
    void requestsChanged();
    void promptsChanged();
    void pageChanged(const QString &pageToken);
    void pagesGone(const QStringList &pageTokens); ///< page() answers Gone for these from now on.
    /// An answer to a request that came by link: to be opened in the default browser (profile 4.1).
    void answerForBrowser(const QString &pageToken);
    /// A rule answered without a prompt and the person is to be told: of every "allow", and of a "deny" that says so.
    void decidedByRule(const fpx::RequestKey &key, const QString &rule, bool allowed);
    void requestEnded(const fpx::RequestKey &key); ///< With or without an answer.
    void notice(const fpx::Error &error);

private:
    friend class RequestFlow;
    /// All of `body` or none of it; after a failure the books are read again.
    Result<void> transact(const std::function<Result<void>()> &body);
    Result<void> store(const RequestRecord &record);
    [[nodiscard]] RequestRecord newRecord() const;
    void begin(RequestRecord record);  ///< A new one.
    void resume(RequestRecord record); ///< One of an earlier run.
    void run(const std::shared_ptr<RequestFlow> &flow);
    /// Brings an answer that is no grant to the AS; grants are delivered by their flow.
    void deliverRefusal(const RequestRecord &record);
    static QCoro::Task<> bring(std::shared_ptr<Engine> self, RequestRecord record);
    void ended(const RequestKey &key);
    [[nodiscard]] std::optional<Error> refusalOf(const RequestRecord &record) const;
    void makeRoom();
    [[nodiscard]] const RequestRecord *byPage(const QString &pageToken) const;
    void refuse(const RequestRecord &record);
    void forgetOld(); ///< At the start, and every hour.

    EngineContext m_context;
    QList<RequestRecord> m_records;
    SamePersons m_persons;
    std::unique_ptr<SeenPairs> m_seen;
    QHash<RequestKey, std::shared_ptr<RequestFlow>> m_flows;
    CancelSource m_deliveries;
    std::unique_ptr<Refusals> m_refusals;
    QTimer m_hourly;
};

} // namespace fpx::consent
