#include "keydata.h"

#include <fpx/base/json.h>

#include <QJsonArray>
#include <QSet>

namespace fpx::jose {

namespace {

constexpr qsizetype maxKeyId = 256;

// RFC 7518 section 6: every member that holds something secret, for all types of keys.
constexpr const char *privateMembers[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

// What the type of a key can do at all. RSA is never encrypted to here.
KeyUse useOfType(const KeyData &key)
{
    if (key.curve == Curve::P256)
        return KeyUse::Any;
    return key.curve == Curve::X25519 ? KeyUse::Encryption : KeyUse::Signature;
}

// Both statements hold; nothing is left when they contradict each other.
bool narrow(KeyUse &use, KeyUse to)
{
    if (to == KeyUse::Any || use == to)
        return true;
    if (use != KeyUse::Any)
        return false;
    use = to;
    return true;
}

Result<KeyUse> useMember(const QJsonObject &jwk)
{
    const QJsonValue value = jwk.value(QStringLiteral("use"));
    if (value.isUndefined())
        return KeyUse::Any;
    if (value == QStringLiteral("sig"))
        return KeyUse::Signature;
    if (value == QStringLiteral("enc"))
        return KeyUse::Encryption;
    return keyFailure(value.isString() ? "key_unsupported" : "key_malformed", QStringLiteral("use"));
}

Result<KeyUse> keyOpsMember(const QJsonObject &jwk)
{
    const QJsonValue value = jwk.value(QStringLiteral("key_ops"));
    if (value.isUndefined())
        return KeyUse::Any;
    const QJsonArray list = value.toArray();
    QSet<QString> operations;
    for (const QJsonValue &entry : list) {
        if (!entry.isString() || operations.contains(entry.toString())) // RFC 7517 section 4.3: no duplicates
            return keyFailure("key_malformed", QStringLiteral("key_ops"));
        operations.insert(entry.toString());
    }
    if (!value.isArray())
        return keyFailure("key_malformed", QStringLiteral("key_ops"));
    const bool derives =
        operations.contains(QStringLiteral("deriveKey")) || operations.contains(QStringLiteral("deriveBits"));
    if (operations.contains(QStringLiteral("verify"))) {
        if (derives)
            return keyFailure("key_use_contradictory", QStringLiteral("key_ops"));
        return KeyUse::Signature;
    }
    // The public half of an agreement key has nothing to do by itself: implementations write [].
    if (derives || operations.isEmpty())
        return KeyUse::Encryption;
    return keyFailure("key_unsupported", QStringLiteral("key_ops"));
}

Result<KeyUse> algMember(const QJsonObject &jwk, KeyData &key)
{
    const QJsonValue value = jwk.value(QStringLiteral("alg"));
    if (value.isUndefined())
        return KeyUse::Any;
    if (!value.isString())
        return keyFailure("key_malformed", QStringLiteral("alg"));
    if (value == QStringLiteral("ECDH-ES"))
        return KeyUse::Encryption;
    const auto algorithm = algorithmFromName(value.toString());
    if (!algorithm || !info(*algorithm).verifiesTokens)
        return keyFailure("key_unsupported", QStringLiteral("alg"));
    if (info(*algorithm).keyType != key.type || info(*algorithm).curve != key.curve)
        return keyFailure("key_use_contradictory", QStringLiteral("alg and type"));
    key.declared = algorithm;
    return KeyUse::Signature;
}

} // namespace

Result<void> readMetadata(const QJsonObject &jwk, KeyData &key)
{
    const QJsonValue keyId = jwk.value(QStringLiteral("kid"));
    if (!keyId.isUndefined()) {
        if (keyId.toString().isEmpty() || keyId.toString().size() > maxKeyId)
            return keyFailure("key_malformed", QStringLiteral("kid"));
        key.keyId = keyId.toString();
    }
    FPX_TRY(byUse, useMember(jwk));
    FPX_TRY(byOperations, keyOpsMember(jwk));
    FPX_TRY(byAlgorithm, algMember(jwk, key));
    key.use = useOfType(key);
    // An empty list says nothing that a key to verify with could contradict: some write one for every key.
    const bool saysNothing =
        jwk.value(QStringLiteral("key_ops")) == QJsonArray() &&
        (key.use == KeyUse::Signature || byUse == KeyUse::Signature || byAlgorithm == KeyUse::Signature);
    if (saysNothing)
        byOperations = KeyUse::Any;
    // An RSA key to encrypt to is a proper key that this wallet has no use for; the rest is a contradiction.
    if (key.type == KeyType::Rsa && byUse == KeyUse::Encryption)
        return keyFailure("key_unsupported", QStringLiteral("RSA encryption"));
    if (!narrow(key.use, byUse) || !narrow(key.use, byOperations) || !narrow(key.use, byAlgorithm))
        return keyFailure("key_use_contradictory", QStringLiteral("use, key_ops, alg and type"));
    return {};
}

Result<PublicKey> PublicKey::parse(const QJsonObject &written, Reading reading)
{
    const QJsonObject jwk = reading == Reading::Lenient ? withoutNulls(written) : written;
    for (const char *member : privateMembers) {
        if (jwk.contains(QLatin1String(member)) && jwk.value(QStringLiteral("kty")) != name(KeyType::Symmetric))
            return keyFailure("key_private", QLatin1String(member));
    }
    FPX_TRY(key, materialFromJwk(jwk, reading));
    FPX_CHECK(readMetadata(jwk, key));
    return PublicKey(std::make_shared<const KeyData>(std::move(key)));
}

PublicKey::PublicKey(std::shared_ptr<const KeyData> data) : m_data(std::move(data)) {}

QJsonObject PublicKey::toJson() const
{
    QJsonObject jwk = m_data->bare;
    if (!m_data->keyId.isEmpty())
        jwk.insert(QStringLiteral("kid"), m_data->keyId);
    if (m_data->use != KeyUse::Any)
        jwk.insert(QStringLiteral("use"),
                   m_data->use == KeyUse::Signature ? QStringLiteral("sig") : QStringLiteral("enc"));
    if (const auto own = algorithm(); own && m_data->use == KeyUse::Signature)
        jwk.insert(QStringLiteral("alg"), name(*own));
    return jwk;
}

QJsonObject PublicKey::toBareJson() const
{
    return m_data->bare;
}

QString PublicKey::thumbprint() const
{
    return m_data->thumbprint;
}

QString PublicKey::keyId() const
{
    return m_data->keyId;
}

std::optional<Algorithm> PublicKey::algorithm() const
{
    if (m_data->declared)
        return m_data->declared;
    std::optional<Algorithm> only;
    for (const Algorithm candidate : verifiableAlgorithms()) {
        if (!fits(candidate))
            continue;
        if (only)
            return std::nullopt;
        only = candidate;
    }
    return only;
}

bool PublicKey::fits(Algorithm algorithm) const
{
    const AlgorithmInfo &row = info(algorithm);
    return row.verifiesTokens && m_data->use != KeyUse::Encryption && row.keyType == m_data->type &&
           row.curve == m_data->curve && m_data->declared.value_or(algorithm) == algorithm;
}

bool PublicKey::agreesKeys() const
{
    return m_data->use != KeyUse::Signature && (m_data->curve == Curve::P256 || m_data->curve == Curve::X25519);
}

KeyUse PublicKey::use() const
{
    return m_data->use;
}

KeyType PublicKey::type() const
{
    return m_data->type;
}

Curve PublicKey::curve() const
{
    return m_data->curve;
}

PublicKey PublicKey::withKeyId(const QString &keyId) const
{
    KeyData copy = *m_data;
    copy.keyId = keyId;
    return PublicKey(std::make_shared<const KeyData>(std::move(copy)));
}

bool PublicKey::operator==(const PublicKey &other) const
{
    return m_data->bare == other.m_data->bare;
}

} // namespace fpx::jose
