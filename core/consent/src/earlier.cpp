#include "earlier.h"

#include <algorithm>

namespace fpx::consent {

namespace {

QStringList needed(const uma::RequestedResource &resource)
{
    QStringList scopes;
    for (const uma::RequestedScope &scope : resource.scopes) {
        if (scope.required)
            scopes.append(scope.scope);
    }
    return scopes;
}

bool covers(const PermissionRecord &permission, const uma::RequestedResource &resource)
{
    const QStringList scopes = needed(resource);
    return permission.definition == resource.definition &&
           std::ranges::all_of(scopes, [&](const QString &scope) { return permission.scopes.contains(scope); });
}

QDate lastDay(qint64 expires)
{
    return QDateTime::fromSecsSinceEpoch(expires - 1).date();
}

/// Of this client with this profile, in force now, for more than one use.
QList<PermissionRecord> inForce(const EarlierInput &input)
{
    QList<PermissionRecord> found;
    for (const PermissionRecord &permission : input.permissions.all()) {
        if (permission.enrolment == input.enrolment && permission.client == input.details.client &&
            permission.state == PermissionState::Active && !permission.once && permission.expires > input.now)
            found.append(permission);
    }
    return found;
}

} // namespace

bool asksForMore(const EarlierInput &input)
{
    const auto &wanted = input.details.resources;
    const PermissionRecord *newest = nullptr; // about any of the same data
    for (const PermissionRecord &permission : input.permissions.all()) {
        const bool given = permission.state != PermissionState::Draft && permission.state != PermissionState::Dropped;
        const bool same =
            permission.enrolment == input.enrolment && permission.client == input.details.client &&
            std::ranges::find(wanted, permission.definition, &uma::RequestedResource::definition) != wanted.end();
        if (given && same && (newest == nullptr || newest->grantedAt < permission.grantedAt))
            newest = &permission;
    }
    if (newest == nullptr || sharedAlreadyUntil(input))
        return false;
    const QList<PermissionRecord> given = input.permissions.ofRequest(newest->request);
    return std::ranges::any_of(input.details.resources, [&](const uma::RequestedResource &resource) {
        return resource.required && std::ranges::none_of(given, [&](const PermissionRecord &permission) {
                   return covers(permission, resource);
               });
    });
}

std::optional<QDate> sharedAlreadyUntil(const EarlierInput &input)
{
    const QList<PermissionRecord> permissions = inForce(input);
    std::optional<QDate> until;
    for (const uma::RequestedResource &resource : input.details.resources) {
        if (!resource.required)
            continue;
        qint64 longest = 0;
        for (const PermissionRecord &permission : permissions) {
            if (covers(permission, resource))
                longest = std::max(longest, permission.expires);
        }
        if (longest == 0)
            return std::nullopt;
        until = std::min(until.value_or(lastDay(longest)), lastDay(longest));
    }
    return until;
}

SourceIdentifier sharedFrom(const EarlierInput &input, const DefinitionId &definition)
{
    const QList<PermissionRecord> permissions = inForce(input);
    const PermissionRecord *newest = nullptr;
    for (const PermissionRecord &permission : permissions) {
        if (permission.definition == definition &&
            (newest == nullptr || newest->lastShared() < permission.lastShared()))
            newest = &permission;
    }
    return newest == nullptr ? SourceIdentifier() : newest->source;
}

} // namespace fpx::consent
