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
    bool withAnyClock =
        false; ///< The assertion is signed in the AS's time even where `clock_wrong` would be the answer.
};

struct ClientToken {
    Secret token;
    qint64 expiresIn = 0; ///< seconds; 0: unknown
};

/// Errors: `account_gone` (invalid_client), `as_unavailable`, `clock_wrong` (nothing was signed), those of SecretStore, and
/// the others of oauth::requestTokens().
[[nodiscard]] Async<ClientToken> fetchClientToken(std::shared_ptr<ServerClock> http, AsContext context,
                                                  ClientTokenDemand demand, CancelToken cancel);

} // namespace fpx::uma
