#include "services.h"

#include "knownnames.h"
#include "policydesk.h"
#include "proxydesk.h"
#include "ruleplacing.h"
#include "words.h"

#include <fpx/http/qtcontexts.h>
#include <fpx/http/retrying.h>
#include <fpx/uma/requestobject.h>

#include <algorithm>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace fpx::wallet {

namespace {

constexpr QLatin1String operatorTable("operator");
constexpr QLatin1String settingsTable("settings");

QString k(const char *name)
{
    return QLatin1String(name);
}

http::NetworkPolicy networkPolicy(const op::OperatorProfile &profile, std::shared_ptr<http::ProxyLogins> logins)
{
    http::NetworkPolicy policy;
    policy.proxyLogins = std::move(logins);
    policy.loopbackHttp = profile.isSandbox() ? http::LoopbackHttp::Allowed : http::LoopbackHttp::Refused;
    for (const op::TrustedRoot &root : profile.trustedRoots())
        policy.extraRoots.append({root.pem, root.hosts});
    return policy;
}

// Reading thousands of rows leaves small free pieces between what stays. glibc returns their pages only when it is asked.
void giveBackFreedMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

// Said before anybody signs in in vain.
std::optional<Error> whyUnreachable(identity::Reach reach)
{
    switch (reach) {
    case identity::Reach::Possible: break;
    case identity::Reach::AssuranceTooHigh:
        return Error{
            "assurance_unreachable",
            Words::tr("This request asks for a stronger proof of who you are than any of your sign-in providers "
                      "gives. Decline it, or link another provider and try again."),
            {},
            Retry::Later};
    case identity::Reach::TimeNotTold:
        return Error{
            "auth_time_unknown",
            Words::tr("This request asks when you signed in, and your sign-in provider cannot prove it. Decline "
                      "it, or link another provider and try again."),
            {},
            Retry::Later};
    }
    return std::nullopt;
}

} // namespace

Async<std::shared_ptr<Services>> Services::open(WalletConfig config, oauth::RedirectReceiver *receiver,
                                                SignInForRequest signIn, vault::KeychainPrompt prompt)
{
    const auto services = std::make_shared<Services>();
    services->config = config;
    const vault::VaultConfig vaultConfig{config.dataDirectory, config.keychain, config.clock, config.random};
    FPX_CO_TRY(opened, co_await vault::Vault::open(vaultConfig, prompt));
    services->vault = opened;
    services->records = std::make_unique<VaultRecords>(opened);
    services->ledger = std::make_shared<ledger::Ledger>(opened, config.random);
    services->anchor = std::make_unique<HistoryAnchor>(services->ledger);
    FPX_CO_TRY(chosen, services->acceptProfile());
    services->inForce = chosen;
    services->wire(receiver, signIn);
    co_await loadProxyLogins(services);
    FPX_CO_CHECK(services->load());
    co_return services;
}

std::shared_ptr<Services> Services::renewed(const std::shared_ptr<Services> &old, op::ProfileInForce profile,
                                            oauth::RedirectReceiver *receiver, const SignInForRequest &signIn)
{
    auto services = std::make_shared<Services>();
    services->config = old->config;
    services->vault = old->vault;
    services->records = std::make_unique<VaultRecords>(old->vault);
    services->ledger = old->ledger;
    services->anchor = std::move(old->anchor);
    services->proxyLogins = old->proxyLogins;
    services->inForce = std::move(profile);
    services->wire(receiver, signIn);
    return services;
}

Services::~Services()
{
    if (engine)
        engine->stop();
    if (reconciler) {
        reconciler->stop();
        protections->stop();
        desk->stop();
    }
    if (outbox)
        outbox->stop();
}

Result<op::ProfileInForce> Services::acceptProfile() const
{
    FPX_TRY(keys, op::readOperatorKeys(config.operatorKeysFile));
    FPX_TRY(stored, records->get(operatorTable, k("profile")));
    op::AcceptedVersion previous;
    QByteArray lastGood;
    if (stored) {
        previous.version = stored->value(k("version")).toInteger();
        previous.sha256 = stored->value(k("sha256")).toString().toLatin1();
        lastGood = stored->value(k("jws")).toString().toLatin1();
    }
    FPX_TRY(chosen, op::chooseProfile(op::readProfileFile(config.operatorProfileFile), lastGood, keys, previous,
                                      config.clock->nowSeconds()));
    const op::AcceptedVersion accepted = chosen.profile.acceptedVersion();
    if (accepted != previous)
        FPX_CHECK(records->put(operatorTable, k("profile"),
                               {{k("version"), accepted.version},
                                {k("sha256"), QLatin1String(accepted.sha256)},
                                {k("jws"), QLatin1String(chosen.jws)}}));
    return chosen;
}

void Services::wire(oauth::RedirectReceiver *receiver, const SignInForRequest &signIn)
{
    contexts = std::make_unique<http::RetryingContexts>(
        std::make_unique<http::QtNetworkContexts>(networkPolicy(profile(), proxyLogins)));
    const QString language = config.locales.value(0, k("en")).section(QLatin1Char('-'), 0, 0);
    const Clock *clock = config.clock.get();
    const RandomSource *random = config.random.get();

    identity = std::make_shared<identity::IdentityService>(
        identity::IdentityContext{contexts.get(), receiver, vault.get(), records.get(), clock, random, config.locales},
        profile());
    accounts = std::make_shared<uma::AsAccounts>(
        uma::AccountsContext{contexts.get(), vault.get(), records.get(), clock, random, language}, profile());
    sources = std::make_shared<sources::SourceService>(
        sources::SourceContext{
            [this](const QString &name) { return contexts->context(QStringLiteral("source/") + name); }, receiver,
            vault.get(), records.get(), clock, random},
        profile().dataSources());
    permissions = std::make_unique<consent::PermissionBook>(*records);
    rules = std::make_unique<RuleBook>(*records);
    rules->setOperatorRules(profile().policies());
    facts = std::make_unique<FactsStore>(vault);
    outbox = std::make_shared<consent::Outbox>(
        consent::OutboxContext{records.get(), permissions.get(), ledger.get(), accounts, sources, clock, random});

    consent::EngineContext context{
        profile(), accounts, sources, outbox, permissions.get(), records.get(), ledger.get(), clock, random, {},
        {},        {},       {},      {},     config.locales,    facts.get()};
    const auto toDemand = [](const consent::SignInDemand &demand) {
        return identity::Demand{demand.maxAge, {demand.ial, demand.aal}, demand.forceLogin, demand.since};
    };
    context.signedIn = [this, toDemand](const consent::SignInDemand &demand) {
        return identity->satisfies(toDemand(demand));
    };
    context.signIn = [signIn, toDemand](consent::SignInDemand demand, CancelToken cancel) {
        return signIn(toDemand(demand), cancel);
    };
    context.confirmSignIn = [this](CancelToken cancel) { return identity->confirm(cancel); };
    context.whyUnreachable = [this, toDemand](const consent::SignInDemand &demand) {
        return whyUnreachable(identity->reach(toDemand(demand)));
    };
    context.rules = [this] { return rules->inForce(); };
    context.addRules = [this](const QList<policy::Rule> &added) { return addRules(added); };
    context.verifyRequestObject = [this](uma::AuthorizationRequest request, EnrolmentId enrolment, CancelToken cancel) {
        return verifyRequestObject(request, enrolment, cancel);
    };
    engine = std::make_shared<consent::Engine>(context);
    QObject::connect(identity.get(), &identity::IdentityService::sessionChanged, engine.get(),
                     &consent::Engine::signInChanged);
    wireSharing();
}

void Services::wireSharing()
{
    const Clock *clock = config.clock.get();
    const RandomSource *random = config.random.get();
    desk = std::make_shared<consent::PermissionDesk>(consent::DeskContext{
        accounts, sources, outbox, permissions.get(), records.get(), ledger.get(), clock, random,
        [this, clock] { return profile().checkFresh(clock->nowSeconds()); }, [this] { return rules->inForce(); },
        [this](const consent::SignInDemand &demand) {
            return identity->satisfies({demand.maxAge, {demand.ial, demand.aal}, demand.forceLogin, demand.since});
        },
        [this](CancelToken cancel) { return identity->confirm(cancel); }});
    reconciler = std::make_shared<consent::Reconciler>(
        consent::ReconcilerContext{accounts, outbox, permissions.get(), records.get(), ledger.get(), clock, random,
                                   [this](const RequestKey &key) { return engine->prompt(key) != nullptr; },
                                   [this](const AsIdentifier &as) { return engine->networkName(as); }});
    protections = std::make_shared<consent::Protections>(
        consent::ProtectionsContext{accounts, records.get(), ledger.get(), clock, random,
                                    [this](const AsIdentifier &as) { return engine->networkName(as); }});
    QObject::connect(engine.get(), &consent::Engine::requestEnded, reconciler.get(),
                     &consent::Reconciler::expectActivation);
    QObject::connect(engine.get(), &consent::Engine::requestEnded, desk.get(), &consent::PermissionDesk::renewDue);
    QObject::connect(identity.get(), &identity::IdentityService::sessionChanged, desk.get(),
                     &consent::PermissionDesk::signInChanged);
    QObject::connect(reconciler.get(), &consent::Reconciler::compared, protections.get(),
                     &consent::Protections::refresh);
}

Async<void> Services::verifyRequestObject(uma::AuthorizationRequest request, EnrolmentId enrolment, CancelToken cancel)
{
    const auto client = accounts->client(enrolment);
    if (!client)
        co_return fail("network_not_joined", Words::tr("The profile that this request was opened with is gone."));
    FPX_CO_TRY(metadata, co_await client->metadata(cancel));
    FPX_CO_TRY(now, co_await client->serverTime(cancel));
    const auto http = contexts->context(enrolment.value());
    FPX_CO_CHECK(co_await uma::verifyRequestObject(request, http, metadata.jwksUri, profile().issuer(), now, cancel));
    co_return {};
}

Async<void> Services::unlock(std::shared_ptr<Services> services)
{
    FPX_CO_CHECK(co_await services->vault->unlock(vault::KeychainPrompt::Allowed)); // somebody has pressed Unlock
    co_await loadProxyLogins(services);
    if (services->vault->state() == vault::VaultState::Locked)
        co_return fail(CancelToken::reason()); // the person, or the computer's sleep, was faster
    const auto loaded = services->load();
    if (!loaded)
        services->lock(); // what was read has begun to work
    co_return loaded;
}

Result<void> Services::load()
{
    FPX_TRY(chosen, records->get(settingsTable, k("chosen")));
    settings = op::Settings(profile().settings(), profile().locked(), chosen.value_or(QJsonObject()));
    identity->setSessionMax(settings.integer(op::setting::sessionMax));
    FPX_CHECK(rules->load());
    FPX_CHECK(facts->load());
    FPX_CHECK(accounts->load()); // before the session, with which networks without an account are joined
    FPX_CHECK(identity->load());
    FPX_CHECK(sources->load());
    FPX_CHECK(permissions->load());
    placeOldRules();
    FPX_CHECK(outbox->load());
    FPX_CHECK(engine->load());
    desk->start();
    FPX_CHECK(reconciler->load());
    FPX_CHECK(protections->load());
    giveBackFreedMemory();
    return {};
}

void Services::rest()
{
    session = CancelSource();
    engine->stop();
    reconciler->stop();
    protections->stop();
    desk->stop();
    outbox->stop();
    identity->clear();
    accounts->clear();
    sources->clear();
    permissions->clear();
    rules->clear();
    facts->clear();
}

void Services::lock()
{
    rest();
    proxyLogins->clear();
    vault->lock();
}

Result<void> Services::append(const QString &kind, const QString &code, const QJsonObject &parameters)
{
    ledger::Entry entry;
    entry.kind = kind;
    entry.code = code;
    entry.time = config.clock->now();
    entry.parameters = parameters;
    FPX_CHECK(ledger->append(entry));
    return {};
}

Result<void> Services::addRules(const QList<policy::Rule> &added)
{
    FPX_CHECK(rules->add(added));
    for (const policy::Rule &rule : added)
        FPX_CHECK(append(k("rule"), k("rule_made"), historyOf(rule, *facts)));
    return {};
}

void Services::placeOldRules()
{
    const auto placesOf = [this](policy::Condition kind, const QString &id) {
        QStringList places = namesKnown(*this, kind).placesOf(kind, id);
        places.removeAll(QString());
        return places;
    };
    const PlacedRules found = placeRules(rules->document(), placesOf);
    if (found.placed.isEmpty() && found.setAside.isEmpty())
        return;
    const auto stored = records->transaction([&]() -> Result<void> {
        FPX_CHECK(rules->replace(found.document));
        for (const policy::Rule &rule : found.placed)
            FPX_CHECK(append(k("rule"), k("rule_placed"), historyOf(rule, *facts)));
        for (const policy::Rule &rule : found.setAside)
            FPX_CHECK(append(k("rule"), k("rule_set_aside"), historyOf(rule, *facts)));
        return {};
    });
    if (stored && !found.setAside.isEmpty())
        m_notices.append({"rules_set_aside",
                          Words::tr("%n rule(s) that allowed something did not say at which network, and the wallet "
                                    "cannot tell. They are switched off, and you are asked instead. Open them under "
                                    "Rules and choose the network.",
                                    nullptr, static_cast<int>(found.setAside.size())),
                          {},
                          Retry::No});
}

Result<void> Services::storeSettings() const
{
    return records->put(settingsTable, k("chosen"), settings.chosen());
}

} // namespace fpx::wallet
