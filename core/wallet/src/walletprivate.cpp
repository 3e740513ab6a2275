#include "walletprivate.h"

#include "answernote.h"
#include "words.h"

#include <QTimerEvent>

#include <algorithm>
#include <chrono>

namespace fpx::wallet {

Wallet::Private::Private(Wallet &wallet, WalletConfig walletConfig)
    : q(&wallet),
      config(std::move(walletConfig)),
      profileWatch(config.operatorProfileFile),
      gateway(config.clock, config.random),
      receiver(gateway, *config.browser),
      notes(config.notifier),
      sharing([this](const Error &outcome) { tellOutcome(outcome); },
              [this](const QUrl &page) -> Result<void> {
                  FPX_TRY(link, gateway.startLink(page));
                  return config.browser->open(link);
              }),
      accounts([this] { return usable() ? services : nullptr; },
               [this](const Error &outcome) { tellOutcome(outcome); }),
      proxies([self = QPointer(this)](const Error &outcome) {
          if (self)
              self->tellOutcome(outcome);
      })
{
    connect(&gateway, &Gateway::codeAsked, &codes, &DeviceCodes::asked);
    connect(&gateway, &Gateway::requestWaiting, this, [this] {
        if (phase != Phase::Locked && phase != Phase::Unlocking)
            return; // starting: it is asked in a moment
        notes.waitingBehindLock(promptsBehindLock + gateway.early());
        tellOfPrompts();
    });
    connect(&profileWatch, &ProfileWatch::changed, this, &Private::profileFileChanged);
    connect(&lists, &Lists::refreshed, this, [this] {
        if (std::exchange(accountsStale, false))
            Q_EMIT accounts.changed();
    });
}

Wallet::Private::~Private()
{
    cancelSteps(); // one may have begun after the facade had gone, and ends while all that it tells is still there
}

void Wallet::Private::cancelSteps()
{
    if (signIn)
        signIn->cancel();
    const auto steps = connecting; // a step that ends leaves the table
    for (const auto &step : steps)
        step->cancel();
}

QCoro::Task<> Wallet::Private::open(std::shared_ptr<Private> self, vault::KeychainPrompt prompt)
{
    const SignInForRequest signIn = self->signInFor();
    const auto opened = co_await Services::open(self->config, &self->receiver, signIn, prompt);
    if (!opened) {
        self->setProblem(opened.error());
        co_return;
    }
    self->services = *opened;
    self->problem = {};
    self->gateway.setProfile(self->services->profile());
    self->listen();
    self->connectServices();
    self->showServices();
    const QStringList links = std::exchange(self->earlyLinks, {});
    for (const QString &link : links)
        self->gateway.openLink(link);
    if (const auto refused = self->services->inForce->refused)
        self->refuseProfile(*refused);
    co_await checkHistory(self);
}

QCoro::Task<> Wallet::Private::checkHistory(std::shared_ptr<Private> self)
{
    const auto services = self->services;
    const auto held = co_await services->ledger->checkAnchor();
    if (held)
        co_return;
    self->tell(held.error());
    if (held.error().code != "history_cut" && held.error().code != "history_replaced")
        co_return;
    if (const auto stored = services->append(QStringLiteral("wallet"), QString::fromLatin1(held.error().code), {});
        !stored)
        self->tell(stored.error());
    self->lists.refreshSoon();
}

void Wallet::Private::listen()
{
    const quint16 port = services->profile().listenerPort();
    const auto bound = gateway.listen(port);
    Error failure = bound ? Error() : bound.error();
    if (failure.code == "port_taken")
        failure.message +=
            u' ' + Words::tr("Until it is free, requests reach you only by the link on the network's page.");
    const bool news = failure.code != listenerStatus.problem.code;
    listenerStatus = {bound.has_value(), port, failure};
    if (q)
        Q_EMIT q->listenerChanged();
    if (!bound && news)
        tell(failure);
    if (!bound)
        listenAgain.start(60000, Qt::VeryCoarseTimer, this);
}

void Wallet::Private::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == renewAgain.timerId())
        return usable() ? renewWhenAtRest() : renewAgain.stop(); // unlocking looks again
    if (event->timerId() != listenAgain.timerId())
        return QObject::timerEvent(event);
    listenAgain.stop();
    listen();
}

void Wallet::Private::connectServices()
{
    const auto refresh = [this] { lists.refreshSoon(); };
    Services &s = *services;
    connect(s.engine.get(), &consent::Engine::requestsChanged, this, refresh);
    connect(s.permissions.get(), &consent::PermissionBook::changed, this, [this] {
        accountsStale = true; // they say how much each profile allows
        lists.refreshSoon();
    });
    connect(s.outbox.get(), &consent::Outbox::changed, this, refresh);
    connect(s.sources.get(), &sources::SourceService::changed, this, refresh);
    connect(s.accounts.get(), &uma::AsAccounts::changed, this, refresh);
    connect(s.accounts.get(), &uma::AsAccounts::changed, &accounts, &Accounts::changed);
    connect(s.identity.get(), &identity::IdentityService::sessionChanged, &accounts, &Accounts::changed);
    connect(s.engine.get(), &consent::Engine::promptsChanged, this, [this] {
        lists.refreshSoon();
        tellOfPrompts();
    });
    connect(s.engine.get(), &consent::Engine::notice, this, &Private::tell);
    connect(s.engine.get(), &consent::Engine::answerForBrowser, this, &Private::openAnswer);
    connect(s.engine.get(), &consent::Engine::decidedByRule, this, &Private::tellOfAnswer);
    connect(s.identity.get(), &identity::IdentityService::sessionChanged, this, [this] {
        if (!usable()) // being read, or erased: what it means is known when all of it is
            return;
        updatePhase();
        lists.refreshSoon();
        goOnAfterSignIn();
        if (q)
            Q_EMIT q->personChanged();
    });
}

void Wallet::Private::tellOfAnswer(const RequestKey &key, const QString &, bool allowed)
{
    const QList<consent::RequestRecord> &requests = services->engine->requests();
    const auto request = std::ranges::find(requests, key, &consent::RequestRecord::key);
    if (request == requests.end())
        return;
    notes.note(answerNote(requests, *request, allowed, services->rules->document().rules, config.clock->now()));
}

void Wallet::Private::updatePhase()
{
    if (!services)
        return;
    Phase next = Phase::Locked;
    if (services->vault->state() == vault::VaultState::Open) {
        const bool signedIn = services->identity->session().has_value();
        next = !services->identity->hasAccount() ? Phase::FirstRun : signedIn ? Phase::Ready : Phase::SignedOut;
    }
    enter(next);
    if (phase == Phase::Ready)
        joinMissing();
}

void Wallet::Private::enter(Phase next)
{
    if (std::exchange(phase, next) != next && q)
        Q_EMIT q->phaseChanged();
}

void Wallet::Private::setProblem(const Error &error)
{
    qWarning("wallet: %s (%s)", error.code.constData(), qPrintable(error.detail));
    problem = error;
    phase = Phase::Problem;
    if (q)
        Q_EMIT q->phaseChanged();
}

void Wallet::Private::tellOfPrompts() const
{
    if (q)
        Q_EMIT q->promptsChanged();
}

void Wallet::Private::tell(const Error &error) const
{
    if (q && error.code != "cancelled")
        Q_EMIT q->notice(error);
}

void Wallet::Private::tellOutcome(const Error &outcome) const
{
    if (!outcome.code.isEmpty())
        tell(outcome);
    else if (q)
        Q_EMIT q->done(outcome.message);
}

void Wallet::Private::joinMissing()
{
    spawn(uma::AsAccounts::finishRotations(services->accounts, services->session.token()));
    for (const op::AuthorizationServer &server : services->profile().authorizationServers()) {
        if (services->accounts->at(server.identifier).isEmpty() && !services->accounts->hasLeft(server.identifier))
            spawn(join(shared_from_this(), server.identifier));
    }
}

QCoro::Task<> Wallet::Private::join(std::shared_ptr<Private> self, AsIdentifier network)
{
    if (!self->usable() || !self->lists.beginJoining(network))
        co_return;
    const Underway joining(self->commands);
    const auto services = self->services;
    const op::AuthorizationServer *server = services->profile().authorizationServer(network);
    QJsonObject parameters{
        {QStringLiteral("network"), server ? server->displayName.text(self->config.locales) : network.value()}};
    const auto joined = co_await services->accounts->join(network, services->session.token());
    if (!joined && joined.error().code == "cancelled") {
        self->lists.endJoining(network, {});
        if (self->phase == Phase::Ready) // locked and unlocked meanwhile, when this still stood in the way
            self->joinMissing();
        co_return;
    }
    if (!joined) {
        self->lists.endJoining(network, joined.error());
        parameters.insert(QStringLiteral("reason"), joined.error().message);
        [[maybe_unused]] const auto stored =
            services->append(QStringLiteral("network"), QStringLiteral("network_join_failed"), parameters);
        self->tell(joined.error());
        co_return;
    }
    self->lists.endJoining(network, {});
    if (services->settings.boolean(op::setting::openRequestsDirectly)) [[maybe_unused]]
        const auto direct = services->accounts->setOpenDirectly(joined->id, true);
    [[maybe_unused]] const auto stored =
        services->append(QStringLiteral("network"), QStringLiteral("network_joined"), parameters);
}

BrowserStep *Wallet::Private::begin(const std::shared_ptr<BrowserStepBase> &step)
{
    connect(&gateway, &Gateway::obstacleMet, step.get(), &BrowserStepBase::meet);
    spawn(BrowserStepBase::run(step));
    return step.get();
}

BrowserStep *Wallet::Private::beginSignIn(const op::IdentityProvider &provider, const identity::Demand &demand)
{
    if (signIn) // a second attempt takes the place of the first
        signIn->cancel();
    const auto step = std::make_shared<SignInStep>(services, *config.browser, provider, demand);
    signIn = step;
    signInProvider = provider.identifier;
    connect(step.get(), &BrowserStep::finished, this, [this, step = step.get()] {
        if (signIn.get() == step)
            signIn.reset();
        lists.refreshSoon();
    });
    return begin(step);
}

void Wallet::Private::goOnAfterSignIn() const
{
    // A request that waited through a restart has told nobody what it demands: it looks again itself.
    if (!services->identity->session() || (demanded && !services->identity->satisfies(*demanded)))
        return;
    const QList<consent::Prompt *> waiting = services->engine->prompts();
    for (consent::Prompt *prompt : waiting) {
        if (prompt->stage() == consent::Prompt::Stage::SigningIn && !prompt->error().code.isEmpty())
            prompt->retry();
    }
}

Async<void> Wallet::Private::signInForRequest([[maybe_unused]] std::shared_ptr<Private> self, identity::Demand demand,
                                              CancelToken cancel)
{
    demanded = demand; // also of a provider that the person chooses by hand
    const auto provider = services->identity->providerFor(demand);
    const op::IdentityProvider *known = provider ? services->profile().identityProvider(*provider) : nullptr;
    if (known == nullptr && services->identity->reach(demand) == identity::Reach::TimeNotTold)
        co_return fail("auth_time_missing",
                       Words::tr("This request asks when you signed in, and your sign-in provider does not say so."));
    if (known == nullptr)
        co_return fail("assurance_unmet",
                       Words::tr("None of your sign-in providers is strong enough for this request."));
    beginSignIn(*known, demand);
    const auto step = signIn;
    if (!step)
        co_return fail("cancelled", QString());
    cancel.onCancelled([weak = std::weak_ptr(step)] {
        if (const auto running = weak.lock())
            running->cancel();
    });
    if (q)
        Q_EMIT q->signInStarted(step.get());
    auto result = co_await step->ended();
    if (!result)
        result = fail(result.error().code.constData(), result.error().message, result.error().detail, Retry::Later);
    co_return result;
}

QCoro::Task<> Wallet::Private::disconnectSource(std::shared_ptr<Private> self, SourceIdentifier source)
{
    const Underway disconnecting(self->commands);
    const auto services = self->services;
    const CancelToken cancel = services->session.token(); // this session's, also when the next has begun
    const op::DataSource *known = services->profile().dataSource(source);
    const QString name = known ? known->displayName.text(self->config.locales) : source.value();
    // Telling the source what has ended needs the account and the tokens that are about to go.
    constexpr std::chrono::seconds patience(10);
    co_await services->outbox->toSources()->told(source, patience, cancel);
    if (cancel.cancelled())
        co_return; // nothing has ended yet: it is still connected
    const bool untold = services->outbox->toSources()->pending(source) > 0;
    const std::function<Result<void>()> record = [services, name] {
        return services->append(QStringLiteral("source"), QStringLiteral("source_disconnected"),
                                {{QStringLiteral("source"), name}});
    };
    auto done = services->engine->forgetPersonsAt(source);
    if (done)
        done = co_await services->sources->disconnect(source, record);
    if (cancel.cancelled())
        co_return; // what is left of it is done after the unlocking
    if (done && untold)
        self->tell({"source_not_told",
                    Words::tr("%1 did not answer, so it was not told what you revoked. The networks are told all the "
                              "same, until they confirm.")
                        .arg(name),
                    {},
                    Retry::No});
    if (!done)
        self->tell(done.error());
    self->lists.refreshSoon();
}

QCoro::Task<> Wallet::Private::refreshSource(std::shared_ptr<Private> self, SourceIdentifier source)
{
    const Underway refreshing(self->commands);
    const auto services = self->services;
    const auto refreshed = co_await services->sources->refresh(source, services->session.token());
    if (!refreshed)
        self->tell(refreshed.error());
    self->lists.refreshSoon();
}

QCoro::Task<> Wallet::Private::signOut(std::shared_ptr<Private> self)
{
    const Underway signingOut(self->commands);
    const auto services = self->services;
    const CancelToken cancel = services->session.token();
    const std::function<Result<void>()> record = [services] {
        return services->append(QStringLiteral("sign_in"), QStringLiteral("signed_out"), {});
    };
    const auto done = co_await services->identity->signOut(record);
    if (!done && !cancel.cancelled()) // locked: what is left of it is done after the unlocking
        self->tell(done.error());
}

void Wallet::Private::openAnswer(const QString &pageToken)
{
    const auto link = gateway.startLink(pageToken);
    if (!link)
        return tell(link.error());
    if (const auto opened = config.browser->open(*link); !opened)
        tell(opened.error());
}

} // namespace fpx::wallet
