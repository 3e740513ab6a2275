#include "sharingimpl.h"

#include <fpx/base/utc.h>

#include "partycontacts.h"
#include "receiptdesk.h"
#include "revocation.h"
#include "rows.h"
#include "words.h"

#include <fpx/consent/sharedthing.h>

#include <QLocale>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace fpx::wallet {

namespace {

constexpr int storyLength = 200;

Failure locked()
{
    return fail("vault_locked", Words::tr("Unlock the wallet first."));
}

template <class T>
QCoro::Task<> answer(Async<T> task, std::function<void(Result<T>)> done)
{
    done(co_await std::move(task));
}

// Also where the network does not answer: `then` looks at what is recorded.
QCoro::Task<> afterComparison(std::shared_ptr<Services> services, EnrolmentId profile, std::function<void()> then)
{
    [[maybe_unused]] const auto compared = co_await services->reconciler->reconcile(profile, CancelToken());
    then();
}

} // namespace

void SharingImpl::setServices(const std::shared_ptr<Services> &services)
{
    if (m_services == services)
        return;
    if (m_services) {
        m_services->reconciler->disconnect(this);
        m_services->protections->disconnect(this);
        m_services->desk->disconnect(this);
        m_services->outbox->disconnect(this);
    }
    m_underWay.clear();
    m_services = services;
    if (services) {
        connect(services->reconciler.get(), &consent::Reconciler::alertsChanged, this, &Sharing::alertsChanged);
        connect(services->reconciler.get(), &consent::Reconciler::found, this,
                [this](const Error &found) { m_tell(found); });
        connect(services->desk.get(), &consent::PermissionDesk::notice, this,
                [this](const Error &error) { m_tell(error); });
        connect(services->protections.get(), &consent::Protections::changed, this, &Sharing::protectionsChanged);
        // Queued: a confirmation may come before revoke() has said that it is under way.
        connect(services->outbox.get(), &consent::Outbox::delivered, this, &SharingImpl::confirmed,
                Qt::QueuedConnection);
    }
    Q_EMIT alertsChanged();
    Q_EMIT protectionsChanged();
}

void SharingImpl::report(const Result<void> &done) const
{
    if (!done)
        m_tell(done.error());
}

void SharingImpl::pause(const PermissionId &permission)
{
    if (!m_services)
        return;
    const auto pauseActive = [self = QPointer(this), services = m_services, permission] {
        if (!self || self->m_services != services)
            return;
        for (const PermissionId &id : consent::allBehind(*services->permissions, {permission})) {
            if (canPause(*services->permissions->find(id)))
                self->report(services->desk->disable(id));
        }
    };
    pauseActive();
    // What was given a moment ago is active since the client has fetched the answer, and only the network knows.
    const QList<PermissionId> behind = consent::allBehind(*m_services->permissions, {permission});
    const bool waiting = std::ranges::any_of(behind, [this](const PermissionId &id) {
        return m_services->permissions->find(id)->state == consent::PermissionState::Pending;
    });
    if (waiting)
        spawn(afterComparison(m_services, m_services->permissions->find(permission)->enrolment, pauseActive));
}

void SharingImpl::resume(const PermissionId &permission)
{
    if (!m_services)
        return;
    for (const PermissionId &id : consent::allBehind(*m_services->permissions, {permission})) {
        if (canResume(*m_services->permissions->find(id)))
            report(m_services->desk->enable(id));
    }
}

void SharingImpl::revoke(const QList<PermissionId> &permissions, const QStringList &rules)
{
    if (!m_services)
        return;
    const Revocation revocation(m_services, permissions);
    const auto done = revocation.run(rules);
    if (!done)
        return m_tell(done.error());
    const RevocationWords words = revocation.words();
    m_underWay.append({++m_revocations, revocation.permissions(), words.ended});
    Q_EMIT revocationTold(m_revocations, words.underWay);
}

void SharingImpl::confirmed(const PermissionId &permission)
{
    QList<UnderWay> ended;
    for (UnderWay &one : m_underWay) {
        if (one.unconfirmed.remove(permission) && one.unconfirmed.isEmpty())
            ended.append(one);
    }
    m_underWay.removeIf([](const UnderWay &one) { return one.unconfirmed.isEmpty(); });
    for (const UnderWay &one : std::as_const(ended))
        Q_EMIT revocationTold(one.number, one.ended);
}

Consequences SharingImpl::consequencesOfRevoking(const QList<PermissionId> &permissions) const
{
    return m_services ? Revocation(m_services, permissions).consequences() : Consequences();
}

QList<consent::DetailLine> SharingImpl::details(const PermissionId &permission) const
{
    const consent::PermissionRecord *record = m_services ? m_services->permissions->find(permission) : nullptr;
    if (record == nullptr)
        return {};
    const auto time = [](qint64 seconds) {
        return QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds), QLocale::LongFormat);
    };
    return {{Words::tr("Permission"), record->id.value()},
            {Words::tr("Network"), record->names->networkName},
            {Words::tr("Client"), record->client.value()},
            {Words::tr("Data source"), record->resourceServer.value()},
            {Words::tr("Resource definition"), record->definition.value()},
            {Words::tr("Scopes"), record->scopes.join(QStringLiteral(", "))},
            {Words::tr("Use"), record->once ? Words::tr("once") : Words::tr("repeated")},
            {Words::tr("Granted"), time(record->grantedAt)},
            {Words::tr("Shared"), Words::tr("%n time(s)", nullptr, record->timesShared)},
            {Words::tr("Last shared"), time(record->lastShared())},
            {Words::tr("Ends"), time(record->expires)},
            {Words::tr("State"), consent::permissionStateName(record->state)},
            {Words::tr("Version at the network"), record->version}};
}

Result<consent::ChangeOffer> SharingImpl::changeOffer(const PermissionId &permission) const
{
    return m_services ? m_services->desk->offer(permission) : locked();
}

void SharingImpl::change(const PermissionId &permission, const consent::PermissionChange &change,
                         std::function<void(Result<void>)> done)
{
    if (!m_services)
        return done(locked());
    spawn(answer(m_services->desk->change(permission, change, {}), std::move(done)));
}

QList<StoryLine> SharingImpl::story(const PermissionId &permission) const
{
    QList<StoryLine> lines;
    PermissionId id = permission;
    bool sharedAgain = false; // the newest of these says how often it was
    while (m_services && !id.isEmpty() && lines.size() < storyLength) {
        ledger::Filter filter;
        filter.permission = id.value();
        for (qint64 before = 0; lines.size() < storyLength;) {
            const auto page = m_services->ledger->page(before, storyLength, filter);
            if (!page)
                return lines;
            for (const ledger::StoredEntry &stored : page->entries) {
                const bool again = stored.entry.code == QStringLiteral("permission_shared_again");
                if (!stored.damaged && !(again && std::exchange(sharedAgain, true)))
                    lines.append({stored.entry.time, stored.entry.code, historySentence(stored.entry)});
            }
            before = page->before;
            if (before == 0)
                break;
        }
        const consent::PermissionRecord *record = m_services->permissions->find(id);
        id = record ? record->replaces : PermissionId();
    }
    return lines;
}

void SharingImpl::contacts(const PermissionId &permission, std::function<void(Result<PartyContacts>)> done)
{
    if (!m_services)
        return done(locked());
    const consent::PermissionRecord *record = m_services->permissions->find(permission);
    if (record == nullptr)
        return done(fail("permission_unknown", Words::tr("This wallet knows no such permission.")));
    spawn(answer(askRegistry(m_services, *record), std::move(done)));
}

void SharingImpl::receipt(const PermissionId &permission, std::function<void(Result<ConsentReceipt>)> done)
{
    if (!m_services)
        return done(locked());
    spawn(answer(makeReceipt(m_services, permission, story(permission)), std::move(done)));
}

void SharingImpl::openPage(const QString &uri)
{
    if (m_services)
        report(m_open(QUrl(uri)));
}

void SharingImpl::noteErasureAsked(const PermissionId &permission)
{
    const consent::PermissionRecord *record = m_services ? m_services->permissions->find(permission) : nullptr;
    if (record == nullptr)
        return;
    ledger::Entry entry;
    entry.kind = QStringLiteral("permission");
    entry.code = QStringLiteral("erasure_asked");
    entry.time = m_services->config.clock->now();
    entry.permission = permission.value();
    entry.parameters = {{QStringLiteral("client"), record->names->clientName},
                        {QStringLiteral("definition"), record->names->definitionName}};
    if (const auto stored = m_services->ledger->append(entry); !stored)
        m_tell(stored.error());
}

QList<SharingAlert> SharingImpl::alerts() const
{
    QList<SharingAlert> result;
    if (!m_services)
        return result;
    const QList<consent::Alert> standing = m_services->reconciler->alerts();
    for (const consent::Alert &alert : standing)
        result.append({alert.permission, consent::alertKindName(alert.kind), alert.sentence(),
                       utcFromSeconds(alert.foundAt), alert.kind != consent::AlertKind::Added});
    // What can still be ended at the network first, then the newest.
    std::ranges::stable_sort(result, std::ranges::greater(), &SharingAlert::foundAt);
    std::ranges::stable_sort(result, {}, &SharingAlert::known);
    return result;
}

void SharingImpl::dismissAlert(const PermissionId &permission)
{
    if (m_services)
        report(m_services->reconciler->dismiss(permission));
}

const op::DataSource *SharingImpl::sourceAt(const AsIdentifier &network, const RsIdentifier &server) const
{
    const QList<op::DataSource> &known = m_services->sources->known();
    const auto found = std::ranges::find_if(
        known, [&](const op::DataSource &source) { return source.resourceServerAt(network) == server; });
    return found == known.end() ? nullptr : &*found;
}

QList<ProtectionRow> SharingImpl::protections() const
{
    QList<ProtectionRow> rows;
    if (!m_services)
        return rows;
    const QList<consent::HeldProtection> held = m_services->protections->all();
    for (const consent::HeldProtection &one : held) {
        const op::DataSource *source = sourceAt(one.as, one.protection.resourceServer);
        ProtectionRow row;
        row.network = one.as;
        row.resourceServer = one.protection.resourceServer;
        row.source = source ? source->identifier : SourceIdentifier();
        row.networkName = m_services->engine->networkName(one.as);
        row.sourceName =
            source ? source->displayName.text(m_services->config.locales) : one.protection.resourceServer.value();
        row.grantedAt = utcFromSeconds(one.protection.grantedAt);
        if (one.protection.lastUsedAt)
            row.lastUsedAt = utcFromSeconds(*one.protection.lastUsedAt);
        row.ending = one.ending;
        rows.append(row);
    }
    return rows;
}

void SharingImpl::endProtection(const AsIdentifier &network, const RsIdentifier &resourceServer)
{
    if (!m_services)
        return;
    const op::DataSource *source = sourceAt(network, resourceServer);
    report(m_services->protections->end(network, resourceServer,
                                        source ? source->displayName.text(m_services->config.locales)
                                               : resourceServer.value()));
}

} // namespace fpx::wallet
