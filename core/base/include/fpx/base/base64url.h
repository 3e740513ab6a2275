// base64url without padding (RFC 4648 section 5, RFC 7515 section 2), strict.
#pragma once

#include <fpx/base/result.h>

namespace fpx {

[[nodiscard]] QByteArray toBase64Url(const QByteArray &bytes);
/// Refuses padding, other alphabets, white space and non-zero trailing bits. Error: `bad_base64url`.
[[nodiscard]] Result<QByteArray> fromBase64Url(const QByteArray &text);
/// base64url(SHA-256(bytes)).
[[nodiscard]] QByteArray sha256Base64Url(const QByteArray &bytes);

} // namespace fpx
