// A rule as an English sentence, for the command line alone: the window has its own, translated.
#pragma once

#include <fpx/policy/ruleset.h>

namespace fpx::cli {

[[nodiscard]] QString sentence(const policy::Rule &rule);
[[nodiscard]] QString effectWord(policy::Effect effect);
[[nodiscard]] QString failureWords(policy::Condition condition);

} // namespace fpx::cli
