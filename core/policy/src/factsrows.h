// Blocks of facts as they were packed before fields had names: forms 1 and 2, in which each request is a row.
#pragma once

#include "bytes.h"

#include <fpx/policy/facts.h>

namespace fpx::policy {

inline constexpr quint64 lastRowForm = 2; ///< 1 had no profile.

/// Goes on where the number of the form ended. What `in` calls bad is of no use.
[[nodiscard]] QList<Facts> readRows(ByteReader &in, quint64 form);

} // namespace fpx::policy
