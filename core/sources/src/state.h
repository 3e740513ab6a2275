// What the parts of the service share.
#pragma once

#include <fpx/base/deferred.h>
#include <fpx/oauth/jwkscache.h>
#include <fpx/oauth/metadata.h>
#include <fpx/sources/sourceservice.h>

#include <QHash>

namespace fpx::sources {

struct StoredTokens {
    Secret access;
    Secret refresh;
    qint64 expiresAt = 0; ///< seconds, 0: unknown
};

struct SourceService::State {
    SourceContext context;
    std::shared_ptr<oauth::JwksCache> keys;
    QHash<SourceIdentifier, SourceAccount> accounts;
    QHash<SourceIdentifier, oauth::Metadata> metadata;
    /// Whoever waits for a refresh that is under way: a refresh token that rotates is used once only.
    QHash<SourceIdentifier, QList<Deferred<Result<Secret>>>> refreshing;
    /// Renewed tokens that could not be stored (locked, or no keychain): the source takes no others any more. Kept over a
    /// lock, given out in the place of what is stored, and stored as soon as that works.
    QHash<SourceIdentifier, StoredTokens> unsaved;
    /// Counts how often a source was connected or left: what a refresh brings for an earlier connection is given back.
    QHash<SourceIdentifier, int> connections;
    /// Whoever waits for ROT material that is being fetched.
    QHash<QString, QList<Deferred<bool>>> fetching;

    [[nodiscard]] std::shared_ptr<http::HttpClient> http(const SourceIdentifier &source) const
    {
        return context.http(source.value());
    }
    [[nodiscard]] Result<void> store(const SourceAccount &account);
    [[nodiscard]] Async<void> storeTokens(SourceIdentifier source, StoredTokens tokens) const;
    /// As storeTokens(), for tokens that have taken the place of the stored ones at the source: not lost when it fails.
    [[nodiscard]] Async<void> storeRenewed(SourceIdentifier source, StoredTokens tokens);
    [[nodiscard]] Async<StoredTokens> loadTokens(SourceIdentifier source);
};

[[nodiscard]] SecretName tokensOf(const SourceIdentifier &source);
[[nodiscard]] Failure needsSignIn(const QString &name);
[[nodiscard]] Failure sourceUnknown();

} // namespace fpx::sources
