// Everything that is there once the vault is open.
#pragma once

#include <fpx/base/deferred.h>
#include <fpx/consent/engine.h>
#include <fpx/consent/permissiondesk.h>
#include <fpx/consent/protections.h>
#include <fpx/consent/reconciler.h>
#include <fpx/http/httpclient.h>
#include <fpx/http/proxylogins.h>
#include <fpx/identity/identityservice.h>
#include <fpx/ledger/ledger.h>
#include <fpx/operator/profilefile.h>
#include <fpx/operator/settings.h>
#include <fpx/wallet/wallet.h>

#include "factsstore.h"
#include "historyanchor.h"
#include "rulebook.h"
#include "vaultrecords.h"

namespace fpx::wallet {

/// Runs a federated sign-in for a request that needs one; the facade shows it as a BrowserStep.
using SignInForRequest = std::function<Async<void>(identity::Demand, CancelToken)>;

/// Owned by the facade. Members stand in the order of their dependence.
class Services
{
public:
    /// Opens the vault (asking the person to open the keychain if `prompt` allows that), accepts the operator profile, wires the rest, and reads what is stored.
    /// Errors: those of Vault::open(), of op::chooseProfile(), of RecordStore.
    [[nodiscard]] static Async<std::shared_ptr<Services>> open(WalletConfig config, oauth::RedirectReceiver *receiver,
                                                               SignInForRequest signIn, vault::KeychainPrompt prompt);
    /// As open(), with another profile in force, over the vault, the history and its anchor of `old`, which rests. Its
    /// load() is the caller's.
    [[nodiscard]] static std::shared_ptr<Services> renewed(const std::shared_ptr<Services> &old,
                                                           op::ProfileInForce profile,
                                                           oauth::RedirectReceiver *receiver,
                                                           const SignInForRequest &signIn);
    ~Services();

    /// Opens the vault again and reads it. Whatever of it fails, everything is locked again. One at a time.
    /// Errors: those of Vault::unlock() and of load(); `cancelled`: lock() came meanwhile.
    [[nodiscard]] static Async<void> unlock(std::shared_ptr<Services> services);
    /// Reads everything from the vault again, and goes on with what is unfinished.
    [[nodiscard]] Result<void> load();
    /// Stops all flows in a state from which load() goes on, here or in another over the same vault, and cancels every
    /// command that took its token from `session`.
    void rest();
    /// Rests, and erases keys from memory.
    void lock();

    /// What the profile's file and the last good one come to; the highest version is remembered.
    /// Errors: those of op::chooseProfile(), op::readOperatorKeys(), RecordStore.
    [[nodiscard]] Result<op::ProfileInForce> acceptProfile() const;

    [[nodiscard]] const op::OperatorProfile &profile() const { return inForce->profile; }
    [[nodiscard]] Result<void> append(const QString &kind, const QString &code, const QJsonObject &parameters);
    [[nodiscard]] Result<void> storeSettings() const;
    /// What load() found that the person is to be told, once.
    [[nodiscard]] QList<Error> takeNotices() { return std::exchange(m_notices, {}); }

    WalletConfig config;
    CancelSource session; ///< From an unlocking to the next lock: whatever a person begins ends with it.
    std::shared_ptr<vault::Vault> vault;
    std::unique_ptr<VaultRecords> records;
    std::shared_ptr<ledger::Ledger> ledger;
    std::optional<op::ProfileInForce> inForce;
    op::Settings settings;
    std::shared_ptr<http::ProxyLogins> proxyLogins = std::make_shared<http::ProxyLogins>();
    std::unique_ptr<http::NetworkContexts> contexts;
    std::shared_ptr<identity::IdentityService> identity;
    std::shared_ptr<uma::AsAccounts> accounts;
    std::shared_ptr<sources::SourceService> sources;
    std::unique_ptr<consent::PermissionBook> permissions;
    std::unique_ptr<RuleBook> rules;
    std::unique_ptr<FactsStore> facts;
    std::shared_ptr<consent::Outbox> outbox;
    std::shared_ptr<consent::Engine> engine;
    std::unique_ptr<HistoryAnchor> anchor;
    std::shared_ptr<consent::PermissionDesk> desk;
    std::shared_ptr<consent::Reconciler> reconciler;
    std::shared_ptr<consent::Protections> protections;
    /// Receipt keys that are being made, and who waits for each.
    QHash<EnrolmentId, QList<Deferred<Result<jose::PrivateKey>>>> receiptKeys;

private:
    void wire(oauth::RedirectReceiver *receiver, const SignInForRequest &signIn);
    void wireSharing();
    [[nodiscard]] Async<void> verifyRequestObject(uma::AuthorizationRequest request, EnrolmentId enrolment,
                                                  CancelToken cancel);
    [[nodiscard]] Result<void> addRules(const QList<policy::Rule> &added);
    /// Rules of version 0.1.0. What cannot be stored stays as it is, and holds for nothing.
    void placeOldRules();

    QList<Error> m_notices;
};

} // namespace fpx::wallet
