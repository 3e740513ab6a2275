// From a run of the person's own decisions to a rule that would have given them.
#pragma once

#include <fpx/policy/ruleset.h>

namespace fpx::policy {

/// One answer of the person. Rules' answers are left out by the caller.
struct PastDecision {
    Facts facts; ///< Sources, subjects and scopes as they were granted; of a decline, as asked.
    bool allowed = false;
    int grantedDays = 0; ///< 0: once; longestDuration: until revoked.
};

struct Suggestion {
    Rule rule; ///< Without an id; the caller gives it one.
    int times = 0;
};

/// For each network, profile, client, definition, source and subject whose last `run` decisions (≥ 1; `decisions` oldest first)
/// all allowed it, an allow that is never wider than what was allowed in them: the scopes that each time were among the
/// granted ones, no longer than the shortest grant, no weaker sign-in, no other sensitivity, no other organisation behind
/// the client, no first contact. Answers to requests from another device or to protect records count for nothing here. A
/// decline ends a run for all sources and subjects. Nothing where a rule decides already. Time of day and week, and how
/// often, are no part of it.
[[nodiscard]] QList<Suggestion> suggest(const QList<PastDecision> &decisions, const RuleSet &rules, int run = 5);

} // namespace fpx::policy
