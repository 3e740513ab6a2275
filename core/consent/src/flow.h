// One claims-gathering request, from validated query to recorded answer: one flow, one class. The steps read from top to
// bottom in flow.cpp; its moves are in flowmoves.cpp, the person's sign-in in flowsignin.cpp, creating the permissions in
// grant.cpp, how it ends in flowend.cpp, and what the prompt shows in flowprompt.cpp.
#pragma once

#include <fpx/base/mailbox.h>
#include <fpx/consent/engine.h>
#include <fpx/uma/permission.h>

#include "clientlook.h"
#include "deadline.h"
#include "ruledoffer.h"

#include <QTimer>

#include <functional>
#include <memory>
#include <variant>

namespace fpx::consent {

class RequestFlow final : public Prompt, public std::enable_shared_from_this<RequestFlow>
{
    Q_OBJECT

public:
    enum class Beginning { New, Resumed };
    RequestFlow(Engine &engine, RequestRecord record, Beginning beginning);

    static QCoro::Task<> run(std::shared_ptr<RequestFlow> self);
    /// Ends the coroutine; from here on the record is not touched.
    void stop();
    [[nodiscard]] const RequestRecord &record() const { return m_record; }
    /// The person has been asked something, or work goes on without the person: it counts as opened.
    [[nodiscard]] bool opened() const { return m_stage != Stage::ChooseProfile; }
    /// It waits for the person, or is about to. While a rule may answer it, nobody is disturbed.
    [[nodiscard]] bool needsPerson() const;
    /// In Question: the rules have changed.
    void reconsider();
    /// The person has signed in or out, or the session has ended: a question is for who is signed in.
    void signInChanged();
    /// Time has passed, perhaps in sleep: its own end, and the session's.
    void look();
    void giveWay(); ///< The oldest unopened one makes room.
    /// Errors: `no_answer` (its time is over, or its end waits to be stored), those of RecordStore: the answer stays.
    Result<uma::Answer> takeAnswer();
    /// Before the answer leaves: what it reuses must still be in force, else the request ends without a grant. Whether
    /// that is so.
    bool endIfOutdated();

    // Prompt
    [[nodiscard]] RequestKey key() const override { return m_record.key; }
    [[nodiscard]] Stage stage() const override { return m_stage; }
    [[nodiscard]] QString networkName() const override;
    [[nodiscard]] QList<ProfileOffer> profiles() const override;
    [[nodiscard]] const PromptContent &content() const override { return m_content; }
    [[nodiscard]] Error error() const override { return m_error; }
    [[nodiscard]] QList<DetailLine> details() const override;
    [[nodiscard]] Choice initialChoice() const override;
    [[nodiscard]] Result<void> check(const Choice &choice) const override;
    [[nodiscard]] Preview preview(const Choice &choice) const override;
    [[nodiscard]] policy::Explanation explanation() const override;
    [[nodiscard]] QList<policy::Rule> remembered(const Choice &choice) const override;
    void openAs(const EnrolmentId &profile) override;
    void allow(const Choice &choice) override;
    void decline() override;
    void retry() override;

private:
    struct Retried {};
    struct Stopped {};
    struct SignedOut {};
    /// What a person, or the end of the request, can tell a waiting flow.
    using Word = std::variant<Stopped, Retried, SignedOut, EnrolmentId, Choice>;
    using Change = std::function<void(RequestRecord &)>;
    using Also = std::function<Result<void>()>;
    /// How a request ends, and what the AS is told; nothing: never by a redirect.
    struct Ending {
        Event event = Event::Fail;
        Error error;
        std::optional<uma::AnswerError> answer;
    };

    // Steps, in order.
    Async<void> steps(std::shared_ptr<RequestFlow> self);
    Async<EnrolmentId> chooseProfile(std::shared_ptr<RequestFlow> self);
    Async<void> readDetails(std::shared_ptr<RequestFlow> self);
    Async<void> prepareQuestion(std::shared_ptr<RequestFlow> self);
    Async<void> decideAndGrant(std::shared_ptr<RequestFlow> self);
    Async<Choice> personsChoice(std::shared_ptr<RequestFlow> self);
    Async<void> grant(std::shared_ptr<RequestFlow> self);
    Async<void> createPermissions(std::shared_ptr<RequestFlow> self);
    Async<void> createPermission(std::shared_ptr<RequestFlow> self, ResourceChoice chosen, qint64 now);
    Async<void> postPermission(std::shared_ptr<RequestFlow> self, PermissionRecord permission);
    Async<void> prepareAnswer(std::shared_ptr<RequestFlow> self);
    /// Before permissions are made: what an earlier answer named is active since the client has fetched it, and only the AS
    /// knows. One that does not say so now hinders nothing: a new permission is made.
    Async<void> learnActivations(std::shared_ptr<RequestFlow> self);
    [[nodiscard]] QList<PermissionId> mayBeActive() const;
    /// What of the choice needs no new permission.
    [[nodiscard]] QList<Reused> inForce(qint64 now) const;
    [[nodiscard]] QString accountAt(const SourceIdentifier &source) const;
    [[nodiscard]] PermissionNames namesFor(const ResourceChoice &chosen) const;
    Async<void> deliverAnswer(std::shared_ptr<RequestFlow> self);
    /// Runs `step` until it succeeds; an error that may pass is shown, and the person tries again or declines.
    Async<void> patiently(std::shared_ptr<RequestFlow> self,
                          Async<void> (RequestFlow::*step)(std::shared_ptr<RequestFlow>));

    Async<void> toldToTryAgain(std::shared_ptr<RequestFlow> self);

    // The sign-in, as far as the request rests on it.
    /// Until it holds: at once, in the browser.
    Async<void> authenticate(std::shared_ptr<RequestFlow> self);
    /// Until it holds, where the person does not expect it: no browser opens before they have asked for it.
    Async<void> signInAgain(std::shared_ptr<RequestFlow> self);
    /// Before a rule answers: does the identity provider still stand by it?
    Async<void> confirmSignIn(std::shared_ptr<RequestFlow> self);
    [[nodiscard]] bool signedIn() const { return ctx().signedIn(demand()); }
    [[nodiscard]] SignInDemand demand() const;
    [[nodiscard]] std::optional<Error> whyUnreachable() const;

    /// A move that cannot be stored has not happened: that is shown, and the person tries again or declines.
    Async<void> moveDurably(std::shared_ptr<RequestFlow> self, Event event, Change change, Also also);

    // Moves.
    Result<void> move(Event event, const Change &change = {}, const Also &also = {});
    Result<void> move(const QList<Event> &events, const Change &change, const Also &also); ///< In one transaction.
    void conclude(Ending ending);
    void concludeWith(const Error &error);
    Result<void> logEnding(const Ending &ending, State before);
    /// An error that ends the request; after any other the person may choose again.
    [[nodiscard]] static bool endsRequest(const QByteArray &code);
    /// The same step may succeed in a minute. So may one whose answer was none of the protocol, as the page of a proxy or an
    /// endpoint's nonsense.
    [[nodiscard]] static bool mayPass(const Error &error);
    Result<void> discardPermissions();
    /// The ticket details have confirmed the request; in the transaction that says so.
    Result<void> confirm();
    Result<void> logGrant(); ///< With the answer that leaves.
    void granted();
    void show(Stage stage, const Error &error = {});
    void setEnd(); ///< To what the record says.
    [[nodiscard]] Error timeIsOver() const;

    [[nodiscard]] const EngineContext &ctx() const { return m_engine.context(); }
    /// The answer is recorded: nobody decides any more.
    [[nodiscard]] bool answering() const
    {
        return m_record.state == State::PermissionsCreated || m_record.state == State::Answered;
    }
    [[nodiscard]] bool silent() const { return m_silent || m_record.request->prompt == uma::PromptMode::None; }
    [[nodiscard]] bool automatic() const { return !m_record.decidingRule.isEmpty(); }
    /// AS time as far as it is known, in seconds.
    [[nodiscard]] qint64 serverTime() const;
    [[nodiscard]] OfferInput offerInput() const;
    [[nodiscard]] Result<uma::PermissionTerms> termsOf(const ResourceChoice &chosen, const RsIdentifier &server,
                                                       qint64 now) const;
    Result<void> putToRules();
    /// What the rules say of exactly this.
    [[nodiscard]] policy::Decision decisionOn(const Choice &choice) const;
    /// What a rule answers with; nothing: the person is asked.
    [[nodiscard]] std::optional<Choice> rulesChoice() const;
    /// Who asks, or what is asked for, may be something else by now than what the rule was made for.
    [[nodiscard]] bool looksDifferent() const { return !m_clientChanges.isEmpty() || !m_dataChanges.isEmpty(); }
    /// Until it is known whether a rule answers, or for as long as a waiting page is held.
    void waitForRules();
    void warnOfMany();
    /// What keeps a request without a prompt from being answered, although no rule declines it.
    [[nodiscard]] Error whyNotSilently() const;
    [[nodiscard]] Error silenceImpossible() const; ///< For want of a sign-in, or of an open wallet.
    Result<void> logRequest();
    Result<void> logAnswer(const Choice &choice);

    Engine &m_engine;
    RequestRecord m_record;
    bool m_resumed;
    bool m_stopped = false;
    bool m_silent = false; ///< By reference: the details say so, and do not confirm it yet.
    Stage m_stage = Stage::ChooseProfile;
    bool m_shown = false;    ///< To the person; from then on it is theirs to follow.
    bool m_forRules = false; ///< See waitForRules().
    Error m_error;
    PromptContent m_content;
    policy::Facts m_facts;       ///< What the rules last decided on.
    policy::Decision m_decision; ///< By the rules in force.
    RegistryFacts m_registry;
    AskedFacts m_asked;                ///< Whatever is chosen.
    QList<LookChange> m_clientChanges; ///< What the warning says, a rule's answer waits for, and *Details* lists.
    QList<DataChange> m_dataChanges;   ///< Likewise.
    QString m_firstReading;            ///< TicketDetails::bodyHash
    std::optional<Ending> m_ending;    ///< Decided, and not stored yet.
    Mailbox<Word> m_box;
    CancelSource m_cancel;
    Deadline m_end;
    QTimer m_clockWatch;
};

} // namespace fpx::consent
