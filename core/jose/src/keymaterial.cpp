// From JWK members to OpenSSL keys and back: RFC 7518 section 6, RFC 8037 section 2.
#include "keydata.h"

#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/base/reading.h>

#include <algorithm>
#include <cstring>

namespace fpx::jose {

namespace {

constexpr int minimumRsaBits = 2048;
constexpr int maximumRsaBits = 4096; // twice the length takes eight times as long

KeyData finish(Pkey pkey, KeyType type, Curve curve, const QJsonObject &bare)
{
    KeyData key;
    key.pkey = std::move(pkey);
    key.type = type;
    key.curve = curve;
    key.bare = bare;
    key.thumbprint = QString::fromLatin1(sha256Base64Url(toCompactJson(bare))); // RFC 7638: sorted, no white space
    return key;
}

Curve oneOf(std::initializer_list<Curve> curves, const QString &crv)
{
    for (const Curve curve : curves) {
        if (crv == name(curve))
            return curve;
    }
    return Curve::None;
}

QJsonValue encoded(const QByteArray &bytes)
{
    return QString::fromLatin1(toBase64Url(bytes));
}

Result<QByteArray> withoutPadding(const QJsonObject &jwk, const char *member)
{
    QByteArray text = jwk.value(QLatin1String(member)).toString().toUtf8();
    const qsizetype written = text.size();
    for (int i = 0; i < 2 && text.endsWith('='); ++i)
        text.chop(1);
    const auto decoded = fromBase64Url(text);
    if (!decoded || decoded->isEmpty())
        return keyFailure("key_malformed", QStringLiteral("member %1").arg(QLatin1String(member)));
    if (text.size() != written)
        noteDeviation(QStringLiteral("padding in a key"));
    return *decoded;
}

Result<QByteArray> octetsMember(const QJsonObject &jwk, const char *member, int bytes, Reading reading)
{
    if (reading == Reading::Exact)
        return bytesMember(jwk, member, bytes);
    FPX_TRY(octets, withoutPadding(jwk, member));
    if (octets.size() != bytes)
        return keyFailure("key_malformed", QStringLiteral("member %1").arg(QLatin1String(member)));
    return octets;
}

// Big-endian, of `bytes` bytes (0: without a leading zero). Leniently, zeros in front are skipped or added, so that a key
// has one form and one thumbprint however its numbers were written.
Result<QByteArray> numberMember(const QJsonObject &jwk, const char *member, int bytes, Reading reading)
{
    if (reading == Reading::Exact)
        return bytesMember(jwk, member, bytes);
    FPX_TRY(written, withoutPadding(jwk, member));
    const auto zeros = std::ranges::find_if(written, [](char c) { return c != '\0'; }) - written.cbegin();
    QByteArray number = written.mid(zeros);
    if (number.size() > bytes ? bytes != 0 : number.isEmpty() && bytes == 0)
        return keyFailure("key_malformed", QStringLiteral("member %1").arg(QLatin1String(member)));
    number.prepend(QByteArray(std::max<qsizetype>(0, bytes - number.size()), '\0'));
    if (number != written)
        noteDeviation(QStringLiteral("zeros before a number in a key"));
    return number;
}

Result<Pkey> publicKeyFrom(const char *type, OSSL_PARAM_BLD *builder)
{
    const Params params(OSSL_PARAM_BLD_to_param(builder));
    const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *raw = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        ERR_clear_error();
        return keyFailure("key_point_invalid", QStringLiteral("no such key"));
    }
    return adopt(raw);
}

// On the curve and not at infinity: the curves have prime order, so that nothing is left for a multiplication to find.
Result<void> checkPoint(EVP_PKEY *key)
{
    const PkeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    if (check && EVP_PKEY_public_check_quick(check.get()) == 1)
        return {};
    ERR_clear_error();
    return keyFailure("key_point_invalid", QStringLiteral("the public key fails its check"));
}

// No test of primes: each costs a tenth of a second, a set holds 32 keys, and this runs where windows are drawn. A modulus
// that is prime, or easy to factor, gives the key away to everyone, as publishing the private key does: no check here
// mends a provider that does that.
Result<void> checkRsa(const QByteArray &modulus, const QByteArray &exponent)
{
    const int bits = BN_num_bits(toBigNumber(modulus).get());
    if (bits < minimumRsaBits)
        return keyFailure("key_too_weak", QStringLiteral("RSA of %1 bits").arg(bits));
    if (bits > maximumRsaBits)
        return keyFailure("key_unsupported", QStringLiteral("RSA of %1 bits").arg(bits));
    if ((modulus.back() & 1) == 0)
        return keyFailure("key_too_weak", QStringLiteral("RSA modulus"));
    // A long exponent makes each verification slow; an even one or 1 is no key.
    if (exponent.size() > 4 || (exponent.back() & 1) == 0 || exponent == QByteArray(1, '\x01'))
        return keyFailure("key_too_weak", QStringLiteral("RSA exponent"));
    return {};
}

Result<KeyData> rsaFromJwk(const QJsonObject &jwk, Reading reading)
{
    FPX_TRY(modulus, numberMember(jwk, "n", 0, reading));
    FPX_TRY(exponent, numberMember(jwk, "e", 0, reading));
    FPX_CHECK(checkRsa(modulus, exponent));
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    const BigNumber n = toBigNumber(modulus);
    const BigNumber e = toBigNumber(exponent);
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return cryptoFailed("RSA key");
    FPX_TRY(pkey, publicKeyFrom("RSA", builder.get()));
    return finish(pkey, KeyType::Rsa, Curve::None,
                  {{QStringLiteral("kty"), name(KeyType::Rsa)},
                   {QStringLiteral("n"), encoded(modulus)},
                   {QStringLiteral("e"), encoded(exponent)}});
}

QJsonObject bareEc(Curve curve, const QByteArray &x, const QByteArray &y)
{
    return {{QStringLiteral("kty"), name(KeyType::Ec)},
            {QStringLiteral("crv"), name(curve)},
            {QStringLiteral("x"), encoded(x)},
            {QStringLiteral("y"), encoded(y)}};
}

QJsonObject bareOkp(Curve curve, const QByteArray &x)
{
    return {{QStringLiteral("kty"), name(KeyType::Okp)},
            {QStringLiteral("crv"), name(curve)},
            {QStringLiteral("x"), encoded(x)}};
}

Result<KeyData> ecFromJwk(const QJsonObject &jwk, Reading reading)
{
    const QString crv = jwk.value(QStringLiteral("crv")).toString();
    const Curve curve = oneOf({Curve::P256, Curve::P384}, crv);
    if (curve == Curve::None)
        return keyFailure("key_unsupported", QStringLiteral("EC curve"));
    FPX_TRY(x, numberMember(jwk, "x", fieldBytes(curve), reading));
    FPX_TRY(y, numberMember(jwk, "y", fieldBytes(curve), reading));
    const QByteArray point = '\x04' + x + y;
    const QByteArray group = name(curve).toLatin1();
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.constData(), 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), size(point)) != 1)
        return cryptoFailed("EC key");
    FPX_TRY(pkey, publicKeyFrom("EC", builder.get()));
    FPX_CHECK(checkPoint(pkey.get()));
    return finish(pkey, KeyType::Ec, curve, bareEc(curve, x, y));
}

// y coordinates of the points of order 1, 2, 4 and 8 on edwards25519. OpenSSL takes them as keys, and a signature that
// verifies for any message exists under them.
bool hasSmallOrder(QByteArray point)
{
    point[31] = static_cast<char>(point[31] & 0x7f); // the sign of x
    static const QList<QByteArray> low{
        QByteArray(32, '\0'),
        '\x01' + QByteArray(31, '\0'),
        QByteArray::fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        QByteArray::fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    };
    return low.contains(point) || point == QByteArray::fromHex("ec" + QByteArray(60, 'f') + "7f");
}

// A field element of 2^255 − 19 or more has a second encoding; accepting both would give one key two thumbprints.
bool isCanonical(const QByteArray &littleEndian, bool topBitIsSign)
{
    QByteArray value = littleEndian;
    if (topBitIsSign)
        value[31] = static_cast<char>(value[31] & 0x7f);
    std::ranges::reverse(value);
    static const QByteArray prime = QByteArray::fromHex("7f" + QByteArray(60, 'f') + "ed");
    return std::memcmp(value.constData(), prime.constData(), 32) < 0;
}

// Multiplying by any clamped scalar (a multiple of 8) gives zero exactly for the points of small order (RFC 7748
// section 6.1); OpenSSL then refuses to derive.
bool agreesWithSomething(EVP_PKEY *theirs)
{
    const QByteArray scalar(32, '\x42');
    const Pkey mine = adopt(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, data(scalar), size(scalar)));
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, mine.get(), nullptr));
    QByteArray shared(32, '\0');
    std::size_t length = size(shared);
    const bool derived = context && EVP_PKEY_derive_init(context.get()) == 1 &&
                         EVP_PKEY_derive_set_peer(context.get(), theirs) == 1 &&
                         EVP_PKEY_derive(context.get(), data(shared), &length) == 1 && shared != QByteArray(32, '\0');
    ERR_clear_error();
    return derived;
}

Result<KeyData> okpFromJwk(const QJsonObject &jwk, Reading reading)
{
    const QString crv = jwk.value(QStringLiteral("crv")).toString();
    const Curve curve = oneOf({Curve::Ed25519, Curve::X25519}, crv);
    if (curve == Curve::None)
        return keyFailure("key_unsupported", QStringLiteral("OKP curve"));
    FPX_TRY(x, octetsMember(jwk, "x", fieldBytes(curve), reading));
    const bool signs = curve == Curve::Ed25519;
    if (!isCanonical(x, signs) || (signs && hasSmallOrder(x)))
        return keyFailure("key_point_invalid", QStringLiteral("small order, or not the shortest encoding"));
    Pkey pkey =
        adopt(EVP_PKEY_new_raw_public_key(signs ? EVP_PKEY_ED25519 : EVP_PKEY_X25519, nullptr, data(x), size(x)));
    if (!pkey)
        return cryptoFailed("OKP key");
    if (!signs && !agreesWithSomething(pkey.get()))
        return keyFailure("key_point_invalid", QStringLiteral("small order"));
    return finish(pkey, KeyType::Okp, curve, bareOkp(curve, x));
}

} // namespace

Failure keyFailure(const char *code, const QString &detail)
{
    return fail(code, Words::tr("A key that the wallet received cannot be used safely."), detail);
}

int fieldBytes(Curve curve)
{
    switch (curve) {
    case Curve::P256:
    case Curve::Ed25519:
    case Curve::X25519: return 32;
    case Curve::P384: return 48;
    case Curve::None: break;
    }
    return 0;
}

Result<QByteArray> bytesMember(const QJsonObject &jwk, const char *member, int bytes)
{
    const QJsonValue value = jwk.value(QLatin1String(member));
    const auto decoded = fromBase64Url(value.toString().toUtf8());
    const bool sound = value.isString() && decoded && !decoded->isEmpty() &&
                       (bytes == 0 ? decoded->front() != '\0' : decoded->size() == bytes);
    if (!sound)
        return keyFailure("key_malformed", QStringLiteral("member %1").arg(QLatin1String(member)));
    return *decoded;
}

Result<KeyData> materialFromJwk(const QJsonObject &jwk, Reading reading)
{
    const QString kty = jwk.value(QStringLiteral("kty")).toString();
    if (kty == name(KeyType::Rsa))
        return rsaFromJwk(jwk, reading);
    if (kty == name(KeyType::Ec))
        return ecFromJwk(jwk, reading);
    if (kty == name(KeyType::Okp))
        return okpFromJwk(jwk, reading);
    return keyFailure("key_unsupported", QStringLiteral("kty"));
}

Result<KeyData> materialFromPkey(Pkey pkey)
{
    if (EVP_PKEY_is_a(pkey.get(), "RSA") == 1) {
        const QByteArray n = numberOf(pkey.get(), OSSL_PKEY_PARAM_RSA_N);
        const QByteArray e = numberOf(pkey.get(), OSSL_PKEY_PARAM_RSA_E);
        FPX_CHECK(checkRsa(n, e));
        return finish(pkey, KeyType::Rsa, Curve::None,
                      {{QStringLiteral("kty"), name(KeyType::Rsa)},
                       {QStringLiteral("n"), encoded(n)},
                       {QStringLiteral("e"), encoded(e)}});
    }
    if (EVP_PKEY_is_a(pkey.get(), "EC") == 1) {
        char group[32] = {};
        EVP_PKEY_get_group_name(pkey.get(), group, sizeof group, nullptr);
        Curve curve = Curve::None;
        if (qstrcmp(group, "prime256v1") == 0)
            curve = Curve::P256;
        else if (qstrcmp(group, "secp384r1") == 0)
            curve = Curve::P384;
        const QByteArray x = numberOf(pkey.get(), OSSL_PKEY_PARAM_EC_PUB_X, fieldBytes(curve));
        const QByteArray y = numberOf(pkey.get(), OSSL_PKEY_PARAM_EC_PUB_Y, fieldBytes(curve));
        if (curve == Curve::None || x.isEmpty() || y.isEmpty())
            return keyFailure("key_unsupported", QStringLiteral("EC curve"));
        return finish(pkey, KeyType::Ec, curve, bareEc(curve, x, y));
    }
    for (const Curve curve : {Curve::Ed25519, Curve::X25519}) {
        if (EVP_PKEY_is_a(pkey.get(), curve == Curve::Ed25519 ? "ED25519" : "X25519") == 1)
            return finish(pkey, KeyType::Okp, curve, bareOkp(curve, rawPublicKey(pkey.get())));
    }
    return keyFailure("key_unsupported", QStringLiteral("key type"));
}

} // namespace fpx::jose
