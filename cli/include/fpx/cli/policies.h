// `fpx-wallet policies …`: rules in files (docs/policies.md). The wallet itself is neither read nor changed.
#pragma once

#include <fpx/cli/printed.h>

#include <QStringList>

namespace fpx::cli {

/// What stands after `policies`:
///     check FILE [REQUESTS]     what is wrong with the rules; with requests also what is wider than they were
///     explain FILE REQUEST      what becomes of a request, and what would change that
///     export FILE               the canonical form
///     import CURRENT NEW OUT    what NEW changes in CURRENT; writes NEW in canonical form to OUT
///     simulate OLD NEW REQUESTS what NEW would have decided otherwise
/// REQUESTS has one request a line, REQUEST is one, as fpx/policy/factsrecord.h writes them.
[[nodiscard]] Printed runPolicies(const QStringList &arguments);

} // namespace fpx::cli
