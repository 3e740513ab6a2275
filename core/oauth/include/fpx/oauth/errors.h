// Error answers of authorization servers (RFC 6749 sections 4.1.2.1 and 5.2).
#pragma once

#include <fpx/http/message.h>

namespace fpx::oauth {

/// The error of a token, revocation or registration endpoint's answer that is no success. Codes:
/// `invalid_grant`, `invalid_client`, `invalid_scope`, `invalid_request`, `unauthorized_client`,
/// `unsupported_grant_type`, `server_unavailable` (429, 5xx; Retry::Later), else `token_refused`.
[[nodiscard]] Error errorOf(const http::Response &response);

/// The error of an authorization response. Codes: `sign_in_declined` (access_denied), `login_required`,
/// `interaction_required` (with account_selection_required and consent_required), `acr_unmet`
/// (unmet_authentication_requirements), `server_unavailable` (temporarily_unavailable, server_error; Retry::Later), else
/// `authorization_refused`.
[[nodiscard]] Error authorizationError(const QString &error, const QString &description);

/// What another party wrote, fit for a detail line: ≤ 200 characters, without control and bidirectional characters, in
/// quotation marks. Never for a place where it could pass for our own words.
[[nodiscard]] QString quoted(const QString &foreign);

} // namespace fpx::oauth
