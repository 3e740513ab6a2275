// OpenSSL 3's EVP interface with owners instead of raw pointers. Nothing outside this module sees an OpenSSL type.
#pragma once

#include <fpx/base/result.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>

namespace fpx::jose {

template <auto free>
struct Freer {
    template <class T>
    void operator()(T *pointer) const
    {
        free(pointer);
    }
};

using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Freer<BN_clear_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freer<PKCS8_PRIV_KEY_INFO_free>>;
/// Shared: keys are immutable values. OpenSSL's handles may be used from several threads as long as nobody changes them.
using Pkey = std::shared_ptr<EVP_PKEY>;

[[nodiscard]] Pkey adopt(EVP_PKEY *key);

[[nodiscard]] inline const unsigned char *data(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}
[[nodiscard]] inline unsigned char *data(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}
[[nodiscard]] inline std::size_t size(const QByteArray &bytes)
{
    return static_cast<std::size_t>(bytes.size());
}

/// Big-endian, padded to `bytes` (0: as long as needed).
[[nodiscard]] QByteArray toBytes(const BIGNUM *number, int bytes = 0);
[[nodiscard]] BigNumber toBigNumber(const QByteArray &bytes);
/// An integer parameter of a key; empty when it has none.
[[nodiscard]] QByteArray numberOf(const EVP_PKEY *key, const char *parameter, int bytes = 0);
/// A raw public key (Ed25519, X25519).
[[nodiscard]] QByteArray rawPublicKey(const EVP_PKEY *key);

/// `crypto_failed`; also empties OpenSSL's error queue of the thread. Never says anything about the input.
[[nodiscard]] Failure cryptoFailed(const char *operation);

} // namespace fpx::jose
