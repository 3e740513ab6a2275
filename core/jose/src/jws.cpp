#include "tokenheader.h"
#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/jose/signature.h>

#include <functional>

namespace fpx::jose {

namespace {

using KeyFinder = std::function<Result<PublicKey>(const QString &keyId, Algorithm algorithm)>;

bool typFits(const QJsonObject &header, const Expect &expect)
{
    const QString typ = header.value(QStringLiteral("typ")).toString();
    if (expect.typRule == Expect::Typ::JwtOrAbsent)
        return typ.isEmpty() || typ.compare(QStringLiteral("JWT"), Qt::CaseInsensitive) == 0;
    return !expect.typ.isEmpty() && typ == expect.typ;
}

Result<Algorithm> allowedAlgorithm(const QJsonObject &header, const Expect &expect)
{
    const auto algorithm = algorithmFromName(header.value(QStringLiteral("alg")).toString());
    if (!algorithm || !info(*algorithm).verifiesTokens || !expect.algorithms.contains(*algorithm))
        return tokenFailure("wrong_algorithm", header.value(QStringLiteral("alg")).toString().left(16));
    return *algorithm;
}

Result<VerifiedToken> verifyWith(const QByteArray &token, const KeyFinder &find, const Expect &expect)
{
    FPX_TRY(parts, splitToken(token, 3, expect.maxBytes));
    const bool lenient = expect.reading == Reading::Lenient;
    FPX_TRY(header, decodeObject(parts[0]));
    if (lenient)
        header = withoutNulls(header);
    if (header.value(QStringLiteral("alg")).toString().compare(QStringLiteral("none"), Qt::CaseInsensitive) == 0)
        return fail("token_unsigned", Words::tr("A message that has to be signed came without a signature."));
    FPX_CHECK(checkHeader(header, expect.headerKeyMayRepeatGivenKey, expect.reading));
    QByteArray payload;
    FPX_TRY(claims, decodeObject(parts[1], &payload));
    FPX_TRY(signature, decodePart(parts[2]));
    if (!typFits(header, expect))
        return tokenFailure("wrong_typ", header.value(QStringLiteral("typ")).toString().left(64));
    FPX_TRY(algorithm, allowedAlgorithm(header, expect));
    FPX_TRY(key, find(header.value(QStringLiteral("kid")).toString(), algorithm));
    if (const QJsonValue jwk = header.value(QStringLiteral("jwk")); !jwk.isUndefined() && jwk != key.toBareJson())
        return tokenFailure("token_header_key_refused", QStringLiteral("jwk is not the given key"));
    const QByteArray signedBytes = parts[0] + '.' + parts[1];
    if (!verifyBytes(signedBytes, signature, algorithm, key))
        return tokenFailure("bad_signature", {});
    return VerifiedToken{header, lenient ? withoutNulls(claims) : claims, payload, algorithm, key};
}

// Refuses to write what verify() would refuse to read.
Result<QByteArray> signingInput(QJsonObject &header, const QByteArray &payload, Algorithm algorithm, bool mayHoldKey)
{
    if (header.contains(QStringLiteral("alg")) || header.value(QStringLiteral("typ")).toString().isEmpty())
        return tokenFailure("token_header_refused", QStringLiteral("typ is required, alg is the key's"));
    FPX_CHECK(checkHeader(header, mayHoldKey));
    header.insert(QStringLiteral("alg"), name(algorithm));
    return toBase64Url(toCompactJson(header)) + '.' + toBase64Url(payload);
}

} // namespace

Result<QByteArray> sign(QJsonObject header, const QByteArray &payload, const PrivateKey &key)
{
    const auto algorithm = key.algorithm();
    if (!algorithm)
        return tokenFailure("key_wrong_algorithm", QStringLiteral("not a signing key"));
    if (const QJsonValue jwk = header.value(QStringLiteral("jwk"));
        !jwk.isUndefined() && jwk != key.publicKey().toBareJson())
        return tokenFailure("token_header_refused", QStringLiteral("jwk is not the signing key"));
    FPX_TRY(input, signingInput(header, payload, *algorithm, true));
    FPX_TRY(signature, signBytes(input, key));
    return input + '.' + toBase64Url(signature);
}

Result<QByteArray> sign(QJsonObject header, const QJsonObject &claims, const PrivateKey &key)
{
    return sign(std::move(header), toCompactJson(claims), key);
}

Result<QByteArray> signHs256(QJsonObject header, const QJsonObject &claims, const Secret &key)
{
    if (static_cast<int>(key.size()) * 8 < info(Algorithm::HS256).minimumKeyBits)
        return tokenFailure("key_too_weak", QStringLiteral("HS256"));
    FPX_TRY(input, signingInput(header, toCompactJson(claims), Algorithm::HS256, false));
    FPX_TRY(mac, hmacSha256(input, key));
    return input + '.' + toBase64Url(mac);
}

Result<VerifiedToken> verify(const QByteArray &token, const JwkSet &keys, const Expect &expect)
{
    const auto find = [&keys](const QString &keyId, Algorithm algorithm) { return keys.find(keyId, algorithm); };
    // A set never vouches for a key that the token brings along.
    Expect strict = expect;
    strict.headerKeyMayRepeatGivenKey = false;
    return verifyWith(token, find, strict);
}

Result<VerifiedToken> verify(const QByteArray &token, const PublicKey &key, const Expect &expect)
{
    const auto find = [&key](const QString &keyId, Algorithm algorithm) -> Result<PublicKey> {
        if (!keyId.isEmpty() && !key.keyId().isEmpty() && keyId != key.keyId())
            return tokenFailure("key_unknown", QStringLiteral("kid"));
        if (!key.fits(algorithm))
            return tokenFailure("key_wrong_algorithm", name(algorithm));
        return key;
    };
    return verifyWith(token, find, expect);
}

Result<UnverifiedToken> peekUnverified(const QByteArray &token, qsizetype maxBytes)
{
    FPX_TRY(parts, splitToken(token, 3, maxBytes));
    FPX_TRY(header, decodeObject(parts[0]));
    FPX_TRY(claims, decodeObject(parts[1]));
    return UnverifiedToken{header, claims};
}

} // namespace fpx::jose
