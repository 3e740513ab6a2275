// The part of the policy's facts that the request itself does not tell: time, sign-in, and what happened before.
#pragma once

#include <fpx/consent/engine.h>
#include <fpx/policy/facts.h>

namespace fpx::consent {

/// Fills in local time, assurance, counts and the days since the person last answered this client. `records` are the
/// requests that the engine keeps, at least those of the last seven days: an answer that is no longer among them counts
/// as never given, so that the wallet asks. `present` is not counted; others count before they are finished, so that
/// many at once do not pass a limit together.
void completeFacts(policy::Facts &facts, const Clock &clock, const std::function<bool(const SignInDemand &)> &signedIn,
                   const QList<RequestRecord> &records, const RequestKey &present);

/// What the rules allow at most: nothing is offered, or granted without asking, for longer.
void limitDuration(DurationOffer &offer, const policy::Obligations &obligations);

} // namespace fpx::consent
