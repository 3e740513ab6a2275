// One claims-gathering request, from validated query to recorded answer: one flow, one class. The steps read from top to
// bottom in flow.cpp; creating the permissions is in grant.cpp; what the prompt shows is in flowprompt.cpp.
#pragma once

#include <fpx/base/mailbox.h>
#include <fpx/consent/engine.h>
#include <fpx/uma/permission.h>

#include "clientlook.h"

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
    /// Ends the coroutine without touching the record.
    void stop();
    [[nodiscard]] const RequestRecord &record() const { return m_record; }
    /// The person has been asked something, or work goes on without the person: it counts as opened.
    [[nodiscard]] bool opened() const { return m_stage != Stage::ChooseProfile; }
    /// It waits for the person, or is about to. While a rule may answer it, nobody is disturbed.
    [[nodiscard]] bool needsPerson() const;
    /// In Question: the rules have changed.
    void reconsider();
    void giveWay(); ///< The oldest unopened one makes room.
    Result<uma::Answer> takeAnswer();

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
    /// What a person, or the end of the request, can tell a waiting flow.
    using Word = std::variant<Stopped, Retried, EnrolmentId, Choice>;
    using Change = std::function<void(RequestRecord &)>;
    using Also = std::function<Result<void>()>;

    // Steps, in order.
    Async<void> steps(std::shared_ptr<RequestFlow> self);
    Async<void> chooseProfile(std::shared_ptr<RequestFlow> self);
    Async<void> authenticate(std::shared_ptr<RequestFlow> self);
    Async<void> readDetails(std::shared_ptr<RequestFlow> self);
    Async<void> meetDemand(std::shared_ptr<RequestFlow> self);
    Async<void> prepareQuestion(std::shared_ptr<RequestFlow> self);
    Async<void> decideAndGrant(std::shared_ptr<RequestFlow> self);
    Async<Choice> personsChoice(std::shared_ptr<RequestFlow> self);
    Async<void> createPermissions(std::shared_ptr<RequestFlow> self);
    Async<void> createPermission(std::shared_ptr<RequestFlow> self, ResourceChoice chosen, qint64 now);
    Async<void> postPermission(std::shared_ptr<RequestFlow> self, PermissionRecord permission);
    Async<void> prepareAnswer(std::shared_ptr<RequestFlow> self);
    Async<void> deliverAnswer(std::shared_ptr<RequestFlow> self);
    /// Runs `step` until it succeeds; an error that may pass is shown, and the person tries again or declines.
    Async<void> patiently(std::shared_ptr<RequestFlow> self,
                          Async<void> (RequestFlow::*step)(std::shared_ptr<RequestFlow>));

    /// A move that cannot be stored has not happened: that is shown, and the person tries again or declines.
    Async<void> moveDurably(std::shared_ptr<RequestFlow> self, Event event, Change change, Also also);

    // Moves.
    Result<void> move(Event event, const Change &change = {}, const Also &also = {});
    void conclude(Event event, const Error &error, std::optional<uma::AnswerError> answer);
    void concludeWith(const Error &error);
    /// An error that ends the request; after any other the person may try again.
    [[nodiscard]] static bool endsRequest(const QByteArray &code);
    Result<void> discardPermissions();
    Result<void> rememberAsSeen();
    Result<void> recordGrant(); ///< After the answer has left.
    void granted();
    void show(Stage stage, const Error &error = {});
    void watchDeadline();

    [[nodiscard]] const EngineContext &ctx() const { return m_engine.context(); }
    /// The answer is recorded: nobody decides any more.
    [[nodiscard]] bool answering() const
    {
        return m_record.state == State::PermissionsCreated || m_record.state == State::Answered;
    }
    [[nodiscard]] bool silent() const { return m_record.request->prompt == uma::PromptMode::None; }
    [[nodiscard]] bool automatic() const { return !m_record.decidingRule.isEmpty(); }
    [[nodiscard]] SignInDemand demand() const;
    [[nodiscard]] OfferInput offerInput() const;
    [[nodiscard]] uma::PermissionTerms termsOf(const ResourceChoice &chosen, const RsIdentifier &server,
                                               qint64 now) const;
    Result<void> putToRules();
    /// Until it is known whether a rule answers, or for as long as a waiting page is held.
    void waitForRules();
    void warnOfMany();
    /// What keeps a request without a prompt from being answered, although no rule declines it.
    [[nodiscard]] Error whyNotSilently() const;
    Result<void> logRequest();
    Result<void> logAnswer(const Choice &choice);

    Engine &m_engine;
    RequestRecord m_record;
    bool m_resumed;
    Stage m_stage = Stage::ChooseProfile;
    bool m_shown = false;    ///< To the person; from then on it is theirs to follow.
    bool m_forRules = false; ///< See waitForRules().
    Error m_error;
    PromptContent m_content;
    policy::Facts m_facts;       ///< What the rules last decided on.
    policy::Decision m_decision; ///< By the rules in force.
    RegistryFacts m_registry;
    QList<LookChange> m_clientChanges; ///< What the warning says, a rule's answer waits for, and *Details* lists.
    Mailbox<Word> m_box;
    CancelSource m_cancel;
    QTimer m_deadline;
};

} // namespace fpx::consent
