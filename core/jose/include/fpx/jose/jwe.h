// JSON Web Encryption in compact form (RFC 7516) as profile section 6 wants it for ROTs: ECDH-ES (direct) with A256GCM
// over P-256 or X25519, nothing else. No compression.
#pragma once

#include <fpx/jose/jwk.h>

namespace fpx::jose {

/// The header of a ROT's JWE. All members are required.
struct JweHeader {
    QString typ;    ///< `fpx-rot+jwe`
    QString kid;    ///< Of the recipient's key.
    QByteArray apu; ///< Agreement PartyUInfo, raw bytes: the AS issuer.
    QByteArray apv; ///< Agreement PartyVInfo, raw bytes: the RS identifier.
};

/// Encrypts under a fresh ephemeral key. `payload` ≤ 16 KiB.
/// Errors: `key_wrong_algorithm` (the recipient's key is for something else), `token_header_refused` (a member of
/// `header` is empty, or `kid` is not the recipient's), `token_too_large`, `crypto_failed`.
[[nodiscard]] Result<QByteArray> encrypt(const QByteArray &payload, const PublicKey &recipient,
                                         const JweHeader &header);

struct DecryptedMessage {
    JweHeader header;
    QByteArray payload;
};
/// The recipient's side; the wallet itself receives no JWE, its tests do.
/// Errors: `token_too_large`, `token_malformed`, `token_crit_refused`, `token_header_key_refused`,
/// `token_header_refused`, `wrong_typ`, `wrong_algorithm`, `key_unknown`, `key_point_invalid` and the others of
/// PublicKey::parse() for `epk`, `decryption_failed`.
[[nodiscard]] Result<DecryptedMessage> decrypt(const QByteArray &message, const PrivateKey &key, const QString &typ);

/// ECDH-ES key agreement with the Concat KDF of RFC 7518 section 4.6 (SHA-256, one round: at most 32 bytes).
/// `algorithmId` is `enc` of the JWE. Errors: `key_wrong_algorithm`, `key_point_invalid` (shared secret of zeroes),
/// `crypto_failed`.
[[nodiscard]] Result<Secret> agreeKey(const PrivateKey &mine, const PublicKey &theirs, const QByteArray &algorithmId,
                                      const QByteArray &apu, const QByteArray &apv, int keyBytes);

} // namespace fpx::jose
