#include "keydata.h"
#include "words.h"

#include <fpx/jose/signature.h>

namespace fpx::jose {

namespace {

const EVP_MD *digestOf(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::EdDSA: return nullptr; // hashes by itself
    case Algorithm::ES384: return EVP_sha384();
    default: return EVP_sha256();
    }
}

// RFC 7518 section 3.5: MGF1 with the same hash, and a salt as long as the hash.
bool setPadding(EVP_PKEY_CTX *context, Algorithm algorithm)
{
    if (algorithm == Algorithm::RS256)
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    if (algorithm == Algorithm::PS256)
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
    return true;
}

// OpenSSL writes ECDSA signatures in DER, JOSE as R || S of fixed length (RFC 7518 section 3.4).
Result<QByteArray> joseFromDer(const QByteArray &der, int bytes)
{
    const unsigned char *at = data(der);
    const EcdsaSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!signature)
        return cryptoFailed("ECDSA signature");
    return toBytes(ECDSA_SIG_get0_r(signature.get()), bytes / 2) +
           toBytes(ECDSA_SIG_get0_s(signature.get()), bytes / 2);
}

QByteArray derFromJose(const QByteArray &raw)
{
    const qsizetype half = raw.size() / 2;
    const EcdsaSignature signature(ECDSA_SIG_new());
    BigNumber r = toBigNumber(raw.left(half));
    BigNumber s = toBigNumber(raw.mid(half));
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
        return {};
    (void)r.release(); // owned by the signature now
    (void)s.release();
    unsigned char *der = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &der);
    if (length <= 0)
        return {};
    const QByteArray result(reinterpret_cast<const char *>(der), length);
    OPENSSL_free(der);
    return result;
}

} // namespace

Result<QByteArray> signBytes(const QByteArray &bytes, const PrivateKey &key)
{
    const auto algorithm = key.algorithm();
    if (!algorithm)
        return fail("key_wrong_algorithm", Words::tr("This key is not made for signing."));
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *parameters = nullptr;
    std::size_t length = 0;
    if (!context ||
        EVP_DigestSignInit(context.get(), &parameters, digestOf(*algorithm), nullptr, key.data().pkey.get()) != 1 ||
        !setPadding(parameters, *algorithm) ||
        EVP_DigestSign(context.get(), nullptr, &length, data(bytes), size(bytes)) != 1)
        return cryptoFailed("signing");
    QByteArray signature(static_cast<qsizetype>(length), '\0');
    if (EVP_DigestSign(context.get(), data(signature), &length, data(bytes), size(bytes)) != 1)
        return cryptoFailed("signing");
    signature.truncate(static_cast<qsizetype>(length));
    if (info(*algorithm).keyType == KeyType::Ec)
        return joseFromDer(signature, info(*algorithm).signatureBytes);
    return signature;
}

bool verifyBytes(const QByteArray &bytes, const QByteArray &signature, Algorithm algorithm, const PublicKey &key)
{
    if (!key.fits(algorithm))
        return false;
    EVP_PKEY *pkey = key.data().pkey.get();
    const int expected =
        info(algorithm).signatureBytes != 0 ? info(algorithm).signatureBytes : (EVP_PKEY_get_bits(pkey) + 7) / 8;
    if (signature.size() != expected)
        return false;
    const QByteArray raw = info(algorithm).keyType == KeyType::Ec ? derFromJose(signature) : signature;
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *parameters = nullptr;
    const bool good = context && !raw.isEmpty() &&
                      EVP_DigestVerifyInit(context.get(), &parameters, digestOf(algorithm), nullptr, pkey) == 1 &&
                      setPadding(parameters, algorithm) &&
                      EVP_DigestVerify(context.get(), data(raw), size(raw), data(bytes), size(bytes)) == 1;
    ERR_clear_error();
    return good;
}

Result<QByteArray> hmacSha256(const QByteArray &bytes, const Secret &key)
{
    QByteArray mac(32, '\0');
    std::size_t length = 0;
    if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.bytes().data(), key.size(), data(bytes), size(bytes),
                  data(mac), size(mac), &length) == nullptr ||
        length != 32)
        return cryptoFailed("HMAC");
    return mac;
}

} // namespace fpx::jose
