// The signature algorithms of the wallet (profile section 8; RFC 7518 section 3, RFC 8037): one table, nothing else.
// What is not in it (`none`, RSA1_5, ES256K, …) does not exist here.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace fpx::jose {

enum class Algorithm {
    RS256,
    PS256,
    ES256,
    ES384,
    EdDSA, ///< Ed25519 only (RFC 8037).
    HS256, ///< Only for making ROTs (profile section 6); no token is ever verified with it.
};

enum class KeyType { Rsa, Ec, Okp, Symmetric };
enum class Curve { None, P256, P384, Ed25519, X25519 };

/// One row of the table.
struct AlgorithmInfo {
    Algorithm algorithm;
    const char *name; ///< JOSE `alg`.
    KeyType keyType;
    Curve curve;
    int hashBits; ///< Of the signature, and of `at_hash`.
    int minimumKeyBits;
    int signatureBytes;  ///< 0: as long as the key.
    bool verifiesTokens; ///< May occur in a token from outside.
};

/// The row of `algorithm`.
[[nodiscard]] const AlgorithmInfo &info(Algorithm algorithm);
/// JOSE `alg`, e.g. "ES256".
[[nodiscard]] QString name(Algorithm algorithm);
/// Exact, case-sensitive. Nothing for names that are not in the table.
[[nodiscard]] std::optional<Algorithm> algorithmFromName(const QString &name);
/// What a token from an identity provider or another foreign party may be signed with (profile section 8): every row
/// with `verifiesTokens`.
[[nodiscard]] QList<Algorithm> verifiableAlgorithms();

/// JWK `crv`, e.g. "P-256"; empty for Curve::None.
[[nodiscard]] QString name(Curve curve);
/// JWK `kty`, e.g. "EC".
[[nodiscard]] QString name(KeyType type);

} // namespace fpx::jose
