// `prompt=none`: who may ask for an answer without a prompt, and how often (profile 4.1).
#pragma once

#include <fpx/consent/requestrecord.h>
#include <fpx/policy/ruleset.h>

namespace fpx::consent {

/// Looked at when such a request arrives, and again when its ticket details confirm it: by reference nobody knows before
/// that it is one. Neither error is ever answered by a redirect.
/// Errors: `silent_request_refused` (no rule of the person allows answers without a prompt to this AS),
/// `silent_request_limit` (three others were confirmed within the hour before `now`, local seconds).
[[nodiscard]] Result<void> checkSilence(const policy::RuleSet &rules, const QList<RequestRecord> &requests,
                                        const RequestRecord &present, qint64 now, const QString &networkName);

} // namespace fpx::consent
