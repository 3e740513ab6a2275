// The person's rules: facts in, decision out. Pure: no I/O, no clock of its own, no signals (design.md section 5).
//
// This first form knows rules by network, client, definition, scope, source and subject, which is what "Do the same next
// time" makes. The effects, their order and the shape of Decision are those of the full engine.
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/result.h>

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace fpx::policy {

/// In order of strength: the strongest that matches decides; no match asks.
enum class Effect { Deny, Ask, Allow };

/// One resource of a request, with what would be shared.
struct ResourceFacts {
    DefinitionId definition;
    SourceIdentifier source; ///< The source that would deliver it; empty while that is open.
    QString subject;         ///< Empty: own.
    QStringList scopes;      ///< The required ones.
    bool highSensitivity = false;
};

/// Everything that a decision rests on. Counters and history come in as facts.
struct Facts {
    AsIdentifier as;
    ClientId client;
    bool protect = false;     ///< Purpose `protect`: never answered by an allow rule (profile 4.3).
    bool otherDevice = false; ///< Device flow: never answered by an allow rule (profile 4.6).
    bool firstContact = true;
    QList<ResourceFacts> resources;
};

/// A rule matches a resource when each condition that it states holds; it covers a request when it matches every one of
/// its resources (allow) or any of them (deny, ask).
struct Rule {
    QString id;
    Effect effect = Effect::Ask;
    AsIdentifier as; // Empty conditions hold always.
    ClientId client;
    DefinitionId definition;
    SourceIdentifier source;
    std::optional<QString> subject;
    QStringList scopes; ///< Allow: the request's required scopes are among them. Deny, ask: one of them is requested.
    bool operatorRule = false;
    qint64 createdAt = 0; ///< seconds

    [[nodiscard]] QJsonObject toJson() const;
    /// Unknown members are refused: a rule that is understood in part would decide wrongly. Error: `bad_rule`.
    [[nodiscard]] static Result<Rule> fromJson(const QJsonObject &json);
};

struct Decision {
    Effect effect = Effect::Ask;
    QStringList matched; ///< Ids of the rules that matched, strongest first.
    QString deciding;    ///< Id of the deciding rule; empty: no rule matched.
};

/// An immutable set of rules.
class RuleSet
{
public:
    RuleSet() = default;
    explicit RuleSet(QList<Rule> rules) : m_rules(std::move(rules)) {}

    [[nodiscard]] const QList<Rule> &rules() const { return m_rules; }
    [[nodiscard]] Decision evaluate(const Facts &facts) const;

private:
    QList<Rule> m_rules;
};

} // namespace fpx::policy
