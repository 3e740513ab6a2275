// A permission: a JWS under a key of its own that is erased after signing (profile 5).
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/random.h>
#include <fpx/base/result.h>
#include <fpx/jose/jwk.h>
#include <fpx/uma/ticketdetails.h>

namespace fpx::uma {

struct PermissionTerms {
    PermissionId id;
    AsIssuer as;
    RsIdentifier resourceServer; ///< `aud`
    ClientId client;
    QString requestId;
    DefinitionId definition;
    std::optional<QString> resourceId; ///< Sent only if the ticket named it.
    QStringList scopes;
    Usage usage = Usage::Once;
    qint64 notBefore = 0;
    qint64 expires = 0; ///< ≤ 1 year after notBefore
    qint64 issuedAt = 0;
    QString ticketHash;
    std::optional<PermissionId> replaces;
};

/// The fresh key of one permission. Not copyable, never stored; destroying it erases it.
class PermissionKey
{
public:
    [[nodiscard]] static Result<PermissionKey> generate();
    [[nodiscard]] QString thumbprint() const; ///< `jkt` of the ROT

    /// The permission JWS with `iss` = `pseudonym` and `rot_hash` of `rotAsSent`. Errors: `permission_too_long`, those of
    /// jose.
    [[nodiscard]] Result<QByteArray> sign(const PermissionTerms &terms, const QString &pseudonym,
                                          const QByteArray &rotAsSent) const;

    PermissionKey(PermissionKey &&) = default;
    PermissionKey &operator=(PermissionKey &&) = default;

private:
    explicit PermissionKey(jose::PrivateKey key) : m_key(std::move(key)) {}
    jose::PrivateKey m_key;
};

/// The body of `POST fpx_permission_endpoint`: {"permission","rot"}. Stored before the first send, resent byte for byte.
[[nodiscard]] QByteArray permissionBody(const QByteArray &permission, const QByteArray &rotAsSent);

} // namespace fpx::uma
