// What a person can do with the wallet, as commands and observable state. Both front ends (ui/, cli/) and their tests
// know nothing else of core/.
#pragma once

#include <fpx/base/result.h>
#include <fpx/consent/prompt.h>
#include <fpx/wallet/accounts.h>
#include <fpx/wallet/browserstep.h>
#include <fpx/wallet/devicecodes.h>
#include <fpx/wallet/models.h>
#include <fpx/wallet/policies.h>
#include <fpx/wallet/proxies.h>

#include <QAbstractItemModel>
#include <QDateTime>
#include <QJsonObject>
#include <QObject>
#include <QVariant>

#include <functional>

namespace fpx::wallet {

/// How the operator branded this wallet.
struct Product {
    QString name = QStringLiteral("FPX Wallet");
    QString accent;  ///< "#rrggbb" or empty
    QByteArray logo; ///< PNG or SVG from the signed profile; may be empty
    QString supportUri;
    QString privacyUri;
    bool sandbox = false; ///< A network to try things with: nothing in it is real, and the window says so.
};

/// What the person reads about the loopback listener.
struct ListenerStatus {
    bool listening = false;
    quint16 port = 0;
    Error problem; ///< e.g. `port_taken`; code "" means none
};

/// What stops working when something is revoked or disconnected; shown before the person confirms.
struct Consequences {
    QStringList lines;
    int permissions = 0;
    QStringList rules = {}; ///< Ids of the person's rules that would share the same again at the next request.
};

class Sharing;

/// Lives in the GUI thread. Abstract so that front ends can be tried against a handwritten fake.
class Facade : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        Starting,
        Problem,   ///< problem() says what is wrong and retry() tries again; nothing was lost.
        FirstRun,  ///< No wallet account yet.
        SignedOut, ///< An account exists; the federated sign-in is missing or over.
        Ready,
        Locked,
        Unlocking ///< unlock() is under way; to the person still locked.
    };
    Q_ENUM(Phase)

    explicit Facade(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] virtual Phase phase() const = 0;
    /// Whether the vault is open, so that lock() has something to do.
    [[nodiscard]] bool isOpen() const
    {
        const Phase now = phase();
        return now == Phase::FirstRun || now == Phase::SignedOut || now == Phase::Ready;
    }
    [[nodiscard]] virtual Error problem() const = 0;
    virtual void retry() = 0;
    [[nodiscard]] virtual Product product() const = 0;
    [[nodiscard]] virtual QString personName() const = 0; ///< As the identity provider calls the person; may be empty.
    [[nodiscard]] virtual ListenerStatus listenerStatus() const = 0;

    // Lists; owned by the facade, alive as long as it is. Roles: models.h.
    [[nodiscard]] virtual QAbstractItemModel *requests() = 0;
    [[nodiscard]] virtual QAbstractItemModel *permissions() = 0;
    [[nodiscard]] virtual QAbstractItemModel *sources() = 0;
    [[nodiscard]] virtual QAbstractItemModel *identityProviders() = 0;
    [[nodiscard]] virtual QAbstractItemModel *networks() = 0;
    [[nodiscard]] virtual QAbstractItemModel *history() = 0;

    // Signing in and out.
    /// The running or new sign-in with this provider; confirm() on it creates the wallet account on first run.
    virtual BrowserStep *signIn(const IdpIdentifier &provider) = 0;
    /// The sign-in that runs now, whoever began it; nullptr: none.
    [[nodiscard]] virtual BrowserStep *signInUnderWay() const = 0;
    virtual void signOut() = 0;
    /// In every phase in which the vault is open. What is under way ends; keys and tokens leave the memory.
    virtual void lock() = 0;
    /// Once at a time. Where it fails, everything is locked again and notice() says why.
    virtual void unlock() = 0;
    /// The computer slept and is awake: time has passed that no timer has seen.
    virtual void awake() = 0;

    // Networks (profile 3): joining enrols the wallet and creates one anonymous account.
    virtual void joinNetwork(const AsIdentifier &network) = 0;
    virtual void setOpenDirectly(const AsIdentifier &network, bool direct) = 0;

    /// Identity providers and profiles in full; owned by the facade, alive as long as it is.
    [[nodiscard]] virtual Accounts *accounts() = 0;

    // Data sources (profile 6).
    virtual BrowserStep *connectSource(const SourceIdentifier &source) = 0;
    [[nodiscard]] virtual Consequences consequencesOfDisconnecting(const SourceIdentifier &source) const = 0;
    virtual void disconnectSource(const SourceIdentifier &source, bool revokePermissions) = 0;
    virtual void refreshSource(const SourceIdentifier &source) = 0;

    // Permissions (profile 5).
    [[nodiscard]] virtual Sharing *sharing() = 0; ///< fpx/wallet/sharing.h; alive as long as the facade.

    /// The rules; owned by the facade, alive as long as it is.
    [[nodiscard]] virtual Policies *policies() = 0;

    // Requests. Prompts that wait for the person, oldest first; each is shown in the prompt window.
    [[nodiscard]] virtual QList<consent::Prompt *> prompts() const = 0;
    /// Null when the request needs nobody any more.
    [[nodiscard]] virtual consent::Prompt *prompt(const RequestKey &key) const = 0;
    /// While locked: how many requests wait for the unlocking. Nothing else is said of them.
    [[nodiscard]] virtual int waitingBehindLock() const = 0;
    /// Codes from another device; owned by the facade, alive as long as it is.
    [[nodiscard]] virtual DeviceCodes *deviceCodes() = 0;
    /// Proxies that want a password; owned by the facade, alive as long as it is.
    [[nodiscard]] virtual Proxies *proxies() = 0;
    /// A `fpx-wallet:` link that the desktop handed over (profile 4.1, *by link*; 4.6).
    virtual void openLink(const QString &link) = 0;

    // History. Resolves through `done` with JSON, or an error; refused while locked.
    virtual void exportHistory(std::function<void(Result<QByteArray>)> done) = 0;

    // Settings by name (fpx/operator/settings.h). Errors: `setting_locked`, `setting_invalid`, `setting_unknown`.
    [[nodiscard]] virtual QVariant setting(const QString &name) const = 0;
    [[nodiscard]] virtual bool settingLocked(const QString &name) const = 0;
    [[nodiscard]] virtual Result<void> setSetting(const QString &name, const QVariant &value) = 0;

    /// For `fpx-wallet status --json`: no secrets, no personal values.
    [[nodiscard]] virtual QJsonObject status() const = 0;

Q_SIGNALS:
    void phaseChanged();
    void personChanged();
    void listenerChanged();
    void promptsChanged(); ///< prompts() differs; a new one is at the end.
    void settingsChanged();
    /// A request needs a (stronger) sign-in; the step runs in the browser and belongs to the prompt in SigningIn.
    void signInStarted(fpx::wallet::BrowserStep *step);
    /// A command failed after it was accepted, or something needs to be known: shown as a bar, kept in the history.
    void notice(const fpx::Error &error);
    /// Something went well and deserves a quiet word.
    void done(const QString &sentence);
};

} // namespace fpx::wallet
