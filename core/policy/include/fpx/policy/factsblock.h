// Many facts as one compact block of bytes, as they are kept by the hundred and replayed by the million: strings and
// lists of resources are written once a block, numbers take the bytes that they need. Pure; any thread.
#pragma once

#include <fpx/base/result.h>
#include <fpx/policy/facts.h>

namespace fpx::policy {

[[nodiscard]] QByteArray packFacts(const QList<Facts> &facts);
/// In the order in which they were packed. A block that is cut, altered or of another version is refused as a whole.
/// Error: `bad_facts`.
[[nodiscard]] Result<QList<Facts>> unpackFacts(const QByteArray &block);

} // namespace fpx::policy
