// Access tokens for the wallet at an AS: client_credentials with private_key_jwt, one scope each (profile section 3).
#pragma once

#include "serverclock.h"

#include <fpx/uma/enrolment.h>

namespace fpx::uma {

struct ClientTokenDemand {
    QUrl tokenEndpoint;
    AsIssuer issuer; ///< `aud` of the assertion
    QString clientId;
    SecretName key;
    QString scope;
};

struct ClientToken {
    Secret token;
    qint64 expiresIn = 0; ///< seconds; 0: unknown
};

/// Errors: `account_gone` (401 invalid_client), `as_unavailable`, `token_refused`, `bad_token_response`, `clock_wrong`
/// (nothing was signed), those of SecretStore and of the transport.
[[nodiscard]] Async<ClientToken> fetchClientToken(std::shared_ptr<ServerClock> http, AsContext context,
                                                  ClientTokenDemand demand, CancelToken cancel);

} // namespace fpx::uma
