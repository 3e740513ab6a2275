// What one rule says: effect, conditions, obligations (docs/policies.md is the language, with examples).
#pragma once

#include <fpx/base/result.h>
#include <fpx/policy/facts.h>

#include <QJsonObject>

namespace fpx::policy {

/// In order of strength: the strongest that matches decides; no match asks.
enum class Effect { Deny, Ask, Allow };

/// Everything that a rule may state, and the rules of the engine itself. The first nine hold a list of names each.
enum class Condition {
    As,
    Client,
    Organization,
    Profile,
    ResourceType,
    Definition,
    Source,
    Subject,
    Scope,
    Sensitivity,
    Purpose,
    Duration,
    Ial,
    Aal,
    Time,
    Weekday,
    FirstContact,
    UsedBefore,
    OtherDevice,
    Count,
    // Engine rules on every allow; they fail, but nobody states them.
    EnginePlace,
    EnginePurpose,
    EngineOtherDevice,
    EngineFirstContact,
    EngineDelegated,
    EngineHighSensitivity
};
inline constexpr int nameConditions = 9;    ///< As … Scope
inline constexpr int statedConditions = 20; ///< As … Count

/// The word of the language for a condition; of an engine rule: `engine_…`.
[[nodiscard]] QString conditionName(Condition condition);
/// Whether it is about one resource, not about the request as a whole.
[[nodiscard]] bool isAboutResource(Condition condition);

/// Both ends belong to it; an open end has no value.
struct Range {
    std::optional<int> atLeast;
    std::optional<int> atMost;
    [[nodiscard]] bool isStated() const { return atLeast || atMost; }
    [[nodiscard]] bool contains(int value) const
    {
        return (!atLeast || value >= *atLeast) && (!atMost || value <= *atMost);
    }
    [[nodiscard]] bool operator==(const Range &) const = default;
};

/// Local time of day in minutes: from `from` until before `to`; past midnight if `to` is the smaller.
struct TimeOfDay {
    int from = 0;
    int to = 0;
    [[nodiscard]] bool contains(int minute) const
    {
        return from < to ? minute >= from && minute < to : minute >= from || minute < to;
    }
    [[nodiscard]] bool operator==(const TimeOfDay &) const = default;
};

struct CountCondition {
    Counted counted = Counted::Asked;
    Window window = Window::Day;
    Range range;
    [[nodiscard]] bool operator==(const CountCondition &) const = default;
};

enum class SubjectCondition { Any, Delegated, Listed };

/// What is not stated holds always. Lists hold no value twice and are sorted once they come from the language.
struct Conditions {
    std::array<QStringList, nameConditions> names;    ///< Empty: not stated. Subject: an empty string is the person.
    SubjectCondition subject = SubjectCondition::Any; ///< Listed if and only if names[Subject] is not empty.
    quint8 sensitivities = 0;                         ///< Bit n: Sensitivity n. 0: not stated, as below.
    quint8 purposes = 0;                              ///< Bit n: Purpose n.
    quint8 weekdays = 0; ///< Bit 0: Monday. With a time over midnight: the day on which it began.
    Range duration;      ///< days
    Range ial;
    Range aal;
    std::optional<TimeOfDay> time;
    std::optional<bool> firstContact;
    std::optional<bool> usedBefore;
    std::optional<bool> otherDevice;
    std::optional<CountCondition> count;

    [[nodiscard]] const QStringList &of(Condition condition) const { return names[static_cast<size_t>(condition)]; }
    [[nodiscard]] QStringList &of(Condition condition) { return names[static_cast<size_t>(condition)]; }
    [[nodiscard]] bool states(Condition condition) const;
    [[nodiscard]] bool operator==(const Conditions &) const = default;

    void name(const AsIdentifier &as) { of(Condition::As).append(as.value()); }
    void name(const EnrolmentId &profile) { of(Condition::Profile).append(profile.value()); }
    void name(const ClientId &client) { of(Condition::Client).append(client.value()); }
    void name(const DefinitionId &definition) { of(Condition::Definition).append(definition.value()); }
    void name(const SourceIdentifier &source) { of(Condition::Source).append(source.value()); }
    void nameSubject(const QString &whose); ///< Empty: the person's own.
};

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

/// Whose choice a name is: a network's (of a client, organisation, resource type, definition or scope: As) or a source's
/// (of a subject: Source). Another network may call somebody else the same (profile 1). Nothing: the name is the wallet's.
[[nodiscard]] std::optional<Condition> placeOf(Condition condition);

/// What an allow names without saying where that name is known.
struct Unplaced {
    Condition named = Condition::Client;
    Condition missing = Condition::As;
    [[nodiscard]] bool operator==(const Unplaced &) const = default;
};
/// An allow that names a client, organisation, resource type or definition states `as`, one that names a subject states
/// `source`; the engine holds no other for anything. Nothing: it does, or is no allow.
[[nodiscard]] std::optional<Unplaced> unplaced(const Rule &rule);

/// Whether an allow rule says by name what is never allowed otherwise (docs/policies.md, "Never automatic").
[[nodiscard]] bool namesFirstContact(const Conditions &when);    ///< `client` or `first_contact`
[[nodiscard]] bool namesDelegated(const Conditions &when);       ///< `subject`
[[nodiscard]] bool namesHighSensitivity(const Conditions &when); ///< `sensitivity`, or `definition` with `scope`

} // namespace fpx::policy
