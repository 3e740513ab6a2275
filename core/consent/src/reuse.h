// What is in force is reused (profile 5, "Reuse"): an answer names a permission that is active instead of making another,
// so that a client that asks again and again has one. Pure.
#pragma once

#include <fpx/consent/permissionbook.h>
#include <fpx/consent/requestrecord.h>
#include <fpx/ledger/ledger.h>

#include <functional>

namespace fpx::consent {

/// One request, by one profile, before the permissions that there are.
struct ReuseInput {
    const PermissionBook &permissions;
    const uma::TicketDetails &details;
    EnrolmentId enrolment;
    std::function<RsIdentifier(const SourceIdentifier &)> serverOf; ///< Its identifier at this network.
    std::function<QString(const SourceIdentifier &)> accountAt;     ///< Whose login; empty: none.
    qint64 now = 0;                                                 ///< seconds, AS time
};

/// Who decides the end: a person says it, a rule only how long it may be at most.
enum class EndBy { Person, Rule };

/// For the resources that are shared, but those of `besides` (`request_id`s), which permission answers them, at most one
/// for each and each for one. What is missing needs a new permission: nothing covers it, or it is for one time, or the
/// person chose an end to which what is in force cannot be changed, or less than what is in force allows.
[[nodiscard]] QList<Reused> whatIsReused(const ReuseInput &input, const Choice &choice, EndBy endBy,
                                         const QStringList &besides = {});

/// An answer has left: writes down in the permissions that it reused, and in the history, that they were shared again.
[[nodiscard]] Result<void> logReuse(const RequestRecord &request, PermissionBook &permissions, ledger::Ledger &ledger,
                                    const QDateTime &now);

/// Whether the AS would still take what an answer names: active, not about to be replaced, and not at its end.
[[nodiscard]] bool canStillBeNamed(const PermissionRecord *permission, qint64 now);

} // namespace fpx::consent
