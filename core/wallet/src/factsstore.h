// What the rules have been asked, what the person answered, and what everybody was called: sealed rows of the vault.
#pragma once

#include <fpx/consent/decisionlog.h>
#include <fpx/vault/vault.h>

#include <QHash>
#include <QObject>

namespace fpx::wallet {

/// One thread. Tables: `facts` (blocks of blockSize requests), `facts_tail` (the requests since, one a row), `answers`
/// (the last ones to each client), `names`.
class FactsStore final : public QObject, public consent::DecisionLog
{
    Q_OBJECT

public:
    static constexpr qsizetype blockSize = 512;
    static constexpr qint64 maxBlocks = 1954;    ///< 1,000,448 requests; the oldest block makes room.
    static constexpr qsizetype answersKept = 10; ///< For each client.

    explicit FactsStore(std::shared_ptr<vault::Vault> vault) : m_vault(std::move(vault)) {}

    /// Reads the names. Errors: those of Vault, as below.
    [[nodiscard]] Result<void> load();
    void clear(); ///< When the vault locks.

    // consent::DecisionLog
    [[nodiscard]] Result<void> evaluated(const policy::Facts &facts, const QList<consent::Named> &names) override;
    [[nodiscard]] Result<void> answered(const policy::PastDecision &decision) override;
    [[nodiscard]] Result<std::optional<qint64>> lastAnswered(const AsIdentifier &as, const ClientId &client) override;

    /// How many requests are recorded.
    [[nodiscard]] Result<qint64> count();
    /// Packed requests (policy::unpackFacts), newest first. `before` is where the last page ended; 0: the newest.
    struct Page {
        QList<QByteArray> blocks;
        qint64 next = 0;   ///< To go on; 0: there is no more.
        bool tail = false; ///< These are single requests, newest first; the blocks come after them.
    };
    struct Place {
        bool tail = true;
        qint64 before = 0;
    };
    [[nodiscard]] Result<Page> page(const Place &place, qint64 limit);
    /// The newest ones, at most `limit`.
    [[nodiscard]] Result<QList<policy::Facts>> newest(qsizetype limit);

    /// All that is kept of the person's answers, oldest first.
    [[nodiscard]] Result<QList<policy::PastDecision>> answers();

    /// Learns names outside a request too.
    [[nodiscard]] Result<void> learn(const QList<consent::Named> &names);
    [[nodiscard]] const QHash<QString, QString> &names(policy::Condition kind) const;

Q_SIGNALS:
    void answersChanged(); ///< Perhaps: the transaction may still fail.
    void namesChanged();

private:
    [[nodiscard]] Result<void> closeBlock();

    std::shared_ptr<vault::Vault> m_vault;
    std::array<QHash<QString, QString>, policy::nameConditions> m_names;
};

} // namespace fpx::wallet
