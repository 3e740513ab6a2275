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
    /// Lenient: as PublicKey::parse(); entries that are no keys at all are left out too.
    /// Errors: those of parseJsonObject(), `jwks_malformed`, `jwks_too_many_keys`, `key_private`.
    [[nodiscard]] static Result<JwkSet> parse(const QByteArray &text, Reading reading = Reading::Exact);
    /// The same for a set inside another document.
    [[nodiscard]] static Result<JwkSet> parse(const QJsonObject &set, Reading reading = Reading::Exact);

    [[nodiscard]] const QList<PublicKey> &keys() const { return m_keys; }
    [[nodiscard]] bool isEmpty() const { return m_keys.isEmpty(); }
    [[nodiscard]] QJsonObject toJson() const;

    /// The key for a signature of `algorithm`: of those that `keyId` names (empty: of all) the one that fits, if there is
    /// exactly one. Keys of other types may bear the same name (RFC 7517 section 4.5), and equal keys count once.
    /// Errors: `key_unknown` (none of that name, or no name and none that fits), `key_ambiguous` (several different keys
    /// fit), `key_wrong_algorithm` (none of that name fits).
    [[nodiscard]] Result<PublicKey> find(const QString &keyId, Algorithm algorithm) const;
    /// The key to encrypt to by ECDH-ES, by the same rules; without `keyId` the first P-256 or X25519 key whose `use` is `enc`.
    /// Errors: `key_unknown`, `key_ambiguous`, `key_wrong_algorithm`.
    [[nodiscard]] Result<PublicKey> findAgreement(const QString &keyId = {}) const;

private:
    template <class Candidate, class Fit>
    [[nodiscard]] Result<PublicKey> choose(const QString &keyId, Candidate candidate, Fit fits) const;

    QList<PublicKey> m_keys;
};

} // namespace fpx::jose
