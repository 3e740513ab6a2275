#include <fpx/wallet/wallet.h>

#include "rows.h"
#include "walletprivate.h"
#include "words.h"

#include <fpx/consent/sharedthing.h>

#include <algorithm>

namespace fpx::wallet {

Wallet::Wallet(WalletConfig config, QObject *parent)
    : Facade(parent), d(std::make_shared<Private>(*this, std::move(config)))
{
}

Wallet::~Wallet()
{
    d->gateway.setEngine(nullptr);
    d->cancelSteps();
    if (d->services)
        d->services->engine->stop();
}

void Wallet::start()
{
    spawn(Private::open(d, vault::KeychainPrompt::Never)); // nobody may be there to answer
}

Facade::Phase Wallet::phase() const
{
    return d->phase;
}

Error Wallet::problem() const
{
    return d->problem;
}

void Wallet::retry()
{
    if (d->phase == Phase::Problem) {
        d->phase = Phase::Starting;
        Q_EMIT phaseChanged();
        spawn(Private::open(d, vault::KeychainPrompt::Allowed));
    } else if (d->services && !d->listenerStatus.listening) {
        d->listen();
    }
}

Product Wallet::product() const
{
    Product product;
    if (!d->services)
        return product;
    const op::Product &branded = d->services->profile().product();
    if (const QString name = branded.name.text(d->config.locales); !name.isEmpty())
        product.name = name;
    product.accent = branded.accent;
    product.logo = logoBytes(branded.logo);
    product.supportUri = branded.supportUri;
    product.privacyUri = branded.privacyUri;
    product.sandbox = d->services->profile().isSandbox();
    return product;
}

QString Wallet::personName() const
{
    return d->services ? d->services->identity->personName() : QString();
}

ListenerStatus Wallet::listenerStatus() const
{
    return d->listenerStatus;
}

QAbstractItemModel *Wallet::requests()
{
    return &d->lists.requests;
}

QAbstractItemModel *Wallet::permissions()
{
    return &d->lists.permissions;
}

QAbstractItemModel *Wallet::sources()
{
    return &d->lists.sources;
}

QAbstractItemModel *Wallet::identityProviders()
{
    return &d->lists.identityProviders;
}

QAbstractItemModel *Wallet::networks()
{
    return &d->lists.networks;
}

QAbstractItemModel *Wallet::history()
{
    return &d->lists.history;
}

BrowserStep *Wallet::signIn(const IdpIdentifier &provider)
{
    const op::IdentityProvider *known = d->usable() ? d->services->profile().identityProvider(provider) : nullptr;
    if (known == nullptr)
        return nullptr;
    if (d->signInProvider == provider && signInUnderWay() != nullptr)
        return d->signIn.get();
    // While a request waits for a sign-in, every sign-in has to be good enough for it.
    const bool waited = std::ranges::any_of(
        prompts(), [](const consent::Prompt *prompt) { return prompt->stage() == consent::Prompt::Stage::SigningIn; });
    return d->beginSignIn(*known, waited ? d->demanded.value_or(identity::Demand()) : identity::Demand());
}

BrowserStep *Wallet::signInUnderWay() const
{
    return d->signIn && d->signIn->state() < BrowserStep::State::Done ? d->signIn.get() : nullptr;
}

void Wallet::signOut()
{
    if (d->usable())
        spawn(Private::signOut(d));
}

void Wallet::lock()
{
    if (d->phase == Phase::Unlocking) // the unlocking sees it, and ends locked
        return d->services->vault->lock();
    if (!d->usable())
        return;
    [[maybe_unused]] const auto stored =
        d->services->append(QStringLiteral("wallet"), QStringLiteral("wallet_locked"), {});
    d->close();
}

void Wallet::unlock()
{
    if (d->phase == Phase::Locked)
        spawn(Private::unlock(d));
}

void Wallet::awake()
{
    if (!d->usable())
        return;
    d->services->engine->wake();
    d->services->outbox->wake();
    d->services->identity->lookAgain(); // the session may be over
    spawn(Private::confirmSession(d));
}

void Wallet::joinNetwork(const AsIdentifier &network)
{
    spawn(Private::join(d, network));
}

void Wallet::setOpenDirectly(const AsIdentifier &network, bool direct)
{
    if (!d->usable())
        return;
    const QList<uma::Enrolment> joined = d->services->accounts->at(network);
    for (const uma::Enrolment &enrolment : joined) {
        if (const auto stored = d->services->accounts->setOpenDirectly(enrolment.id, direct); !stored)
            d->tell(stored.error());
    }
}

Accounts *Wallet::accounts()
{
    return &d->accounts;
}

BrowserStep *Wallet::connectSource(const SourceIdentifier &source)
{
    const op::DataSource *known = d->usable() ? d->services->profile().dataSource(source) : nullptr;
    if (known == nullptr)
        return nullptr;
    if (const auto running = d->connecting.value(source))
        return running.get();
    const auto step = std::make_shared<ConnectStep>(d->services, *d->config.browser, *known);
    d->connecting.insert(source, step);
    d->lists.setConnecting(source, true);
    connect(step.get(), &BrowserStep::finished, d.get(), [self = d.get(), source] { // the facade may have gone
        self->connecting.remove(source);
        self->lists.setConnecting(source, false);
        // A prompt that waits for this source looks again.
        const QList<consent::Prompt *> waiting =
            self->usable() ? self->services->engine->prompts() : QList<consent::Prompt *>();
        for (consent::Prompt *prompt : waiting) {
            if (prompt->stage() == consent::Prompt::Stage::Question)
                prompt->retry();
        }
    });
    return d->begin(step);
}

Consequences Wallet::consequencesOfDisconnecting(const SourceIdentifier &source) const
{
    Consequences result;
    if (!d->usable())
        return result;
    const QList<consent::PermissionRecord> live = d->services->permissions->liveAt(source);
    for (const consent::PermissionRecord &record : live)
        result.lines.append(
            Words::tr("%1 can no longer use %2.").arg(record.names->clientName, record.names->definitionName));
    result.lines.removeDuplicates();
    result.permissions =
        consent::countThings(*d->services->permissions, [&source](const consent::PermissionRecord &record) {
            return record.source == source && record.isLive();
        });
    result.lines.append(Words::tr("You cannot share from this source until you connect it again."));
    return result;
}

void Wallet::disconnectSource(const SourceIdentifier &source, bool revokePermissions)
{
    if (!d->usable())
        return;
    QList<PermissionId> live;
    for (const consent::PermissionRecord &record : d->services->permissions->liveAt(source))
        live.append(record.id);
    if (revokePermissions && !live.isEmpty())
        d->sharing.revoke(live, {});
    spawn(Private::disconnectSource(d, source));
}

void Wallet::refreshSource(const SourceIdentifier &source)
{
    if (d->usable())
        spawn(Private::refreshSource(d, source));
}

Sharing *Wallet::sharing()
{
    return &d->sharing;
}

Policies *Wallet::policies()
{
    return &d->policies;
}

QList<consent::Prompt *> Wallet::prompts() const
{
    return d->usable() ? d->services->engine->prompts() : QList<consent::Prompt *>();
}

consent::Prompt *Wallet::prompt(const RequestKey &key) const
{
    return d->usable() ? d->services->engine->prompt(key) : nullptr;
}

int Wallet::waitingBehindLock() const
{
    return d->usable() ? 0 : d->promptsBehindLock + d->gateway.early();
}

DeviceCodes *Wallet::deviceCodes()
{
    return &d->codes;
}

Proxies *Wallet::proxies()
{
    return &d->proxies;
}

void Wallet::openLink(const QString &link)
{
    if (d->services)
        d->gateway.openLink(link);
    else if (d->earlyLinks.size() < 16)
        d->earlyLinks.append(link);
}

void Wallet::exportHistory(std::function<void(Result<QByteArray>)> done)
{
    if (!d->usable())
        return done(fail("vault_locked", Words::tr("Unlock the wallet to export its history.")));
    auto exported = d->services->ledger->exportJson();
    if (exported) [[maybe_unused]]
        const auto stored = d->services->append(QStringLiteral("wallet"), QStringLiteral("history_exported"), {});
    d->lists.refreshSoon();
    done(std::move(exported));
}

QVariant Wallet::setting(const QString &name) const
{
    return d->services ? d->services->settings.value(name.toLatin1().constData()).toVariant() : QVariant();
}

bool Wallet::settingLocked(const QString &name) const
{
    return d->services && d->services->settings.isLocked(name);
}

Result<void> Wallet::setSetting(const QString &name, const QVariant &value)
{
    if (!d->usable())
        return fail("vault_locked", Words::tr("Unlock the wallet to change its settings."));
    const op::Settings before = d->services->settings;
    FPX_CHECK(d->services->settings.set(name, QJsonValue::fromVariant(value)));
    if (auto stored = d->services->storeSettings(); !stored) {
        d->services->settings = before;
        return stored;
    }
    if (name == QLatin1String(op::setting::sessionMax))
        d->services->identity->setSessionMax(d->services->settings.integer(op::setting::sessionMax));
    Q_EMIT settingsChanged();
    return {};
}

QJsonObject Wallet::status() const
{
    static constexpr const char *names[] = {"starting", "problem", "first_run", "signed_out",
                                            "ready",    "locked",  "unlocking"};
    QJsonObject status{{QStringLiteral("version"), QStringLiteral(FPX_VERSION)},
                       {QStringLiteral("phase"), QLatin1String(names[static_cast<int>(d->phase)])},
                       {QStringLiteral("listening"), d->listenerStatus.listening},
                       {QStringLiteral("port"), d->listenerStatus.port}};
    if (d->phase == Phase::Problem)
        status.insert(QStringLiteral("problem"), QLatin1String(d->problem.code));
    if (d->usable()) {
        status.insert(QStringLiteral("requests_waiting"), prompts().size());
        status.insert(QStringLiteral("permissions"), d->services->permissions->all().size());
        status.insert(QStringLiteral("outbox"), d->services->outbox->pending());
    }
    return status;
}

} // namespace fpx::wallet
