// An answer of the AS that is no success, as an error.
#pragma once

#include <fpx/http/message.h>

namespace fpx::uma {

/// `error` of a JSON error body (RFC 6749 section 5.2), at most 64 characters of `[a-z_]`; empty when there is none.
[[nodiscard]] QString errorCodeOf(const http::Response &response);
/// 429 and 5xx: whatever was asked may be asked again.
[[nodiscard]] bool isTemporary(int status);
/// `as_unavailable` (Retry::Later) for a temporary one, else `refusedCode` with `refusedMessage`; the detail names the
/// status and the code of the AS.
[[nodiscard]] Failure statusFailure(const http::Response &response, const char *refusedCode,
                                    const QString &refusedMessage);

} // namespace fpx::uma
