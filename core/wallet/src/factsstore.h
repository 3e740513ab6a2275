// What the rules have been asked, what the person answered, and what everybody was called: sealed rows of the vault.
#pragma once

#include <fpx/consent/decisionlog.h>
#include <fpx/vault/sealedrows.h>

#include "namebook.h"

#include <QHash>
#include <QObject>

namespace fpx::wallet {

/// One thread, in which nothing is opened that grows with the years: that is for a worker, by openRequests() and
/// openAnswers(). Tables: `facts` (blocks of blockSize requests), `facts_tail` (the requests since, one a row), `answers`
/// (the last ones to each client with each profile), `names`.
class FactsStore final : public QObject, public consent::DecisionLog
{
    Q_OBJECT

public:
    static constexpr qsizetype blockSize = 512;
    static constexpr qint64 maxBlocks = 1954;    ///< 1,000,448 requests; the oldest block makes room.
    static constexpr qsizetype answersKept = 10; ///< For each client.

    explicit FactsStore(std::shared_ptr<vault::Vault> vault) : m_vault(std::move(vault)) {}

    /// Reads the names; those of version 0.1.0, which did not say where, get the networks at which requests show them.
    /// Errors: those of Vault, as below.
    [[nodiscard]] Result<void> load();
    void clear(); ///< When the vault locks.

    // consent::DecisionLog
    [[nodiscard]] Result<void> evaluated(const policy::Facts &facts, const QList<consent::Named> &names) override;
    [[nodiscard]] Result<void> answered(const policy::PastDecision &decision) override;
    [[nodiscard]] Result<std::optional<qint64>> lastAnswered(const policy::Facts &facts) override;

    /// How many requests are recorded.
    [[nodiscard]] Result<qint64> count();
    struct Page {
        vault::SealedRows rows; ///< For openRequests(), newest first.
        qint64 next = 0;        ///< To go on; 0: there is no more.
    };
    struct Place {
        bool tail = true;  ///< Single requests; the blocks come after them.
        qint64 before = 0; ///< Where the last page ended; 0: the newest.
    };
    [[nodiscard]] Result<Page> page(const Place &place, qint64 limit);
    /// Pages with the newest ones, `limit` or a few more.
    [[nodiscard]] Result<QList<vault::SealedRows>> newest(qsizetype limit);

    /// All that is kept of the person's answers, for openAnswers().
    [[nodiscard]] Result<vault::SealedRows> answers();

    /// Learns names outside a request too. In the caller's transaction, if there is one, so they are known only after it.
    [[nodiscard]] Result<void> learn(const QList<consent::Named> &names);
    [[nodiscard]] const NameBook &names() const { return m_names; }

Q_SIGNALS:
    void answersChanged(); ///< Perhaps: the transaction may still fail.
    void namesChanged();   ///< After the transaction.

private:
    [[nodiscard]] Result<void> closeBlock();
    [[nodiscard]] Result<void> placeOldNames(const QList<vault::Row> &old);
    [[nodiscard]] Result<NameBook> namesInRequests(); ///< By identifier, where requests had them; each is its own name.
    void settle();

    std::shared_ptr<vault::Vault> m_vault;
    NameBook m_names;
    QList<consent::Named> m_learning; ///< Written, in a transaction that may still fail.
};

/// The requests in one row of a page, newest first. Any thread. Errors: those of SealedRows, `bad_facts`.
[[nodiscard]] Result<QList<policy::Facts>> openRequests(const vault::SealedRows &page, qsizetype row);
/// The answers, oldest first. Any thread; `cancelled` is asked for each client. Errors: as above, `cancelled`.
[[nodiscard]] Result<QList<policy::PastDecision>> openAnswers(const vault::SealedRows &rows,
                                                              const std::function<bool()> &cancelled = {});

} // namespace fpx::wallet
