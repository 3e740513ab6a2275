#include "whatifrun.h"

#include "words.h"

namespace fpx::wallet {

namespace {

constexpr qint64 blocksAPage = 4;
constexpr qint64 singlesAPage = 128;
constexpr int pagesAhead = 4;
constexpr qint64 tellEvery = 50; // ms

} // namespace

void WhatIfWorker::decide(const vault::SealedRows &page, bool last)
{
    if (!m_replay)
        m_replay.emplace(m_before, policy::RuleSet(m_after));
    for (qsizetype i = 0; i < page.size(); ++i) {
        if (m_cancelled)
            return;
        const auto facts = openRequests(page, i);
        if (!facts) {
            Q_EMIT failed(facts.error());
            return;
        }
        m_replay->add(*facts);
    }
    // Examples are copied only when there is something new to show, and at the end.
    const bool due = last || !m_sinceTold.isValid() || m_sinceTold.hasExpired(tellEvery);
    QList<policy::ClientDifferences> clients;
    if (due && m_replay->different() != m_told) {
        clients = m_replay->byClient();
        m_told = m_replay->different();
        m_sinceTold.start();
    }
    Q_EMIT decided(m_replay->done(), m_replay->different(), clients);
}

WhatIfRun::WhatIfRun(FactsStore *store, const policy::RuleSet &before, const QList<policy::Rule> &after)
    : m_store(store), m_worker(new WhatIfWorker(before, after))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &WhatIfWorker::decided, this, &WhatIfRun::decided);
    connect(m_worker, &WhatIfWorker::failed, this, &WhatIfRun::fail);
    m_thread.setObjectName(QStringLiteral("what-if"));
    m_thread.start(QThread::LowPriority);
    m_read.setSingleShot(true);
    connect(&m_read, &QTimer::timeout, this, &WhatIfRun::readOn);
    if (const auto count = store->count())
        m_total = *count;
    m_read.start(0);
}

WhatIfRun::~WhatIfRun()
{
    m_worker->cancel();
    m_thread.quit();
    m_thread.wait(); // for the row in work, milliseconds
}

void WhatIfRun::readOn()
{
    if (m_state != State::Running || m_allRead || m_ahead >= pagesAhead)
        return;
    if (!m_store)
        return fail({"vault_locked", Words::tr("The wallet was locked meanwhile."), {}, Retry::Later});
    const auto page = m_store->page(m_place, m_place.tail ? singlesAPage : blocksAPage);
    if (!page)
        return fail(page.error());
    if (page->next != 0)
        m_place.before = page->next;
    else if (m_place.tail)
        m_place = {false, 0};
    else
        m_allRead = true;
    ++m_ahead;
    QMetaObject::invokeMethod(m_worker,
                              [worker = m_worker, rows = page->rows, last = m_allRead] { worker->decide(rows, last); });
    m_read.start(0);
}

void WhatIfRun::decided(qsizetype done, qsizetype different, const QList<policy::ClientDifferences> &clients)
{
    if (m_state != State::Running)
        return;
    --m_ahead;
    m_done = done;
    m_different = different;
    if (!clients.isEmpty())
        m_clients = clients;
    if (m_allRead && m_ahead == 0)
        return end(State::Done);
    if (!m_sinceTold.isValid() || m_sinceTold.hasExpired(tellEvery) || !clients.isEmpty()) {
        m_sinceTold.start();
        Q_EMIT changed();
    }
    m_read.start(0);
}

void WhatIfRun::fail(const Error &error)
{
    m_error = error;
    end(State::Failed);
}

void WhatIfRun::cancel()
{
    if (m_state == State::Running)
        end(State::Cancelled);
}

void WhatIfRun::end(State state)
{
    m_state = state;
    m_read.stop();
    m_worker->cancel();
    Q_EMIT changed();
}

} // namespace fpx::wallet
