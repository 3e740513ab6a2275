#include "reviewrun.h"

#include <QPromise>

#include <algorithm>

namespace fpx::wallet {

namespace {

bool isAbout(const policy::Finding &finding, const QStringList &rules)
{
    return rules.isEmpty() || rules.contains(finding.rule) ||
           std::ranges::any_of(finding.others, [&](const QString &id) { return rules.contains(id); });
}

/// Nothing where one of them cannot be opened, or once nobody wants them any more.
QList<policy::Facts> opened(const QList<vault::SealedRows> &pages, const std::function<bool()> &cancelled)
{
    QList<policy::Facts> all;
    for (const vault::SealedRows &page : pages) {
        for (qsizetype i = 0; i < page.size(); ++i) {
            if (cancelled())
                return {};
            const auto facts = openRequests(page, i);
            if (!facts)
                return {};
            all += *facts;
        }
    }
    return all;
}

} // namespace

ReviewRun::ReviewRun(std::shared_ptr<QThreadPool> workers, QList<policy::Rule> rules, QList<vault::SealedRows> requests,
                     QStringList about, QList<policy::Finding> known)
    : m_workers(std::move(workers))
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (m_watcher.isCanceled())
            return;
        m_findings = m_watcher.result();
        m_done = true;
        Q_EMIT done();
    });
    const auto promise = std::make_shared<QPromise<QList<policy::Finding>>>();
    m_watcher.setFuture(promise->future());
    promise->start();
    m_workers->start([promise, rules = std::move(rules), requests = std::move(requests), about = std::move(about),
                      known = std::move(known)] {
        const std::function<bool()> cancelled = [&promise] { return promise->isCanceled(); };
        QList<policy::Finding> found = policy::analyse(rules, opened(requests, cancelled), cancelled) + known;
        found.removeIf([&about](const policy::Finding &finding) { return !isAbout(finding, about); });
        promise->addResult(found);
        promise->finish();
    });
}

ReviewRun::~ReviewRun()
{
    m_watcher.cancel(); // the worker ends with the present rule
}

} // namespace fpx::wallet
