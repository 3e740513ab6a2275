#include <fpx/base/base64url.h>
#include <fpx/base/words.h>

#include <QCryptographicHash>

namespace fpx {

QByteArray toBase64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Result<QByteArray> fromBase64Url(const QByteArray &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors);
    // Encoding again is what refuses padding and trailing bits that a lenient decoder drops.
    if (decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok || toBase64Url(decoded.decoded) != text)
        return fail("bad_base64url", Words::tr("Data that the wallet received is damaged."));
    return decoded.decoded;
}

QByteArray sha256Base64Url(const QByteArray &bytes)
{
    return toBase64Url(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}

} // namespace fpx
