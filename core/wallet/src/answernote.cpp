#include "answernote.h"

#include "words.h"

#include <fpx/wallet/policies.h>

#include <algorithm>

namespace fpx::wallet {

namespace {

ClientId clientOf(const consent::RequestRecord &request)
{
    return request.details ? request.details->client : ClientId();
}

QString answersToday(const QList<consent::RequestRecord> &requests, const consent::RequestRecord &last, bool allowed,
                     const QDate &today)
{
    const auto times = static_cast<int>(std::ranges::count_if(requests, [&](const consent::RequestRecord &one) {
        return one.as == last.as && clientOf(one) == clientOf(last) && !one.decidingRule.isEmpty() &&
               one.choice.has_value() == allowed && QDateTime::fromSecsSinceEpoch(one.receivedAt).date() == today;
    }));
    if (times < 2)
        return allowed
                   ? Words::tr("%1 was allowed to use %2 without asking you.").arg(last.clientName, last.subjectLine)
                   : Words::tr("A request from %1 was declined without asking you.").arg(last.clientName);
    return allowed ? Words::tr("%1 was allowed %n time(s) today without asking you, the last time to use %2.", nullptr,
                               times)
                         .arg(last.clientName, last.subjectLine)
                   : Words::tr("%n request(s) from %1 were declined today without asking you.", nullptr, times)
                         .arg(last.clientName);
}

} // namespace

Notification answerNote(const QList<consent::RequestRecord> &requests, const consent::RequestRecord &last, bool allowed,
                        const QList<policy::Rule> &own, const QDateTime &now)
{
    const bool isOwn = std::ranges::find(own, last.decidingRule, &policy::Rule::id) != own.end();
    return {Words::tr("Answered by a rule"), answersToday(requests, last, allowed, now.toLocalTime().date()),
            ruleAction(last.decidingRule), isOwn ? Words::tr("Change this rule") : Words::tr("Show the rules"),
            QStringLiteral("%1/%2/%3")
                .arg(last.as.value(), clientOf(last).value(),
                     allowed ? QStringLiteral("allowed") : QStringLiteral("declined"))};
}

} // namespace fpx::wallet
