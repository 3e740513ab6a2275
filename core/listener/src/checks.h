// From a parsed head to a Request, or to the status that refuses it. Pure: no socket, no time.
#pragma once

#include "headparser.h"

#include <fpx/listener/listener.h>

#include <variant>

namespace fpx::listener {

/// An HTTP status with an empty body; 200 for a HEAD of a known path.
using Verdict = std::variant<Request, int>;

/// The rules of listener.h from Host to prefetch, in their order.
[[nodiscard]] Verdict check(const Head &head, quint16 port, Serves serves);

} // namespace fpx::listener
