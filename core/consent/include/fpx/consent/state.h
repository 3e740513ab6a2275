// The life of one claims-gathering request (design.md section 4) as one table. Everything that moves a request goes
// through next().
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace fpx::consent {

enum class State {
    Received,           ///< Bytes arrived; nothing is trusted yet.
    Validated,          ///< The query keeps to profile 4.1. Nothing has been sent to the AS.
    Authenticated,      ///< Unlocked, and the federated sign-in holds.
    AccountChosen,      ///< The person's profile (enrolment) that reads, grants and answers.
    Detailed,           ///< The ticket was read and confirms the request.
    Evaluated,          ///< Policy has decided or asks.
    Prompting,          ///< Waiting for the person.
    Decided,            ///< The choice is recorded; permissions may be created.
    PermissionsCreated, ///< All are pending at the AS; the answer is recorded and may leave.
    Answered, ///< The answer has been handed to the browser, once; or the wallet is delivering it (profile 4.6).
    Recorded, ///< In the history; finished.
    Declined,
    Expired,
    Failed
};

enum class Event {
    Validate,
    Authenticate,
    ChooseAccount,
    ReadDetails,
    Evaluate,
    Ask,
    Decide,
    AskAgain, ///< Permissions could not be created; what was posted is being deleted.
    CreatePermissions,
    Answer,
    Record,
    Decline,
    Expire,
    Fail
};

struct Transition {
    State from;
    Event event;
    State to;
};

/// The whole table.
[[nodiscard]] const QList<Transition> &transitions();
/// Where `event` leads from `state`; nothing if it is not allowed there.
[[nodiscard]] std::optional<State> next(State state, Event event);
/// Recorded, Declined, Expired and Failed.
[[nodiscard]] bool isFinal(State state);

/// Stable names, as stored ("permissions_created").
[[nodiscard]] QString stateName(State state);
[[nodiscard]] std::optional<State> stateFromName(const QString &name);

} // namespace fpx::consent
