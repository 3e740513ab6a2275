#include "lists.h"

#include "rows.h"
#include "words.h"

#include <fpx/base/utc.h>
#include <fpx/consent/sharedthing.h>
#include <fpx/wallet/historyshown.h>
#include <fpx/wallet/models.h>

#include <algorithm>
#include <chrono>

namespace fpx::wallet {

namespace {

// A network that confirms a hundred things one after the other changes the lists a hundred times: most of the time stays
// with the windows, and the lists are still up to date at a glance.
constexpr qint64 restsFor = 3;    // times what the last refresh took
constexpr qint64 leastApart = 30; // milliseconds
constexpr qint64 mostApart = 300;

ModelRow providerRow(const op::IdentityProvider &provider, const identity::LinkedProvider *linked,
                     const QStringList &locales)
{
    ModelRow row;
    const QString name = provider.displayName.text(locales);
    row.insert(role(ProviderRole::Id), provider.identifier.value());
    row.insert(role(ProviderRole::Name), name);
    row.insert(role(ProviderRole::LogoPng), logoBytes(provider.style.logo));
    row.insert(role(ProviderRole::Color), provider.style.color);
    row.insert(role(ProviderRole::FontColor), provider.style.fontColor);
    row.insert(role(ProviderRole::Linked), linked != nullptr);
    row.insert(role(ProviderRole::AccountName), linked ? linked->person.bestName() : QString());
    row.insert(role(ProviderRole::LastUsedAt), linked ? utcFromSeconds(linked->lastUsedAt) : QDateTime());
    row.insert(Qt::DisplayRole, name);
    return row;
}

} // namespace

Lists::Lists()
    : requests(role(RequestRole::Key)),
      sources(role(SourceRole::Id)),
      identityProviders(role(ProviderRole::Id)),
      networks(role(NetworkRole::Id)),
      history(role(HistoryRole::Sequence))
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Lists::refresh);
    m_ends.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_ends, &QTimer::timeout, this, [this] {
        if (m_services) // what reaches its end says so without a word from anyone
            permissions.refresh(m_services->permissions.get());
    });
    m_ends.start(std::chrono::minutes(1));
    permissions.setTime([this](const EnrolmentId &profile) {
        const auto client = m_services ? m_services->accounts->client(profile) : nullptr;
        return client ? client->shownTime() : m_services ? m_services->config.clock->nowSeconds() : 0;
    });
    permissions.setProfileNames([this](const EnrolmentId &profile) {
        const auto known = m_services ? m_services->accounts->find(profile) : std::nullopt;
        if (!known || m_services->accounts->at(known->as).size() < 2)
            return QString();
        return known->displayName.isEmpty() ? Words::tr("Private profile") : known->displayName;
    });
}

void Lists::setServices(std::shared_ptr<Services> services)
{
    m_services = std::move(services);
    m_historyHead = -1;
    refresh();
}

void Lists::setConnecting(const SourceIdentifier &source, bool connecting)
{
    if (connecting)
        m_connecting.insert(source);
    else
        m_connecting.remove(source);
    refreshSoon();
}

bool Lists::beginJoining(const AsIdentifier &network)
{
    if (m_joining.contains(network))
        return false;
    m_refused.remove(network);
    m_joining.insert(network);
    refreshSoon();
    return true;
}

void Lists::endJoining(const AsIdentifier &network, const Error &error)
{
    m_joining.remove(network);
    if (!error.code.isEmpty())
        m_refused.insert(network, error);
    refreshSoon();
}

void Lists::refreshSoon()
{
    if (m_soon.isActive())
        return;
    const qint64 apart = std::clamp(restsFor * m_refreshTook, leastApart, mostApart);
    const qint64 left = m_sinceRefresh.isValid() ? apart - m_sinceRefresh.elapsed() : 0;
    m_soon.start(static_cast<int>(std::max<qint64>(0, left)));
}

void Lists::refresh()
{
    QElapsedTimer timer;
    timer.start();
    fill();
    Q_EMIT refreshed();
    m_refreshTook = timer.elapsed();
    m_sinceRefresh.start();
}

void Lists::fill()
{
    if (!m_services) {
        permissions.refresh(nullptr);
        for (RowsModel *model : {&requests, &sources, &identityProviders, &networks, &history})
            model->setRows({});
        return;
    }
    fillRequests();
    permissions.refresh(m_services->permissions.get());
    fillSources();
    fillProviders();
    fillNetworks();
    fillHistory();
}

void Lists::fillRequests()
{
    QList<ModelRow> rows;
    for (const consent::RequestRecord &record : m_services->engine->requests()) {
        const op::AuthorizationServer *server = m_services->profile().authorizationServer(record.as);
        const QString network =
            server ? server->displayName.text(m_services->config.locales) : Words::tr("an unknown network");
        rows.append(requestRow(record, network, m_services->engine->prompt(record.key)));
    }
    requests.setRows(rows);
}

void Lists::fillSources()
{
    QHash<SourceIdentifier, QSet<consent::SharedThing>> live; // in one walk, however many sources there are
    for (const consent::PermissionRecord &record : m_services->permissions->all()) {
        if (record.isLive())
            live[record.source].insert(consent::thingOf(record));
    }
    QList<ModelRow> rows;
    for (const op::DataSource &source : m_services->sources->known())
        rows.append(sourceRow(source, m_services->sources->account(source.identifier),
                              m_connecting.contains(source.identifier), live.value(source.identifier).size(),
                              m_services->config.locales));
    sources.setRows(rows);
}

void Lists::fillProviders()
{
    QList<ModelRow> rows;
    const QList<identity::LinkedProvider> &linked = m_services->identity->linked();
    for (const op::IdentityProvider &provider : m_services->identity->providers()) {
        const auto found = std::ranges::find(linked, provider.identifier, &identity::LinkedProvider::provider);
        rows.append(providerRow(provider, found == linked.end() ? nullptr : &*found, m_services->config.locales));
    }
    identityProviders.setRows(rows);
}

void Lists::fillNetworks()
{
    QList<ModelRow> rows;
    for (const op::AuthorizationServer &server : m_services->profile().authorizationServers()) {
        ModelRow row;
        const QList<uma::Enrolment> joined = m_services->accounts->at(server.identifier);
        QString status = joined.isEmpty() ? QStringLiteral("not_joined") : QStringLiteral("joined");
        QString text = joined.isEmpty() ? Words::tr("Not joined") : Words::tr("Joined with an anonymous account");
        if (m_joining.contains(server.identifier)) {
            status = QStringLiteral("joining");
            text = Words::tr("Joining…");
        } else if (m_refused.contains(server.identifier)) {
            const Error refused = m_refused.value(server.identifier);
            status = refused.retry == Retry::Later ? QStringLiteral("offline") : QStringLiteral("refused");
            text = refused.message;
        }
        const QString name = server.displayName.text(m_services->config.locales);
        row.insert(role(NetworkRole::Id), server.identifier.value());
        row.insert(role(NetworkRole::Name), name);
        row.insert(role(NetworkRole::Organization), server.organization.text(m_services->config.locales));
        row.insert(role(NetworkRole::Status), status);
        row.insert(role(NetworkRole::StatusText), text);
        row.insert(role(NetworkRole::OpenDirectly), !joined.isEmpty() && joined.first().openDirectly);
        row.insert(Qt::DisplayRole, QStringLiteral("%1. %2").arg(name, text));
        rows.append(row);
    }
    networks.setRows(rows);
}

void Lists::fillHistory()
{
    const auto count = m_services->ledger->count();
    if (!count || *count == m_historyHead)
        return;
    const qint64 added = m_historyHead >= 0 ? *count - m_historyHead : historyShown;
    const bool onTop = added > 0 && added < historyShown; // what is shown stays: nothing in the history changes
    const auto page = m_services->ledger->page(0, onTop ? static_cast<int>(added) : historyShown);
    if (!page)
        return; // the vault is locked: what is shown goes with the next phase
    m_historyHead = *count;
    QList<ModelRow> rows;
    QDateTime newer = m_services->config.clock->now();
    for (const ledger::StoredEntry &entry : page->entries) {
        ModelRow row = historyRow(entry);
        if (entry.damaged) // it stands where it was written; when that was is lost with it
            row.insert(role(HistoryRole::Time), newer);
        newer = row.value(role(HistoryRole::Time)).toDateTime();
        rows.append(row);
    }
    if (onTop)
        history.addOnTop(rows, historyShown);
    else
        history.setRows(rows);
}

} // namespace fpx::wallet
