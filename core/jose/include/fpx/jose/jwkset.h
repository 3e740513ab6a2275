// JWK sets (RFC 7517 section 5) within the limits of profile section 9: 64 KiB, 32 keys.
#pragma once

#include <fpx/jose/jwk.h>

#include <QList>

namespace fpx::jose {

class JwkSet
{
public:
    static constexpr qsizetype maxBytes = 64 * 1024;
    static constexpr qsizetype maxKeys = 32;

    JwkSet() = default;
    explicit JwkSet(QList<PublicKey> keys) : m_keys(std::move(keys)) {}

    /// Keys that the wallet cannot use (other type, curve or algorithm; too weak; malformed) are left out, as RFC 7517
    /// section 5 says; one that shows private members makes the whole set unusable, since its owner has lost it.
    /// Errors: those of parseJsonObject(), `jwks_malformed`, `jwks_too_many_keys`, `key_private`.
    [[nodiscard]] static Result<JwkSet> parse(const QByteArray &text);
    /// The same for a set inside another document.
    [[nodiscard]] static Result<JwkSet> parse(const QJsonObject &set);

    [[nodiscard]] const QList<PublicKey> &keys() const { return m_keys; }
    [[nodiscard]] bool isEmpty() const { return m_keys.isEmpty(); }
    [[nodiscard]] QJsonObject toJson() const;

    /// The key for a signature of `algorithm`. With a `keyId`: the key of that name, which must fit the algorithm.
    /// Without (empty): the one key that fits, if there is exactly one.
    /// Errors: `key_unknown` (none of that name: worth one refetch), `key_ambiguous` (two of that name; or no name and
    /// several that fit), `key_wrong_algorithm`.
    [[nodiscard]] Result<PublicKey> find(const QString &keyId, Algorithm algorithm) const;
    /// The key to encrypt to by ECDH-ES; without `keyId` the first P-256 or X25519 key whose `use` is `enc`.
    /// Errors: `key_unknown`, `key_ambiguous`, `key_wrong_algorithm`.
    [[nodiscard]] Result<PublicKey> findAgreement(const QString &keyId = {}) const;

private:
    QList<PublicKey> m_keys;
};

} // namespace fpx::jose
