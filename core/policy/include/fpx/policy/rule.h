// What one rule says: effect, conditions, obligations (docs/policies.md is the language, with examples).
#pragma once

#include <fpx/base/result.h>
#include <fpx/policy/conditions.h>

#include <QJsonObject>

namespace fpx::policy {

/// In order of strength: the strongest that matches decides; no match asks.
enum class Effect { Deny, Ask, Allow };

/// What comes with the decision. Several rules: the strictest of each.
struct Obligations {
    bool notify = false;
    bool once = false;               ///< The grant is for one use.
    std::optional<int> limitDays;    ///< The grant ends after so many days at the latest; ≥ 1.
    std::optional<int> askAgainDays; ///< The person is asked when the last answer is so many days old; ≥ 1.
    int stepUpIal = 0;               ///< The sign-in must have at least this; 0: nothing asked.
    int stepUpAal = 0;
    [[nodiscard]] bool operator==(const Obligations &) const = default;
    /// Takes over what the other has more strictly.
    void combine(const Obligations &other);
};

/// One rule. Plain value; any thread.
struct Rule {
    QString id;
    Effect effect = Effect::Ask;
    Conditions when;
    /// Of a deny or ask: where all of this holds too, the rule does not. Nothing stated: everywhere. Of scopes it covers, as
    /// an allow does, what requires no others.
    Conditions unless;
    Obligations then;
    QString comment;
    bool operatorRule = false; ///< Not part of the language: where the rule came from says it.
    bool locked = false;       ///< Only with operatorRule: the person cannot switch it off.
    qint64 createdAt = 0;      ///< seconds; 0: not known
    [[nodiscard]] bool operator==(const Rule &) const = default;

    /// The canonical form.
    [[nodiscard]] QJsonObject toJson() const;
    /// Reads the language, and the form in which version 0.1.0 stored rules, unplaced() ones too. Unknown members are
    /// refused: a rule that is understood in part would decide wrongly. Error: `bad_rule`; the detail has the place and what was meant.
    [[nodiscard]] static Result<Rule> fromJson(const QJsonObject &json);
};

/// What an allow or an exception names without saying where that name is known.
struct Unplaced {
    Condition named = Condition::Client;
    Condition missing = Condition::As;
    bool inException = false; ///< It stands in `unless`; the place may stand in either.
    [[nodiscard]] bool operator==(const Unplaced &) const = default;
};
/// An allow that names a client, organisation, resource type or definition states `as`, one that names a subject states
/// `source`, and so does an exception; the engine holds no other for anything. Nothing: it does, or names nothing.
[[nodiscard]] std::optional<Unplaced> unplaced(const Rule &rule);
/// The exception that the engine minds: null if there is none, or one that is unplaced().
[[nodiscard]] const Conditions *exceptionOf(const Rule &rule);

/// Whether an allow rule says by name what is never allowed otherwise (docs/policies.md, "Never automatic").
[[nodiscard]] bool namesFirstContact(const Conditions &when);    ///< `client` or `first_contact`
[[nodiscard]] bool namesDelegated(const Conditions &when);       ///< `subject`
[[nodiscard]] bool namesHighSensitivity(const Conditions &when); ///< `sensitivity`, or `definition` with `scope`

} // namespace fpx::policy
