// `fpx-wallet receipts …`: consent receipts in files (docs/receipts.md). The wallet itself is neither read nor changed.
#pragma once

#include <fpx/cli/printed.h>

#include <QStringList>

namespace fpx::cli {

/// What stands after `receipts`:
///     check FILE   whether the receipt is as it was signed, by which key, and what it says
[[nodiscard]] Printed runReceipts(const QStringList &arguments);

} // namespace fpx::cli
