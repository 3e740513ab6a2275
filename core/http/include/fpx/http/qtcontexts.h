// Adapter: the HTTP port over Qt Network.
#pragma once

#include <fpx/http/httpclient.h>
#include <fpx/http/proxylogins.h>

#include <QByteArray>
#include <QStringList>

#include <chrono>
#include <memory>

namespace fpx::http {

/// Trust anchors beside the system's, for some hosts only (profile section 2, `trusted_roots`).
struct ExtraRoots {
    QByteArray pem;    ///< One or more certificates.
    QStringList hosts; ///< Exact host names in lower case.
};

/// Profile section 9. Tests shorten the times.
struct NetworkPolicy {
    LoopbackHttp loopbackHttp = LoopbackHttp::Refused;
    QList<ExtraRoots> extraRoots;
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds totalTimeout{30'000};
    bool systemProxy = true; ///< Loopback never goes through a proxy.
    /// For proxies that want one and for which the system's settings have none; null: there is none.
    std::shared_ptr<ProxyLogins> proxyLogins;
};

/// TLS 1.2 or later with the system's trust store and `extraRoots`; no cookies, redirects, cache, HTTP/2, stored
/// credentials (but a proxy's) or compression; `User-Agent: fpx-wallet`. Lives in one thread, which needs an event loop.
class QtNetworkContexts final : public NetworkContexts
{
public:
    explicit QtNetworkContexts(NetworkPolicy policy);
    ~QtNetworkContexts() override;
    [[nodiscard]] std::shared_ptr<HttpClient> context(const QString &name) override;
    void forget(const QString &name) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace fpx::http
