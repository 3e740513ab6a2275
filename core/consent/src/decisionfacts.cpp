#include "decisionfacts.h"

#include "choice.h"
#include "offers.h"

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;
constexpr std::array windows{std::pair{policy::Window::Hour, hour}, std::pair{policy::Window::Day, day},
                             std::pair{policy::Window::Week, 7 * day}};

// The sign-in tells only whether it satisfies a demand.
int reached(const std::function<bool(const SignInDemand &)> &signedIn, int SignInDemand::*level)
{
    for (int wanted = 3; wanted > 0; --wanted) {
        SignInDemand demand;
        demand.*level = wanted;
        if (signedIn(demand))
            return wanted;
    }
    return 0;
}

} // namespace

void completeFacts(policy::Facts &facts, const Clock &clock, const std::function<bool(const SignInDemand &)> &signedIn,
                   const QList<RequestRecord> &records, const RequestKey &present, std::optional<qint64> lastAnswered)
{
    const QDateTime now = clock.now();
    facts.time = now.toSecsSinceEpoch();
    facts.offsetMinutes = now.toLocalTime().offsetFromUtc() / 60;
    facts.ial = reached(signedIn, &SignInDemand::ial);
    facts.aal = reached(signedIn, &SignInDemand::aal);
    const auto answeredAgo = [&facts](qint64 age) {
        const int days = static_cast<int>(std::clamp<qint64>(age / day, 0, policy::longestDuration));
        facts.daysSinceAsked = std::min(facts.daysSinceAsked.value_or(days), days);
    };
    if (lastAnswered)
        answeredAgo(facts.time - *lastAnswered);
    for (const RequestRecord &record : records) {
        if (record.key == present || record.enrolment != facts.profile || !record.details ||
            record.details->client != facts.client)
            continue;
        const bool answered = record.choice || record.state == State::Declined;
        const bool byRule = !record.decidingRule.isEmpty();
        const qint64 age = facts.time - record.receivedAt;
        for (const auto &[window, seconds] : windows) {
            if (age >= seconds)
                continue;
            facts.counts.of(policy::Counted::Asked, window) += 1;
            facts.counts.of(policy::Counted::Allowed, window) += byRule && record.choice ? 1 : 0;
        }
        if (answered && !byRule)
            answeredAgo(age);
    }
}

int daysOf(const Duration &duration, const QDate &today)
{
    switch (duration.kind) {
    case DurationKind::Once: return 0;
    case DurationKind::Until: return static_cast<int>(std::max<qint64>(today.daysTo(duration.lastDay) + 1, 1));
    case DurationKind::UntilRevoked: break;
    }
    return policy::longestDuration;
}

int grantedDays(const Duration &duration, const DurationOffer &offer)
{
    const int days = daysOf(duration, offer.earliest);
    if (duration.kind != DurationKind::Until || offer.notAfter == 0)
        return days;
    return static_cast<int>(std::clamp<qint64>((offer.notAfter - offer.madeAt) / day, 1, days));
}

policy::PastDecision allowedAs(const policy::Facts &facts, const uma::TicketDetails &details,
                               const PromptContent &content, const Choice &choice)
{
    policy::PastDecision decision{facts, true, grantedDays(choice.duration, content.duration)};
    QList<policy::ResourceFacts> shared;
    qsizetype next = 0;
    for (qsizetype i = 0; i < details.resources.size() && next < facts.resources.size(); ++i) {
        if (!details.resources[i].required)
            continue;
        policy::ResourceFacts resource = facts.resources[next++];
        const ResourceChoice *chosen = findChoice(choice, details.resources[i].requestId);
        if (chosen == nullptr || !chosen->share)
            continue;
        resource.source = chosen->source;
        resource.subject = chosen->subject;
        resource.scopes = chosen->scopes;
        for (const ScopeOffer &scope : content.resources.value(i).scopes) {
            if (chosen->scopes.contains(scope.scope))
                resource.sensitivity = std::max(resource.sensitivity, policySensitivity(scope.sensitivity));
        }
        shared.append(resource);
    }
    decision.facts.resources = shared;
    return decision;
}

void limitDuration(DurationOffer &offer, const policy::Obligations &obligations)
{
    if (obligations.limitDays) {
        offer.latest = std::min(offer.latest, offer.earliest.addDays(*obligations.limitDays - 1));
        offer.notAfter = std::min(offer.notAfter, offer.madeAt + *obligations.limitDays * day);
        offer.untilRevoked = false;
    }
    if (obligations.once) {
        offer.until = false;
        offer.untilRevoked = false;
    }
    if (offer.initial.kind == DurationKind::UntilRevoked && !offer.untilRevoked)
        offer.initial = {DurationKind::Until, offer.latest};
    if (offer.initial.kind == DurationKind::Until && !offer.until)
        offer.initial = {DurationKind::Once, {}};
    if (offer.initial.kind == DurationKind::Until)
        offer.initial.lastDay = std::min(offer.initial.lastDay, offer.latest);
}

} // namespace fpx::consent
