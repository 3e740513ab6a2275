// JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037). Keys are immutable values; copies share one OpenSSL handle and
// may be used from several threads. A key that exists is sound: points are on their curve and sizes suffice.
#pragma once

#include <fpx/base/reading.h>
#include <fpx/base/result.h>
#include <fpx/base/secret.h>
#include <fpx/jose/algorithm.h>

#include <QJsonObject>

#include <memory>
#include <optional>

namespace fpx::jose {

struct KeyData; // private to the module

/// What a key is for: JWK `use`, `key_ops` and `alg`, and what its type can do at all.
enum class KeyUse { Any, Signature, Encryption };

class PublicKey
{
public:
    /// RSA of 2,048 to 4,096 bits with an odd exponent of 3 to 2^32, EC P-256 and P-384, OKP Ed25519 and X25519. At most
    /// half a millisecond, whatever the key: no primes are tested. Lenient: members that are null are absent, and padding
    /// and leading zeros of numbers are skipped.
    /// Errors: `key_unsupported` (type, curve, use or algorithm that the wallet does not know), `key_malformed`,
    /// `key_too_weak`, `key_point_invalid` (not on the curve, or of small order), `key_private` (private members where a
    /// public key belongs), `key_use_contradictory` (`use`, `key_ops`, `alg` and the type do not agree).
    [[nodiscard]] static Result<PublicKey> parse(const QJsonObject &jwk, Reading reading = Reading::Exact);

    /// With `kid`, `use` and `alg` where they are known.
    [[nodiscard]] QJsonObject toJson() const;
    /// The required members only (RFC 7638 section 3.2): what a `jwk` header carries.
    [[nodiscard]] QJsonObject toBareJson() const;
    /// base64url(SHA-256) of RFC 7638, 43 characters. Independent of `kid`, `use` and `alg`.
    [[nodiscard]] QString thumbprint() const;
    /// `kid`; empty when the key has none.
    [[nodiscard]] QString keyId() const;
    /// The one signature algorithm of this key: its `alg`, or what its type admits. Nothing for an RSA key without
    /// `alg` (RS256 and PS256 both fit) and for keys that do not sign.
    [[nodiscard]] std::optional<Algorithm> algorithm() const;
    /// Whether a signature of `algorithm` may be verified with this key.
    [[nodiscard]] bool fits(Algorithm algorithm) const;
    /// Whether ECDH-ES (P-256, X25519) towards this key is allowed.
    [[nodiscard]] bool agreesKeys() const;
    [[nodiscard]] KeyUse use() const;
    [[nodiscard]] KeyType type() const;
    [[nodiscard]] Curve curve() const;
    /// The same key under another `kid`.
    [[nodiscard]] PublicKey withKeyId(const QString &keyId) const;

    /// Equal key material; `kid`, `use` and `alg` do not count.
    [[nodiscard]] bool operator==(const PublicKey &other) const;

    explicit PublicKey(std::shared_ptr<const KeyData> data);
    [[nodiscard]] const KeyData &data() const { return *m_data; }

private:
    std::shared_ptr<const KeyData> m_data;
};

class PrivateKey
{
public:
    /// A fresh key pair with `kid` = thumbprint, from OpenSSL's generator. ES256 takes 20 µs, RS256 (for tests) 0.2 s.
    /// Errors: `key_unsupported` (HS256), `crypto_failed`.
    [[nodiscard]] static Result<PrivateKey> generate(Algorithm algorithm);
    /// A fresh key pair for ECDH-ES: Curve::P256 or Curve::X25519. Errors: `key_unsupported`, `crypto_failed`.
    [[nodiscard]] static Result<PrivateKey> generateAgreement(Curve curve);

    /// PKCS#8 DER.
    [[nodiscard]] Secret toSecret() const;
    /// What toSecret() made; EC, Ed25519 and RSA (RS256) keys become signing keys again, X25519 keys agreement keys.
    /// `kid` is the thumbprint. Errors: `key_malformed`, `key_unsupported`, `key_too_weak`, `key_point_invalid`.
    [[nodiscard]] static Result<PrivateKey> fromSecret(const Secret &pkcs8);
    /// A private EC or OKP JWK (the operator's signing tool, test vectors). `d` must belong to the public members.
    /// Errors: as PublicKey::parse(), `key_unsupported` for RSA.
    [[nodiscard]] static Result<PrivateKey> fromJwk(const QJsonObject &jwk);

    [[nodiscard]] PublicKey publicKey() const;
    /// Nothing for agreement keys.
    [[nodiscard]] std::optional<Algorithm> algorithm() const;
    [[nodiscard]] QString keyId() const { return publicKey().keyId(); }
    [[nodiscard]] QString thumbprint() const { return publicKey().thumbprint(); }

    explicit PrivateKey(std::shared_ptr<const KeyData> data);
    [[nodiscard]] const KeyData &data() const { return *m_data; }

private:
    std::shared_ptr<const KeyData> m_data;
};

} // namespace fpx::jose
