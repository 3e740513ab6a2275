#include <fpx/oauth/jwkscache.h>

#include "words.h"

namespace fpx::oauth {

namespace {

constexpr qint64 goodFor = 3'600'000; // ms
constexpr qint64 notAgainWithin = 60'000;

} // namespace

Async<jose::JwkSet> JwksCache::get(std::shared_ptr<http::HttpClient> http, QUrl uri, Freshness freshness,
                                   CancelToken cancel)
{
    const auto self = shared_from_this();
    const qint64 now = m_clock.steadyMilliseconds();
    if (const auto known = m_entries.constFind(uri); known != m_entries.constEnd()) {
        const bool fresh = freshness == Freshness::Cached && now - known->fetchedAt < goodFor;
        // Tokens with made-up `kid`s must not become a stream of requests, whether the issuer answers or not.
        if (fresh || now - known->triedAt < notAgainWithin)
            co_return known->keys;
        m_entries[uri].triedAt = now;
    }
    http::Request request;
    request.url = uri;
    request.maxBody = jose::JwkSet::maxBytes;
    request.reading = Reading::Lenient;
    request.accept = "application/jwk-set+json, application/json";
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    FPX_CO_CHECK(cancel.check());
    if (response.status != 200)
        co_return fail("jwks_unavailable", Words::tr("The other side's keys could not be read. Try again later."),
                       QStringLiteral("HTTP %1").arg(response.status), Retry::Later);
    FPX_CO_TRY(keys, jose::JwkSet::parse(http::withoutByteOrderMark(response.body), Reading::Lenient));
    m_entries.insert(uri, {keys, now, now});
    co_return keys;
}

} // namespace fpx::oauth
