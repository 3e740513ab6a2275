#include <fpx/consent/engine.h>

#include "delivery.h"
#include "flow.h"
#include "journal.h"
#include "refusals.h"
#include "reuse.h"
#include "seenpairs.h"
#include "silence.h"
#include "words.h"

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("requests");
constexpr int maxOpened = 32;
constexpr int maxUnopened = 16;
constexpr qint64 unreadSeconds = 600; // profile 4.4: no answer before `expires_at`, or ten minutes
constexpr qint64 keptSeconds = 7 * 24 * 3600;
constexpr int hour = 3'600'000; // ms

} // namespace

Engine::Engine(EngineContext context)
    : m_context(std::move(context)),
      m_persons(*m_context.records, *m_context.random),
      m_seen(std::make_unique<SeenPairs>(*m_context.records)),
      m_refusals(std::make_unique<Refusals>(*m_context.ledger, *m_context.clock))
{
    m_hourly.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_hourly, &QTimer::timeout, this, [this] {
        forgetOld();
        Q_EMIT requestsChanged();
    });
}

Engine::~Engine()
{
    stop();
}

Result<void> Engine::load()
{
    stop(); // a request has one flow at a time: two would answer it twice
    FPX_CHECK(m_persons.load());
    FPX_CHECK(m_seen->load(m_context.clock->nowSeconds()));
    FPX_TRY(rows, m_context.records->all(table));
    for (const QJsonObject &row : std::as_const(rows)) {
        FPX_TRY(record, RequestRecord::fromJson(row));
        m_records.append(record);
    }
    std::ranges::sort(m_records, std::greater(), &RequestRecord::receivedAt);
    forgetOld();
    const QList<RequestRecord> records = m_records;
    for (RequestRecord record : records) {
        if (record.state == State::Answered &&
            !record.fromDevice()) { // the answer left; only the line in the history is missing
            record.state = *next(record.state, Event::Record);
            FPX_CHECK(transact([&]() -> Result<void> {
                FPX_CHECK(logReuse(record, *m_context.permissions, *m_context.ledger, m_context.clock->now()));
                FPX_CHECK(m_context.ledger->append(
                    requestEntry(grantedCode(record), record, m_context.clock->now(), networkName(record.as))));
                return store(record);
            }));
        } else if (!isFinal(record.state)) {
            resume(record);
        } else {
            deliverRefusal(record);
        }
    }
    m_context.outbox->wake();
    m_hourly.start(hour);
    Q_EMIT requestsChanged();
    return {};
}

void Engine::stop()
{
    m_hourly.stop();
    m_refusals->flush();
    m_deliveries = CancelSource();
    const auto flows = std::exchange(m_flows, {});
    for (const auto &flow : flows)
        flow->stop();
    m_records.clear();
    m_persons.clear();
}

Result<void> Engine::forgetPersonsAt(const SourceIdentifier &source)
{
    return transact([&] { return m_persons.forget(source); });
}

RequestRecord Engine::newRecord() const
{
    RequestRecord record;
    record.key = RequestKey(m_context.random->uuid());
    record.receivedAt = m_context.clock->nowSeconds();
    record.expiresAt = record.receivedAt + unreadSeconds;
    return record;
}

Result<RequestKey> Engine::enterCode(const uma::UserCode &code, const EnrolmentId &profile)
{
    for (const auto &flow : std::as_const(m_flows)) {
        const RequestRecord &open = flow->record();
        if (open.fromDevice() && open.request->userCode == code && open.enrolment == profile)
            return open.key;
    }
    const auto enrolment = m_context.accounts->find(profile);
    const op::AuthorizationServer *server = enrolment ? m_context.profile.authorizationServer(enrolment->as) : nullptr;
    if (server == nullptr)
        return fail("network_not_joined", Words::tr("You have not joined this network, so nothing was sent to it."));
    RequestRecord record = newRecord();
    record.as = enrolment->as;
    record.enrolment = profile;
    record.request = uma::AuthorizationRequest::fromUserCode(code, *server);
    if (auto refused = refusalOf(record))
        return fail(*std::move(refused));
    record.state = *next(record.state, Event::Validate);
    FPX_CHECK(transact([&] { return store(record); }));
    begin(record);
    return record.key;
}

void Engine::deliverRefusal(const RequestRecord &record)
{
    if (isFinal(record.state) && record.answer && record.answer->mode == uma::ResponseMode::DirectPost &&
        !record.answerTaken)
        spawn(bring(shared_from_this(), record));
}

QCoro::Task<> Engine::bring(std::shared_ptr<Engine> self, RequestRecord record)
{
    const CancelToken cancel = self->m_deliveries.token();
    const EngineContext &ctx = self->m_context;
    const Delivery delivery{ctx.accounts->client(record.enrolment), *record.answer, record.expiresAt, ctx.clock,
                            ctx.random};
    const std::function<void(const Error &)> notYet = [](const Error &) {};
    const auto brought = co_await deliver(delivery, notYet, cancel);
    if (cancel.cancelled())
        co_return;
    // Without it the other device hears of the end when its ticket runs out; either way nothing was shared.
    if (!brought)
        qInfo("consent: a refusal was not delivered (%s)", brought.error().code.constData());
    record.answerTaken = true;
    if (const auto stored = self->transact([&] { return self->store(record); }); !stored)
        Q_EMIT self->notice(stored.error());
}

QString Engine::arrive(Result<uma::AuthorizationRequest> request, Arrived arrived, const AsIdentifier &named)
{
    if (request) {
        // By reference the rest has come with the details since: AS and ticket are all that the link holds.
        for (const auto &flow : std::as_const(m_flows)) {
            const auto &open = flow->record().request;
            if (open && open->as == request->as && open->ticket == request->ticket &&
                open->byReference == request->byReference &&
                (request->byReference || (open->nonce == request->nonce && open->state == request->state &&
                                          open->redirectUri == request->redirectUri)))
                return flow->record().pageToken;
        }
    }
    RequestRecord record = newRecord();
    record.pageToken = QString::fromLatin1(m_context.random->token());
    record.whileLocked = arrived == Arrived::WhileLocked;
    record.as = request ? request->as : named;
    if (request)
        record.request = *request;
    const std::optional<Error> refused = request ? refusalOf(record) : request.error();
    if (refused) {
        record.failure = *refused;
        refuse(record);
        return record.pageToken;
    }
    record.state = *next(record.state, Event::Validate);
    if (const auto stored = transact([&] { return store(record); }); !stored)
        Q_EMIT notice(stored.error());
    else
        begin(record);
    return record.pageToken;
}

void Engine::refuse(const RequestRecord &record)
{
    Q_EMIT pagesGone(m_refusals->addPage(record.pageToken));
    const auto first = m_refusals->add(
        record.as, requestEntry("request_refused", record, m_context.clock->now(), networkName(record.as)));
    if (!first || *first)
        Q_EMIT notice(first ? record.failure : first.error());
    Q_EMIT requestsChanged(); // the history has
}

// What makes a request, well-formed in itself, not acceptable now.
std::optional<Error> Engine::refusalOf(const RequestRecord &record) const
{
    if (const auto fresh = m_context.profile.checkFresh(m_context.clock->nowSeconds()); !fresh)
        return fresh.error();
    if (const auto unused = m_seen->check(*record.request, record.key); !unused)
        return unused.error();
    if (record.request->prompt == uma::PromptMode::None) {
        const auto silence =
            checkSilence(m_context.rules(), m_records, record, m_context.clock->nowSeconds(), networkName(record.as));
        if (!silence)
            return silence.error();
    }
    const auto opened = std::ranges::count_if(m_flows, [](const auto &flow) { return flow->opened(); });
    if (opened >= maxOpened)
        return Error{
            "too_many_requests", Words::tr("Too many requests are open. Answer some of them first."), {}, Retry::Later};
    return std::nullopt;
}

void Engine::makeRoom()
{
    QList<std::shared_ptr<RequestFlow>> unopened;
    for (const auto &flow : std::as_const(m_flows)) {
        if (!flow->opened())
            unopened.append(flow);
    }
    if (unopened.size() <= maxUnopened)
        return;
    (*std::ranges::min_element(unopened, {}, [](const auto &flow) { return flow->record().receivedAt; }))->giveWay();
}

void Engine::begin(RequestRecord record)
{
    run(std::make_shared<RequestFlow>(*this, std::move(record), RequestFlow::Beginning::New));
}

void Engine::resume(RequestRecord record)
{
    run(std::make_shared<RequestFlow>(*this, std::move(record), RequestFlow::Beginning::Resumed));
}

void Engine::run(const std::shared_ptr<RequestFlow> &flow)
{
    m_flows.insert(flow->key(), flow);
    spawn(RequestFlow::run(flow));
    makeRoom(); // now it is known whether the newcomer waits to be opened
    Q_EMIT promptsChanged();
}

void Engine::ended(const RequestKey &key)
{
    // The prompt object stays valid until control has returned to the event loop.
    if (const auto flow = m_flows.take(key))
        QTimer::singleShot(0, this, [flow] {});
    Q_EMIT promptsChanged();
    Q_EMIT requestEnded(key);
}

Result<void> Engine::transact(const std::function<Result<void>()> &body)
{
    const QList<RequestRecord> before = m_records;
    auto done = m_context.outbox->transact(body);
    if (!done) {
        m_records = before;
        [[maybe_unused]] const auto persons = m_persons.load();
    }
    return done;
}

Result<void> Engine::store(const RequestRecord &record)
{
    FPX_CHECK(m_context.records->put(table, record.key.value(), record.toJson()));
    const auto known = std::ranges::find(m_records, record.key, &RequestRecord::key);
    if (known == m_records.end())
        m_records.prepend(record);
    else
        *known = record;
    Q_EMIT requestsChanged();
    return {};
}

const RequestRecord *Engine::byPage(const QString &pageToken) const
{
    const QByteArray wanted = pageToken.toLatin1();
    const auto found = std::ranges::find_if(m_records, [&wanted](const RequestRecord &record) {
        return constantTimeEqual(record.pageToken.toLatin1(), wanted);
    });
    return found == m_records.end() ? nullptr : &*found;
}

PageState Engine::page(const QString &pageToken) const
{
    const RequestRecord *record = byPage(pageToken);
    if (m_refusals->hasPage(pageToken))
        return PageState::NothingShared;
    if (record == nullptr || pageToken.isEmpty())
        return PageState::Gone;
    if (record->answer)
        return record->answerTaken ? PageState::Gone : PageState::AnswerReady;
    return isFinal(record->state) ? PageState::NothingShared : PageState::Waiting;
}

Result<uma::Answer> Engine::takeAnswer(const QString &pageToken)
{
    const Failure none = fail("no_answer", Words::tr("There is no answer to hand out."));
    if (page(pageToken) != PageState::AnswerReady)
        return none;
    RequestRecord record = *byPage(pageToken);
    // A request that has ended may still be in the table: a browser that is held at its page hears of it at once.
    if (!isFinal(record.state)) { // a grant is its flow's to hand out
        const auto flow = m_flows.value(record.key);
        if (!flow)
            return none;
        const auto answer = flow->takeAnswer();
        if (answer)
            Q_EMIT pagesGone({pageToken});
        if (answer || !isFinal(flow->record().state) || !flow->record().answer)
            return answer;
        record = flow->record(); // it has just ended otherwise: that is what the browser gets
    }
    record.answerTaken = true; // an error answer
    FPX_CHECK(transact([&] { return store(record); }));
    Q_EMIT pagesGone({pageToken});
    return *record.answer;
}

QList<Prompt *> Engine::prompts() const
{
    QList<RequestFlow *> waiting;
    for (const auto &flow : m_flows) {
        if (flow->needsPerson())
            waiting.append(flow.get());
    }
    std::ranges::stable_sort(waiting, {}, [](const RequestFlow *flow) { return flow->record().receivedAt; });
    return {waiting.begin(), waiting.end()};
}

Prompt *Engine::prompt(const RequestKey &key) const
{
    return m_flows.value(key).get();
}

void Engine::signInChanged()
{
    const auto flows = m_flows;
    for (const auto &flow : flows)
        flow->signInChanged();
}

void Engine::wake()
{
    const auto flows = m_flows; // those whose time is over leave the table
    for (const auto &flow : flows)
        flow->look();
}

void Engine::rulesChanged()
{
    const auto flows = m_flows; // a declined one leaves the table
    for (const auto &flow : flows)
        flow->reconsider();
}

QString Engine::networkName(const AsIdentifier &as) const
{
    const op::AuthorizationServer *server = m_context.profile.authorizationServer(as);
    return server ? server->displayName.text(m_context.locales) : Words::tr("Unknown network");
}

void Engine::forgetOld()
{
    const qint64 now = m_context.clock->nowSeconds();
    const auto old = [&](const RequestRecord &record) {
        return isFinal(record.state) && record.receivedAt < now - keptSeconds;
    };
    QStringList pages;
    for (const RequestRecord &record : std::as_const(m_records)) {
        if (old(record) && !record.pageToken.isEmpty())
            pages.append(record.pageToken);
        if (old(record)) // the history keeps what happened; a failure to forget is tried again at the next start
            [[maybe_unused]]
            const auto removed = m_context.records->remove(table, record.key.value());
    }
    m_records.removeIf(old);
    Q_EMIT pagesGone(pages);
}

} // namespace fpx::consent
