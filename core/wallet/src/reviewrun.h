// The analysis of a draft of the rules on a worker, with the requests that it compares them with.
#pragma once

#include "factsstore.h"

#include <fpx/wallet/policies.h>

#include <QFutureWatcher>
#include <QThreadPool>

namespace fpx::wallet {

class ReviewRun final : public Review
{
    Q_OBJECT

public:
    /// Findings about `about` are kept, all if it is empty. `requests`: pages of the FactsStore; where they cannot be
    /// opened, nothing is compared with them. `known` are findings that need no work. `workers` is waited for by nobody but its own destructor.
    ReviewRun(std::shared_ptr<QThreadPool> workers, QList<policy::Rule> rules, QList<vault::SealedRows> requests,
              QStringList about, QList<policy::Finding> known = {});
    ~ReviewRun() override;

    [[nodiscard]] bool isDone() const override { return m_done; }
    [[nodiscard]] QList<policy::Finding> findings() const override { return m_findings; }

private:
    std::shared_ptr<QThreadPool> m_workers; ///< Not used up before what it works on.
    QFutureWatcher<QList<policy::Finding>> m_watcher;
    QList<policy::Finding> m_findings;
    bool m_done = false;
};

} // namespace fpx::wallet
