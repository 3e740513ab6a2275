// A new operator profile while the wallet runs (profile section 2).
#include "retirement.h"
#include "walletprivate.h"
#include "words.h"

#include <QTimer>

#include <algorithm>

namespace fpx::wallet {

namespace {

constexpr int restlessMilliseconds = 1000;

bool underWay(const consent::Prompt *prompt)
{
    const auto stage = prompt->stage();
    return stage > consent::Prompt::Stage::ChooseProfile && stage < consent::Prompt::Stage::Allowed;
}

bool same(const std::optional<Error> &one, const Error &other)
{
    return one && one->code == other.code && one->detail == other.detail;
}

} // namespace

void Wallet::Private::profileFileChanged()
{
    if (!usable()) // the vault remembers the highest version; unlocking looks again
        return;
    const auto chosen = services->acceptProfile();
    const std::optional<Error> refused = chosen ? chosen->refused : chosen.error();
    const bool news = refused && !same(services->inForce->refused, *refused);
    services->inForce->refused = refused;
    if (news) {
        refuseProfile(*refused);
        return;
    }
    if (chosen && !refused && chosen->jws != services->inForce->jws) {
        nextProfile = *chosen;
        renewWhenAtRest();
    }
}

void Wallet::Private::refuseProfile(const Error &why)
{
    tell(why);
    QString reason = why.message;
    if (!why.detail.isEmpty())
        reason += QStringLiteral(" (%1)").arg(why.detail);
    if (const auto stored = services->append(QStringLiteral("wallet"), QStringLiteral("operator_profile_kept"),
                                             {{QStringLiteral("reason"), reason}});
        !stored)
        tell(stored.error());
    lists.refreshSoon();
}

bool Wallet::Private::atRest() const
{
    return commands == 0 && !accounts.underWay() && !signIn && connecting.isEmpty() && !codes.reading() &&
           std::ranges::none_of(services->engine->prompts(), underWay);
}

void Wallet::Private::renewWhenAtRest()
{
    if (!atRest())
        return renewAgain.start(restlessMilliseconds, this);
    renewAgain.stop();
    if (const auto renewed = renew(); !renewed) {
        close(); // what was read has begun to work; unlocking tries again
        tell(renewed.error());
    }
}

Result<void> Wallet::Private::renew()
{
    const auto old = services;
    // Coroutines that wait for the network still point into it.
    QTimer::singleShot(retirement, this, [old] {});
    for (QObject *sender :
         std::initializer_list<QObject *>{old->engine.get(), old->permissions.get(), old->outbox.get(),
                                          old->sources.get(), old->accounts.get(), old->identity.get()}) {
        sender->disconnect(this);
        sender->disconnect(&accounts);
    }
    gateway.setEngine(nullptr); // what arrives waits; what the lists show stays until the new ones are there
    old->rest();

    services = Services::renewed(old, *std::exchange(nextProfile, std::nullopt), &receiver, signInFor());
    FPX_CHECK(services->load());
    gateway.setProfile(services->profile());
    listen();
    connectServices();
    showServices();
    Q_EMIT accounts.changed();
    if (q) {
        Q_EMIT q->settingsChanged();
        Q_EMIT q->personChanged();
        Q_EMIT q->done(Words::tr("The provider of this wallet has updated its configuration."));
    }
    FPX_CHECK(services->append(QStringLiteral("wallet"), QStringLiteral("operator_profile_renewed"),
                               {{QStringLiteral("version"), QString::number(services->profile().version())}}));
    lists.refreshSoon();
    return {};
}

SignInForRequest Wallet::Private::signInFor()
{
    return [weak = weak_from_this()](identity::Demand demand, CancelToken cancel) -> Async<void> {
        return weak.lock()->signInForRequest(weak.lock(), demand, cancel);
    };
}

void Wallet::Private::showServices()
{
    lists.setServices(services);
    sharing.setServices(services);
    policies.setServices(services);
    codes.setServices(services);
    proxies.setServices(services);
    updatePhase();
    gateway.setEngine(services->engine);
    notes.watch(services);
    tellOfPrompts();
    for (const Error &notice : services->takeNotices())
        tell(notice);
}

} // namespace fpx::wallet
