// Signatures over plain bytes, in the encoding of JOSE (RFC 7518 section 3: ECDSA is R || S). The ledger uses it for its
// Ed25519 signatures; everything that is a token goes through jws.h.
#pragma once

#include <fpx/jose/jwk.h>

namespace fpx::jose {

/// Signs with the key's own algorithm. Errors: `key_wrong_algorithm` (the key does not sign), `crypto_failed`.
[[nodiscard]] Result<QByteArray> signBytes(const QByteArray &bytes, const PrivateKey &key);

/// False also when `algorithm` does not fit the key, or the signature has the wrong length.
[[nodiscard]] bool verifyBytes(const QByteArray &bytes, const QByteArray &signature, Algorithm algorithm,
                               const PublicKey &key);

/// HMAC-SHA-256. Error: `crypto_failed`.
[[nodiscard]] Result<QByteArray> hmacSha256(const QByteArray &bytes, const Secret &key);

} // namespace fpx::jose
