// How a request ends: with an answer that the client may take, or without one.
#include "delivery.h"
#include "flow.h"
#include "journal.h"
#include "words.h"

namespace fpx::consent {

namespace {

// How a failure is answered to the AS (profile 4.5); nothing: never by a redirect.
std::optional<uma::AnswerError> answerTo(const QByteArray &code)
{
    static const QHash<QByteArray, uma::AnswerError> table{
        {"declined", uma::AnswerError::AccessDenied},
        {"denied_by_rule", uma::AnswerError::AccessDenied},
        {"client_unknown", uma::AnswerError::AccessDenied},
        {"client_disabled", uma::AnswerError::AccessDenied},
        {"expired", uma::AnswerError::Expired},
        {"expired_ticket", uma::AnswerError::Expired},
        {"interaction_required", uma::AnswerError::InteractionRequired},
        {"bad_ticket_details", uma::AnswerError::InvalidRequest},
        {"invalid_request_content", uma::AnswerError::InvalidRequest},
        {"registry_unknown", uma::AnswerError::InvalidRequest},
        {"registry_key_differs", uma::AnswerError::TemporarilyUnavailable},
        {"permission_active_at_once", uma::AnswerError::TemporarilyUnavailable},
        {"permission_refused", uma::AnswerError::TemporarilyUnavailable},
        {"account_gone", uma::AnswerError::TemporarilyUnavailable},
        {"secret_not_found", uma::AnswerError::TemporarilyUnavailable},
        {"secret_damaged", uma::AnswerError::TemporarilyUnavailable},
    };
    const auto found = table.constFind(code);
    return found == table.constEnd() ? std::nullopt : std::optional(*found);
}

Event endOf(const QByteArray &code)
{
    if (code == "declined" || code == "denied_by_rule" || code == "client_disabled" || code == "client_unknown")
        return Event::Decline;
    return code == "expired" || code == "expired_ticket" ? Event::Expire : Event::Fail;
}

} // namespace

bool RequestFlow::endsRequest(const QByteArray &code)
{
    return answerTo(code).has_value();
}

void RequestFlow::concludeWith(const Error &error)
{
    conclude(endOf(error.code), error, answerTo(error.code));
}

void RequestFlow::conclude(Event event, const Error &error, std::optional<uma::AnswerError> answer)
{
    const bool declined = event == Event::Decline;
    const bool byRule = error.code == "denied_by_rule";
    const bool codeRefused = m_record.fromDevice() && !m_record.details;
    if (std::exchange(m_forRules, false) && !byRule && !silent())
        show(m_stage); // no rule answers any more: the person is told what became of it
    const bool mayAnswer = m_record.state != State::Answered; // else the one answer has left
    const char *code = byRule                   ? "request_declined_by_rule"
                       : declined               ? "request_declined"
                       : event == Event::Expire ? "request_expired"
                       : codeRefused            ? "code_refused"
                                                : "request_failed";
    const auto stored = move(
        event,
        [&](RequestRecord &record) {
            if (byRule)
                record.decidingRule = m_decision.deciding;
            if (!declined)
                record.failure = error;
            record.answer.reset();
            if (answer && mayAnswer && record.request && record.request->canAnswer())
                record.answer = uma::errorAnswer(*record.request, *answer, ctx().profile.issuer());
            else
                record.answerTaken = true;
        },
        [&]() -> Result<void> {
            FPX_CHECK(discardPermissions());
            if (error.code == "declined" && !m_facts.client.isEmpty())
                FPX_CHECK(ctx().decisions->answered({m_facts, false, 0}));
            FPX_CHECK(ctx().ledger->append(requestEntry(code, m_record, ctx().clock->now(), networkName())));
            return {};
        });
    const auto self = shared_from_this();
    m_cancel.cancel();
    m_deadline.stop();
    if (!stored)
        Q_EMIT m_engine.notice(stored.error());
    ctx().outbox->wake();
    if (byRule && m_decision.obligations.notify)
        Q_EMIT m_engine.decidedByRule(m_record.key, m_record.decidingRule, false);
    show(declined ? Stage::Declined : event == Event::Expire ? Stage::Expired : Stage::Failed, error);
    Q_EMIT m_engine.pageChanged(m_record.pageToken);
    if (m_record.answer && m_record.request->arrival == uma::Arrival::Link)
        Q_EMIT m_engine.answerForBrowser(m_record.pageToken);
    if (stored) // else the record still holds a grant that nobody may have any more
        m_engine.deliverRefusal(m_record);
    m_box.put(Stopped{});
    Q_EMIT finished();
    m_engine.ended(m_record.key);
}

Result<uma::Answer> RequestFlow::takeAnswer()
{
    const uma::Answer answer = *m_record.answer;
    const auto taken = [](RequestRecord &record) { record.answerTaken = true; };
    FPX_CHECK(move(Event::Answer, taken));
    FPX_CHECK(recordGrant());
    granted();
    return answer;
}

Result<void> RequestFlow::recordGrant()
{
    return move(Event::Record, {}, [this]() -> Result<void> {
        FPX_CHECK(
            ctx().ledger->append(requestEntry(grantedCode(m_record), m_record, ctx().clock->now(), networkName())));
        return {};
    });
}

void RequestFlow::granted()
{
    const auto self = shared_from_this();
    m_deadline.stop();
    m_cancel.cancel();
    if (automatic())
        Q_EMIT m_engine.decidedByRule(m_record.key, m_record.decidingRule, true);
    show(Stage::Allowed);
    Q_EMIT finished();
    m_engine.ended(m_record.key);
}

Async<void> RequestFlow::deliverAnswer(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    m_deadline.stop(); // the delivery keeps to the ticket's end itself
    // The first attempt may reach the network and its answer be lost: from here on there is no other answer.
    const Change left = [](RequestRecord &record) { record.answerTaken = true; };
    if (m_record.state == State::PermissionsCreated)
        FPX_CO_CHECK(co_await moveDurably(self, Event::Answer, left, Also()));
    show(Stage::Sending);
    // Named, not braced in the call: GCC 12 destroys such temporaries of a co_await twice.
    const Delivery delivery{ctx().accounts->client(m_record.enrolment), *m_record.answer, m_record.expiresAt,
                            ctx().clock, ctx().random};
    const std::function<void(const Error &)> notYet = [this](const Error &error) { show(Stage::Sending, error); };
    FPX_CO_CHECK(co_await deliver(delivery, notYet, cancel));
    if (const auto recorded = recordGrant(); !recorded) { // stays Answered: the next start delivers and records again
        Q_EMIT m_engine.notice(recorded.error());
        m_cancel.cancel();
        co_return {};
    }
    granted();
    co_return {};
}

Result<void> RequestFlow::discardPermissions()
{
    const QList<PermissionRecord> posted = ctx().permissions->ofRequest(m_record.key);
    for (const PermissionRecord &permission : posted) {
        if (permission.state == PermissionState::Draft || permission.state == PermissionState::Pending)
            FPX_CHECK(ctx().outbox->add(permission.id, OutboxKind::Discard));
        else if (permission.isLive()) // of an answer that the network took without saying so
            FPX_CHECK(ctx().outbox->add(permission.id, OutboxKind::Revoke));
    }
    return {};
}

void RequestFlow::giveWay()
{
    concludeWith({"gave_way",
                  Words::tr("Too many requests were waiting; this one had not been opened and gave way."),
                  {},
                  Retry::No});
}

void RequestFlow::watchDeadline()
{
    const qint64 left = m_record.expiresAt - ctx().clock->nowSeconds();
    if (left <= 0)
        concludeWith(
            {"expired", Words::tr("Time ran out before the request was answered. Nothing was shared."), {}, Retry::No});
    else // looked at again every minute, since the machine may sleep in between
        m_deadline.start(static_cast<int>(std::min<qint64>(left, 60)) * 1000);
}

} // namespace fpx::consent
