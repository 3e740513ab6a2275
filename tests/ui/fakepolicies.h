// Rules kept in memory, and a replay that a test drives.
#pragma once

#include <fpx/wallet/policies.h>

#include <QPointer>

namespace fpx::test {

class FakeWhatIf : public wallet::WhatIf
{
    Q_OBJECT

public:
    [[nodiscard]] State state() const override { return now; }
    [[nodiscard]] qsizetype total() const override { return all; }
    [[nodiscard]] qsizetype done() const override { return looked; }
    [[nodiscard]] qsizetype different() const override { return others; }
    [[nodiscard]] QList<policy::ClientDifferences> byClient() const override { return clients; }
    [[nodiscard]] Error error() const override { return {}; }
    void cancel() override { move(State::Cancelled); }
    void move(State to)
    {
        now = to;
        Q_EMIT changed();
    }

    State now = State::Running;
    qsizetype all = 0;
    qsizetype looked = 0;
    qsizetype others = 0;
    QList<policy::ClientDifferences> clients;
};

class FakeReview : public wallet::Review
{
    Q_OBJECT

public:
    [[nodiscard]] bool isDone() const override { return over; }
    [[nodiscard]] QList<policy::Finding> findings() const override { return over ? found : QList<policy::Finding>(); }
    void finish()
    {
        over = true;
        Q_EMIT done();
    }

    bool over = false;
    QList<policy::Finding> found;
};

class FakePolicies : public wallet::Policies
{
    Q_OBJECT

public:
    [[nodiscard]] const policy::Document &document() const override { return rules; }
    [[nodiscard]] const QList<policy::Rule> &operatorRules() const override { return providers; }
    [[nodiscard]] Result<void> apply(const policy::Document &next) override;
    [[nodiscard]] QList<PermissionId> newlyDeclined(const policy::Document &) const override { return declined; }
    [[nodiscard]] QString newId() const override { return QStringLiteral("new-%1").arg(++made); }
    [[nodiscard]] QList<wallet::RuleName> known(policy::Condition condition) const override;
    [[nodiscard]] QString nameOf(policy::Condition condition, const QString &id,
                                 const QStringList &places) const override;
    void learnNames() override { ++learned; }
    [[nodiscard]] std::shared_ptr<wallet::Review> review(const policy::Document &draft,
                                                         const QStringList &about) override;
    [[nodiscard]] std::shared_ptr<wallet::WhatIf> whatIf(const policy::Document &draft) override;
    [[nodiscard]] std::optional<wallet::RuleSuggestion> suggestion() const override { return suggested; }
    void closeSuggestion() override;
    /// Names, rules of all three effects, one of them of the operator and locked.
    void fill();

    policy::Document rules;
    QList<policy::Rule> providers;
    QMap<policy::Condition, QList<wallet::RuleName>> names;
    std::optional<wallet::RuleSuggestion> suggested;
    Result<void> refusal;          ///< apply() answers this error while it is one.
    std::weak_ptr<FakeWhatIf> run; ///< The last one that was begun.
    std::weak_ptr<FakeReview> looking;
    bool slow = false; ///< A review is done when the test says so.
    qsizetype recorded = 200;
    qsizetype different = 14;
    int learned = 0;
    QList<PermissionId> declined;
    mutable int made = 0;
};

} // namespace fpx::test
