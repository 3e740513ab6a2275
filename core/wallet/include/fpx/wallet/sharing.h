// What a person does with the permissions that were given: pause, change, revoke, look at their story, and find whom to
// ask (profile 5, 7).
#pragma once

#include <fpx/consent/permissiondesk.h>
#include <fpx/wallet/facade.h>

#include <QJsonObject>

namespace fpx::wallet {

/// One thing that happened to a permission.
struct StoryLine {
    QDateTime at; ///< UTC
    QString code; ///< Stable, as in the history.
    QString sentence;
};

/// Whom to ask about what a client has, as its network's registry says.
struct PartyContacts {
    QString clientName;
    QString organization;
    QString erasureContact; ///< An address or URL, as registered; may be empty.
    QString erasureSubject; ///< Of a mail that asks to erase, ready to send,
    QString erasureText;    ///< and its text, in the person's language.
    QString regulatorUri;   ///< https, or http on loopback in a sandbox; may be empty.
    QString policyUri;
    QString termsUri;
};

/// What a person agreed to, to keep or to hand over (docs/receipts.md).
struct ConsentReceipt {
    QJsonObject content;   ///< The members of fpx/receipt/receipt.h.
    QByteArray file;       ///< The same, signed: JSON for a file.
    QString keyThumbprint; ///< Of the key that signed it (RFC 7638), 43 characters.
};

/// Something that a network does against the person's decisions.
struct SharingAlert {
    PermissionId permission;
    QString kind; ///< "added", "altered", "removed", "reenabled", "more", "list_too_long"
    QString sentence;
    QDateTime foundAt;
    bool known = false; ///< Nothing of it can be ended at the network that does not stand in the list of permissions.
};

/// That a data source may ask a network who has access (profile 5, `protect`).
struct ProtectionRow {
    AsIdentifier network;
    RsIdentifier resourceServer;
    SourceIdentifier source; ///< Empty: none that this wallet knows.
    QString networkName;
    QString sourceName;
    QDateTime grantedAt;
    QDateTime lastUsedAt; ///< Invalid: never, or not told.
    bool ending = false;  ///< The network has not confirmed yet.
};

/// Lives in the GUI thread, owned by the facade. Rows are in Facade::permissions(); a change shows there, "…ing" until
/// the network has confirmed. What fails is told by Facade::notice(), unless said otherwise; while locked, nothing
/// happens.
class Sharing : public QObject
{
    Q_OBJECT

public:
    explicit Sharing(QObject *parent = nullptr) : QObject(parent) {}

    // A permission here stands for its row: whatever else shares the same is paused, resumed and revoked with it.
    virtual void pause(const PermissionId &permission) = 0;
    virtual void resume(const PermissionId &permission) = 0;
    /// Also switches off these of the rules that consequencesOfRevoking() named, and declines requests for the same whose
    /// answer has not left. revocationTold() says what holds then, and again once it has ended.
    virtual void revoke(const QList<PermissionId> &permissions, const QStringList &rules) = 0;
    [[nodiscard]] virtual Consequences consequencesOfRevoking(const QList<PermissionId> &permissions) const = 0;

    /// Names and values in full, for support and for those who want to know; empty for an unknown permission.
    [[nodiscard]] virtual QList<consent::DetailLine> details(const PermissionId &permission) const = 0;

    /// Errors: those of consent::PermissionDesk::offer().
    [[nodiscard]] virtual Result<consent::ChangeOffer> changeOffer(const PermissionId &permission) const = 0;
    /// `done` runs once the change is stored and on its way, or with the reason why it is not; nothing has changed then.
    virtual void change(const PermissionId &permission, const consent::PermissionChange &change,
                        std::function<void(Result<void>)> done) = 0;

    /// From the history, newest first, with what happened to those that it replaced.
    [[nodiscard]] virtual QList<StoryLine> story(const PermissionId &permission) const = 0;
    /// Asks the registry. Errors: those of uma::Registry, `vault_locked`, `permission_unknown`.
    virtual void contacts(const PermissionId &permission, std::function<void(Result<PartyContacts>)> done) = 0;
    /// Signs a receipt as things stand now; asks the registry for addresses. Errors: `vault_locked`, `no_receipt` (never
    /// given), `keychain_…`, `storage_failed`.
    virtual void receipt(const PermissionId &permission, std::function<void(Result<ConsentReceipt>)> done) = 0;
    /// Opens one of the addresses in the browser, by a single-use link so that other users of the computer cannot read it.
    virtual void openPage(const QString &uri) = 0;
    /// The person took the erasure contact: kept in the history.
    virtual void noteErasureAsked(const PermissionId &permission) = 0;

    [[nodiscard]] virtual QList<SharingAlert> alerts() const = 0; ///< The most pressing first.
    /// The person has read it. What the wallet never signed is ended at the network.
    virtual void dismissAlert(const PermissionId &permission) = 0;

    /// As the networks listed them last.
    [[nodiscard]] virtual QList<ProtectionRow> protections() const = 0;
    virtual void endProtection(const AsIdentifier &network, const RsIdentifier &resourceServer) = 0;

Q_SIGNALS:
    /// How a revocation stands, for the person: once it is stored, and once the networks have confirmed all of it in the
    /// same session. A later sentence of the same number (from 1) takes the place of the earlier one.
    void revocationTold(int revocation, const QString &sentence);
    void alertsChanged();
    void protectionsChanged();
};

} // namespace fpx::wallet
