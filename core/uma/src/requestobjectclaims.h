// The parameters inside a request object (RFC 9101, profile 4.1).
#pragma once

#include "requestparameters.h"

namespace fpx::uma {

/// Reads, does not verify: `iss` and `client_id` are `clientId`, `aud` is `operatorIssuer`, `exp` ≤ `iat` + 300 s, and
/// there is no `request` or `request_uri`. Returns the parameters without the JWT's own claims; numbers become decimal
/// strings, since the ticket details name every parameter as a string.
/// Errors: `bad_request_object`, `request_uri_unsupported`.
[[nodiscard]] Result<Parameters> readRequestObject(const QByteArray &object, const QString &clientId,
                                                   const QString &operatorIssuer);

} // namespace fpx::uma
