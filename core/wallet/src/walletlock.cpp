// Locking and unlocking: everything ends with the one, and nothing begins before all is read with the other.
#include "walletprivate.h"

namespace fpx::wallet {

void Wallet::Private::close()
{
    promptsBehindLock = static_cast<int>(services->engine->prompts().size());
    notes.lock();
    phase = Phase::Locked; // before anything tells of its end: nobody takes an emptied wallet for a new one
    gateway.setEngine(nullptr);
    lists.setServices(nullptr);
    sharing.setServices(nullptr);
    policies.setServices(nullptr);
    codes.setServices(nullptr);
    proxies.setServices(nullptr);
    cancelSteps();
    services->lock();
    if (!q)
        return;
    Q_EMIT q->phaseChanged();
    Q_EMIT q->personChanged();
    tellOfPrompts();
}

QCoro::Task<> Wallet::Private::unlock(std::shared_ptr<Private> self)
{
    const auto services = self->services;
    if (!services)
        co_return;
    self->enter(Phase::Unlocking);
    const auto opened = co_await Services::unlock(services);
    if (!opened) {
        self->enter(Phase::Locked);
        self->tell(opened.error());
        co_return;
    }
    [[maybe_unused]] const auto stored =
        services->append(QStringLiteral("wallet"), QStringLiteral("wallet_unlocked"), {});
    self->showServices();
    self->profileFileChanged();
    co_await confirmSession(self);
}

QCoro::Task<> Wallet::Private::confirmSession(std::shared_ptr<Private> self)
{
    const auto services = self->services;
    if (const auto stands = co_await services->identity->confirm(services->session.token()); !stands)
        self->tell(stands.error());
}

} // namespace fpx::wallet
