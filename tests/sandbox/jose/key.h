// Keys, JWS and JWE over cjose. Independent of the wallet's core/jose on purpose.
#pragma once

#include <fpx/base/json.h>

#include <QJsonDocument>
#include <QList>

#include <optional>

#include <memory>

struct _cjose_jwk_int;

namespace fpx::sandbox {

/// A cjose JWK; copies share it. An empty one signs and verifies nothing.
class Key
{
public:
    Key() = default;
    [[nodiscard]] static Key makeEc(const QString &kid);
    [[nodiscard]] static Key makeRsa(const QString &kid);
    [[nodiscard]] static Key fromSecret(const QByteArray &secret);
    /// A JWK as received: P-256 or RSA, public only. `why` says what is wrong with others.
    [[nodiscard]] static Key fromPublicJwk(const QJsonObject &jwk, QString &why);
    /// A key of our own, as privateJwk() wrote it.
    [[nodiscard]] static Key fromPrivateJwk(const QJsonObject &jwk);

    [[nodiscard]] bool isValid() const { return m_jwk != nullptr; }
    [[nodiscard]] QString kid() const;
    [[nodiscard]] QString algorithm() const; ///< ES256, RS256 or HS256: the one job of this type of key here.
    [[nodiscard]] QJsonObject publicJwk(const QString &use = QStringLiteral("sig")) const;
    [[nodiscard]] QJsonObject privateJwk() const;
    [[nodiscard]] QString thumbprint() const; ///< RFC 7638, SHA-256, base64url.

    /// Compact JWS; `alg` and `kid` are added when the header has none.
    [[nodiscard]] QString sign(QJsonObject header, const QByteArray &payload) const;
    /// Signature only, by the algorithm of this key.
    [[nodiscard]] bool verifies(const QString &compact) const;
    /// Decrypts a compact JWE (ECDH-ES, A256GCM).
    [[nodiscard]] std::optional<QByteArray> decrypt(const QString &compact) const;

private:
    explicit Key(_cjose_jwk_int *jwk);
    std::shared_ptr<_cjose_jwk_int> m_jwk;
};

struct Jwt {
    QJsonObject header;
    QJsonObject claims;
};
/// Parts of a compact JWS without any check of the signature. At most 16 KiB.
[[nodiscard]] std::optional<Jwt> peekJwt(const QString &compact);
[[nodiscard]] std::optional<QJsonObject> peekJweHeader(const QString &compact);
/// A JWT that is wrong in the way `how` says: wrong_key, none, hs256, garbage; "" signs as it is.
[[nodiscard]] QString tamperedJwt(const Key &key, const QJsonObject &header, const QByteArray &payload,
                                  const QString &how);
[[nodiscard]] QJsonObject jwks(const QList<Key> &keys, const QString &use = QStringLiteral("sig"));
/// base64url(SHA-256(text as UTF-8)).
[[nodiscard]] QString hashOf(const QString &text);

} // namespace fpx::sandbox
