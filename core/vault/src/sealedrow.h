// One row as it lies in the file, and what opens it. Pure; any thread.
#pragma once

#include "keys.h"

#include <fpx/vault/sealedrows.h>

namespace fpx::vault {

[[nodiscard]] QByteArray rowKey(const TableKeys &keys, const QString &id);
/// What a row is bound to besides its key.
[[nodiscard]] Fields rowAssociated(const TableKeys &keys, const QByteArray &key, qint64 version);
/// Error: `row_damaged`.
[[nodiscard]] Result<Row> openRow(const TableKeys &keys, const SealedRow &sealed);

} // namespace fpx::vault
