// Key sets of other parties by URI (profile sections 8, 9): fetched when needed, once again when a `kid` is unknown.
#pragma once

#include <fpx/base/clock.h>
#include <fpx/http/httpclient.h>
#include <fpx/jose/jws.h>

#include <QHash>

namespace fpx::oauth {

/// One for each network context. Kept by shared_ptr; `clock` outlives it.
class JwksCache : public std::enable_shared_from_this<JwksCache>
{
public:
    static constexpr qint64 freshSeconds = 3600;   ///< After that keys() fetches again.
    static constexpr qint64 refetchSeconds = 60;   ///< An unknown `kid` leads to at most one fetch in this time.

    JwksCache(std::shared_ptr<http::HttpClient> http, const Clock *clock);

    /// ≤ 64 KiB, ≤ 32 keys. A stale set serves on while the server is away.
    /// Errors: those of HttpClient and JwkSet::parse(), `server_unavailable`, `jwks_unavailable` (another status).
    [[nodiscard]] Async<jose::JwkSet> keys(QUrl uri, CancelToken token);
    /// Verifies `jws`; `key_unknown` leads to one fetch and one more try. Errors: those of keys() and jose::verify().
    [[nodiscard]] Async<jose::VerifiedToken> verify(QUrl uri, QByteArray jws, jose::Expect expect, CancelToken token);

private:
    struct Entry {
        jose::JwkSet set;
        qint64 fetchedAt = 0;  ///< steady ms
        qint64 attemptedAt = 0; ///< steady ms
    };
    /// `again`: a fresh set did not do; fetch unless that happened just now.
    [[nodiscard]] static Async<jose::JwkSet> load(std::shared_ptr<JwksCache> self, QUrl uri, bool again, CancelToken token);
    [[nodiscard]] static Async<jose::VerifiedToken> verifyWith(std::shared_ptr<JwksCache> self, QUrl uri, QByteArray jws,
                                                               jose::Expect expect, CancelToken token);

    std::shared_ptr<http::HttpClient> m_http;
    const Clock *m_clock;
    QHash<QUrl, Entry> m_entries;
};

} // namespace fpx::oauth
