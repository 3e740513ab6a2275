// Port: what the rules need to be remembered for longer than a request lives. The facade's implementation keeps it in
// the vault; its fake stands below.
#pragma once

#include <fpx/base/result.h>
#include <fpx/policy/rule.h>
#include <fpx/policy/suggestion.h>

namespace fpx::consent {

/// What the registry called something at the time of a request.
struct Named {
    policy::Condition kind = policy::Condition::Client; ///< One of those that hold names.
    QString
        place; ///< The network's identifier, of a subject the source's (policy::placeOf()); empty: the wallet's word.
    QString id;
    QString name;
    [[nodiscard]] bool operator==(const Named &) const = default;
};

/// Every call is part of the caller's transaction if there is one. Errors: those of RecordStore.
class DecisionLog
{
public:
    virtual ~DecisionLog() = default;
    /// A request was put to the rules, with these facts.
    [[nodiscard]] virtual Result<void> evaluated(const policy::Facts &facts, const QList<Named> &names) = 0;
    /// The person answered, with or without a prompt that a rule had asked for.
    [[nodiscard]] virtual Result<void> answered(const policy::PastDecision &decision) = 0;
    /// When the person last answered this client of this network with this profile, in seconds; nothing: never.
    [[nodiscard]] virtual Result<std::optional<qint64>> lastAnswered(const policy::Facts &facts) = 0;
};

/// For tests.
class FakeDecisionLog final : public DecisionLog
{
public:
    [[nodiscard]] Result<void> evaluated(const policy::Facts &facts, const QList<Named> & /*names*/) override
    {
        requests.append(facts);
        return {};
    }
    [[nodiscard]] Result<void> answered(const policy::PastDecision &decision) override
    {
        answers.append(decision);
        return {};
    }
    [[nodiscard]] Result<std::optional<qint64>> lastAnswered(const policy::Facts &facts) override
    {
        std::optional<qint64> last;
        for (const policy::PastDecision &each : answers) {
            if (each.facts.as == facts.as && each.facts.profile == facts.profile && each.facts.client == facts.client)
                last = std::max(last.value_or(each.facts.time), each.facts.time);
        }
        return last;
    }
    QList<policy::Facts> requests;
    QList<policy::PastDecision> answers;
};

} // namespace fpx::consent
