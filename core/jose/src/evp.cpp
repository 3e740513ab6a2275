#include "evp.h"

#include "words.h"

namespace fpx::jose {

Pkey adopt(EVP_PKEY *key)
{
    return Pkey(key, [](EVP_PKEY *owned) { EVP_PKEY_free(owned); });
}

QByteArray toBytes(const BIGNUM *number, int bytes)
{
    const int length = bytes == 0 ? BN_num_bytes(number) : bytes;
    QByteArray result(length, '\0');
    if (BN_bn2binpad(number, data(result), length) != length)
        return {};
    return result;
}

BigNumber toBigNumber(const QByteArray &bytes)
{
    return BigNumber(BN_bin2bn(data(bytes), static_cast<int>(bytes.size()), nullptr));
}

QByteArray numberOf(const EVP_PKEY *key, const char *parameter, int bytes)
{
    BIGNUM *raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, parameter, &raw) != 1) {
        ERR_clear_error();
        return {};
    }
    const BigNumber number(raw);
    return toBytes(number.get(), bytes);
}

QByteArray rawPublicKey(const EVP_PKEY *key)
{
    QByteArray result(32, '\0');
    std::size_t length = size(result);
    if (EVP_PKEY_get_raw_public_key(key, data(result), &length) != 1 || length != 32) {
        ERR_clear_error();
        return {};
    }
    return result;
}

Failure cryptoFailed(const char *operation)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    const QString detail = QStringLiteral("%1: %2").arg(QLatin1String(operation),
                                                        QLatin1String(reason != nullptr ? reason : "no reason given"));
    ERR_clear_error();
    return fail("crypto_failed", Words::tr("A cryptographic operation failed on this computer."), detail);
}

} // namespace fpx::jose
