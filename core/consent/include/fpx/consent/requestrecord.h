// One request as it is stored: what must survive a crash at any point.
#pragma once

#include <fpx/base/recordstore.h>
#include <fpx/consent/offer.h>
#include <fpx/consent/state.h>
#include <fpx/uma/answer.h>
#include <fpx/uma/authorizationrequest.h>
#include <fpx/uma/ticketdetails.h>

#include <optional>

namespace fpx::consent {

/// A permission in force that answers a request besides the one that it was made for (profile 5, "Reuse").
struct Reused {
    QString requestId; ///< Of the requested resource.
    PermissionId permission;
    bool otherEnd = false; ///< The person chose another end than it has.
    [[nodiscard]] bool operator==(const Reused &) const = default;
};

struct RequestRecord {
    RequestKey key;
    QString pageToken; ///< Names the waiting page in the browser: 256 random bits. Empty: no browser waits.
    State state = State::Received;
    AsIdentifier as; ///< Empty when the request named no known AS.
    std::optional<uma::AuthorizationRequest> request;
    EnrolmentId enrolment;
    std::optional<uma::TicketDetails> details;
    QString
        detailsHash; ///< TicketDetails::bodyHash of their first reading, to which every later one is equal (profile 4.3).
    std::optional<Choice> choice;
    QList<Reused> reused; ///< What the answer names besides new permissions.
    std::optional<uma::Answer> answer;
    bool answerTaken = false; ///< The answer has left, or can no longer leave.
    bool partial = false;
    bool whileLocked = false; ///< It arrived while the wallet was locked.
    QString decidingRule;     ///< Empty: the person decided.
    Error failure;            ///< In Failed.
    qint64 receivedAt = 0;    ///< local seconds
    qint64 expiresAt = 0;     ///< local seconds; the ticket's end, or ten minutes after arrival while that is unknown
    QString clientName;       ///< From the registry, for lists.
    QString subjectLine;      ///< What was asked, for lists.
    QByteArray clientLogo;

    /// It began on another device, with a code that the person typed (profile 4.6).
    [[nodiscard]] bool fromDevice() const { return request && request->arrival == uma::Arrival::Device; }

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<RequestRecord> fromJson(const QJsonObject &json);
};

[[nodiscard]] QJsonObject choiceToJson(const Choice &choice);
[[nodiscard]] Result<Choice> choiceFromJson(const QJsonObject &json);

} // namespace fpx::consent
