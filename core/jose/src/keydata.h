// What a key is inside the module, and the two ways to make one.
#pragma once

#include <fpx/jose/jwk.h>

#include "evp.h"

namespace fpx::jose {

struct KeyData {
    Pkey pkey;
    KeyType type = KeyType::Ec;
    Curve curve = Curve::None;
    KeyUse use = KeyUse::Any;
    std::optional<Algorithm> declared; ///< The JWK's own `alg`.
    QString keyId;
    QJsonObject bare; ///< The required public members.
    QString thumbprint;
};

/// The key's material only, from the public members of a JWK. Errors: `key_unsupported`, `key_malformed`,
/// `key_too_weak`, `key_point_invalid`.
[[nodiscard]] Result<KeyData> materialFromJwk(const QJsonObject &jwk, Reading reading = Reading::Exact);
/// The same from an OpenSSL key (private ones included).
[[nodiscard]] Result<KeyData> materialFromPkey(Pkey pkey);
/// `kid`, `use`, `key_ops` and `alg`. Errors: `key_malformed`, `key_unsupported`, `key_use_contradictory`.
[[nodiscard]] Result<void> readMetadata(const QJsonObject &jwk, KeyData &key);

/// A base64url member of exactly `bytes` bytes (0: any number, without a leading zero). Error: `key_malformed`.
[[nodiscard]] Result<QByteArray> bytesMember(const QJsonObject &jwk, const char *member, int bytes = 0);
[[nodiscard]] Failure keyFailure(const char *code, const QString &detail);
/// Bytes of a coordinate or raw key; 0 for Curve::None.
[[nodiscard]] int fieldBytes(Curve curve);

} // namespace fpx::jose
