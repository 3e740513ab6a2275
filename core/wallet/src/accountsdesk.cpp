#include "accountsdesk.h"

#include "leaveprofile.h"
#include "rows.h"
#include "words.h"

#include <fpx/base/utc.h>
#include <fpx/consent/sharedthing.h>
#include <fpx/wallet/facade.h>

#include <algorithm>

namespace fpx::wallet {

namespace {

constexpr auto patience = std::chrono::seconds(15); // for revocations to be confirmed

QDateTime time(qint64 seconds)
{
    return utcFromSeconds(seconds);
}

int livePermissions(const Services &services, const EnrolmentId &profile)
{
    return consent::countThings(*services.permissions, [&profile](const consent::PermissionRecord &record) {
        return record.enrolment == profile && record.isLive();
    });
}

bool isEmptyDuplicate(const Services &services, const uma::Enrolment &enrolment)
{
    if (!enrolment.displayName.isEmpty() || enrolment.isDefault || enrolment.lastSigned != 0 ||
        services.accounts->at(enrolment.as).first().id == enrolment.id)
        return false;
    const bool used = std::ranges::any_of(
        services.permissions->all(), [&enrolment](const auto &record) { return record.enrolment == enrolment.id; });
    return !used && std::ranges::none_of(services.engine->requests(), [&enrolment](const auto &request) {
        return request.enrolment == enrolment.id && !consent::isFinal(request.state);
    });
}

QJsonObject namedAs(const Services &services, const AsIdentifier &network)
{
    const op::AuthorizationServer *server = services.profile().authorizationServer(network);
    return {{QStringLiteral("network"), server ? server->displayName.text(services.config.locales) : network.value()}};
}

Async<void> addOne(std::shared_ptr<Services> services, AsIdentifier network, QString name)
{
    FPX_CO_TRY(joined, co_await services->accounts->join(network, services->session.token()));
    FPX_CO_CHECK(services->accounts->setDisplayName(joined.id, name));
    co_return services->append(QStringLiteral("network"), QStringLiteral("profile_added"), namedAs(*services, network));
}

Async<void> renew(std::shared_ptr<Services> services, EnrolmentId profile, AsIdentifier network)
{
    FPX_CO_CHECK(co_await services->accounts->rotate(profile, services->session.token()));
    co_return services->append(QStringLiteral("network"), QStringLiteral("keys_renewed"), namedAs(*services, network));
}

Async<void> unlinkOne(std::shared_ptr<Services> services, IdpIdentifier provider, QString name)
{
    const CancelToken cancel = services->session.token();
    const std::function<Result<void>()> record = [services, name] {
        return services->append(QStringLiteral("sign_in"), QStringLiteral("provider_unlinked"),
                                {{QStringLiteral("provider"), name}});
    };
    const auto unlinked = co_await services->identity->unlink(provider, record);
    FPX_CO_CHECK(cancel.check()); // locked: what is left of it is done after the unlocking, and nothing is said
    co_return unlinked;
}

Async<void> signOutThere(std::shared_ptr<Services> services)
{
    const CancelToken cancel = services->session.token();
    const auto session = services->identity->session();
    const std::function<Result<void>()> record = [services] {
        return services->append(QStringLiteral("sign_in"), QStringLiteral("signed_out"), {});
    };
    const auto ended = co_await services->identity->signOut(record);
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(idToken, ended);
    if (!session)
        co_return {};
    const IdpIdentifier provider = session->provider;
    const auto there =
        co_await services->identity->signOutAtProvider(provider, idToken, oauth::BrowserOpened(), cancel);
    if (!there && there.error().code == "logout_unsupported")
        co_return fail("logout_unsupported",
                       Words::tr("You are signed out here. The provider cannot be told; sign out on its own page."));
    co_return there;
}

} // namespace

AccountsDesk::AccountsDesk(ServicesNow services, Tell tell) : m_services(std::move(services)), m_tell(std::move(tell))
{
}

QList<LinkedSignIn> AccountsDesk::signIns() const
{
    QList<LinkedSignIn> result;
    const auto services = m_services();
    if (!services)
        return result;
    const QList<identity::LinkedProvider> &linked = services->identity->linked();
    const CancelToken cancel = services->session.token();
    const auto session = services->identity->session();
    for (const identity::LinkedProvider &one : linked) {
        const op::IdentityProvider *provider = services->profile().identityProvider(one.provider);
        LinkedSignIn entry;
        entry.id = one.provider;
        entry.name = provider ? provider->displayName.text(services->config.locales) : one.provider.value();
        entry.logo = provider ? logoBytes(provider->style.logo) : QByteArray();
        entry.accountName = one.person.bestName();
        entry.linkedAt = time(one.linkedAt);
        entry.lastUsedAt = time(one.lastUsedAt);
        entry.canUnlink = linked.size() > 1;
        entry.inUse = session && session->provider == one.provider;
        if (entry.inUse) {
            entry.signedInAt = time(session->began());
            entry.validUntil = time(services->identity->sessionEnd().value_or(session->began()));
            entry.identityLevel = session->assurance.ial;
            entry.authenticator = session->assurance.aal;
        }
        result.append(entry);
    }
    return result;
}

void AccountsDesk::unlink(const IdpIdentifier &provider)
{
    const auto services = m_services();
    const op::IdentityProvider *known = services ? services->profile().identityProvider(provider) : nullptr;
    if (known == nullptr)
        return;
    const QString name = known->displayName.text(services->config.locales);
    spawn(run(this, {}, unlinkOne(services, provider, name), Words::tr("%1 can no longer sign you in.").arg(name)));
}

void AccountsDesk::signOutEverywhere()
{
    if (const auto services = m_services())
        spawn(run(this, {}, signOutThere(services), Words::tr("You are signed out, here and at your provider.")));
}

QList<NetworkAccounts> AccountsDesk::networks() const
{
    QList<NetworkAccounts> result;
    const auto services = m_services();
    if (!services)
        return result;
    for (const op::AuthorizationServer &server : services->profile().authorizationServers()) {
        NetworkAccounts network;
        network.id = server.identifier;
        network.name = server.displayName.text(services->config.locales);
        network.issuer = server.issuer.value();
        network.busy = m_busy.contains(server.identifier.value());
        const QList<uma::Enrolment> enrolments = services->accounts->at(server.identifier);
        for (const uma::Enrolment &enrolment : enrolments)
            network.profiles.append(
                {enrolment.id, enrolments.size() > 1 ? services->accounts->nameOf(enrolment) : enrolment.displayName,
                 enrolment.account.value(), time(enrolment.createdAt), time(enrolment.keysSince),
                 enrolment.openDirectly, enrolment.id == enrolments.first().id,
                 livePermissions(*services, enrolment.id), m_busy.contains(enrolment.id.value()),
                 isEmptyDuplicate(*services, enrolment)});
        result.append(network);
    }
    return result;
}

void AccountsDesk::addProfile(const AsIdentifier &network, const QString &name)
{
    const auto services = m_services();
    if (services && !m_busy.contains(network.value()))
        spawn(run(this, network.value(), addOne(services, network, name), Words::tr("The profile is ready.")));
}

void AccountsDesk::rename(const EnrolmentId &profile, const QString &name)
{
    if (const auto services = m_services())
        report(services->accounts->setDisplayName(profile, name));
}

void AccountsDesk::keepDuplicates()
{
    const auto services = m_services();
    if (!services)
        return;
    QList<std::pair<EnrolmentId, QString>> names; // before the first name changes what the others are called
    for (const uma::Enrolment &enrolment : services->accounts->all()) {
        if (isEmptyDuplicate(*services, enrolment))
            names.append({enrolment.id, services->accounts->nameOf(enrolment)});
    }
    for (const auto &[profile, name] : std::as_const(names)) {
        if (const auto stored = services->accounts->setDisplayName(profile, name); !stored)
            m_tell(stored.error());
    }
    Q_EMIT changed();
}

void AccountsDesk::setDefault(const EnrolmentId &profile)
{
    if (const auto services = m_services())
        report(services->accounts->setDefault(profile));
}

void AccountsDesk::setOpenDirectly(const EnrolmentId &profile, bool direct)
{
    if (const auto services = m_services())
        report(services->accounts->setOpenDirectly(profile, direct));
}

void AccountsDesk::renewKeys(const EnrolmentId &profile)
{
    const auto services = m_services();
    const auto known = services ? services->accounts->find(profile) : std::nullopt;
    if (known && !m_busy.contains(profile.value()))
        spawn(run(this, profile.value(), renew(services, profile, known->as), Words::tr("The profile has new keys.")));
}

Consequences AccountsDesk::consequencesOfLeaving(const EnrolmentId &profile) const
{
    Consequences result;
    const auto services = m_services();
    const auto known = services ? services->accounts->find(profile) : std::nullopt;
    if (!known)
        return result;
    const auto &all = services->permissions->all();
    for (const consent::PermissionRecord &record : all) {
        if (record.enrolment == profile && record.isLive())
            result.lines.append(
                Words::tr("%1 can no longer use %2.").arg(record.names->clientName, record.names->definitionName));
    }
    result.lines.removeDuplicates(); // any number of permissions may stand behind one
    result.permissions = livePermissions(*services, profile);
    const QString network = namedAs(*services, known->as).value(QStringLiteral("network")).toString();
    if (services->accounts->at(known->as).size() == 1)
        result.lines.append(Words::tr("Requests from %1 no longer reach you.").arg(network));
    result.lines.append(Words::tr("%1 deletes the profile. It cannot be brought back.").arg(network));
    return result;
}

void AccountsDesk::leave(const EnrolmentId &profile)
{
    const auto services = m_services();
    if (services && !m_busy.contains(profile.value()))
        spawn(run(this, profile.value(), leaveProfile(services, profile, patience),
                  Words::tr("The profile is deleted, here and at the network.")));
}

QCoro::Task<> AccountsDesk::run(QPointer<AccountsDesk> self, QString busy, Steps steps, QString sentence)
{
    ++self->m_running;
    if (!busy.isEmpty()) {
        self->m_busy.insert(busy);
        Q_EMIT self->changed();
    }
    const auto done = co_await steps;
    if (!self)
        co_return;
    --self->m_running;
    self->m_busy.remove(busy);
    self->m_tell(done ? Error{{}, sentence, {}, Retry::No} : done.error());
    Q_EMIT self->changed();
}

void AccountsDesk::report(const Result<void> &done)
{
    if (!done)
        m_tell(done.error());
    Q_EMIT changed();
}

} // namespace fpx::wallet
