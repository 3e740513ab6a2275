// Verification of a request object (RFC 9101, profile 4.1): the half of AuthorizationRequest::parse() that needs the AS's
// keys.
#pragma once

#include <fpx/base/async.h>
#include <fpx/http/httpclient.h>
#include <fpx/jose/jwkset.h>
#include <fpx/uma/authorizationrequest.h>

namespace fpx::uma {

/// Verifies `request.requestObject` with `keys`, the AS's own: signature, `typ` `oauth-authz-req+jwt`, `iss` = client_id,
/// `aud` = `operatorIssuer`, and that it is valid at `now` (AS time, seconds; 60 s of tolerance). A request without a
/// request object passes. Errors: those of jose::verify() (`key_unknown`: worth one refetch of the keys),
/// `token_expired`, `token_from_the_future`, `token_lives_too_long`, `wrong_issuer`, `wrong_audience`.
[[nodiscard]] Result<void> checkRequestObject(const AuthorizationRequest &request, const jose::JwkSet &keys,
                                              const QString &operatorIssuer, qint64 now);

/// The same with the keys of `jwksUri` (AsMetadata). Answers `request` unchanged. Errors: those of
/// checkRequestObject() and of the transport, `bad_jwks`, `as_unavailable`.
[[nodiscard]] Async<AuthorizationRequest> verifyRequestObject(AuthorizationRequest request,
                                                              std::shared_ptr<http::HttpClient> http, QUrl jwksUri,
                                                              QString operatorIssuer, qint64 now, CancelToken cancel);

} // namespace fpx::uma
