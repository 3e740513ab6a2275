// How a request ends: with an answer that the client may take, or without one.
#include <fpx/base/utc.h>

#include "delivery.h"
#include "flow.h"
#include "journal.h"
#include "reuse.h"
#include "words.h"

#include <algorithm>
#include <chrono>

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
        {"login_required", uma::AnswerError::LoginRequired},
        {"bad_ticket_details", uma::AnswerError::InvalidRequest},
        {"ticket_changed", uma::AnswerError::InvalidRequest},
        {"wrong_ticket", uma::AnswerError::InvalidRequest},
        {"invalid_request_content", uma::AnswerError::InvalidRequest},
        {"registry_unknown", uma::AnswerError::InvalidRequest},
        {"registry_key_differs", uma::AnswerError::TemporarilyUnavailable},
        {"permission_active_at_once", uma::AnswerError::TemporarilyUnavailable},
        {"permission_refused", uma::AnswerError::TemporarilyUnavailable},
        {"reuse_ended", uma::AnswerError::TemporarilyUnavailable},
        {"account_gone", uma::AnswerError::TemporarilyUnavailable},
        {"secret_not_found", uma::AnswerError::TemporarilyUnavailable},
        {"secret_damaged", uma::AnswerError::TemporarilyUnavailable},
    };
    const auto found = table.constFind(code);
    return found == table.constEnd() ? std::nullopt : std::optional(*found);
}

Event endOf(const QByteArray &code)
{
    static const QByteArrayList declines{"declined", "denied_by_rule", "client_disabled", "client_unknown",
                                         "login_required"};
    if (declines.contains(code))
        return Event::Decline;
    return code == "expired" || code == "expired_ticket" ? Event::Expire : Event::Fail;
}

} // namespace

bool RequestFlow::endsRequest(const QByteArray &code)
{
    return answerTo(code).has_value();
}

bool RequestFlow::mayPass(const Error &error)
{
    static const QByteArrayList nonsense{"not_json",           "json_malformed",     "redirect_refused",
                                         "encoding_refused",   "body_too_large",     "bad_token_response",
                                         "bad_registry_entry", "metadata_not_found", "bad_jwks"};
    return error.retry == Retry::Later || nonsense.contains(error.code);
}

void RequestFlow::concludeWith(const Error &error)
{
    auto answer = answerTo(error.code);
    if (!answer && silent() && m_record.details && error.retry == Retry::Later) // whatever the reason (profile 4.1)
        answer = uma::AnswerError::InteractionRequired;
    conclude({endOf(error.code), error, answer});
}

void RequestFlow::conclude(Ending ending)
{
    const auto self = shared_from_this();
    if (m_stopped)
        return;
    m_cancel.cancel(); // whatever comes of storing it, nothing goes on
    const Error &error = ending.error;
    const State before = m_record.state;
    const bool byRule = error.code == "denied_by_rule";
    if (std::exchange(m_forRules, false) && !byRule && !silent())
        show(m_stage); // no rule answers any more: the person is told what became of it
    const auto stored = move(
        ending.event,
        [&](RequestRecord &record) {
            if (byRule)
                record.decidingRule = m_decision.deciding;
            if (error.code != "declined" && !byRule)
                record.failure = error;
            record.answer.reset();
            // From Answered on, the one answer has left.
            if (ending.answer && before != State::Answered && record.request && record.request->canAnswer())
                record.answer = uma::errorAnswer(*record.request, *ending.answer, ctx().profile.issuer());
            else
                record.answerTaken = true;
        },
        [&]() -> Result<void> {
            FPX_CHECK(discardPermissions());
            return logEnding(ending, before);
        });
    if (!stored) { // it has not ended then: nothing else happens to it, and storing its end is tried again
        m_ending = ending;
        Error shown = stored.error();
        shown.retry = Retry::Later;
        m_clockWatch.start(std::chrono::seconds(60));
        show(Stage::Failed, shown);
        m_box.put(Stopped{});
        return;
    }
    m_ending.reset();
    m_clockWatch.stop();
    ctx().outbox->wake();
    if (byRule && m_decision.obligations.notify)
        Q_EMIT m_engine.decidedByRule(m_record.key, m_record.decidingRule, false);
    show(ending.event == Event::Decline  ? Stage::Declined
         : ending.event == Event::Expire ? Stage::Expired
                                         : Stage::Failed,
         error);
    Q_EMIT m_engine.pageChanged(m_record.pageToken);
    if (m_record.answer && m_record.request->arrival == uma::Arrival::Link)
        Q_EMIT m_engine.answerForBrowser(m_record.pageToken);
    m_engine.deliverRefusal(m_record);
    m_box.put(Stopped{});
    Q_EMIT finished();
    m_engine.ended(m_record.key);
}

Result<void> RequestFlow::logEnding(const Ending &ending, State before)
{
    const QByteArray &code = ending.error.code;
    const bool codeRefused = m_record.fromDevice() && !m_record.details;
    const char *line = code == "denied_by_rule"              ? "request_declined_by_rule"
                       : code == "declined"                  ? "request_declined"
                       : ending.event == Event::Decline      ? "request_denied"
                       : ending.event != Event::Expire       ? codeRefused ? "code_refused" : "request_failed"
                       : before == State::PermissionsCreated ? "request_not_fetched"
                                                             : "request_expired";
    if (code == "declined" && !m_facts.client.isEmpty())
        FPX_CHECK(ctx().decisions->answered({m_facts, false, 0}));
    FPX_CHECK(ctx().ledger->append(requestEntry(line, m_record, ctx().clock->now(), networkName())));
    return {};
}

Result<uma::Answer> RequestFlow::takeAnswer()
{
    if (!m_ending && m_end.secondsLeft() <= 0)
        concludeWith(timeIsOver());
    else if (!m_ending)
        endIfOutdated();
    if (m_record.state != State::PermissionsCreated || m_ending)
        return fail("no_answer", Words::tr("There is no answer to hand out."));
    const uma::Answer answer = *m_record.answer;
    const auto taken = [](RequestRecord &record) { record.answerTaken = true; };
    FPX_CHECK(move({Event::Answer, Event::Record}, taken, [this] { return logGrant(); }));
    granted();
    return answer;
}

Result<void> RequestFlow::logGrant()
{
    const QList<PermissionRecord> given = ctx().permissions->ofRequest(m_record.key);
    for (const PermissionRecord &permission : given) {
        if (permission.state == PermissionState::Pending || permission.isLive())
            FPX_CHECK(ctx().ledger->append(permissionEntry("permission_granted", permission, ctx().clock->now())));
    }
    FPX_CHECK(logReuse(m_record, *ctx().permissions, *ctx().ledger, ctx().clock->now()));
    FPX_CHECK(ctx().ledger->append(requestEntry(grantedCode(m_record), m_record, ctx().clock->now(), networkName())));
    return {};
}

bool RequestFlow::endIfOutdated()
{
    if (m_record.state != State::PermissionsCreated)
        return false;
    const auto client = ctx().accounts->client(m_record.enrolment);
    const qint64 now = client ? client->shownTime() : ctx().clock->nowSeconds();
    const bool outdated = std::ranges::any_of(m_record.reused, [this, now](const Reused &one) {
        return !canStillBeNamed(ctx().permissions->find(one.permission), now);
    });
    if (outdated)
        concludeWith({"reuse_ended",
                      Words::tr("What you share with %1 changed before the answer left. Nothing was shared with this "
                                "request.")
                          .arg(m_record.clientName),
                      {},
                      Retry::No});
    return outdated;
}

void RequestFlow::granted()
{
    const auto self = shared_from_this();
    m_clockWatch.stop();
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
    if (endIfOutdated())
        co_return fail("cancelled", QString());
    // The first attempt may reach the network and its answer be lost: from here on there is no other answer.
    const Change left = [](RequestRecord &record) { record.answerTaken = true; };
    if (m_record.state == State::PermissionsCreated)
        FPX_CO_CHECK(co_await moveDurably(self, Event::Answer, left, Also()));
    m_clockWatch.stop(); // the delivery keeps to the ticket's end itself
    show(Stage::Sending);
    // Named, not braced in the call: GCC 12 destroys such temporaries of a co_await twice.
    const Delivery delivery{ctx().accounts->client(m_record.enrolment), *m_record.answer, m_record.expiresAt,
                            ctx().clock, ctx().random};
    const std::function<void(const Error &)> notYet = [this](const Error &error) { show(Stage::Sending, error); };
    FPX_CO_CHECK(co_await deliver(delivery, notYet, cancel));
    const auto recorded = move(Event::Record, {}, [this] { return logGrant(); });
    if (!recorded) { // stays Answered: the next start delivers and records again
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
        const bool pending = permission.state == PermissionState::Draft || permission.state == PermissionState::Pending;
        if (!pending && !permission.isLive())
            continue;
        // Live: of an answer that the network took without saying so.
        FPX_CHECK(ctx().outbox->add(permission.id, pending ? OutboxKind::Discard : OutboxKind::Revoke));
        FPX_CHECK(ctx().ledger->append(permissionEntry("permission_withdrawn", permission, ctx().clock->now())));
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

Error RequestFlow::timeIsOver() const
{
    const bool unfetched = m_record.state == State::PermissionsCreated;
    return {"expired",
            unfetched ? Words::tr("Your browser did not fetch the answer in time. What you had allowed was withdrawn: "
                                  "nothing was shared.")
                      : Words::tr("Time ran out before the request was answered. Nothing was shared."),
            {},
            Retry::No};
}

void RequestFlow::setEnd()
{
    m_content.expiresAt = utcFromSeconds(m_record.expiresAt);
    m_end.set(m_record.expiresAt);
}

void RequestFlow::look()
{
    if (m_stopped || isFinal(m_record.state) || m_record.state == State::Answered)
        return;
    if (m_ending)
        return conclude(*m_ending);
    const qint64 left = m_end.secondsLeft();
    if (left <= 0)
        return concludeWith(timeIsOver());
    m_clockWatch.start(std::chrono::seconds(std::min<qint64>(left, 60))); // the machine may sleep in between
    signInChanged();
}

} // namespace fpx::consent
