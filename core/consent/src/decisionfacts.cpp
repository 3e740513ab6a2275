#include "decisionfacts.h"

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
                   const QList<RequestRecord> &records, const RequestKey &present)
{
    const QDateTime now = clock.now();
    facts.time = now.toSecsSinceEpoch();
    facts.offsetMinutes = now.toLocalTime().offsetFromUtc() / 60;
    facts.ial = reached(signedIn, &SignInDemand::ial);
    facts.aal = reached(signedIn, &SignInDemand::aal);
    for (const RequestRecord &record : records) {
        if (record.key == present || record.as != facts.as || !record.details || record.details->client != facts.client)
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
        const int days = static_cast<int>(std::max<qint64>(age, 0) / day);
        if (answered && !byRule)
            facts.daysSinceAsked = std::min(facts.daysSinceAsked.value_or(days), days);
    }
}

void limitDuration(DurationOffer &offer, const policy::Obligations &obligations)
{
    if (obligations.limitDays) {
        offer.latest = std::min(offer.latest, offer.earliest.addDays(*obligations.limitDays - 1));
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
