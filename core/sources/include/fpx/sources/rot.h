// ROT: what lets a resource server recognise the person behind a permission, and what nobody else can read (profile 6).
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/result.h>

#include <QByteArray>
#include <QString>

namespace fpx::sources {

/// What a ROT is bound to.
struct RotDemand {
    PermissionId permission;
    QString jkt;     ///< thumbprint of the permission key
    QString subject; ///< empty: own
    AsIssuer as;
    RsIdentifier resourceServer;
    ClientId client;
    qint64 expires = 0; ///< the permission's, seconds
};

/// A ROT that is ready to travel.
struct SealedRot {
    QString pseudonym;    ///< `iss` of the permission; used once, never again.
    QByteArray rotAsSent; ///< The JWE for the resource server.
};

} // namespace fpx::sources
