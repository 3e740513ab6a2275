#include <fpx/uma/permission.h>

#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jws.h>

namespace fpx::uma {

namespace {

constexpr qint64 kMaxSeconds = 366LL * 24 * 3600; // one year, whichever year it is (profile 5)

} // namespace

Result<PermissionKey> PermissionKey::generate()
{
    FPX_TRY(key, jose::PrivateKey::generate(jose::Algorithm::ES256));
    return PermissionKey(std::move(key));
}

QString PermissionKey::thumbprint() const
{
    return m_key.thumbprint();
}

Result<QByteArray> PermissionKey::sign(const PermissionTerms &terms, const QString &pseudonym,
                                       const QByteArray &rotAsSent) const
{
    if (terms.expires <= terms.notBefore || terms.expires - terms.notBefore > kMaxSeconds)
        return fail("permission_too_long", Words::tr("A permission can last for a year at most."));
    if (pseudonym.isEmpty() || rotAsSent.isEmpty() || terms.scopes.isEmpty())
        return fail("permission_incomplete", Words::tr("The wallet could not write the permission."));

    QJsonObject claims{
        {QStringLiteral("permission_id"), terms.id.value()},
        {QStringLiteral("iss"), pseudonym},
        {QStringLiteral("as"), terms.as.value()},
        {QStringLiteral("aud"), terms.resourceServer.value()},
        {QStringLiteral("client_id"), terms.client.value()},
        {QStringLiteral("request_id"), terms.requestId},
        {QStringLiteral("resource_definition"), terms.definition.value()},
        {QStringLiteral("resource_scopes"), QJsonArray::fromStringList(terms.scopes)},
        {QStringLiteral("usage"), terms.usage == Usage::Once ? QStringLiteral("once") : QStringLiteral("repeated")},
        {QStringLiteral("nbf"), terms.notBefore},
        {QStringLiteral("exp"), terms.expires},
        {QStringLiteral("iat"), terms.issuedAt},
        {QStringLiteral("ticket_hash"), terms.ticketHash},
        {QStringLiteral("rot_hash"), QString::fromLatin1(sha256Base64Url(rotAsSent))},
    };
    if (terms.resourceId)
        claims.insert(QStringLiteral("resource_id"), *terms.resourceId);
    if (terms.replaces)
        claims.insert(QStringLiteral("replaces"), terms.replaces->value());
    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("fpx-permission+jwt")},
                             {QStringLiteral("jwk"), m_key.publicKey().toBareJson()}};
    return jose::sign(header, claims, m_key);
}

QByteArray permissionBody(const QByteArray &permission, const QByteArray &rotAsSent)
{
    return toCompactJson({{QStringLiteral("permission"), QString::fromLatin1(permission)},
                          {QStringLiteral("rot"), QString::fromLatin1(rotAsSent)}});
}

} // namespace fpx::uma
