// What a rule may state of a request: the conditions, their values in a rule, and one table with a row for each of them.
// Reading and writing rules, deciding, analysing, describing and recording facts go by the kind in that row. A new
// condition of a kind that exists is a member of Facts, and here an enumerator, a member of Conditions and a row; what
// names it in a sentence is a switch without default, so that the compiler tells where one is missing.
#pragma once

#include <fpx/policy/facts.h>

#include <concepts>
#include <span>

namespace fpx::policy {

/// Everything that a rule may state, and the rules of the engine itself. Those over names come first.
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
    EngineHighSensitivity,
    Unless ///< The rule's exception does not hold.
};
inline constexpr int nameConditions = static_cast<int>(Condition::Scope) + 1;     ///< As … Scope
inline constexpr int statedConditions = static_cast<int>(Condition::EnginePlace); ///< As … Count

/// What a condition's value is like, and so how it is read, written, kept and compared.
enum class ConditionKind {
    Names,   ///< A list of names; the fact is one of them.
    Subject, ///< The same, or whoever is not the person: SubjectCondition.
    Scopes,  ///< The same of several facts.
    Set,     ///< Some of a few words; the fact is one of them.
    Range,   ///< The fact lies between two numbers.
    Flag,    ///< The fact is this, true or false.
    Time,    ///< Local time of day.
    Weekday, ///< Some of seven words; of a time over midnight, the day on which it began.
    Count,   ///< How often something was, in a range.
    Engine,  ///< Not stated by anybody.
    Unless   ///< Conditions of their own: Rule::unless.
};

/// Where a part of a rule stands in a sentence about it: "Deny | practice, of the clinic | reading of lab results | of
/// mine from the hospital | at night | and tell me".
enum class ChipRole { Effect, Who, What, From, When, Obligation };

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
    [[nodiscard]] bool isStated() const { return *this != Conditions(); } ///< Whether any is.
    void clear(Condition condition);                                      ///< It is no longer stated.
    [[nodiscard]] bool operator==(const Conditions &) const = default;

    void name(const AsIdentifier &as) { of(Condition::As).append(as.value()); }
    void name(const EnrolmentId &profile) { of(Condition::Profile).append(profile.value()); }
    void name(const ClientId &client) { of(Condition::Client).append(client.value()); }
    void name(const DefinitionId &definition) { of(Condition::Definition).append(definition.value()); }
    void name(const SourceIdentifier &source) { of(Condition::Source).append(source.value()); }
    void nameSubject(const QString &whose); ///< Empty: the person's own.
};

// The words of the conditions over words, in the order of their facts.
inline constexpr std::array sensitivityWords{"low", "medium", "high"};
inline constexpr std::array purposeWords{"access", "protect"};
inline constexpr std::array weekdayWords{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
inline constexpr int highestLevel = 3; ///< Of `ial` and `aal`.

/// How the fact of a condition is read and written: a name as text, all else as a number (a word by its place, a flag
/// as 0 or 1). Null: another kind of fact, or not one of this owner.
template <class Owner>
struct FactAccess {
    const QString &(*text)(const Owner &) = nullptr;
    void (*setText)(Owner &, const QString &) = nullptr;
    int (*number)(const Owner &) = nullptr;
    void (*setNumber)(Owner &, int) = nullptr;
};

/// One row of the table. What its kind has no use for is null or empty.
struct ConditionSpec {
    Condition id = Condition::As;
    const char *name = ""; ///< The word of the language, and of recorded facts; of an engine rule: `engine_…`.
    ConditionKind kind = ConditionKind::Engine;
    ChipRole role = ChipRole::When;
    bool aboutResource = false;     ///< About one resource, not about the request as a whole.
    bool isMomentary = false;       ///< About the time, the sign-in or how often: says nothing of what was granted.
    std::optional<Condition> place; ///< Of names that a network (As) or a source (Source) has chosen.
    quint8 Conditions::*set = nullptr;
    Range Conditions::*range = nullptr;
    std::optional<bool> Conditions::*flag = nullptr;
    std::span<const char *const> words; ///< Of a set or weekday.
    int greatest = 0;                   ///< Of a fact that is a number.
    FactAccess<Facts> ofRequest;
    FactAccess<ResourceFacts> ofResource;
    bool (*engineHolds)(const Facts &, const ResourceFacts *) = nullptr; ///< The resource: of a rule about one.
};

/// How rows are made: from pointers to the members of Conditions and of Facts or ResourceFacts.
namespace rows {

template <auto member>
struct Member;
template <class O, class V, V O::*member>
struct Member<member> {
    using Owner = O;
    using Value = V;
};

template <class Owner>
constexpr void put(ConditionSpec &row, const FactAccess<Owner> &access)
{
    if constexpr (std::same_as<Owner, ResourceFacts>) {
        row.ofResource = access;
        row.aboutResource = true;
    } else {
        row.ofRequest = access;
    }
}

template <auto fact>
constexpr void putText(ConditionSpec &row)
{
    using Owner = typename Member<fact>::Owner;
    using Value = typename Member<fact>::Value;
    FactAccess<Owner> access;
    access.text = [](const Owner &owner) -> const QString & {
        if constexpr (std::same_as<Value, QString>)
            return owner.*fact;
        else
            return (owner.*fact).value();
    };
    access.setText = [](Owner &owner, const QString &text) { owner.*fact = Value(text); };
    put(row, access);
}

template <auto fact>
constexpr void putNumber(ConditionSpec &row)
{
    using Owner = typename Member<fact>::Owner;
    using Value = typename Member<fact>::Value;
    FactAccess<Owner> access;
    access.number = [](const Owner &owner) { return static_cast<int>(owner.*fact); };
    access.setNumber = [](Owner &owner, int number) { owner.*fact = static_cast<Value>(number); };
    put(row, access);
}

constexpr ConditionSpec row(Condition id, const char *name, ConditionKind kind, ChipRole role = ChipRole::When)
{
    ConditionSpec row;
    row.id = id;
    row.name = name;
    row.kind = kind;
    row.role = role;
    return row;
}

template <auto fact>
constexpr ConditionSpec names(Condition id, const char *name, ChipRole role, std::optional<Condition> place = {},
                              ConditionKind kind = ConditionKind::Names)
{
    ConditionSpec made = row(id, name, kind, role);
    made.place = place;
    putText<fact>(made);
    return made;
}

constexpr ConditionSpec scopes(Condition id, const char *name, Condition place)
{
    ConditionSpec made = row(id, name, ConditionKind::Scopes, ChipRole::What);
    made.place = place;
    made.aboutResource = true;
    return made;
}

template <quint8 Conditions::*set, auto fact>
constexpr ConditionSpec ofWords(Condition id, const char *name, std::span<const char *const> words,
                                ChipRole role = ChipRole::When)
{
    ConditionSpec made = row(id, name, ConditionKind::Set, role);
    made.set = set;
    made.words = words;
    made.greatest = static_cast<int>(words.size()) - 1;
    putNumber<fact>(made);
    return made;
}

template <Range Conditions::*range, auto fact>
constexpr ConditionSpec inRange(Condition id, const char *name, int greatest)
{
    ConditionSpec made = row(id, name, ConditionKind::Range);
    made.range = range;
    made.greatest = greatest;
    putNumber<fact>(made);
    return made;
}

template <std::optional<bool> Conditions::*flag, auto fact>
constexpr ConditionSpec flagged(Condition id, const char *name)
{
    ConditionSpec made = row(id, name, ConditionKind::Flag);
    made.flag = flag;
    made.greatest = 1;
    putNumber<fact>(made);
    return made;
}

constexpr ConditionSpec weekday(Condition id, const char *name)
{
    ConditionSpec made = row(id, name, ConditionKind::Weekday);
    made.set = &Conditions::weekdays;
    made.words = weekdayWords;
    return made;
}

constexpr ConditionSpec momentary(ConditionSpec row)
{
    row.isMomentary = true;
    return row;
}

constexpr ConditionSpec engine(Condition id, const char *name, bool (*holds)(const Facts &, const ResourceFacts *),
                               bool aboutResource = false)
{
    ConditionSpec made = row(id, name, ConditionKind::Engine);
    made.aboutResource = aboutResource;
    made.engineHolds = holds;
    return made;
}

} // namespace rows

/// A row for each condition, in their order.
inline constexpr std::array conditionTable{
    rows::names<&Facts::as>(Condition::As, "as", ChipRole::Who),
    rows::names<&Facts::client>(Condition::Client, "client", ChipRole::Who, Condition::As),
    rows::names<&Facts::organization>(Condition::Organization, "organization", ChipRole::Who, Condition::As),
    rows::names<&Facts::profile>(Condition::Profile, "profile", ChipRole::When),
    rows::names<&ResourceFacts::resourceType>(Condition::ResourceType, "resource_type", ChipRole::What, Condition::As),
    rows::names<&ResourceFacts::definition>(Condition::Definition, "definition", ChipRole::What, Condition::As),
    rows::names<&ResourceFacts::source>(Condition::Source, "source", ChipRole::From),
    rows::names<&ResourceFacts::subject>(Condition::Subject, "subject", ChipRole::From, Condition::Source,
                                         ConditionKind::Subject),
    rows::scopes(Condition::Scope, "scope", Condition::As),
    rows::ofWords<&Conditions::sensitivities, &ResourceFacts::sensitivity>(Condition::Sensitivity, "sensitivity",
                                                                           sensitivityWords, ChipRole::What),
    rows::ofWords<&Conditions::purposes, &Facts::purpose>(Condition::Purpose, "purpose", purposeWords),
    rows::inRange<&Conditions::duration, &Facts::durationDays>(Condition::Duration, "duration_days", longestDuration),
    rows::momentary(rows::inRange<&Conditions::ial, &Facts::ial>(Condition::Ial, "ial", highestLevel)),
    rows::momentary(rows::inRange<&Conditions::aal, &Facts::aal>(Condition::Aal, "aal", highestLevel)),
    rows::momentary(rows::row(Condition::Time, "time", ConditionKind::Time)),
    rows::momentary(rows::weekday(Condition::Weekday, "weekday")),
    rows::flagged<&Conditions::firstContact, &Facts::firstContact>(Condition::FirstContact, "first_contact"),
    rows::flagged<&Conditions::usedBefore, &ResourceFacts::usedBefore>(Condition::UsedBefore, "used_before"),
    rows::flagged<&Conditions::otherDevice, &Facts::otherDevice>(Condition::OtherDevice, "other_device"),
    rows::momentary(rows::row(Condition::Count, "count", ConditionKind::Count)),
    rows::engine(Condition::EnginePlace, "engine_place", [](const Facts &, const ResourceFacts *) { return false; }),
    rows::engine(Condition::EnginePurpose, "engine_purpose",
                 [](const Facts &facts, const ResourceFacts *) { return facts.purpose == Purpose::Access; }),
    rows::engine(Condition::EngineOtherDevice, "engine_other_device",
                 [](const Facts &facts, const ResourceFacts *) { return !facts.otherDevice; }),
    rows::engine(Condition::EngineFirstContact, "engine_first_contact",
                 [](const Facts &facts, const ResourceFacts *) { return !facts.firstContact; }),
    rows::engine(
        Condition::EngineDelegated, "engine_delegated",
        [](const Facts &, const ResourceFacts *resource) { return resource->subject.isEmpty(); }, true),
    rows::engine(
        Condition::EngineHighSensitivity, "engine_high_sensitivity",
        [](const Facts &, const ResourceFacts *resource) { return resource->sensitivity != Sensitivity::High; }, true),
    rows::row(Condition::Unless, "unless", ConditionKind::Unless),
};

/// Those that a rule may state.
inline constexpr std::span statedTable = std::span(conditionTable).first<static_cast<size_t>(statedConditions)>();

[[nodiscard]] constexpr const ConditionSpec &specOf(Condition condition)
{
    return conditionTable[static_cast<size_t>(condition)];
}

template <class Owner>
[[nodiscard]] constexpr const FactAccess<Owner> &factOf(const ConditionSpec &spec)
{
    if constexpr (std::same_as<Owner, ResourceFacts>)
        return spec.ofResource;
    else
        return spec.ofRequest;
}

static_assert(
    [] {
        for (size_t i = 0; i < conditionTable.size(); ++i) {
            const ConditionSpec &spec = conditionTable[i];
            const bool named = spec.kind == ConditionKind::Names || spec.kind == ConditionKind::Subject ||
                               spec.kind == ConditionKind::Scopes;
            const bool within = spec.kind != ConditionKind::Engine && spec.kind != ConditionKind::Unless;
            if (static_cast<size_t>(spec.id) != i || named != (i < nameConditions) || within != (i < statedConditions))
                return false;
        }
        return true;
    }(),
    "a row stands in the place of its condition; those over names come first, those that `when` cannot state last");

/// The word of the language for a condition; of an engine rule: `engine_…`, of an exception `unless`.
[[nodiscard]] QString conditionName(Condition condition);
/// Whether it is about one resource, not about the request as a whole.
[[nodiscard]] constexpr bool isAboutResource(Condition condition)
{
    return specOf(condition).aboutResource;
}
/// Whose choice a name is: a network's (of a client, organisation, resource type, definition or scope: As) or a source's
/// (of a subject: Source). Another network may call somebody else the same (profile 1). Nothing: the name is the wallet's.
[[nodiscard]] constexpr std::optional<Condition> placeOf(Condition condition)
{
    return specOf(condition).place;
}
/// Whether something about the time, the sign-in or how often is stated: what was granted once has no such thing.
[[nodiscard]] bool isAboutTheMoment(const Conditions &when);

} // namespace fpx::policy
