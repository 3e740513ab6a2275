// The Policies of a wallet, over what Services keeps.
#pragma once

#include "services.h"
#include "suggestions.h"

#include <fpx/wallet/policies.h>

#include <QFutureWatcher>
#include <QThreadPool>
#include <QTimer>

namespace fpx::wallet {

class PolicyDesk final : public Policies
{
    Q_OBJECT

public:
    PolicyDesk();
    ~PolicyDesk() override;
    /// Null while nothing is open, and while locked.
    void setServices(std::shared_ptr<Services> services);

    [[nodiscard]] const policy::Document &document() const override;
    [[nodiscard]] const QList<policy::Rule> &operatorRules() const override;
    [[nodiscard]] Result<void> apply(const policy::Document &next) override;
    [[nodiscard]] QList<PermissionId> newlyDeclined(const policy::Document &draft) const override;
    [[nodiscard]] QString newId() const override;
    [[nodiscard]] QList<RuleName> known(policy::Condition condition) const override;
    [[nodiscard]] QString nameOf(policy::Condition condition, const QString &id,
                                 const QStringList &places) const override;
    void learnNames() override;
    [[nodiscard]] std::shared_ptr<Review> review(const policy::Document &draft, const QStringList &rules) override;
    [[nodiscard]] std::shared_ptr<WhatIf> whatIf(const policy::Document &draft) override;
    [[nodiscard]] std::optional<RuleSuggestion> suggestion() const override { return m_suggestion; }
    void closeSuggestion() override;

private:
    [[nodiscard]] NameBook namesOf(policy::Condition condition) const;
    [[nodiscard]] Result<void> keepInHistory(const policy::Document &before, const policy::Document &next);
    void lookAgain();
    void lookForSuggestion();
    void showSuggestion(const QList<KeyedSuggestion> &all);

    std::shared_ptr<Services> m_services;
    std::optional<RuleSuggestion> m_suggestion;
    QString m_suggestionKey;
    std::shared_ptr<QThreadPool> m_workers; ///< One thread: an outdated review is over before the next begins.
    QFutureWatcher<QList<KeyedSuggestion>> m_suggesting;
    QTimer m_soon;
    CancelSource m_cancel;
    bool m_learned = false;
    bool m_rulesTouched = false; ///< By somebody else than apply().
};

/// What the history says of one rule: who it is about, and the rule itself in the language.
[[nodiscard]] QJsonObject historyOf(const policy::Rule &rule, const FactsStore &names);

} // namespace fpx::wallet
