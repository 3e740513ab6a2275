// Rules and what comes of them, in the person's words. Names come from the facade, everything else is translated here.
#pragma once

#include <fpx/policy/chips.h>
#include <fpx/wallet/policies.h>

namespace fpx::ui {

/// "City Hospital may read my laboratory results on weekdays without asking me. Ask me again every 30 days."
[[nodiscard]] QString ruleSentence(const policy::Rule &rule, const wallet::Policies &policies);
/// "Laboratory results", "health data", "weekdays": what a chip of names or of a range says, without its context.
[[nodiscard]] QString chipWords(const policy::Chip &chip, const wallet::Policies &policies);
/// "unless it is City Hospital": where a rule does not hold. Empty: it has no exception.
[[nodiscard]] QString exceptionWords(const policy::Rule &rule, const wallet::Policies &policies);
/// The same of a chip that is a condition.
[[nodiscard]] QString conditionWords(const policy::Chip &chip, const wallet::Policies &policies);
/// What a rule that fails in this condition alone would have needed: "it holds for other data sources".
[[nodiscard]] QString failureWords(policy::Condition condition);
/// "all health data" for a resource type.
[[nodiscard]] QString typeWords(const QString &type);
/// "30 days", "3 times".
[[nodiscard]] QString dayWords(int days);
[[nodiscard]] QString timesWords(int times);
/// How well a person's identity was proved, and how strong their sign-in is (IAL and AAL).
[[nodiscard]] QString levelWords(int level);
[[nodiscard]] QString signInWords(int level);
/// "within a day"
[[nodiscard]] QString windowWords(policy::Window window);
/// What becomes of a request: "declined", "asked", "allowed".
[[nodiscard]] QString effectWords(policy::Effect effect);
[[nodiscard]] QString effectIcon(policy::Effect effect);

/// A finding about `draft`, which may hold rules that are not in force.
[[nodiscard]] QString findingSentence(const policy::Finding &finding, const policy::Document &draft,
                                      const wallet::Policies &policies);
/// What an allow never does, unless it says so by name (docs/policies.md, "Never automatic").
[[nodiscard]] QStringList reservations(const policy::Rule &rule);
/// Why this request is put before the person.
[[nodiscard]] QString whyAsked(const policy::Explanation &explanation, const wallet::Policies &policies);
/// What each of the near misses would have needed: "“…” holds for other data sources only."
[[nodiscard]] QStringList nearMissWords(const policy::Explanation &explanation, const wallet::Policies &policies);
/// A rule in force or switched off, the person's or the operator's; null: there is none.
[[nodiscard]] const policy::Rule *findRule(const wallet::Policies &policies, const QString &id);

} // namespace fpx::ui
