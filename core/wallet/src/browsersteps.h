// Signing in and connecting a source, as the front end follows them.
#pragma once

#include <fpx/base/deferred.h>
#include <fpx/base/mailbox.h>
#include <fpx/wallet/browserstep.h>

#include "services.h"

namespace fpx::wallet {

/// What both kinds of step share: state, link, cancelling, and one end.
class BrowserStepBase : public BrowserStep, public std::enable_shared_from_this<BrowserStepBase>
{
    Q_OBJECT

public:
    BrowserStepBase(std::shared_ptr<Services> services, Browser &browser, QString partyName);

    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] Error error() const override { return m_error; }
    [[nodiscard]] QString partyName() const override { return m_partyName; }
    [[nodiscard]] QList<AccountFact> facts() const override { return m_facts; }
    [[nodiscard]] QString remark() const override { return m_remark; }
    [[nodiscard]] QString obstacle() const override { return m_obstacle; }
    void openAgain() override;
    [[nodiscard]] QUrl link() override;
    void cancel() override;
    void confirm() override;
    void reject() override;

    /// Shows an obstacle, if the step waits for the browser. The same one again is no news.
    void meet(const QString &obstacle);

    static QCoro::Task<> run(std::shared_ptr<BrowserStepBase> self);
    /// Resolves when the step has ended: done, or why not.
    [[nodiscard]] Deferred<Result<void>> ended() const { return m_ended; }

protected:
    [[nodiscard]] virtual Async<void> steps(std::shared_ptr<BrowserStepBase> self) = 0;
    virtual void recordEnd(const Result<void> &result) = 0;

    [[nodiscard]] oauth::BrowserOpened watchBrowser();
    [[nodiscard]] CancelToken token() const { return m_cancel.token(); }
    [[nodiscard]] Services &services() const { return *m_services; }
    /// Shows the facts and waits for confirm() or reject(). Error: `cancelled`.
    [[nodiscard]] Async<void> askIsThisYou(std::shared_ptr<BrowserStepBase> self, QList<AccountFact> facts,
                                           QString remark);
    void enter(State state);

private:
    std::shared_ptr<Services> m_services;
    Browser &m_browser;
    QString m_partyName;
    State m_state = State::Preparing;
    Error m_error;
    QList<AccountFact> m_facts;
    QString m_remark;
    QString m_obstacle;
    oauth::MakeLink m_makeLink;
    CancelSource m_cancel;
    Mailbox<bool> m_answer;
    Deferred<Result<void>> m_ended;
};

class SignInStep final : public BrowserStepBase
{
    Q_OBJECT

public:
    SignInStep(std::shared_ptr<Services> services, Browser &browser, const op::IdentityProvider &provider,
               identity::Demand demand);

private:
    Async<void> steps(std::shared_ptr<BrowserStepBase> self) override;
    void recordEnd(const Result<void> &result) override;
    /// Asks where that is needed, and takes the sign-in.
    [[nodiscard]] Async<void> take(std::shared_ptr<BrowserStepBase> self, identity::SignIn signIn);
    [[nodiscard]] QString described(const identity::LinkedProvider &account) const;

    IdpIdentifier m_provider;
    identity::Demand m_demand;
    bool m_first = false;
    QString m_before; // in words, where another account of the same provider took its place
    QString m_now;
};

class ConnectStep final : public BrowserStepBase
{
    Q_OBJECT

public:
    ConnectStep(std::shared_ptr<Services> services, Browser &browser, const op::DataSource &source);
    [[nodiscard]] const SourceIdentifier &source() const { return m_source; }

private:
    Async<void> steps(std::shared_ptr<BrowserStepBase> self) override;
    void recordEnd(const Result<void> &result) override;

    SourceIdentifier m_source;
};

} // namespace fpx::wallet
