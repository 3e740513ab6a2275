// A replay of the recorded requests: sealed pages are read in the GUI thread, one a turn of its loop, because the vault
// has one connection; opened, unpacked and decided they are on a worker, a few pages behind at most.
#pragma once

#include "factsstore.h"

#include <fpx/wallet/policies.h>

#include <QElapsedTimer>
#include <QPointer>
#include <QThread>
#include <QTimer>

#include <atomic>

namespace fpx::wallet {

/// Lives in the worker thread of a WhatIfRun; values in, values out.
class WhatIfWorker : public QObject
{
    Q_OBJECT

public:
    WhatIfWorker(policy::RuleSet before, QList<policy::Rule> after)
        : m_before(std::move(before)), m_after(std::move(after))
    {
    }
    /// `last`: there are no more.
    void decide(const vault::SealedRows &page, bool last);
    /// Any thread; what is in work ends with the present row.
    void cancel() { m_cancelled = true; }

Q_SIGNALS:
    void decided(qsizetype done, qsizetype different, const QList<fpx::policy::ClientDifferences> &clients);
    void failed(const fpx::Error &error);

private:
    policy::RuleSet m_before;
    QList<policy::Rule> m_after; ///< Compiled with the first page.
    std::optional<policy::Replay> m_replay;
    qsizetype m_told = -1; ///< Differences when the clients were last handed out.
    QElapsedTimer m_sinceTold;
    std::atomic<bool> m_cancelled = false;
};

class WhatIfRun final : public WhatIf
{
    Q_OBJECT

public:
    /// `store` may go before this: then it fails.
    WhatIfRun(FactsStore *store, const policy::RuleSet &before, const QList<policy::Rule> &after);
    ~WhatIfRun() override;

    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] qsizetype total() const override { return m_total; }
    [[nodiscard]] qsizetype done() const override { return m_done; }
    [[nodiscard]] qsizetype different() const override { return m_different; }
    [[nodiscard]] QList<policy::ClientDifferences> byClient() const override { return m_clients; }
    [[nodiscard]] Error error() const override { return m_error; }
    void cancel() override;

private:
    void readOn();
    void decided(qsizetype done, qsizetype different, const QList<policy::ClientDifferences> &clients);
    void fail(const Error &error);
    void end(State state);

    QPointer<FactsStore> m_store;
    WhatIfWorker *m_worker; ///< Deleted by its thread's end.
    QThread m_thread;
    QTimer m_read;
    FactsStore::Place m_place;
    bool m_allRead = false;
    int m_ahead = 0; ///< Pages read and not yet decided.
    State m_state = State::Running;
    qsizetype m_total = 0;
    qsizetype m_done = 0;
    qsizetype m_different = 0;
    QList<policy::ClientDifferences> m_clients;
    Error m_error;
    QElapsedTimer m_sinceTold;
};

} // namespace fpx::wallet
