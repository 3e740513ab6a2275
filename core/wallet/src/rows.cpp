#include "rows.h"

#include <fpx/base/utc.h>
#include <fpx/wallet/models.h>

#include "words.h"

#include <QLocale>

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

QVariant permissionValue(const consent::PermissionRecord &record, int role)
{
    if (role == Qt::DisplayRole)
        return Words::tr("%1 may use %2 from %3. %4")
            .arg(record.names->clientName, record.names->definitionName, record.names->sourceName,
                 permissionStatusText(record));
    switch (static_cast<PermissionRole>(role)) {
    case PermissionRole::Id: return record.id.value();
    case PermissionRole::ClientName: return record.names->clientName;
    case PermissionRole::ClientLogoPng: return record.names->clientLogo;
    case PermissionRole::NetworkName: return record.names->networkName;
    case PermissionRole::DefinitionName: return record.names->definitionName;
    case PermissionRole::SourceName: return record.names->sourceName;
    case PermissionRole::SubjectName: return record.names->subjectName;
    case PermissionRole::Scopes: return record.names->scopeNames;
    case PermissionRole::Status: return permissionStatus(record);
    case PermissionRole::StatusText: return permissionStatusText(record);
    case PermissionRole::GrantedAt: return utc(record.grantedAt);
    case PermissionRole::EndsAt: return utc(record.expires);
    case PermissionRole::LastUsedAt: return utc(record.lastUsedAt);
    case PermissionRole::CanRevoke: return record.isLive() || record.state == PermissionState::Pending;
    case PermissionRole::PartyKey: return QStringLiteral("%1 %2").arg(record.as.value(), record.client.value());
    case PermissionRole::CanPause:
        return !isChanging(record) &&
               (record.state == PermissionState::Active || record.state == PermissionState::Enabling);
    case PermissionRole::CanResume:
        return !isChanging(record) &&
               (record.state == PermissionState::Disabled || record.state == PermissionState::Disabling);
    case PermissionRole::CanChange:
        return !isChanging(record) && !record.once &&
               (record.state == PermissionState::Active || record.state == PermissionState::Disabled);
    case PermissionRole::Replaces: return record.replaces.value();
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
