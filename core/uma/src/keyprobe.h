// Whether an AS knows a key of ours: the one question that a lost or doubtful answer leaves open.
#pragma once

#include "serverclock.h"

#include <fpx/uma/enrolment.h>

namespace fpx::uma {

/// Asks the token endpoint for a token with `key`, as the account of an enrolment or as the wallet client. True: it was
/// given. False: `invalid_client`. Errors: everything that says neither (those of discover(), of fetchClientToken()).
[[nodiscard]] Async<bool> isKeyKnown(std::shared_ptr<ServerClock> http, AsContext context, Enrolment enrolment,
                                     bool account, SecretName key, CancelToken cancel);

} // namespace fpx::uma
