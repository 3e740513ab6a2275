#include "flow.h"

#include <fpx/base/utc.h>

#include "choice.h"
#include "decisionfacts.h"
#include "journal.h"
#include "words.h"

namespace fpx::consent {

namespace {

Failure stopped()
{
    return fail("cancelled", QString());
}

Failure silenceImpossible(const QString &network)
{
    return fail("interaction_required",
                Words::tr("%1 asked for an answer without a prompt, which was not possible.").arg(network));
}

Failure deniedByRule()
{
    return fail("denied_by_rule", Words::tr("One of your rules declined this request."));
}

} // namespace

RequestFlow::RequestFlow(Engine &engine, RequestRecord record, Beginning beginning)
    : m_engine(engine), m_record(std::move(record)), m_resumed(beginning == Beginning::Resumed)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &RequestFlow::watchDeadline);
    m_content.network = m_record.as;
    m_content.networkName = networkName();
    m_content.anotherDevice = m_record.fromDevice();
    if (m_record.fromDevice())
        m_stage = Stage::Loading; // the profile was chosen with the code
    m_content.expiresAt = utcFromSeconds(m_record.expiresAt);
}

QCoro::Task<> RequestFlow::run(std::shared_ptr<RequestFlow> self)
{
    if (self->m_record.state != State::Answered)
        self->watchDeadline();
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
        FPX_CO_CHECK(co_await chooseProfile(self));
        FPX_CO_CHECK(co_await authenticate(self));
        FPX_CO_CHECK(co_await moveDurably(self, Event::Authenticate, Change(), Also()));
    } else if (!answering() && !ctx().signedIn(demand())) {
        // Resumed: no browser opens before the person has asked for it.
        show(Stage::SigningIn,
             {"sign_in_needed", Words::tr("Sign in again to go on with this request."), {}, Retry::Later});
        const Word word = co_await m_box.next();
        if (!std::holds_alternative<Retried>(word))
            co_return stopped();
        FPX_CO_CHECK(co_await authenticate(self));
    }
    if (m_record.state == State::Authenticated)
        FPX_CO_CHECK(co_await moveDurably(self, Event::ChooseAccount, Change(), Also()));
    if (!answering()) {
        waitForRules();
        show(Stage::Loading);
        FPX_CO_CHECK(co_await patiently(self, &RequestFlow::readDetails));
        FPX_CO_CHECK(co_await meetDemand(self));
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
        if (done.error().retry != Retry::Later || silent() || atField)
            co_return done;
        show(Stage::Failed, done.error());
        const Word word = co_await m_box.next();
        if (!std::holds_alternative<Retried>(word))
            co_return stopped();
        show(Stage::Loading);
    }
}

Async<void> RequestFlow::moveDurably([[maybe_unused]] std::shared_ptr<RequestFlow> self, Event event, Change change,
                                     Also also)
{
    for (;;) {
        const auto moved = move(event, change, also);
        if (moved || moved.error().retry != Retry::Later || silent())
            co_return moved;
        show(Stage::Failed, moved.error());
        const Word word = co_await m_box.next();
        if (!std::holds_alternative<Retried>(word))
            co_return stopped();
    }
}

Async<void> RequestFlow::chooseProfile([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    if (m_record.fromDevice())
        co_return {};
    const QList<uma::Enrolment> known = ctx().accounts->at(m_record.as);
    if (known.isEmpty())
        co_return fail("network_not_joined",
                       Words::tr("You have not joined %1, so nothing was sent to it.").arg(networkName()));
    if (known.size() == 1 && known.first().openDirectly && ctx().signedIn(demand())) {
        m_record.enrolment = known.first().id;
        co_return {};
    }
    if (silent())
        co_return silenceImpossible(networkName());
    show(Stage::ChooseProfile);
    const Word word = co_await m_box.next();
    const auto *chosen = std::get_if<EnrolmentId>(&word);
    if (chosen == nullptr)
        co_return stopped();
    m_record.enrolment = *chosen;
    co_return {};
}

Async<void> RequestFlow::authenticate([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    while (!ctx().signedIn(demand())) {
        show(Stage::SigningIn, m_error);
        const auto done = co_await ctx().signIn(demand(), cancel);
        FPX_CO_CHECK(cancel.check());
        if (done && ctx().signedIn(demand()))
            break;
        show(Stage::SigningIn, done ? Error{"assurance_unmet",
                                            Words::tr("The request needs a stronger sign-in than this one."),
                                            {},
                                            Retry::Later}
                                    : done.error());
        const Word word = co_await m_box.next();
        if (!std::holds_alternative<Retried>(word))
            co_return stopped();
        m_error = {};
    }
    co_return {};
}

// By reference, what the network demands of the sign-in comes with the ticket details.
Async<void> RequestFlow::meetDemand(std::shared_ptr<RequestFlow> self)
{
    if (!m_record.request->byReference || ctx().signedIn(demand()))
        co_return {};
    if (silent())
        co_return silenceImpossible(networkName());
    FPX_CO_CHECK(co_await authenticate(self));
    show(Stage::Loading);
    co_return {};
}

Async<void> RequestFlow::readDetails([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
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
    FPX_CO_TRY(complete, request.complete(details.authorizationRequest, ctx().profile));
    FPX_CO_TRY(offset, client->clockOffset());
    const auto take = [&](RequestRecord &record) {
        record.request = complete;
        if (record.fromDevice())
            record.request->ticket = details.ticket; // it has come with the details
        record.details = details;
        record.expiresAt = std::min(details.expiresAt - offset, record.receivedAt + 24 * 3600);
    };
    if (m_record.state == State::AccountChosen) {
        FPX_CO_CHECK(move(Event::ReadDetails, take, [this] { return rememberAsSeen(); }));
    } else {
        take(m_record); // resumed: the state is further than this already
    }
    m_content.expiresAt = utcFromSeconds(m_record.expiresAt);
    watchDeadline();
    co_return {};
}

// An (AS, nonce) and an (AS, ticket) pair are used up when the ticket details confirm the request (profile 4.1).
Result<void> RequestFlow::rememberAsSeen()
{
    const QString as = m_record.request->asIssuer.value();
    const qint64 until = m_record.expiresAt + 24 * 3600;
    for (const QString &used : {QStringLiteral("nonce ") + m_record.request->nonce,
                                QStringLiteral("ticket ") + m_record.request->ticket.value()}) {
        const QString id = as + QLatin1Char(' ') + used;
        FPX_TRY(seen, ctx().records->get(QStringLiteral("seen"), id));
        if (seen && seen->value(QStringLiteral("request")).toString() != m_record.key.value())
            return fail("nonce_replayed", Words::tr("This request was used before. It was not answered again."));
        FPX_CHECK(
            ctx().records->put(QStringLiteral("seen"), id,
                               {{QStringLiteral("request"), m_record.key.value()}, {QStringLiteral("until"), until}}));
    }
    return {};
}

Async<void> RequestFlow::prepareQuestion([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
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
    m_record.clientName = m_content.clientName;
    m_record.clientLogo = m_content.clientLogoPng;
    QStringList asked;
    for (const ResourceOffer &resource : std::as_const(m_content.resources))
        asked.append(resource.displayName);
    m_record.subjectLine = asked.join(QStringLiteral(", "));
    if (m_record.state == State::Detailed)
        FPX_CO_CHECK(move(Event::Evaluate, {}, [this] { return logRequest(); }));
    co_return {};
}

Async<void> RequestFlow::decideAndGrant(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    if (m_record.state == State::Evaluated) {
        const policy::Decision &decision = m_decision;
        // Who typed a code may have been sent it by someone else, so a rule never allows there (profile 4.6).
        const auto choice = m_record.fromDevice() ? std::nullopt : automaticChoice(m_content);
        if (decision.effect == policy::Effect::Deny) {
            co_return deniedByRule();
        }
        // Who the rule was made for may be somebody else by now: that is the person's to say.
        if (decision.effect == policy::Effect::Allow && choice && m_clientChanges.isEmpty()) {
            const Change decided = [this, choice, rule = decision.deciding](RequestRecord &record) {
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
            if (m_decision.obligations.stepUpIal > 0 || m_decision.obligations.stepUpAal > 0)
                FPX_CO_CHECK(co_await authenticate(self)); // demand() knows what the rules want
            const auto decided = move(
                Event::Decide,
                [&](RequestRecord &record) {
                    record.choice = choice;
                    record.partial = isPartial(m_content, choice);
                },
                [&] { return logAnswer(choice); });
            if (!decided && decided.error().retry == Retry::Later) {
                shown = decided.error();
                continue; // nothing was decided: the question stands
            }
            FPX_CO_CHECK(decided);
        }
        show(Stage::Sending);
        auto done = co_await createPermissions(self);
        FPX_CO_CHECK(cancel.check());
        if (done)
            done = co_await prepareAnswer(self);
        FPX_CO_CHECK(cancel.check());
        if (done)
            co_return {};
        if (silent() || endsRequest(done.error().code))
            co_return done;
        shown = done.error();
        const Change undecided = [](RequestRecord &record) {
            record.choice.reset();
            record.decidingRule.clear();
        };
        const Also discarded = [this] { return discardPermissions(); };
        FPX_CO_CHECK(co_await moveDurably(self, Event::AskAgain, undecided, discarded));
        ctx().outbox->wake();
    }
}

Async<Choice> RequestFlow::personsChoice([[maybe_unused]] std::shared_ptr<RequestFlow> self)
{
    for (;;) {
        const Word word = co_await m_box.next();
        if (std::holds_alternative<Stopped>(word))
            co_return stopped();
        if (const auto *choice = std::get_if<Choice>(&word))
            co_return *choice;
        m_error = {}; // "Try again": sources and subjects may have changed
        FPX_CO_CHECK(putToRules());
        Q_EMIT changed();
    }
}

Result<void> RequestFlow::move(Event event, const Change &change, const Also &also)
{
    const auto to = next(m_record.state, event);
    if (!to) // a broken invariant: better no wallet than a wrong answer
        qFatal("consent: event %d in state %s", static_cast<int>(event), qPrintable(stateName(m_record.state)));
    RequestRecord moved = m_record;
    if (change)
        change(moved);
    moved.state = *to;
    const RequestRecord before = std::exchange(m_record, moved);
    auto stored = m_engine.transact([&]() -> Result<void> {
        if (also)
            FPX_CHECK(also());
        return m_engine.store(m_record);
    });
    if (!stored)
        m_record = before;
    return stored;
}

bool RequestFlow::needsPerson() const
{
    // Whoever typed a code looks at its field until it has been read.
    const bool atField = m_record.fromDevice() && !m_record.details && m_stage == Stage::Loading;
    const bool byItself = !m_shown && (automatic() || (m_forRules && m_stage == Stage::Loading));
    return !isFinal(m_record.state) && !answering() && !atField && !byItself;
}

void RequestFlow::stop()
{
    m_deadline.stop();
    m_cancel.cancel();
    m_box.put(Stopped{});
}

void RequestFlow::show(Stage stage, const Error &error)
{
    m_stage = stage;
    m_error = error;
    m_shown = m_shown || needsPerson();
    Q_EMIT changed();
    Q_EMIT m_engine.promptsChanged();
}

} // namespace fpx::consent
