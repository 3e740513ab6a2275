#include "tokenheader.h"

#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>

namespace fpx::jose {

Failure tokenFailure(const char *code, const QString &detail)
{
    return fail(code, Words::tr("A signed or encrypted message was refused because it is damaged or not genuine."),
                detail);
}

Result<QList<QByteArray>> splitToken(const QByteArray &token, int parts, qsizetype maxBytes)
{
    if (token.size() > maxBytes)
        return tokenFailure("token_too_large", QStringLiteral("%1 bytes").arg(token.size()));
    if (token.count('.') != parts - 1)
        return tokenFailure("token_malformed", QStringLiteral("%1 parts expected").arg(parts));
    return token.split('.');
}

Result<QByteArray> decodePart(const QByteArray &part)
{
    auto bytes = fromBase64Url(part);
    if (!bytes || bytes->isEmpty())
        return tokenFailure("token_malformed", QStringLiteral("base64url"));
    return bytes;
}

Result<QJsonObject> decodeObject(const QByteArray &part, QByteArray *bytes)
{
    FPX_TRY(decoded, decodePart(part));
    const auto object = parseJsonObject(decoded, decoded.size());
    if (!object)
        return tokenFailure("token_malformed", QString::fromLatin1(object.error().code));
    if (bytes != nullptr)
        *bytes = decoded;
    return *object;
}

Result<void> checkHeader(const QJsonObject &header, bool mayHoldKey, Reading reading)
{
    if (header.contains(QStringLiteral("crit"))) // RFC 7515 section 4.1.11: nothing critical is understood here
        return tokenFailure("token_crit_refused", QStringLiteral("crit"));
    if (!mayHoldKey && header.contains(QStringLiteral("jwk")))
        return tokenFailure("token_header_key_refused", QStringLiteral("jwk"));
    // Hints (RFC 7515 sections 4.1.2, 4.1.5, 4.1.6) that lead nowhere here: the key is one of the given ones.
    for (const char *member : {"jku", "x5c", "x5u"}) {
        if (!header.contains(QLatin1String(member)))
            continue;
        if (reading == Reading::Exact)
            return tokenFailure("token_header_key_refused", QLatin1String(member));
        noteDeviation(QStringLiteral("%1 in a token's header, not looked at").arg(QLatin1String(member)));
    }
    for (const char *member : {"b64", "zip"}) {
        if (header.contains(QLatin1String(member)))
            return tokenFailure("token_header_refused", QLatin1String(member));
    }
    for (const char *member : {"alg", "enc", "typ", "cty", "kid"}) {
        const bool absent = !header.contains(QLatin1String(member));
        if (!absent && header.value(QLatin1String(member)).toString().isEmpty())
            return tokenFailure("token_header_refused", QLatin1String(member));
    }
    return {};
}

} // namespace fpx::jose
