// What a request has to do with what its client was given before. Pure.
#pragma once

#include <fpx/consent/permissionbook.h>
#include <fpx/uma/ticketdetails.h>

#include <QDate>

namespace fpx::consent {

/// One request, by one profile, before the permissions that there are.
struct EarlierInput {
    const PermissionBook &permissions;
    const uma::TicketDetails &details;
    AsIdentifier as;
    EnrolmentId enrolment;
    qint64 now; ///< seconds, AS time
};

/// The client asks, by needs and not by wishes, for something that it was not given with the newest permission.
[[nodiscard]] bool asksForMore(const EarlierInput &input);

/// Until when everything that the request needs is shared already, by permissions of the same profile that are active
/// now; local day, the last one. Nothing: something is missing.
[[nodiscard]] std::optional<QDate> sharedAlreadyUntil(const EarlierInput &input);

/// The source of the newest permission of this kind that is active now; empty: none.
[[nodiscard]] SourceIdentifier sharedFrom(const EarlierInput &input, const DefinitionId &definition);

} // namespace fpx::consent
