// The naive evaluator: docs/policies.md in code, one rule after the other. Shares the types with the engine, and no code.
#pragma once

#include <fpx/policy/policy.h>

namespace fpx::policy::oracle {

/// `forgotten` leaves one condition unread: the comparison with the engine must then fail, which shows that the cases
/// depend on it.
[[nodiscard]] Explanation explain(const QList<Rule> &rules, const Facts &facts,
                                  std::optional<Condition> forgotten = std::nullopt);

} // namespace fpx::policy::oracle
