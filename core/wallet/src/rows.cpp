#include "rows.h"

#include <fpx/base/utc.h>
#include <fpx/wallet/models.h>

#include "words.h"

#include <fpx/consent/sharedthing.h>

#include <QLocale>

#include <algorithm>

namespace fpx::wallet {

namespace {

using consent::PermissionState;
using consent::State;

template <class Role>
void set(ModelRow &row, Role key, const QVariant &value)
{
    row.insert(role(key), value);
}

QDateTime utc(qint64 seconds)
{
    return seconds > 0 ? utcFromSeconds(seconds) : QDateTime();
}

struct NamedState {
    QString name;
    QString text;
};

NamedState requestState(const consent::RequestRecord &record, const consent::Prompt *prompt)
{
    if (record.fromDevice() && record.state == State::Answered)
        return {QStringLiteral("sending"), Words::tr("Being delivered…")};
    if (prompt != nullptr && record.fromDevice() && !record.details &&
        prompt->stage() == consent::Prompt::Stage::Loading)
        return {QStringLiteral("sending"), Words::tr("Reading the code…")};
    switch (record.state) {
    case State::Declined: return {QStringLiteral("declined"), Words::tr("Declined")};
    case State::Expired: return {QStringLiteral("expired"), Words::tr("Expired")};
    case State::Failed: return {QStringLiteral("failed"), Words::tr("Nothing was shared")};
    case State::Answered:
    case State::Recorded:
        return record.partial ? NamedState{QStringLiteral("partial"), Words::tr("Allowed in part")}
                              : NamedState{QStringLiteral("allowed"), Words::tr("Allowed")};
    case State::Decided: return {QStringLiteral("sending"), Words::tr("Sending your answer")};
    case State::PermissionsCreated:
        return {QStringLiteral("sending"),
                record.fromDevice() ? Words::tr("Being delivered…") : Words::tr("Your browser fetches the answer")};
    default: return {QStringLiteral("waiting"), Words::tr("Waiting for you")};
    }
}

bool isChanging(const consent::PermissionRecord &record)
{
    return !record.replacedBy.isEmpty();
}

QString permissionStatus(const consent::PermissionRecord &record)
{
    if (record.isLive() && isChanging(record))
        return QStringLiteral("changing");
    if (record.state == PermissionState::Draft)
        return consent::permissionStateName(PermissionState::Pending);
    return consent::permissionStateName(record.state);
}

QString permissionStatusText(const consent::PermissionRecord &record)
{
    if (record.isLive() && isChanging(record))
        return Words::tr("Changing…");
    switch (record.state) {
    case PermissionState::Draft:
    case PermissionState::Pending: return Words::tr("Being set up");
    case PermissionState::Active: return Words::tr("Active");
    case PermissionState::Disabled: return Words::tr("Paused");
    case PermissionState::Disabling: return Words::tr("Pausing…");
    case PermissionState::Enabling: return Words::tr("Resuming…");
    case PermissionState::Revoking: return Words::tr("Revoking…");
    case PermissionState::Used: return Words::tr("Used");
    case PermissionState::Expired: return Words::tr("Expired");
    case PermissionState::Revoked: return Words::tr("Revoked");
    case PermissionState::Replaced: return Words::tr("Changed");
    case PermissionState::Dropped: return Words::tr("Never used");
    }
    return {};
}

// What shares most says how the row stands: it is not "paused" while anything of it is active, and not "revoked" before
// all of it is.
int strength(const consent::PermissionRecord &record)
{
    switch (record.state) {
    case PermissionState::Active: return isChanging(record) ? 8 : 9;
    case PermissionState::Disabling: return 7;
    case PermissionState::Enabling: return 6;
    case PermissionState::Disabled: return 5;
    case PermissionState::Revoking: return 4;
    case PermissionState::Pending:
    case PermissionState::Draft: return 3;
    default: return 0;
    }
}

const consent::PermissionRecord &strongestOf(const PermissionGroup &group)
{
    return **std::ranges::max_element(group, {}, [](const auto *one) { return strength(*one); });
}

QStringList scopeNamesOf(const PermissionGroup &group)
{
    QStringList names;
    for (const consent::PermissionRecord *one : group) {
        for (const QString &name : one->names->scopeNames) {
            if (!names.contains(name))
                names.append(name);
        }
    }
    return names;
}

NamedState sourceState(const std::optional<sources::SourceAccount> &account, bool connecting)
{
    if (connecting)
        return {QStringLiteral("connecting"), Words::tr("Connecting…")};
    if (!account)
        return {QStringLiteral("not_connected"), Words::tr("Not connected")};
    switch (account->health) {
    case sources::SourceHealth::Connected: return {QStringLiteral("connected"), Words::tr("Connected")};
    case sources::SourceHealth::NeedsSignIn:
        return {QStringLiteral("needs_sign_in"), Words::tr("Needs you to sign in again")};
    case sources::SourceHealth::Offline: return {QStringLiteral("offline"), Words::tr("Did not answer last time")};
    }
    return {};
}

// A summary may be a sentence with its own end, and may say already what the state says.
QString spoken(const QString &summary, const QString &state)
{
    if (summary.contains(state))
        return summary;
    return summary.endsWith(QLatin1Char('.')) ? summary + QLatin1Char(' ') + state
                                              : QStringLiteral("%1. %2").arg(summary, state);
}

} // namespace

ModelRow requestRow(const consent::RequestRecord &record, const QString &networkName, const consent::Prompt *prompt)
{
    ModelRow row;
    const NamedState state = requestState(record, prompt);
    QString summary = record.subjectLine;
    if (!record.failure.message.isEmpty())
        summary = record.failure.message;
    else if (summary.isEmpty())
        summary = Words::tr("A request from %1").arg(networkName);
    set(row, RequestRole::Key, record.key.value());
    set(row, RequestRole::ClientName, record.clientName);
    set(row, RequestRole::NetworkName, networkName);
    set(row, RequestRole::Summary, summary);
    set(row, RequestRole::State, state.name);
    set(row, RequestRole::StateText, state.text);
    set(row, RequestRole::ReceivedAt, utc(record.receivedAt));
    set(row, RequestRole::ExpiresAt, utc(record.expiresAt));
    set(row, RequestRole::Waiting,
        prompt != nullptr && !consent::isFinal(record.state) && state.name == QStringLiteral("waiting"));
    set(row, RequestRole::LogoPng, record.clientLogo);
    const QString who = record.clientName.isEmpty() ? networkName : record.clientName;
    row.insert(Qt::DisplayRole, QStringLiteral("%1: %2").arg(who, spoken(summary, state.text)));
    return row;
}

bool canPause(const consent::PermissionRecord &record)
{
    return !isChanging(record) &&
           (record.state == PermissionState::Active || record.state == PermissionState::Enabling);
}

bool canResume(const consent::PermissionRecord &record)
{
    return !isChanging(record) &&
           (record.state == PermissionState::Disabled || record.state == PermissionState::Disabling);
}

QVariant permissionValue(const PermissionGroup &group, int role)
{
    const consent::PermissionRecord &newest = *group.first();
    const consent::PermissionRecord &strongest = strongestOf(group);
    const auto latest = [&group](const auto &of) {
        qint64 found = 0;
        for (const consent::PermissionRecord *one : group)
            found = std::max(found, of(*one));
        return utc(found);
    };
    const auto any = [&group](const auto &can) {
        return std::ranges::any_of(group, [&can](const auto *one) { return can(*one); });
    };
    if (role == Qt::DisplayRole)
        return Words::tr("%1 may use %2 from %3. %4")
            .arg(newest.names->clientName, newest.names->definitionName, newest.names->sourceName,
                 permissionStatusText(strongest));
    switch (static_cast<PermissionRole>(role)) {
    case PermissionRole::Id: return newest.id.value();
    case PermissionRole::ClientName: return newest.names->clientName;
    case PermissionRole::ClientLogoPng: return newest.names->clientLogo;
    case PermissionRole::NetworkName: return newest.names->networkName;
    case PermissionRole::DefinitionName: return newest.names->definitionName;
    case PermissionRole::SourceName: return newest.names->sourceName;
    case PermissionRole::SubjectName: return newest.names->subjectName;
    case PermissionRole::Scopes: return scopeNamesOf(group);
    case PermissionRole::Status: return permissionStatus(strongest);
    case PermissionRole::StatusText: return permissionStatusText(strongest);
    case PermissionRole::GrantedAt:
        return utc((*std::ranges::min_element(group, {}, [](const auto *one) { return one->grantedAt; }))->grantedAt);
    case PermissionRole::EndsAt: return latest([](const auto &one) { return one.expires; });
    case PermissionRole::LastUsedAt: return latest([](const auto &one) { return one.lastUsedAt; });
    case PermissionRole::CanRevoke: return any(&consent::canRevoke);
    case PermissionRole::PartyKey: return QStringLiteral("%1 %2").arg(newest.as.value(), newest.client.value());
    case PermissionRole::CanPause: return any(&canPause);
    case PermissionRole::CanResume: return any(&canResume);
    case PermissionRole::CanChange:
        return group.size() == 1 && !isChanging(newest) && !newest.once &&
               (newest.state == PermissionState::Active || newest.state == PermissionState::Disabled);
    case PermissionRole::Replaces: return newest.replaces.value();
    case PermissionRole::Behind: {
        QStringList ids;
        for (const consent::PermissionRecord *one : group)
            ids.append(one->id.value());
        return ids;
    }
    case PermissionRole::TimesShared: {
        int times = 0;
        for (const consent::PermissionRecord *one : group)
            times += one->state == PermissionState::Pending ? 0 : one->timesShared;
        return times;
    }
    case PermissionRole::LastSharedAt: return latest([](const auto &one) { return one.lastShared(); });
    case PermissionRole::ProfileName: break; // the model knows the profiles
    }
    return {};
}

ModelRow sourceRow(const op::DataSource &source, const std::optional<sources::SourceAccount> &account, bool connecting,
                   qsizetype permissions, const QStringList &locales)
{
    ModelRow row;
    const NamedState state = sourceState(account, connecting);
    const QString name = source.displayName.text(locales);
    QStringList resources;
    if (account) {
        for (const sources::Resource &resource : account->own)
            resources.append(resource.displayName);
        for (const sources::RelatedSubject &related : account->related) {
            for (const sources::Resource &resource : related.resources)
                resources.append(Words::tr("%1 (%2)").arg(resource.displayName, related.displayName));
        }
    }
    set(row, SourceRole::Id, source.identifier.value());
    set(row, SourceRole::Name, name);
    set(row, SourceRole::LogoPng, logoBytes(source.style.logo));
    set(row, SourceRole::Color, source.style.color);
    set(row, SourceRole::Status, state.name);
    set(row, SourceRole::StatusText, state.text);
    set(row, SourceRole::AccountName, account ? account->displayName : QString());
    set(row, SourceRole::ResourceNames, resources);
    set(row, SourceRole::PermissionCount, static_cast<int>(permissions));
    row.insert(Qt::DisplayRole, QStringLiteral("%1. %2").arg(name, state.text));
    return row;
}

QByteArray logoBytes(const QString &logo)
{
    const qsizetype comma = logo.indexOf(QLatin1Char(','));
    if (!logo.startsWith(QStringLiteral("data:image/")) || comma < 0)
        return {};
    return QByteArray::fromBase64(logo.mid(comma + 1).toLatin1());
}

} // namespace fpx::wallet
