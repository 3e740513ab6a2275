// One call to a registration_client_uri (RFC 7592), with the registration token and the one before it.
#pragma once

#include "serverclock.h"

#include <fpx/uma/enrolment.h>

namespace fpx::uma {

/// Where the registration token of an enrolment, or of its account, is kept; the one before it has `-previous` appended.
[[nodiscard]] SecretName registrationToken(const EnrolmentId &id, bool account);
[[nodiscard]] SecretName previousOf(const SecretName &token);

/// Sends `request` with the present token, and with the previous one when that is refused (401). Errors: those of the
/// transport and of SecretStore.
[[nodiscard]] Async<http::Response> callRegistration(std::shared_ptr<ServerClock> http, SecretStore *secrets,
                                                     SecretName token, http::Request request, CancelToken cancel);

} // namespace fpx::uma
