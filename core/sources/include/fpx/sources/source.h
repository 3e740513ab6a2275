// Data sources: resource servers as the person knows them (profile 6).
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/clock.h>
#include <fpx/base/id.h>
#include <fpx/base/random.h>
#include <fpx/base/recordstore.h>
#include <fpx/base/secretstore.h>
#include <fpx/http/httpclient.h>
#include <fpx/oauth/redirectreceiver.h>
#include <fpx/operator/operatorprofile.h>

#include <QJsonObject>
#include <QList>

#include <optional>

namespace fpx::sources {

struct Resource {
    DefinitionId definition;
    QString resourceId;
    QString displayName;
};

/// On whose behalf the person may share.
struct RelatedSubject {
    QString subject;
    QString displayName;
    QString relation;
    QList<Resource> resources;
};

enum class SourceHealth { Connected, NeedsSignIn, Offline };

/// A connected source. Its tokens are in the SecretStore, purpose SourceTokens, id = the source's identifier.
struct SourceAccount {
    SourceIdentifier source;
    QString subject;     ///< The source's own user id; never leaves this computer.
    QString displayName; ///< As the person confirmed it at "Is this you?".
    qint64 connectedAt = 0;
    qint64 refreshedAt = 0;
    SourceHealth health = SourceHealth::Connected;
    QList<Resource> own;
    QList<RelatedSubject> related;

    /// The resources of the wanted subject; empty id = the person's own.
    [[nodiscard]] QList<Resource> resourcesOf(const QString &wanted) const;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<SourceAccount> fromJson(const QJsonObject &json);
};

/// An answered connection that waits for "Is this you?". Dropping it forgets the tokens.
struct PendingConnection {
    SourceAccount account;
    Secret accessToken;
    Secret refreshToken;
    qint64 accessTokenExpiresAt = 0; ///< seconds, 0: unknown
    bool narrowed = false;           ///< The source granted less than was asked.
};

} // namespace fpx::sources
