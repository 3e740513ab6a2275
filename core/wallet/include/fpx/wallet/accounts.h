// Who the person is to whom: identity providers that can sign the person in, and profiles at networks (profile 3 and 8).
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/result.h>

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QStringList>

namespace fpx::wallet {

struct Consequences;

/// An identity provider that is linked to this wallet, with the session that rests on it, if any.
struct LinkedSignIn {
    IdpIdentifier id;
    QString name;
    QByteArray logo;     ///< PNG or SVG from the operator profile; may be empty.
    QString accountName; ///< As the provider calls the person; may be empty.
    QDateTime linkedAt;
    QDateTime lastUsedAt;
    bool inUse = false;     ///< The present session is this provider's; the rest is only set then.
    QDateTime signedInAt;   ///< As the provider says; else when the sign-in was accepted here.
    QDateTime validUntil;   ///< Setting `session_max` after it.
    int identityLevel = 0;  ///< 0: not said
    int authenticator = 0;  ///< 0: not said
    bool canUnlink = false; ///< False for the last one: nobody could sign in any more.
};

/// An anonymous account at a network. Two of them have nothing in common that the network could see.
struct NetworkProfile {
    EnrolmentId id;
    QString name;      ///< The person's own, or one that tells it from another; never sent. May be empty.
    QString accountId; ///< What the network calls it.
    QDateTime joinedAt;
    QDateTime keysSince;
    bool openDirectly = false; ///< Its requests are opened without asking, while it is the only one there.
    bool isDefault = false;    ///< Offered first.
    int permissions = 0;       ///< That count at the moment.
    bool busy = false;         ///< Something that was asked for it is under way.
    /// Without a name, never used, and not the only one: made by mistake, by a version that joined with each unlocking.
    bool emptyDuplicate = false;
};

struct NetworkAccounts {
    AsIdentifier id;
    QString name;
    QString issuer;
    QList<NetworkProfile> profiles; ///< The default one first.
    bool busy = false;              ///< A profile is being added.
};

/// Lives in the GUI thread, owned by the facade. Commands return at once; what becomes of them is told by changed(), and by
/// the facade's notice() or done(). While the wallet is locked the lists are empty and commands do nothing.
class Accounts : public QObject
{
    Q_OBJECT

public:
    explicit Accounts(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] virtual QList<LinkedSignIn> signIns() const = 0;
    /// Error codes of notice(): `last_provider`, `link_needs_session`. Linking another one is Facade::signIn().
    virtual void unlink(const IdpIdentifier &provider) = 0;
    /// Ends the session here and, in the browser, at the provider.
    virtual void signOutEverywhere() = 0;

    [[nodiscard]] virtual QList<NetworkAccounts> networks() const = 0;
    virtual void addProfile(const AsIdentifier &network, const QString &name) = 0;
    virtual void rename(const EnrolmentId &profile, const QString &name) = 0;
    /// The person wants to keep the empty duplicates: each gets the name that it is shown with, as if they had given it.
    virtual void keepDuplicates() = 0;
    virtual void setDefault(const EnrolmentId &profile) = 0;
    virtual void setOpenDirectly(const EnrolmentId &profile, bool direct) = 0;
    /// New keys for everything that the profile signs. Codes: `key_in_use`, `rotation_refused`, `registration_gone`.
    virtual void renewKeys(const EnrolmentId &profile) = 0;
    /// What stops working; shown before the person confirms.
    [[nodiscard]] virtual Consequences consequencesOfLeaving(const EnrolmentId &profile) const = 0;
    /// Revokes every permission, waits until the network has confirmed that, and deletes the profile there and here. A
    /// network without a profile is not joined again before the person asks for it. Codes: `revocations_pending` (the
    /// network has not confirmed all of them yet: the profile stays, try again), `deletion_unconfirmed`.
    virtual void leave(const EnrolmentId &profile) = 0;

Q_SIGNALS:
    void changed();
};

} // namespace fpx::wallet
