#include <fpx/base/base64url.h>
#include <fpx/base/random.h>

#include <QCryptographicHash>
#include <QUuid>

#include <sodium.h>

#include <cstdlib>

namespace fpx {

QByteArray RandomSource::token(int count) const
{
    return toBase64Url(bytes(count));
}

QString RandomSource::uuid() const
{
    QByteArray raw = bytes(16);
    raw[6] = static_cast<char>((raw[6] & 0x0f) | 0x40); // RFC 9562 section 5.4
    raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
    return QUuid::fromRfc4122(raw).toString(QUuid::WithoutBraces);
}

QByteArray SystemRandom::bytes(int count) const
{
    if (sodium_init() < 0)
        std::abort(); // without randomness nothing this wallet says is true
    QByteArray result(count, Qt::Uninitialized);
    randombytes_buf(result.data(), static_cast<std::size_t>(count));
    return result;
}

QByteArray FakeRandom::bytes(int count) const
{
    QByteArray result;
    while (result.size() < count)
        result += QCryptographicHash::hash(QByteArray::number(m_counter++), QCryptographicHash::Sha256);
    return result.left(count);
}

} // namespace fpx
