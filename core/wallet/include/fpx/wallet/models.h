// The roles of the facade's list models. Every model is flat (QAbstractListModel, one column), newest or most urgent
// first, and answers Qt::DisplayRole with a plain sentence for screen readers and searches.
#pragma once

#include <Qt>

namespace fpx::wallet {

enum class RequestRole {
    Key = Qt::UserRole + 1, ///< QString, RequestKey
    ClientName,             ///< QString; empty before the ticket was read
    NetworkName,            ///< QString
    Summary,                ///< QString: what is asked, or what was decided
    State,                  ///< QString: "waiting", "sending", "allowed", "partial", "declined", "expired", "failed"
    StateText,              ///< QString, translated
    ReceivedAt,             ///< QDateTime, UTC
    ExpiresAt,              ///< QDateTime, UTC
    Waiting,                ///< bool: the person can still act
    LogoPng                 ///< QByteArray
};

/// A row is one thing that is shared: with whom, what, from where, whose, with which profile. What has ended stands in a
/// row of its own.
enum class PermissionRole {
    Id = Qt::UserRole + 1, ///< QString, PermissionId: of the permissions behind the row, the one given last
    ClientName,
    ClientLogoPng, ///< QByteArray
    NetworkName,
    DefinitionName,
    SourceName,
    SubjectName, ///< empty: the person
    Scopes,      ///< QStringList of display names
    /// QString: "active", "disabled", "disabling", "enabling", "changing", "revoking", "used", "expired", "revoked",
    /// "replaced", "pending"
    Status,
    StatusText,   ///< translated
    GrantedAt,    ///< QDateTime
    EndsAt,       ///< QDateTime
    LastUsedAt,   ///< QDateTime, invalid: never or unknown
    CanRevoke,    ///< bool
    PartyKey,     ///< QString: what identifies the client (network and identifier); equal for equal clients only
    CanPause,     ///< bool: Sharing::pause() would do something
    CanResume,    ///< bool
    CanChange,    ///< bool: Sharing::changeOffer() has something to offer
    Replaces,     ///< QString, PermissionId: that it took the place of; empty: none
    Behind,       ///< QStringList, PermissionIds: all that stand behind the row
    TimesShared,  ///< int: requests that they have answered
    LastSharedAt, ///< QDateTime, UTC: the last of these
    ProfileName   ///< QString: with which of the person's profiles at the network; empty: there is one
};

enum class SourceRole {
    Id = Qt::UserRole + 1, ///< QString, SourceIdentifier
    Name,
    LogoPng,
    Color,  ///< QString "#rrggbb", may be empty
    Status, ///< QString: "not_connected", "connecting", "connected", "needs_sign_in", "offline", "disabled"
    StatusText,
    AccountName,
    ResourceNames,  ///< QStringList: what was found there, the person's own first
    PermissionCount ///< int: active permissions that rely on it
};

enum class ProviderRole {
    Id = Qt::UserRole + 1, ///< QString, IdpIdentifier
    Name,
    LogoPng,
    Color,
    FontColor,
    Linked,      ///< bool
    AccountName, ///< empty unless linked
    LastUsedAt   ///< QDateTime
};

enum class NetworkRole {
    Id = Qt::UserRole + 1, ///< QString, AsIdentifier
    Name,
    Organization,
    Status, ///< QString: "not_joined", "joining", "joined", "offline", "refused"
    StatusText,
    OpenDirectly ///< bool: "open its requests directly" (profile 4.2)
};

enum class HistoryRole {
    Sequence = Qt::UserRole + 1, ///< qint64
    Time,                        ///< QDateTime, UTC
    Kind,     ///< QString: "request", "permission", "source", "sign_in", "network", "refused_input", "wallet"
    Code,     ///< QString, stable
    Sentence, ///< translated
    Outcome,  ///< QString: "ok", "declined", "failed", "info"
    Details,  ///< QVariantMap label → value, translated labels
    Rule      ///< QString: id of the rule that decided, or that the entry is about; empty: none
};

template <class Role>
constexpr int role(Role r)
{
    return static_cast<int>(r);
}

} // namespace fpx::wallet
