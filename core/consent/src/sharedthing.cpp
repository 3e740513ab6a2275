#include <fpx/consent/sharedthing.h>

namespace fpx::consent {

size_t qHash(const SharedThing &thing, size_t seed)
{
    return qHashMulti(seed, thing.profile, thing.client, thing.definition, thing.resourceId, thing.source,
                      thing.subject);
}

SharedThing thingOf(const PermissionRecord &permission)
{
    return {permission.enrolment,  permission.client, permission.definition,
            permission.resourceId, permission.source, permission.subject};
}

bool canRevoke(const PermissionRecord &permission)
{
    return permission.isLive() || permission.state == PermissionState::Pending;
}

QList<PermissionId> allBehind(const PermissionBook &book, const QList<PermissionId> &permissions)
{
    QSet<SharedThing> things;
    for (const PermissionId &id : permissions) {
        if (const PermissionRecord *permission = book.find(id))
            things.insert(thingOf(*permission));
    }
    QList<PermissionId> all;
    for (const PermissionRecord &permission : book.all()) {
        if (canRevoke(permission) && things.contains(thingOf(permission)))
            all.append(permission.id);
    }
    return all;
}

int countThings(const PermissionBook &book, const std::function<bool(const PermissionRecord &)> &counts)
{
    QSet<SharedThing> things;
    for (const PermissionRecord &permission : book.all()) {
        if (counts(permission))
            things.insert(thingOf(permission));
    }
    return static_cast<int>(things.size());
}

} // namespace fpx::consent
