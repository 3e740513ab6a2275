// The rules, as a person sees and changes them. One set at a time is in force; it is replaced as a whole.
#pragma once

#include <fpx/policy/analysis.h>
#include <fpx/policy/document.h>
#include <fpx/policy/replay.h>

#include <QObject>

#include <memory>

namespace fpx::wallet {

/// A party or a thing that a rule can name, with what it was last called.
struct RuleName {
    QString id;
    QString name;            ///< Several where networks call different things so.
    QStringList places = {}; ///< The networks that know it; of a subject, the sources. Empty: the wallet's own word.
    [[nodiscard]] bool operator==(const RuleName &) const = default;
};

/// The action of a notification that leads to a rule: what clicking on it hands back.
[[nodiscard]] inline QString ruleAction(const QString &id)
{
    return QStringLiteral("rule:") + id;
}
/// The id in such an action; empty: it is another one.
[[nodiscard]] inline QString ruleOfAction(const QString &action)
{
    return action.startsWith(QLatin1String("rule:")) ? action.mid(5) : QString();
}

/// What recorded requests would have become under other rules. Runs in the background; its destruction ends it. GUI
/// thread.
class WhatIf : public QObject
{
    Q_OBJECT

public:
    enum class State { Running, Done, Cancelled, Failed };
    Q_ENUM(State)

    explicit WhatIf(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] virtual State state() const = 0;
    [[nodiscard]] virtual qsizetype total() const = 0; ///< Recorded requests.
    [[nodiscard]] virtual qsizetype done() const = 0;
    [[nodiscard]] virtual qsizetype different() const = 0;
    /// Clients with a difference so far, those with most first.
    [[nodiscard]] virtual QList<policy::ClientDifferences> byClient() const = 0;
    /// In Failed: those of the vault, `bad_facts`.
    [[nodiscard]] virtual Error error() const = 0;
    /// Ends it within 100 ms; nothing changes in a final state.
    virtual void cancel() = 0;

Q_SIGNALS:
    void changed(); ///< Progress, at most every 50 ms, and the final state.
};

/// What is wrong with a draft of the rules. Worked out in the background; its destruction ends it. GUI thread.
class Review : public QObject
{
    Q_OBJECT

public:
    explicit Review(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] virtual bool isDone() const = 0;
    [[nodiscard]] virtual QList<policy::Finding> findings() const = 0; ///< None before it is done.

Q_SIGNALS:
    void done(); ///< Once.
};

/// "You allowed this 5 times in a row." Never applied by itself.
struct RuleSuggestion {
    policy::Rule rule; ///< With an id.
    int times = 0;
};

/// Lives in the GUI thread. Abstract so that front ends can be tried against a handwritten fake.
class Policies : public QObject
{
    Q_OBJECT

public:
    explicit Policies(QObject *parent = nullptr) : QObject(parent) {}

    /// The person's own rules in their order, and what is switched off. Empty while locked.
    [[nodiscard]] virtual const policy::Document &document() const = 0;
    /// Those of the operator profile, in its order; `locked` ones are always in force.
    [[nodiscard]] virtual const QList<policy::Rule> &operatorRules() const = 0;
    /// Puts `next` in force, durably and as a whole; requests that wait are put to it at once. What changed stands in the
    /// history. Errors: `vault_locked`, `rule_id_taken` (an operator's rule has the id of one of these),
    /// `rule_without_network`, `rule_without_source` (policy::unplaced(), of a rule that is not switched off), those of
    /// RecordStore; then nothing has changed.
    [[nodiscard]] virtual Result<void> apply(const policy::Document &next) = 0;
    /// Permissions in force that `draft` would decline and the rules in force would not: a deny does not end what stands
    /// (consent::declinedBy()).
    [[nodiscard]] virtual QList<PermissionId> newlyDeclined(const policy::Document &draft) const = 0;
    /// A new rule's id.
    [[nodiscard]] virtual QString newId() const = 0;

    /// What a rule can name, sorted by what it is called.
    [[nodiscard]] virtual QList<RuleName> known(policy::Condition condition) const = 0;
    /// What these places call it, of a subject sources, else networks; anyone if there are none. The id itself where no
    /// name is known.
    [[nodiscard]] virtual QString nameOf(policy::Condition condition, const QString &id,
                                         const QStringList &places = {}) const = 0;
    /// Reads from the registries of the joined networks what their data sources, and those behind them, are called.
    /// Sends nothing of the person's; ends with namesChanged(). A network that does not answer is left out.
    virtual void learnNames() = 0;

    /// Looks for what is wrong with `draft`, which may differ from what is in force, for these of its rules (all if
    /// empty). The caller holds it as long as it wants it, and lets an outdated one go. Null while locked.
    [[nodiscard]] virtual std::shared_ptr<Review> review(const policy::Document &draft,
                                                         const QStringList &rules = {}) = 0;
    /// Replays the recorded requests, newest first. The caller holds the run as long as it wants it.
    [[nodiscard]] virtual std::shared_ptr<WhatIf> whatIf(const policy::Document &draft) = 0;

    /// One that has not been answered yet; nothing: none.
    [[nodiscard]] virtual std::optional<RuleSuggestion> suggestion() const = 0;
    /// The person has seen it and made the rule, or not: it does not come again.
    virtual void closeSuggestion() = 0;

Q_SIGNALS:
    void changed(); ///< document() or operatorRules() differ.
    void namesChanged();
    void suggestionChanged();
};

} // namespace fpx::wallet
