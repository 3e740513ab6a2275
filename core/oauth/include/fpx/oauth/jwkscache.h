// Keys of issuers, fetched when needed (profile 8).
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/clock.h>
#include <fpx/http/httpclient.h>
#include <fpx/jose/jwkset.h>

#include <QHash>
#include <QUrl>

namespace fpx::oauth {

enum class Freshness {
    Cached, ///< At most an hour old.
    Refetch ///< No key fitted, or no signature did: fetched again, at most once a minute for each URI.
};

/// One thread. Coroutines hold it by shared_ptr.
class JwksCache : public std::enable_shared_from_this<JwksCache>
{
public:
    explicit JwksCache(const Clock &clock) : m_clock(clock) {}
    /// ≤ 64 KiB, ≤ 32 keys. Errors: those of the transport, `jwks_unavailable`, those of JwkSet::parse().
    [[nodiscard]] Async<jose::JwkSet> get(std::shared_ptr<http::HttpClient> http, QUrl uri, Freshness freshness,
                                          CancelToken cancel);

private:
    struct Entry {
        jose::JwkSet keys;
        qint64 fetchedAt = 0; // steady milliseconds
        qint64 triedAt = 0;
    };
    const Clock &m_clock;
    QHash<QUrl, Entry> m_entries;
};

} // namespace fpx::oauth
