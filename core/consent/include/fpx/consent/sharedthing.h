// What a person calls one thing that is shared. Pure.
#pragma once

#include <fpx/consent/permissionbook.h>

#include <functional>

namespace fpx::consent {

/// Who gets what, from where, whose, with which profile. Any number of permissions may stand behind it: it is shared until
/// the last of them has ended.
struct SharedThing {
    EnrolmentId profile;
    ClientId client;
    DefinitionId definition;
    QString resourceId; ///< Null: whatever there is of the definition.
    SourceIdentifier source;
    QString subject; ///< Empty: the person's own.
    [[nodiscard]] bool operator==(const SharedThing &) const = default;
};
[[nodiscard]] size_t qHash(const SharedThing &thing, size_t seed = 0);
[[nodiscard]] SharedThing thingOf(const PermissionRecord &permission);

/// Whether there is something of it to revoke.
[[nodiscard]] bool canRevoke(const PermissionRecord &permission);
/// For each of these permissions, all that stand behind the same thing and can be revoked, each once; unknown ones are
/// passed over.
[[nodiscard]] QList<PermissionId> allBehind(const PermissionBook &book, const QList<PermissionId> &permissions);

/// How many things those permissions are that `counts` takes. This is the number to tell people: they see a row for each,
/// not what stands behind it.
[[nodiscard]] int countThings(const PermissionBook &book, const std::function<bool(const PermissionRecord &)> &counts);

} // namespace fpx::consent
