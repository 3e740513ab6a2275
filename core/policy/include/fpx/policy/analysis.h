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
    WiderThanRequested, ///< An allow names or leaves open what none of `requests` asked for.
    UnknownName,        ///< `others` are names that nobody is known by: perhaps mistyped, and then it never holds.
    CannotTell          ///< Whether `others` together shadow it was too much to work out.
};

struct Finding {
    FindingKind kind = FindingKind::NeverMatches;
    QString rule;
    QStringList others;          ///< The rules that shadow it, or the other side of the conflict.
    QList<Condition> conditions; ///< What contradicts or is missing (unplaced()), is wider, or has unknown names.
    [[nodiscard]] bool operator==(const Finding &) const = default;
};

/// Findings in the order of the rules. An exception is no conflict: a rule of a stronger effect that lies wholly within
/// a weaker one. `requests`, if any, is what was asked lately. `stopped` is asked between one rule and the next; once it
/// says yes, the analysis ends and nothing is found.
[[nodiscard]] QList<Finding> analyse(const QList<Rule> &rules, const QList<Facts> &requests = {},
                                     const std::function<bool()> &stopped = {});

/// Rules that name a network, client, organisation or definition that `isKnown` denies. A deny with a mistyped name would
/// be thought to protect.
[[nodiscard]] QList<Finding> unknownNames(const QList<Rule> &rules,
                                          const std::function<bool(Condition, const QString &)> &isKnown);

/// The finding in one sentence, translated.
[[nodiscard]] QString sentenceOf(const Finding &finding);

} // namespace fpx::policy
