#include "flow.h"

#include "choice.h"
#include "decisionfacts.h"
#include "seenpairs.h"
#include "silence.h"
#include "words.h"

namespace fpx::consent {

namespace {

Failure stopped()
{
    return fail("cancelled", QString());
}

Error ruleGone()
{
    return {
        "rule_gone", Words::tr("The rule that had allowed this does so no more. Nothing was shared."), {}, Retry::No};
}

Failure deniedByRule()
{
    return fail("denied_by_rule", Words::tr("One of your rules declined this request."));
}

} // namespace

RequestFlow::RequestFlow(Engine &engine, RequestRecord record, Beginning beginning)
    : m_engine(engine),
      m_record(std::move(record)),
      m_resumed(beginning == Beginning::Resumed),
      m_end(*engine.context().clock)
{
    m_clockWatch.setSingleShot(true);
    connect(&m_clockWatch, &QTimer::timeout, this, &RequestFlow::look);
    m_content.network = m_record.as;
    m_content.networkName = networkName();
    m_content.anotherDevice = m_record.fromDevice();
    if (m_record.fromDevice())
        m_stage = Stage::Loading; // the profile was chosen with the code
    setEnd();
}

QCoro::Task<> RequestFlow::run(std::shared_ptr<RequestFlow> self)
{
    self->look();
    if (self->m_cancel.token().cancelled())
        co_return; // its time was over
    const auto done = co_await self->steps(self);
    // Whoever concluded the request has stopped it; what is left are errors that the steps met themselves.
    if (!done && !self->m_cancel.token().cancelled())
        self->concludeWith(done.error());
}

Async<void> RequestFlow::steps(std::shared_ptr<RequestFlow> self)
{
    if (m_resumed && m_record.fromDevice() && !m_record.details)
        co_return fail("code_not_read", Words::tr("The wallet was closed before it had read the code. Type it again."));
    if (m_record.state == State::Validated) {
        FPX_CO_TRY(profile, co_await chooseProfile(self));
        FPX_CO_CHECK(co_await authenticate(self));
        const Change chosen = [profile](RequestRecord &record) { record.enrolment = profile; };
        FPX_CO_CHECK(co_await moveDurably(self, Event::Authenticate, chosen, Also()));
    }
    if (m_record.state == State::Authenticated)
        FPX_CO_CHECK(co_await moveDurably(self, Event::ChooseAccount, Change(), Also()));
    if (!answering()) {
        waitForRules();
        FPX_CO_CHECK(co_await patiently(self, &RequestFlow::readDetails));
        FPX_CO_CHECK(co_await patiently(self, &RequestFlow::prepareQuestion));
        FPX_CO_CHECK(co_await decideAndGrant(self));
    }
    if (m_record.fromDevice())
        co_return co_await deliverAnswer(self);
    // The answer is recorded; the browser fetches it through takeAnswer().
    show(Stage::ForBrowser);
    Q_EMIT m_engine.pageChanged(m_record.pageToken);
    if (m_record.request->arrival == uma::Arrival::Link)
        Q_EMIT m_engine.answerForBrowser(m_record.pageToken);
    co_return {};
}

Async<void> RequestFlow::patiently(std::shared_ptr<RequestFlow> self,
                                   Async<void> (RequestFlow::*step)(std::shared_ptr<RequestFlow>))
{
    const CancelToken cancel = m_cancel.token();
    for (;;) {
        const auto done = co_await (this->*step)(self);
        FPX_CO_CHECK(cancel.check());
        if (done)
            co_return {};
        // A code that was not read is typed again: the field is where the person looks.
        const bool atField = m_record.fromDevice() && !m_record.details;
        if (!mayPass(done.error()) || silent() || atField)
            co_return done;
        Error shown = done.error();
        shown.retry = Retry::Later;
        show(Stage::Failed, shown);
        FPX_CO_CHECK(co_await toldToTryAgain(self));
    }
}

Async<EnrolmentId> RequestFlow::chooseProfile([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    if (m_record.fromDevice())
        co_return m_record.enrolment;
    const QList<uma::Enrolment> known = ctx().accounts->at(m_record.as);
    if (known.isEmpty())
        co_return fail("network_not_joined",
                       Words::tr("You have not joined %1, so nothing was sent to it.").arg(networkName()));
    if (known.size() == 1 && known.first().openDirectly && signedIn() && !(silent() && m_record.whileLocked))
        co_return known.first().id;
    if (silent())
        co_return fail(silenceImpossible());
    show(Stage::ChooseProfile);
    const CancelToken cancel = m_cancel.token();
    for (;;) {
        const Word word = co_await m_box.next();
        FPX_CO_CHECK(cancel.check());
        if (std::holds_alternative<Stopped>(word))
            co_return stopped();
        if (const auto *chosen = std::get_if<EnrolmentId>(&word))
            co_return *chosen;
    }
}

Async<void> RequestFlow::readDetails(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    FPX_CO_CHECK(co_await signInAgain(self));
    show(Stage::Loading);
    const auto client = ctx().accounts->client(m_record.enrolment);
    if (!client)
        co_return fail("network_not_joined", Words::tr("The profile that this request was opened with is gone."));
    const uma::AuthorizationRequest request = *m_record.request;
    if (!request.requestObject.isEmpty())
        FPX_CO_CHECK(co_await ctx().verifyRequestObject(request, m_record.enrolment, cancel));
    auto reading =
        request.userCode ? client->readTicket(*request.userCode, cancel) : client->readTicket(request.ticket, cancel);
    FPX_CO_TRY(details, co_await std::move(reading));
    FPX_CO_CHECK(cancel.check());
    // Details are fixed by their first reading: nothing is signed that neither a rule nor the person has seen.
    const bool first = m_record.state == State::AccountChosen;
    if (m_firstReading.isEmpty())
        m_firstReading = m_record.detailsHash;
    if (!m_firstReading.isEmpty() ? details.bodyHash != m_firstReading
                                  : !first && details.toJson() != m_record.details->toJson())
        co_return fail("ticket_changed",
                       Words::tr("%1 changed this request after the wallet had read it. What you had answered, if "
                                 "anything, was withdrawn. Nothing was shared.")
                           .arg(networkName()));
    m_firstReading = details.bodyHash;
    if (!first)
        co_return {};
    if (!request.userCode && details.ticket != request.ticket)
        co_return fail("wrong_ticket", Words::tr("%1 answered with another request than the one that was opened. "
                                                 "Nothing was shared.")
                                           .arg(networkName()));
    FPX_CO_TRY(complete, request.complete(details.authorizationRequest, ctx().profile));
    FPX_CO_TRY(offset, client->clockOffset());
    m_silent = complete.prompt == uma::PromptMode::None;
    const auto confirmed = [&](RequestRecord &record) {
        record.request = complete;
        if (record.fromDevice())
            record.request->ticket = details.ticket; // it has come with the details
        record.details = details;
        record.detailsHash = details.bodyHash;
        record.expiresAt = std::min(details.expiresAt - offset, record.receivedAt + 24 * 3600);
    };
    FPX_CO_CHECK(move(Event::ReadDetails, confirmed, [this] { return confirm(); }));
    setEnd();
    look();
    FPX_CO_CHECK(cancel.check());
    if (silent() && m_record.whileLocked)
        co_return fail(silenceImpossible());
    // By reference, what the network demands of the sign-in comes with the details.
    co_return co_await authenticate(self);
}

Result<void> RequestFlow::confirm()
{
    if (silent())
        FPX_CHECK(checkSilence(ctx().rules(), m_engine.requests(), m_record, ctx().clock->nowSeconds(), networkName()));
    return m_engine.m_seen->use(m_record);
}

Async<void> RequestFlow::prepareQuestion([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    show(Stage::Loading);
    FPX_CO_TRY(registry, co_await ctx().accounts->registry(m_record.enrolment, cancel));
    QHash<SourceIdentifier, RsIdentifier> sources;
    for (const op::DataSource &source : ctx().sources->known()) {
        if (const auto server = source.resourceServerAt(m_record.as))
            sources.insert(source.identifier, *server);
    }
    const uma::TicketDetails details = *m_record.details;
    FPX_CO_TRY(facts, co_await readRegistry(registry, details, sources, cancel));
    FPX_CO_CHECK(cancel.check());
    m_registry = facts;
    FPX_CO_CHECK(putToRules());
    QStringList asked;
    for (const ResourceOffer &resource : std::as_const(m_content.resources))
        asked.append(resource.displayName);
    asked.removeDuplicates();
    const Change named = [this, asked](RequestRecord &record) {
        record.clientName = m_content.clientName;
        record.clientLogo = m_content.clientLogoPng;
        record.subjectLine = asked.join(QStringLiteral(", "));
    };
    if (m_record.state == State::Detailed)
        FPX_CO_CHECK(move(Event::Evaluate, named, [this] { return logRequest(); }));
    co_return {};
}

Async<void> RequestFlow::decideAndGrant(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    if (m_record.state == State::Evaluated) {
        if (rulesChoice()) { // an automatic answer needs the person's sign-in too (profile 8)
            FPX_CO_CHECK(co_await confirmSignIn(self));
            FPX_CO_CHECK(putToRules()); // they may be others by now
        }
        if (m_decision.effect == policy::Effect::Deny)
            co_return deniedByRule();
        if (const auto choice = rulesChoice()) {
            const Change decided = [this, choice, rule = m_decision.deciding](RequestRecord &record) {
                record.choice = choice;
                record.decidingRule = rule;
                record.partial = isPartial(m_content, *choice);
            };
            FPX_CO_CHECK(co_await moveDurably(self, Event::Decide, decided, Also()));
        } else if (silent()) {
            co_return fail(whyNotSilently());
        } else {
            FPX_CO_CHECK(co_await moveDurably(self, Event::Ask, Change(), Also()));
        }
    }
    for (Error shown;;) {
        if (m_record.state == State::Prompting) {
            show(Stage::Question, shown);
            FPX_CO_TRY(choice, co_await personsChoice(self));
            m_decision = decisionOn(choice); // demand() knows what this obliges to
            if (!signedIn()) {               // meanwhile the rules may be others
                FPX_CO_CHECK(co_await authenticate(self));
                FPX_CO_CHECK(putToRules());
                if (m_decision.effect == policy::Effect::Deny)
                    co_return deniedByRule();
            }
            if (const auto fits = check(choice); !fits) {
                shown = fits.error();
                continue;
            }
            m_decision = decisionOn(choice);
            const auto decide = [&](RequestRecord &record) {
                record.choice = choice;
                record.partial = isPartial(m_content, choice);
            };
            const auto decided = move(Event::Decide, decide, [&] { return logAnswer(choice); });
            if (!decided && decided.error().retry == Retry::Later) {
                shown = decided.error();
                continue; // nothing was decided: the question stands
            }
            FPX_CO_CHECK(decided);
        }
        const auto granted = co_await grant(self);
        FPX_CO_CHECK(cancel.check());
        if (granted)
            co_return {};
        if (silent() || endsRequest(granted.error().code))
            co_return granted;
        shown = granted.error();
        const Change undecided = [](RequestRecord &record) {
            record.choice.reset();
            record.decidingRule.clear();
        };
        const Also discarded = [this] { return discardPermissions(); };
        FPX_CO_CHECK(co_await moveDurably(self, Event::AskAgain, undecided, discarded));
        ctx().outbox->wake();
    }
}

Async<Choice> RequestFlow::personsChoice(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    for (;;) {
        const Word word = co_await m_box.next();
        FPX_CO_CHECK(cancel.check());
        if (std::holds_alternative<Stopped>(word))
            co_return stopped();
        if (const auto *choice = std::get_if<Choice>(&word))
            co_return *choice;
        const bool away = !ctx().signedIn(SignInDemand());
        if (away)
            FPX_CO_CHECK(co_await signInAgain(self));
        FPX_CO_CHECK(putToRules()); // sources, subjects and rules may have changed
        if (away && m_decision.effect == policy::Effect::Deny)
            co_return deniedByRule();
        if (m_stage != Stage::Question)
            show(Stage::Question);
        m_error = {};
        Q_EMIT changed();
    }
}

// From the recorded choice to the recorded answer. What was decided is looked at again: it may be of an earlier run.
Async<void> RequestFlow::grant(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    show(Stage::Sending);
    if (m_decision.effect == policy::Effect::Deny)
        co_return deniedByRule();
    if (automatic() && m_decision.effect != policy::Effect::Allow)
        co_return fail(silent() ? whyNotSilently() : ruleGone());
    FPX_CO_CHECK(check(*m_record.choice));
    FPX_CO_CHECK(co_await createPermissions(self));
    FPX_CO_CHECK(cancel.check());
    for (;;) {
        const auto prepared = co_await prepareAnswer(self);
        FPX_CO_CHECK(cancel.check());
        if (prepared || prepared.error().code != "sign_in_needed")
            co_return prepared;
        FPX_CO_CHECK(co_await signInAgain(self));
        show(Stage::Sending);
    }
}

} // namespace fpx::consent
