// The facade's state. Coroutines hold it by shared_ptr, so that it outlives the facade until they end.
#pragma once

#include "accountsdesk.h"
#include "browserreceiver.h"
#include "browsersteps.h"
#include "codedesk.h"
#include "lists.h"
#include "policydesk.h"
#include "profilewatch.h"
#include "proxydesk.h"
#include "requestnotes.h"
#include "sharingimpl.h"

#include <QBasicTimer>
#include <QPointer>

namespace fpx::wallet {

/// Counts what goes on over the services, while it lives.
class Underway
{
public:
    explicit Underway(int &count) : m_count(count) { ++m_count; }
    ~Underway() { --m_count; }
    Q_DISABLE_COPY_MOVE(Underway)

private:
    int &m_count;
};

class Wallet::Private : public QObject, public std::enable_shared_from_this<Wallet::Private>
{
    Q_OBJECT

public:
    Private(Wallet &wallet, WalletConfig walletConfig);
    ~Private() override;

    static QCoro::Task<> open(std::shared_ptr<Private> self, vault::KeychainPrompt prompt);
    /// Tells when the data is older than, or another than, what the keychain remembers.
    static QCoro::Task<> checkHistory(std::shared_ptr<Private> self);
    static QCoro::Task<> unlock(std::shared_ptr<Private> self);
    /// Asks the provider whether the sign-in still holds: after an unlocking, and when the computer wakes.
    static QCoro::Task<> confirmSession(std::shared_ptr<Private> self);
    static QCoro::Task<> join(std::shared_ptr<Private> self, AsIdentifier network);
    static QCoro::Task<> disconnectSource(std::shared_ptr<Private> self, SourceIdentifier source);
    static QCoro::Task<> refreshSource(std::shared_ptr<Private> self, SourceIdentifier source);
    static QCoro::Task<> signOut(std::shared_ptr<Private> self);
    Async<void> signInForRequest(std::shared_ptr<Private> self, identity::Demand demand, CancelToken cancel);

    /// Verifies the operator profile's file again. A good new one comes into force once all is at rest (no request is being
    /// answered, no browser step and no command under way); of a bad one the person is told once, and the present one stays.
    void profileFileChanged();
    void refuseProfile(const Error &why);
    [[nodiscard]] bool atRest() const;
    void renewWhenAtRest();
    /// Everything behind the facade is made again over the same vault and history.
    [[nodiscard]] Result<void> renew();
    [[nodiscard]] SignInForRequest signInFor();
    void showServices();

    /// Binds the port that networks redirect to, and tries again every minute while another program has it.
    void listen();
    void connectServices();
    void updatePhase();
    void setProblem(const Error &error);
    /// Also when requests of an earlier run wait on, after the start or an unlocking.
    void tellOfPrompts() const;
    void tell(const Error &error) const;
    /// A code of "": something went well.
    void tellOutcome(const Error &outcome) const;
    void tellOfAnswer(const RequestKey &key, const QString &rule, bool allowed);
    void joinMissing();
    /// Requests that wait for a sign-in go on when it was good enough, whoever began it.
    void goOnAfterSignIn() const;
    void openAnswer(const QString &pageToken);
    [[nodiscard]] bool usable() const
    {
        return services && phase != Phase::Locked && phase != Phase::Unlocking && phase != Phase::Problem;
    }
    void enter(Phase next);
    /// Ends what is under way, takes everything from the lists, and locks the vault.
    void close();
    [[nodiscard]] BrowserStep *begin(const std::shared_ptr<BrowserStepBase> &step);
    void cancelSteps();
    BrowserStep *beginSignIn(const op::IdentityProvider &provider, const identity::Demand &demand);

    void timerEvent(QTimerEvent *event) override;

    QPointer<Wallet> q;
    WalletConfig config;
    Phase phase = Phase::Starting;
    Error problem;
    ListenerStatus listenerStatus;
    QBasicTimer listenAgain;
    ProfileWatch profileWatch;
    std::optional<op::ProfileInForce> nextProfile; ///< Verified, waits for a moment of rest.
    QBasicTimer renewAgain;
    Gateway gateway;
    BrowserReceiver receiver;
    std::shared_ptr<Services> services;
    int promptsBehindLock = 0; ///< How many waited when the wallet was locked.
    RequestNotes notes;
    Lists lists;
    bool accountsStale = false; ///< Told with the next refreshing of the lists.
    SharingImpl sharing;
    PolicyDesk policies;
    CodeDesk codes;
    AccountsDesk accounts;
    ProxyDesk proxies;
    std::shared_ptr<BrowserStepBase> signIn;
    IdpIdentifier signInProvider;             ///< Of `signIn`.
    std::optional<identity::Demand> demanded; ///< What the request wants that waits for a sign-in.
    QHash<SourceIdentifier, std::shared_ptr<BrowserStepBase>> connecting;
    QStringList earlyLinks;
    int commands = 0; ///< Under way.
};

} // namespace fpx::wallet
