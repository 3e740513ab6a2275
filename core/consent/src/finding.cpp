// One permission as it is recorded against one as it is listed.
#include <fpx/base/json.h>
#include <fpx/consent/reconciler.h>

#include "words.h"

namespace fpx::consent {

namespace {

constexpr const char *kindNames[] = {"added", "altered", "removed", "reenabled", "more", "list_too_long"};
constexpr qint64 nearItsEnd = 60; // seconds by which an AS may forget one earlier than the wallet reckons

QString k(const char *name)
{
    return QLatin1String(name);
}

bool isLive(uma::PermissionStatus status)
{
    return status == uma::PermissionStatus::Active || status == uma::PermissionStatus::Disabled;
}

// Whether what the AS says allows more than what was last recorded.
bool isWider(PermissionState recorded, uma::PermissionStatus listed)
{
    switch (recorded) {
    case PermissionState::Active:
    case PermissionState::Pending:
    case PermissionState::Enabling: return false;
    case PermissionState::Disabled: return listed == uma::PermissionStatus::Active;
    default: return isLive(listed); // it had ended, or was never sent
    }
}

} // namespace

Finding compare(const PermissionRecord *record, const uma::ListedPermission *listed, qint64 now)
{
    if (record == nullptr) {
        if (listed != nullptr && isLive(listed->status))
            return {AlertKind::Added, {}};
        return {};
    }
    if (listed == nullptr) {
        if (record->isLive() && record->expires <= now + nearItsEnd)
            return {{}, PermissionState::Expired};
        if (record->isLive())
            return {AlertKind::Removed, {}}; // it may only be hidden, so it is not recorded as ended
        // Never activated: the ticket has ended.
        return record->state == PermissionState::Pending ? Finding{{}, PermissionState::Dropped} : Finding{};
    }
    if (hashOfPermission(listed->permission) != record->hash)
        return isLive(listed->status) ? Finding{AlertKind::Altered, {}} : Finding{};
    if (record->state == PermissionState::Expired && record->expires <= now)
        return {}; // an AS that has not looked at the end yet; nobody takes what is past it
    if (isWider(record->state, listed->status))
        return {AlertKind::Reenabled, {}};
    if (record->isOver())
        return {};
    const PermissionState state = stateOf(listed->status);
    if (state == PermissionState::Revoked)
        return {AlertKind::Removed, state};
    return state == record->state ? Finding{} : Finding{{}, state};
}

QString alertKindName(AlertKind kind)
{
    return k(kindNames[static_cast<int>(kind)]);
}

QString Alert::sentence() const
{
    switch (kind) {
    case AlertKind::Added:
        return Words::tr("%1 lists a permission for “%2” that you never gave. Tell the wallet's operator.")
            .arg(networkName, clientName);
    case AlertKind::Altered:
        return Words::tr("%1 holds another permission of %2 for %3 than the one that you gave. Revoke it, and tell the "
                         "wallet's operator.")
            .arg(networkName, clientName, definitionName);
    case AlertKind::Removed:
        return Words::tr("%1 ended a permission that you had given: %2 for %3. You did not do that.")
            .arg(networkName, clientName, definitionName);
    case AlertKind::More:
        return Words::tr("%1 lists %n more permission(s) that do not fit what you gave. Tell the wallet's operator.",
                         nullptr, count)
            .arg(networkName);
    case AlertKind::ListTooLong:
        return Words::tr("%1 lists more permissions than the wallet reads, so it could not be compared with what you "
                         "gave. Tell the wallet's operator.")
            .arg(networkName);
    case AlertKind::Reenabled: break;
    }
    return Words::tr("%1 let %2 use %3 although you had stopped that. The wallet stops it again.")
        .arg(networkName, clientName, definitionName);
}

QJsonObject Alert::toJson() const
{
    return {{k("kind"), alertKindName(kind)},
            {k("permission"), permission.value()},
            {k("enrolment"), enrolment.value()},
            {k("network_name"), networkName},
            {k("client_name"), clientName},
            {k("definition_name"), definitionName},
            {k("found_at"), foundAt},
            {k("count"), count}};
}

Result<Alert> Alert::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("stored alert"), "row_damaged");
    Alert alert;
    alert.kind = static_cast<AlertKind>(reader.choice(k("kind"), kindNames));
    alert.permission = PermissionId(reader.string(k("permission")));
    alert.enrolment = EnrolmentId(reader.string(k("enrolment")));
    alert.networkName = reader.string(k("network_name"));
    alert.clientName = reader.string(k("client_name"));
    alert.definitionName = reader.string(k("definition_name"));
    alert.foundAt = reader.integer(k("found_at"));
    alert.count = static_cast<int>(reader.optionalInteger(k("count")).value_or(0));
    FPX_CHECK(reader.finish());
    return alert;
}

} // namespace fpx::consent
