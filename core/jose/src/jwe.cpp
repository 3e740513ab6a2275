#include "keydata.h"
#include "tokenheader.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jwe.h>

#include <openssl/rand.h>

#include <QtEndian>

namespace fpx::jose {

namespace {

constexpr int ivBytes = 12;
constexpr int tagBytes = 16;
constexpr int contentKeyBytes = 32;
constexpr qsizetype maxPayload = 16 * 1024;
constexpr qsizetype maxMessage = 32 * 1024;

const QString agreement = QStringLiteral("ECDH-ES");
const QByteArray contentAlgorithm = QByteArrayLiteral("A256GCM");

QByteArray bigEndian(quint32 number)
{
    QByteArray result(4, '\0');
    qToBigEndian(number, result.data());
    return result;
}

QByteArray withLength(const QByteArray &bytes)
{
    return bigEndian(static_cast<quint32>(bytes.size())) + bytes;
}

struct Sealed {
    QByteArray ciphertext;
    QByteArray tag;
};

const unsigned char *keyBytes(const Secret &key)
{
    return reinterpret_cast<const unsigned char *>(key.bytes().data());
}

Result<Sealed> seal(const QByteArray &plain, const Secret &key, const QByteArray &iv, const QByteArray &aad)
{
    const CipherContext context(EVP_CIPHER_CTX_new());
    Sealed sealed{QByteArray(plain.size(), '\0'), QByteArray(tagBytes, '\0')};
    int length = 0;
    if (!context || EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), keyBytes(key), data(iv), nullptr) != 1 ||
        EVP_EncryptUpdate(context.get(), nullptr, &length, data(aad), static_cast<int>(aad.size())) != 1 ||
        EVP_EncryptUpdate(context.get(), data(sealed.ciphertext), &length, data(plain),
                          static_cast<int>(plain.size())) != 1 ||
        EVP_EncryptFinal_ex(context.get(), data(sealed.ciphertext) + length, &length) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tagBytes, data(sealed.tag)) != 1)
        return cryptoFailed("A256GCM");
    return sealed;
}

Result<QByteArray> open(const Sealed &sealed, const Secret &key, const QByteArray &iv, const QByteArray &aad)
{
    const CipherContext context(EVP_CIPHER_CTX_new());
    QByteArray plain(sealed.ciphertext.size(), '\0');
    QByteArray tag = sealed.tag;
    int length = 0;
    const bool good =
        context && EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), keyBytes(key), data(iv), nullptr) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &length, data(aad), static_cast<int>(aad.size())) == 1 &&
        EVP_DecryptUpdate(context.get(), data(plain), &length, data(sealed.ciphertext),
                          static_cast<int>(sealed.ciphertext.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tagBytes, data(tag)) == 1 &&
        EVP_DecryptFinal_ex(context.get(), data(plain) + length, &length) == 1;
    if (!good) {
        ERR_clear_error();
        wipe(plain); // nothing unauthenticated leaves
        return tokenFailure("decryption_failed", {});
    }
    return plain;
}

Result<Secret> sharedSecret(const PrivateKey &mine, const PublicKey &theirs)
{
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, mine.data().pkey.get(), nullptr));
    QByteArray shared(fieldBytes(theirs.curve()), '\0');
    std::size_t length = size(shared);
    // set_peer checks once more that the point is on the curve of the own key.
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), theirs.data().pkey.get()) != 1 ||
        EVP_PKEY_derive(context.get(), data(shared), &length) != 1 || length != size(shared)) {
        ERR_clear_error();
        return keyFailure("key_point_invalid", QStringLiteral("no shared secret"));
    }
    if (constantTimeEqual(shared, QByteArray(shared.size(), '\0'))) // RFC 7748 section 6.1
        return keyFailure("key_point_invalid", QStringLiteral("shared secret of zeroes"));
    return Secret::take(shared);
}

Result<JweHeader> checkJweHeader(const QJsonObject &header, const PrivateKey &key, const QString &typ)
{
    FPX_CHECK(checkHeader(header, false));
    for (auto it = header.begin(); it != header.end(); ++it) {
        static const QStringList known{QStringLiteral("alg"), QStringLiteral("enc"), QStringLiteral("typ"),
                                       QStringLiteral("kid"), QStringLiteral("apu"), QStringLiteral("apv"),
                                       QStringLiteral("epk")};
        if (!known.contains(it.key()) || (it.key() != QStringLiteral("epk") && !it->isString()))
            return tokenFailure("token_header_refused", it.key().left(32));
    }
    JweHeader result;
    result.typ = header.value(QStringLiteral("typ")).toString();
    result.kid = header.value(QStringLiteral("kid")).toString();
    if (typ.isEmpty() || result.typ != typ)
        return tokenFailure("wrong_typ", result.typ.left(64));
    if (header.value(QStringLiteral("alg")).toString() != agreement ||
        header.value(QStringLiteral("enc")).toString() != QLatin1String(contentAlgorithm))
        return tokenFailure("wrong_algorithm", {});
    if (result.kid != key.keyId())
        return tokenFailure("key_unknown", QStringLiteral("kid"));
    FPX_TRY(apu, decodePart(header.value(QStringLiteral("apu")).toString().toUtf8()));
    FPX_TRY(apv, decodePart(header.value(QStringLiteral("apv")).toString().toUtf8()));
    result.apu = apu;
    result.apv = apv;
    return result;
}

} // namespace

Result<Secret> agreeKey(const PrivateKey &mine, const PublicKey &theirs, const QByteArray &algorithmId,
                        const QByteArray &apu, const QByteArray &apv, int keyBytesWanted)
{
    if (!mine.publicKey().agreesKeys() || !theirs.agreesKeys() || mine.publicKey().curve() != theirs.curve() ||
        keyBytesWanted < 1 || keyBytesWanted > 32)
        return keyFailure("key_wrong_algorithm", QStringLiteral("ECDH-ES"));
    FPX_TRY(shared, sharedSecret(mine, theirs));
    const QByteArray otherInfo = withLength(algorithmId) + withLength(apu) + withLength(apv) +
                                 bigEndian(static_cast<quint32>(keyBytesWanted) * 8);
    QByteArray digest(32, '\0');
    const DigestContext context(EVP_MD_CTX_new());
    const QByteArray round = bigEndian(1);
    if (!context || EVP_DigestInit_ex2(context.get(), EVP_sha256(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), round.constData(), size(round)) != 1 ||
        EVP_DigestUpdate(context.get(), shared.bytes().data(), shared.size()) != 1 ||
        EVP_DigestUpdate(context.get(), otherInfo.constData(), size(otherInfo)) != 1 ||
        EVP_DigestFinal_ex(context.get(), data(digest), nullptr) != 1)
        return cryptoFailed("Concat KDF");
    Secret key(std::as_bytes(std::span(digest.constData(), static_cast<std::size_t>(keyBytesWanted))));
    wipe(digest);
    return key;
}

Result<QByteArray> encrypt(const QByteArray &payload, const PublicKey &recipient, const JweHeader &header)
{
    if (payload.size() > maxPayload)
        return tokenFailure("token_too_large", QStringLiteral("%1 bytes").arg(payload.size()));
    if (header.typ.isEmpty() || header.kid.isEmpty() || header.apu.isEmpty() || header.apv.isEmpty() ||
        (!recipient.keyId().isEmpty() && recipient.keyId() != header.kid))
        return tokenFailure("token_header_refused", QStringLiteral("typ, kid, apu and apv are required"));
    if (!recipient.agreesKeys())
        return keyFailure("key_wrong_algorithm", QStringLiteral("ECDH-ES"));
    FPX_TRY(ephemeral, PrivateKey::generateAgreement(recipient.curve()));
    FPX_TRY(key, agreeKey(ephemeral, recipient, contentAlgorithm, header.apu, header.apv, contentKeyBytes));
    QByteArray iv(ivBytes, '\0');
    if (RAND_bytes(data(iv), ivBytes) != 1)
        return cryptoFailed("random");
    const QByteArray protectedHeader = toBase64Url(toCompactJson({
        {QStringLiteral("alg"), agreement},
        {QStringLiteral("enc"), QString::fromLatin1(contentAlgorithm)},
        {QStringLiteral("typ"), header.typ},
        {QStringLiteral("kid"), header.kid},
        {QStringLiteral("apu"), QString::fromLatin1(toBase64Url(header.apu))},
        {QStringLiteral("apv"), QString::fromLatin1(toBase64Url(header.apv))},
        {QStringLiteral("epk"), ephemeral.publicKey().toBareJson()},
    }));
    FPX_TRY(sealed, seal(payload, key, iv, protectedHeader));
    // Direct agreement: the encrypted key between the first two dots is empty (RFC 7516 section 5.1).
    return protectedHeader + ".." + toBase64Url(iv) + '.' + toBase64Url(sealed.ciphertext) + '.' +
           toBase64Url(sealed.tag);
}

Result<DecryptedMessage> decrypt(const QByteArray &message, const PrivateKey &key, const QString &typ)
{
    FPX_TRY(parts, splitToken(message, 5, maxMessage));
    FPX_TRY(object, decodeObject(parts[0]));
    FPX_TRY(header, checkJweHeader(object, key, typ));
    FPX_TRY(iv, decodePart(parts[2]));
    FPX_TRY(ciphertext, decodePart(parts[3]));
    FPX_TRY(tag, decodePart(parts[4]));
    if (!parts[1].isEmpty() || iv.size() != ivBytes || tag.size() != tagBytes)
        return tokenFailure("token_malformed", QStringLiteral("encrypted key, iv or tag"));
    FPX_TRY(ephemeral, PublicKey::parse(object.value(QStringLiteral("epk")).toObject()));
    FPX_TRY(contentKey, agreeKey(key, ephemeral, contentAlgorithm, header.apu, header.apv, contentKeyBytes));
    FPX_TRY(payload, open(Sealed{ciphertext, tag}, contentKey, iv, parts[0]));
    return DecryptedMessage{header, payload};
}

} // namespace fpx::jose
