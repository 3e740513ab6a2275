#include "proxies.h"

#include "words.h"

#include <fpx/base/deferred.h>

#include <QFutureWatcher>
#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QPromise>
#include <QThread>
#include <QTimer>

namespace fpx::http {

namespace {

constexpr qint64 keptMilliseconds = 60'000;

using Found = QList<QNetworkProxy>;

QString keyOf(const QUrl &url)
{
    return url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo).toString();
}

// Nobody waits for the thread: a PAC server that hangs must not keep the application from ending.
QFuture<Found> askSystem(const QUrl &url)
{
    QPromise<Found> promise;
    promise.start();
    const QFuture<Found> asked = promise.future();
    QThread *thread = QThread::create([promise = std::move(promise), query = QNetworkProxyQuery(url)]() mutable {
        promise.addResult(QNetworkProxyFactory::systemProxyForQuery(query));
        promise.finish();
    });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
    return asked;
}

} // namespace

bool Proxies::isDirect(const QUrl &url)
{
    return QHostAddress(url.host()).isLoopback();
}

Async<void> Proxies::find(std::shared_ptr<Proxies> self, QUrl url, std::chrono::milliseconds limit, CancelToken token)
{
    Entry &entry = self->m_entries[keyOf(url)];
    if (entry.age.isValid() && entry.age.elapsed() < keptMilliseconds)
        co_return {};
    if (!entry.asked.isValid() || entry.asked.isFinished())
        entry.asked = askSystem(url);
    const QFuture<Found> asked = entry.asked;

    Deferred<Result<void>> done;
    auto *watcher = new QFutureWatcher<Found>;
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [done] { done.resolve({}); });
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(asked);
    QTimer::singleShot(limit, watcher, [done] {
        done.resolve(fail("proxy_failed", Words::tr("This computer could not say in time which proxy to use."), {},
                          Retry::Later));
    });
    token.onCancelled([done] { done.resolve(fail(CancelToken::reason())); });
    FPX_CO_CHECK(co_await done);

    Entry &found = self->m_entries[keyOf(url)];
    if (const Found proxies = asked.result(); !proxies.isEmpty())
        found.proxies = proxies;
    found.age.start();
    co_return {};
}

QList<QNetworkProxy> Proxies::known(const QUrl &url) const
{
    return m_entries.value(keyOf(url)).proxies;
}

} // namespace fpx::http
