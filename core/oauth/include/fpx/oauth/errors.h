// Error answers of authorization servers (RFC 6749 section 5.2), and their words.
#pragma once

#include <fpx/http/message.h>

namespace fpx::oauth {

/// The error of a token or revocation endpoint's answer that is no success: `invalid_grant`, `invalid_client`,
/// `invalid_scope`, else `token_request_refused` (Retry::Later for 408, 425, 429 and 5xx, and where the error's name says so).
/// The server's words are only in the detail.
[[nodiscard]] Error errorOf(const http::Response &response);

/// `id_token_too_large`: over 64 KiB.
[[nodiscard]] Error idTokenTooLarge(const QString &detail);

/// What another party wrote, fit for a detail line: at most 200 characters, without control, bidirectional and quotation
/// characters, in quotation marks. Never for a place where it could pass for our own words.
[[nodiscard]] QString quoted(const QString &foreign);

} // namespace fpx::oauth
