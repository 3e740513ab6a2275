#include "seal.h"

#include <QtEndian>

#include <sodium.h>

#include <cstdlib>

namespace fpx::vault {

namespace {

constexpr char formatXChaCha20 = 1;
constexpr int nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr int tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(keySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char *raw(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

unsigned long long length(const QByteArray &bytes)
{
    return static_cast<unsigned long long>(bytes.size());
}

const unsigned char *raw(const Secret &key)
{
    if (key.size() != keySize)
        std::abort(); // sealing under no key would store plain text that looks sealed
    return reinterpret_cast<const unsigned char *>(key.bytes().data());
}

} // namespace

Fields &Fields::add(const QByteArray &bytes)
{
    char size[4];
    qToBigEndian(static_cast<quint32>(bytes.size()), size);
    m_bytes.append(size, sizeof size).append(bytes);
    return *this;
}

Fields &Fields::add(qint64 number)
{
    QByteArray bytes(8, '\0');
    qToBigEndian(number, bytes.data());
    return add(bytes);
}

Secret subkey(const Secret &key, const Fields &job)
{
    QByteArray out(keySize, '\0');
    crypto_generichash(reinterpret_cast<unsigned char *>(out.data()), keySize, raw(job.bytes()), length(job.bytes()),
                       raw(key), keySize);
    return Secret::take(out);
}

QByteArray keyedHash(const Secret &key, const Fields &fields)
{
    QByteArray out(hashSize, '\0');
    crypto_generichash(reinterpret_cast<unsigned char *>(out.data()), hashSize, raw(fields.bytes()),
                       length(fields.bytes()), raw(key), keySize);
    return out;
}

QByteArray keyedHash(const Secret &key, const Secret &message)
{
    QByteArray out(hashSize, '\0');
    crypto_generichash(reinterpret_cast<unsigned char *>(out.data()), hashSize,
                       reinterpret_cast<const unsigned char *>(message.bytes().data()), message.size(), raw(key),
                       keySize);
    return out;
}

QByteArray seal(const Secret &key, const QByteArray &plain, const Fields &associated, const RandomSource &random)
{
    const QByteArray nonce = random.bytes(nonceSize);
    QByteArray sealed(1 + nonceSize + plain.size() + tagSize, Qt::Uninitialized);
    sealed[0] = formatXChaCha20;
    std::copy(nonce.cbegin(), nonce.cend(), sealed.begin() + 1);
    crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char *>(sealed.data()) + 1 + nonceSize,
                                               nullptr, raw(plain), length(plain), raw(associated.bytes()),
                                               length(associated.bytes()), nullptr, raw(nonce), raw(key));
    return sealed;
}

std::optional<QByteArray> unseal(const Secret &key, const QByteArray &sealed, const Fields &associated)
{
    const qsizetype plainSize = sealed.size() - 1 - nonceSize - tagSize;
    if (plainSize < 0 || sealed.at(0) != formatXChaCha20)
        return std::nullopt;
    QByteArray plain(plainSize, Qt::Uninitialized);
    const int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char *>(plain.data()), nullptr, nullptr, raw(sealed) + 1 + nonceSize,
        static_cast<unsigned long long>(plainSize + tagSize), raw(associated.bytes()), length(associated.bytes()),
        raw(sealed) + 1, raw(key));
    if (wrong != 0)
        return std::nullopt;
    return plain;
}

} // namespace fpx::vault
