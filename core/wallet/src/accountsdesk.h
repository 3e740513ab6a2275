// The accounts of the person, over identity and uma.
#pragma once

#include <fpx/wallet/accounts.h>

#include "services.h"

#include <QPointer>
#include <QSet>

namespace fpx::wallet {

class AccountsDesk final : public Accounts
{
    Q_OBJECT

public:
    /// Null while nothing is open or the wallet is locked.
    using ServicesNow = std::function<std::shared_ptr<Services>()>;
    /// How commands end: an error with its code, or a sentence under the code "".
    using Tell = std::function<void(const Error &)>;

    AccountsDesk(ServicesNow services, Tell tell);

    [[nodiscard]] QList<LinkedSignIn> signIns() const override;
    void unlink(const IdpIdentifier &provider) override;
    void signOutEverywhere() override;
    [[nodiscard]] QList<NetworkAccounts> networks() const override;
    void addProfile(const AsIdentifier &network, const QString &name) override;
    void rename(const EnrolmentId &profile, const QString &name) override;
    void keepDuplicates() override;
    void setDefault(const EnrolmentId &profile) override;
    void setOpenDirectly(const EnrolmentId &profile, bool direct) override;
    void renewKeys(const EnrolmentId &profile) override;
    [[nodiscard]] Consequences consequencesOfLeaving(const EnrolmentId &profile) const override;
    void leave(const EnrolmentId &profile) override;

    /// Whether something that the person began still goes on.
    [[nodiscard]] bool underWay() const { return m_running > 0; }

private:
    using Steps = Async<void>;
    /// Runs `steps` with `busy` marked; an error is told, success with `sentence` (empty: nothing to say).
    static QCoro::Task<> run(QPointer<AccountsDesk> self, QString busy, Steps steps, QString sentence);
    void report(const Result<void> &done);

    ServicesNow m_services;
    Tell m_tell;
    QSet<QString> m_busy; ///< Profile ids, and networks that get another profile.
    int m_running = 0;
};

} // namespace fpx::wallet
