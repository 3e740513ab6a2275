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
    /// Whoever waits for ROT material that is being fetched.
    QHash<QString, QList<Deferred<bool>>> fetching;

    [[nodiscard]] std::shared_ptr<http::HttpClient> http(const SourceIdentifier &source) const
    {
        return context.http(source.value());
    }
    [[nodiscard]] Result<void> store(const SourceAccount &account);
    [[nodiscard]] Async<void> storeTokens(SourceIdentifier source, StoredTokens tokens) const;
    [[nodiscard]] Async<StoredTokens> loadTokens(SourceIdentifier source) const;
};

[[nodiscard]] SecretName tokensOf(const SourceIdentifier &source);
[[nodiscard]] Failure needsSignIn(const QString &name);
[[nodiscard]] Failure sourceUnknown();

} // namespace fpx::sources
