// The words of the policy language, once for reading and writing.
#pragma once

#include <fpx/policy/rule.h>

namespace fpx::policy {

inline constexpr std::array effectWords{"deny", "ask", "allow"};
inline constexpr std::array countedWords{"asked", "allowed"};
inline constexpr std::array windowWords{"hour", "day", "week"};
inline constexpr std::array obligationWords{"notify", "once", "limit_days", "ask_again_days", "step_up"};
inline constexpr std::array ruleWords{"id", "effect", "when", "unless", "then", "comment", "created_at", "locked"};
inline constexpr std::array documentWords{"fpx_policy", "rules", "switched_off", "comment"};

inline QStringList wordList(std::span<const char *const> words)
{
    QStringList list;
    for (const char *word : words)
        list.append(QLatin1String(word));
    return list;
}

/// The one of `known` that was probably meant: the nearest by letters changed (two, in long words a third), or one
/// that other languages call so. Empty: none.
[[nodiscard]] QString probablyMeant(const QString &word, const QStringList &known);

} // namespace fpx::policy
