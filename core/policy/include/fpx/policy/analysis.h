// What is wrong with a set of rules, told before it is saved. Exact where it says something; where it cannot know it
// says that. Pure; cost grows with the square of the number of rules, so callers run it on a worker for large sets.
#pragma once

#include <fpx/policy/ruleset.h>

#include <functional>

namespace fpx::policy {

enum class FindingKind {
    NeverMatches,       ///< The conditions contradict each other or the engine's rules.
    Shadowed,           ///< Others always decide before it, or say the same; it could go.
    Conflict,           ///< Another effect for some requests, and neither is an exception to the other.
    WiderThanRequested, ///< An allow names or leaves open what no request ever asked for.
    CannotTell          ///< Whether `others` together shadow it was too much to work out.
};

struct Finding {
    FindingKind kind = FindingKind::NeverMatches;
    QString rule;
    QStringList others;          ///< The rules that shadow it, or the other side of the conflict.
    QList<Condition> conditions; ///< What contradicts, or is wider.
    [[nodiscard]] bool operator==(const Finding &) const = default;
};

/// Findings in the order of the rules. An exception is no conflict: a rule of a stronger effect that lies wholly within
/// a weaker one. `requests`, if any, is what was asked so far. `stopped` is asked between one rule and the next; once it
/// says yes, the analysis ends and nothing is found.
[[nodiscard]] QList<Finding> analyse(const QList<Rule> &rules, const QList<Facts> &requests = {},
                                     const std::function<bool()> &stopped = {});

/// The finding in one sentence, translated.
[[nodiscard]] QString sentenceOf(const Finding &finding);

} // namespace fpx::policy
