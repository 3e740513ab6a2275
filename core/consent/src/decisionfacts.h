// The part of the policy's facts that the request itself does not tell: time, sign-in, and what happened before.
#pragma once

#include <fpx/consent/engine.h>
#include <fpx/policy/suggestion.h>

namespace fpx::consent {

/// Fills in local time, assurance, counts and the days since the person last answered this client. `lastAnswered` is
/// what the log of decisions remembers of that, in seconds; requests answered before there was one tell it themselves.
/// `records` are the requests that the engine keeps, at least those of the last seven days. `present` is not counted;
/// others count before they are finished, so that many at once do not pass a limit together.
void completeFacts(policy::Facts &facts, const Clock &clock, const std::function<bool(const SignInDemand &)> &signedIn,
                   const QList<RequestRecord> &records, const RequestKey &present,
                   std::optional<qint64> lastAnswered = {});

/// What the person decided, for the log: `facts` as they were evaluated, with the sources, subjects and scopes that were
/// chosen for what the client needs. What was shared beyond that is left out, so that no suggestion is wider.
[[nodiscard]] policy::PastDecision allowedAs(const policy::Facts &facts, const uma::TicketDetails &details,
                                             const PromptContent &content, const Choice &choice);

/// Days that a duration holds, as the rules count them: 0 once, policy::longestDuration until revoked.
[[nodiscard]] int daysOf(const Duration &duration, const QDate &today);

/// The most days that a rule may grant so that it never grants longer than this choice: a day that the network's maximum
/// cuts short is none. Otherwise as daysOf().
[[nodiscard]] int grantedDays(const Duration &duration, const DurationOffer &offer);

/// What the rules allow at most: nothing is offered, or granted without asking, for longer.
void limitDuration(DurationOffer &offer, const policy::Obligations &obligations);

} // namespace fpx::consent
