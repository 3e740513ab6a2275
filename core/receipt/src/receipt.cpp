#include <fpx/receipt/receipt.h>

#include "words.h"

#include <fpx/base/json.h>
#include <fpx/jose/jws.h>

#include <QJsonDocument>

namespace fpx::receipt {

namespace {

constexpr qsizetype maxBytes = 256 * 1024;

QString tokenType()
{
    return QStringLiteral("fpx-consent-receipt+jwt");
}

Failure bad(const Error &why)
{
    return fail("bad_receipt", Words::tr("This file is not a consent receipt."), why.detail);
}

} // namespace

Result<QByteArray> seal(const QJsonObject &content, const jose::PrivateKey &key)
{
    const QJsonObject header{{QStringLiteral("typ"), tokenType()},
                             {QStringLiteral("jwk"), key.publicKey().toBareJson()}};
    FPX_TRY(jws, jose::sign(header, content, key));
    const QJsonObject file{{QStringLiteral("receipt"), content}, {QStringLiteral("jws"), QString::fromLatin1(jws)}};
    return QJsonDocument(file).toJson(QJsonDocument::Indented);
}

Result<Checked> check(const QByteArray &file)
{
    const auto object = parseJsonObject(file, maxBytes);
    if (!object)
        return bad(object.error());
    JsonReader reader(*object, QStringLiteral("receipt"), "bad_receipt");
    const QByteArray jws = reader.string(QStringLiteral("jws")).toLatin1();
    const QJsonObject readable = reader.object(QStringLiteral("receipt"));
    if (const auto read = reader.finish(); !read)
        return bad(read.error());
    const auto unverified = jose::peekUnverified(jws, maxBytes);
    if (!unverified)
        return bad(unverified.error());
    FPX_TRY(key, jose::PublicKey::parse(unverified->header.value(QStringLiteral("jwk")).toObject()));
    jose::Expect expect = jose::Expect::exactly(tokenType(), {jose::Algorithm::ES256});
    expect.maxBytes = maxBytes;
    expect.headerKeyMayRepeatGivenKey = true;
    FPX_TRY(verified, jose::verify(jws, key, expect));
    if (verified.claims != readable)
        return fail("receipt_altered", Words::tr("Someone changed this receipt: what it says is not what was signed."));
    return Checked{verified.claims, key.thumbprint()};
}

} // namespace fpx::receipt
