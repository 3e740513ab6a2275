// What the system says about proxies, environment and PAC scripts included.
#pragma once

#include <fpx/base/async.h>

#include <QElapsedTimer>
#include <QFuture>
#include <QHash>
#include <QNetworkProxy>
#include <QUrl>

#include <chrono>
#include <memory>

namespace fpx::http {

/// The system is asked in a thread of its own: a PAC script is fetched and run there, which may take as long as it likes,
/// while Qt would ask in the thread that sends. One answer serves an origin for a minute, so that a computer that moved
/// to another network finds its way. Lives in one thread.
class Proxies
{
public:
    /// Loopback literals are never looked up.
    [[nodiscard]] static bool isDirect(const QUrl &url);

    /// Ends when known() has an answer for `url`. Errors: `proxy_failed` when the system said nothing within `limit`;
    /// `cancelled`.
    [[nodiscard]] static Async<void> find(std::shared_ptr<Proxies> self, QUrl url, std::chrono::milliseconds limit,
                                          CancelToken token);
    /// What find() found last; a direct connection before that.
    [[nodiscard]] QList<QNetworkProxy> known(const QUrl &url) const;

private:
    struct Entry {
        QList<QNetworkProxy> proxies{QNetworkProxy(QNetworkProxy::NoProxy)};
        QElapsedTimer age; ///< Invalid before the first answer.
        QFuture<QList<QNetworkProxy>> asked;
    };
    QHash<QString, Entry> m_entries; ///< By scheme, host and port.
};

} // namespace fpx::http
