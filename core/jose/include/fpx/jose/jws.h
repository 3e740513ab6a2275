// JSON Web Signatures in compact form (RFC 7515) whose payload is a JSON object: every token that the wallet makes or
// accepts. RFC 8725 is the checklist; profile section 1 says that `typ` is exact in both directions, and that the
// algorithm comes from the registered key, never from the header.
#pragma once

#include <fpx/jose/jwkset.h>

namespace fpx::jose {

/// What a verifier demands. There is no default that accepts anything: `algorithms` must be filled.
struct Expect {
    enum class Typ {
        Exact,       ///< Byte for byte as `typ`: everything that this profile defines.
        JwtOrAbsent, ///< `JWT` in any case, or none: id_tokens of identity providers, which predate RFC 8725.
    };
    QString typ;                 ///< For Typ::Exact. Empty refuses every token.
    QList<Algorithm> algorithms; ///< What the other side registered or the profile allows; HS256 is ignored.
    Typ typRule = Typ::Exact;
    qsizetype maxBytes = 16 * 1024; ///< Of the whole token (profile section 9).
    /// A permission carries its key in the header (profile section 5): then the `jwk` must be the key given to
    /// verify(). Everyone else's `jwk` is refused.
    bool headerKeyMayRepeatGivenKey = false;
    /// Lenient: `jku`, `x5u` and `x5c` in the header are not looked at, and members that are null are absent.
    Reading reading = Reading::Exact;

    [[nodiscard]] static Expect exactly(const QString &typ, QList<Algorithm> algorithms)
    {
        Expect expect;
        expect.typ = typ;
        expect.algorithms = std::move(algorithms);
        return expect;
    }
    /// An id_token of an identity provider, which is longer for people in many groups; `algorithms` defaults to those of
    /// profile section 8.
    [[nodiscard]] static Expect idToken(QList<Algorithm> algorithms = verifiableAlgorithms())
    {
        Expect expect;
        expect.algorithms = std::move(algorithms);
        expect.typRule = Typ::JwtOrAbsent;
        expect.maxBytes = 64 * 1024;
        expect.reading = Reading::Lenient;
        return expect;
    }
};

/// Only verify() makes one.
struct VerifiedToken {
    QJsonObject header;
    QJsonObject claims;
    QByteArray payload; ///< The signed bytes of `claims`.
    Algorithm algorithm;
    PublicKey key; ///< The one that verified it.
};

/// Signs `payload` with the key's own algorithm and adds `alg` to the header. The header must have a `typ`, may have a
/// `kid` and a `jwk`, and no other member that this module refuses on verification.
/// Errors: `token_header_refused`, `key_wrong_algorithm`, `crypto_failed`.
[[nodiscard]] Result<QByteArray> sign(QJsonObject header, const QByteArray &payload, const PrivateKey &key);
/// The same for claims, as compact JSON with sorted members.
[[nodiscard]] Result<QByteArray> sign(QJsonObject header, const QJsonObject &claims, const PrivateKey &key);
/// HS256, for ROTs only (profile section 6). The key has 32 bytes or more. Errors: as sign(), `key_too_weak`.
[[nodiscard]] Result<QByteArray> signHs256(QJsonObject header, const QJsonObject &claims, const Secret &key);

/// Verifies with the key of `keys` that the header's `kid` names (see JwkSet::find()).
/// Errors, in the order of the checks: `token_too_large`, `token_malformed` (not three strict base64url parts, or not
/// JSON objects; duplicate members), `token_crit_refused`, `token_header_key_refused` (`jwk`, exactly also `jku`, `x5c`, `x5u`),
/// `token_header_refused` (`b64`, wrong types), `wrong_typ`, `token_unsigned` (`none`), `wrong_algorithm` (HS256 and whatever `expect` does
/// not list), `key_unknown`, `key_ambiguous`, `key_wrong_algorithm`, `bad_signature`.
[[nodiscard]] Result<VerifiedToken> verify(const QByteArray &token, const JwkSet &keys, const Expect &expect);
/// Verifies with `key`. When both the header and the key have a `kid`, they must be equal (`key_unknown`).
[[nodiscard]] Result<VerifiedToken> verify(const QByteArray &token, const PublicKey &key, const Expect &expect);

/// Header and claims that NOBODY has vouched for: for choosing a key set by `iss`, and for showing what was refused.
struct UnverifiedToken {
    QJsonObject header;
    QJsonObject claims;
};
/// Errors: `token_too_large`, `token_malformed`.
[[nodiscard]] Result<UnverifiedToken> peekUnverified(const QByteArray &token, qsizetype maxBytes = 16 * 1024);

} // namespace fpx::jose
