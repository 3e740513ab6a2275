#include "keydata.h"

namespace fpx::jose {

namespace {

// A key that the wallet made: named by its thumbprint, bound to one use.
PrivateKey named(KeyData key, KeyUse use, std::optional<Algorithm> algorithm)
{
    key.keyId = key.thumbprint;
    key.use = use;
    key.declared = algorithm;
    return PrivateKey(std::make_shared<const KeyData>(std::move(key)));
}

Result<KeyData> generateMaterial(KeyType type, Curve curve)
{
    Pkey pkey;
    switch (type) {
    case KeyType::Rsa: pkey = adopt(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})); break;
    case KeyType::Ec: {
        const QByteArray group = name(curve).toLatin1();
        pkey = adopt(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", group.constData()));
        break;
    }
    case KeyType::Okp:
        pkey = adopt(EVP_PKEY_Q_keygen(nullptr, nullptr, curve == Curve::Ed25519 ? "ED25519" : "X25519"));
        break;
    case KeyType::Symmetric: return keyFailure("key_unsupported", QStringLiteral("symmetric"));
    }
    if (!pkey)
        return cryptoFailed("key generation");
    return materialFromPkey(pkey);
}

std::optional<Algorithm> algorithmOf(const KeyData &key)
{
    for (const Algorithm algorithm : {Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA, Algorithm::RS256}) {
        if (info(algorithm).keyType == key.type && info(algorithm).curve == key.curve)
            return algorithm;
    }
    return std::nullopt;
}

Result<Pkey> ecPrivate(const KeyData &key, const QByteArray &scalar)
{
    const QByteArray group = name(key.curve).toLatin1();
    QByteArray point(1 + 2 * fieldBytes(key.curve), '\0');
    std::size_t length = size(point);
    if (EVP_PKEY_get_octet_string_param(key.pkey.get(), OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, data(point), size(point),
                                        &length) != 1)
        return cryptoFailed("EC point");
    const BigNumber number = toBigNumber(scalar);
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || !number ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.constData(), 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), length) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) != 1)
        return cryptoFailed("EC key");
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY *raw = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_KEYPAIR, params.get()) != 1)
        return cryptoFailed("EC key");
    return adopt(raw);
}

// Range of the scalar, point on the curve, and both belonging together.
bool isPair(EVP_PKEY *pkey)
{
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey, nullptr));
    const bool sound = context && EVP_PKEY_check(context.get()) == 1;
    ERR_clear_error();
    return sound;
}

} // namespace

Result<PrivateKey> PrivateKey::generate(Algorithm algorithm)
{
    FPX_TRY(key, generateMaterial(info(algorithm).keyType, info(algorithm).curve));
    return named(std::move(key), KeyUse::Signature, algorithm);
}

Result<PrivateKey> PrivateKey::generateAgreement(Curve curve)
{
    if (curve != Curve::P256 && curve != Curve::X25519)
        return keyFailure("key_unsupported", QStringLiteral("agreement"));
    FPX_TRY(key, generateMaterial(curve == Curve::P256 ? KeyType::Ec : KeyType::Okp, curve));
    return named(std::move(key), KeyUse::Encryption, std::nullopt);
}

Secret PrivateKey::toSecret() const
{
    const Pkcs8 pkcs8(EVP_PKEY2PKCS8(m_data->pkey.get()));
    unsigned char *der = nullptr;
    const int length = pkcs8 ? i2d_PKCS8_PRIV_KEY_INFO(pkcs8.get(), &der) : -1;
    if (length <= 0) {
        ERR_clear_error();
        return {};
    }
    Secret secret(std::as_bytes(std::span(der, static_cast<std::size_t>(length))));
    OPENSSL_clear_free(der, static_cast<std::size_t>(length));
    return secret;
}

Result<PrivateKey> PrivateKey::fromSecret(const Secret &pkcs8)
{
    const auto bytes = pkcs8.bytes();
    const auto *begin = reinterpret_cast<const unsigned char *>(bytes.data());
    const auto *at = begin;
    const Pkcs8 info(bytes.empty() ? nullptr : d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(bytes.size())));
    Pkey pkey = info && at == begin + bytes.size() ? adopt(EVP_PKCS82PKEY(info.get())) : Pkey();
    if (!pkey) {
        ERR_clear_error();
        return keyFailure("key_malformed", QStringLiteral("PKCS#8"));
    }
    FPX_TRY(key, materialFromPkey(pkey));
    if (!isPair(pkey.get()))
        return keyFailure("key_point_invalid", QStringLiteral("the private and the public key do not fit"));
    const auto algorithm = algorithmOf(key);
    return named(std::move(key), algorithm ? KeyUse::Signature : KeyUse::Encryption, algorithm);
}

Result<PrivateKey> PrivateKey::fromJwk(const QJsonObject &jwk)
{
    FPX_TRY(key, materialFromJwk(jwk));
    FPX_CHECK(readMetadata(jwk, key));
    if (key.type == KeyType::Rsa)
        return keyFailure("key_unsupported", QStringLiteral("private RSA key"));
    FPX_TRY(scalar, bytesMember(jwk, "d", fieldBytes(key.curve)));
    if (key.type == KeyType::Ec) {
        FPX_TRY(pkey, ecPrivate(key, scalar));
        key.pkey = pkey;
    } else {
        const int type = key.curve == Curve::Ed25519 ? EVP_PKEY_ED25519 : EVP_PKEY_X25519;
        Pkey pkey = adopt(EVP_PKEY_new_raw_private_key(type, nullptr, jose::data(scalar), size(scalar)));
        const bool fits = pkey && rawPublicKey(pkey.get()) == rawPublicKey(key.pkey.get());
        key.pkey = fits ? pkey : Pkey();
    }
    wipe(scalar);
    if (!key.pkey || !isPair(key.pkey.get()))
        return keyFailure("key_point_invalid", QStringLiteral("the private and the public key do not fit"));
    if (key.keyId.isEmpty())
        key.keyId = key.thumbprint;
    return PrivateKey(std::make_shared<const KeyData>(std::move(key)));
}

PrivateKey::PrivateKey(std::shared_ptr<const KeyData> data) : m_data(std::move(data)) {}

PublicKey PrivateKey::publicKey() const
{
    return PublicKey(m_data); // its interface reaches the public half only
}

std::optional<Algorithm> PrivateKey::algorithm() const
{
    return publicKey().algorithm();
}

} // namespace fpx::jose
