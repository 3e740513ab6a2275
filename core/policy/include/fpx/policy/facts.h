// What a decision rests on. The caller fills it in: the engine looks nothing up and has no clock.
#pragma once

#include <fpx/base/id.h>

#include <QList>
#include <QStringList>

#include <array>
#include <limits>
#include <optional>

namespace fpx::policy {

enum class Sensitivity { Low, Medium, High };
enum class Purpose { Access, Protect }; ///< profile 4.3

/// One required resource of a request, with what would be shared.
struct ResourceFacts {
    DefinitionId definition;
    SourceIdentifier source;                    ///< The source that would deliver it; empty while that is open.
    QString subject;                            ///< Empty: the person's own.
    QStringList scopes;                         ///< The required ones.
    Sensitivity sensitivity = Sensitivity::Low; ///< The highest among these scopes (profile 7).
    QString resourceType;                       ///< From the registry; empty: none given.
    bool usedBefore = false; ///< The person has granted this client this definition, with this profile.
    [[nodiscard]] bool operator==(const ResourceFacts &) const = default;
};

/// Requests of this client to this profile; answers to it that no person gave.
enum class Counted { Asked, Allowed };
enum class Window { Hour, Day, Week };          ///< The last 1, 24 and 168 hours.
inline constexpr int longestDuration = 1000000; ///< Days; stands for "until revoked".

/// How often it was in each window, without the present request.
struct Counts {
    std::array<std::array<int, 3>, 2> values{};
    [[nodiscard]] int &of(Counted counted, Window window)
    {
        return values[static_cast<size_t>(counted)][static_cast<size_t>(window)];
    }
    [[nodiscard]] int of(Counted counted, Window window) const
    {
        return values[static_cast<size_t>(counted)][static_cast<size_t>(window)];
    }
    [[nodiscard]] bool operator==(const Counts &) const = default;
};

/// One request. Plain value; any thread.
struct Facts {
    AsIdentifier as;
    EnrolmentId profile; ///< Which of the person's profiles there is asked; empty: not recorded.
    ClientId client;
    QString organization; ///< The client's, by the registry; empty: none.
    Purpose purpose = Purpose::Access;
    bool otherDevice = false;          ///< Device flow (profile 4.6).
    bool firstContact = true;          ///< The person has never granted this client anything with this profile.
    int durationDays = 0;              ///< Asked for; 0: once; longestDuration: until revoked.
    int ial = 0;                       ///< Of the person's sign-in, 0 to 3 (0: not known).
    int aal = 0;                       ///< Likewise.
    qint64 time = 0;                   ///< Seconds since 1970, UTC.
    int offsetMinutes = 0;             ///< Of the local zone at that time, east positive.
    std::optional<int> daysSinceAsked; ///< Since the person last answered this client so; empty: never.
    Counts counts;
    QList<ResourceFacts> resources; ///< Empty with Purpose::Protect.
    [[nodiscard]] bool operator==(const Facts &) const = default;

    [[nodiscard]] int localMinute() const;  ///< 0 to 1439
    [[nodiscard]] int localWeekday() const; ///< 0: Monday … 6: Sunday
};

} // namespace fpx::policy
