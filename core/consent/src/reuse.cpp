#include "reuse.h"

#include "journal.h"
#include "replacement.h"

#include <algorithm>
#include <tuple>

namespace fpx::consent {

namespace {

constexpr qint64 margin = 300; // the answer may travel for as long as its id_token holds

using PermissionPtr = const PermissionRecord *;

bool isSame(const PermissionRecord &permission, const uma::RequestedResource &wanted)
{
    if (permission.definition != wanted.definition)
        return false;
    return wanted.resourceId ? permission.resourceId == *wanted.resourceId : permission.resourceId.isNull();
}

// Neither less than what was chosen, nor anything that was asked for and not chosen.
bool hasScopes(const PermissionRecord &permission, const uma::RequestedResource &wanted, const QStringList &chosen)
{
    const bool enough =
        std::ranges::all_of(chosen, [&permission](const QString &scope) { return permission.scopes.contains(scope); });
    return enough && std::ranges::all_of(wanted.scopes, [&](const uma::RequestedScope &asked) {
               return chosen.contains(asked.scope) || !permission.scopes.contains(asked.scope);
           });
}

bool covers(const ReuseInput &input, const PermissionRecord &permission, const uma::RequestedResource &wanted,
            const ResourceChoice &chosen)
{
    return permission.enrolment == input.enrolment && permission.client == input.details.client &&
           canStillBeNamed(&permission, input.now + margin) && !permission.once && isSame(permission, wanted) &&
           permission.source == chosen.source && permission.subject == chosen.subject &&
           permission.resourceServer == input.serverOf(chosen.source) && !permission.sourceAccount.isEmpty() &&
           permission.sourceAccount == input.accountAt(chosen.source) && hasScopes(permission, wanted, chosen.scopes);
}

bool hasEnd(const PermissionRecord &permission, const Duration &chosen)
{
    const Duration end = permission.wished.kind == DurationKind::Once
                             ? Duration{permission.untilRevoked ? DurationKind::UntilRevoked : DurationKind::Until,
                                        lastDayOf(permission.expires)}
                             : permission.wished;
    return end.kind == chosen.kind && (chosen.kind == DurationKind::UntilRevoked || end.lastDay == chosen.lastDay);
}

// The AS measures a replacement by the ticket of the first one.
bool canHaveEnd(const PermissionRecord &permission, const Duration &chosen, qint64 now)
{
    if (permission.latestEnd == PermissionRecord::noLatestEnd)
        return true;
    return chosen.kind == DurationKind::Until && chosen.lastDay <= lastDayOf(allowedEnd(permission, now));
}

// With the chosen end before others, then the one that lasts longest.
PermissionPtr best(const QList<PermissionPtr> &fitting, const Duration &chosen)
{
    const auto rank = [&chosen](PermissionPtr one) {
        return std::tuple(hasEnd(*one, chosen), one->expires, one->id.value());
    };
    const auto found = std::ranges::max_element(fitting, {}, rank);
    return found == fitting.end() ? nullptr : *found;
}

} // namespace

bool canStillBeNamed(const PermissionRecord *permission, qint64 now)
{
    return permission != nullptr && permission->state == PermissionState::Active && permission->replacedBy.isEmpty() &&
           permission->expires > now;
}

QList<Reused> whatIsReused(const ReuseInput &input, const Choice &choice, EndBy endBy, const QStringList &besides)
{
    QList<Reused> result;
    if (choice.duration.kind == DurationKind::Once || input.details.usage == uma::Usage::Once)
        return result;
    for (const ResourceChoice &chosen : choice.resources) {
        const auto wanted =
            std::ranges::find(input.details.resources, chosen.requestId, &uma::RequestedResource::requestId);
        if (!chosen.share || besides.contains(chosen.requestId) || wanted == input.details.resources.end())
            continue;
        QList<PermissionPtr> fitting;
        for (const PermissionRecord &permission : input.permissions.all()) {
            const bool taken = std::ranges::find(result, permission.id, &Reused::permission) != result.end();
            const bool endFits = endBy == EndBy::Rule || hasEnd(permission, choice.duration) ||
                                 canHaveEnd(permission, choice.duration, input.now);
            if (!taken && endFits && covers(input, permission, *wanted, chosen))
                fitting.append(&permission);
        }
        if (const PermissionPtr one = best(fitting, choice.duration))
            result.append({chosen.requestId, one->id, endBy == EndBy::Person && !hasEnd(*one, choice.duration)});
    }
    return result;
}

Result<void> logReuse(const RequestRecord &request, PermissionBook &permissions, ledger::Ledger &ledger,
                      const QDateTime &now)
{
    for (const Reused &one : request.reused) {
        const PermissionRecord *known = permissions.find(one.permission);
        if (known == nullptr)
            continue;
        PermissionRecord record = *known;
        ++record.timesShared;
        record.lastSharedAt = now.toSecsSinceEpoch();
        if (one.otherEnd && request.choice)
            record.wished = request.choice->duration;
        FPX_CHECK(permissions.put(record));
        ledger::Entry again = permissionEntry("permission_shared_again", record, now);
        again.request = request.key.value();
        FPX_CHECK(ledger.append(again));
    }
    return {};
}

} // namespace fpx::consent
