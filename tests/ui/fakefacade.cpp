#include "fakefacade.h"

namespace fpx::test {

using namespace wallet;
using namespace consent;

FakeFacade::FakeFacade(Preset preset, QObject *parent) : Facade(parent)
{
    settings = {{QStringLiteral("auto_lock"), true},
                {QStringLiteral("auto_lock_minutes"), 15},
                {QStringLiteral("lock_on_sleep"), true},
                {QStringLiteral("lock_on_screen_lock"), true},
                {QStringLiteral("session_max"), 43200},
                {QStringLiteral("notifications"), true},
                {QStringLiteral("start_at_login"), false},
                {QStringLiteral("start_minimized"), false},
                {QStringLiteral("close_to_tray"), true},
                {QStringLiteral("check_for_updates"), true},
                {QStringLiteral("appearance"), QStringLiteral("system")},
                {QStringLiteral("language"), QString()}};
    lockedSettings = {QStringLiteral("session_max")};
    listener.listening = true;
    listener.port = 28950;
    person = QStringLiteral("Aïcha Benali");
    productInfo.supportUri = QStringLiteral("https://wallet.example/support");
    productInfo.privacyUri = QStringLiteral("https://wallet.example/privacy");
    sharingPart.contactsAnswer =
        PartyContacts{QStringLiteral("Immunize Me"),
                      QStringLiteral("Immunize Me Inc."),
                      QStringLiteral("privacy@immunize-me.example"),
                      QStringLiteral("Please erase my data"),
                      QStringLiteral("To Immunize Me:\n\nI ask you to erase what you hold of my data."),
                      QStringLiteral("https://regulator.example/complain"),
                      QStringLiteral("https://immunize-me.example/privacy"),
                      QString()};
    fillProviders();
    fillNetworks(preset);
    fillSources(preset);
    fillPermissions(preset);
    fillRequests(preset);
    fillHistory(preset);
    if (preset != Preset::Empty)
        ruleBook.fill();
}

void FakeFacade::setPhase(Phase phase)
{
    const bool locked = phase == Phase::Locked || phase == Phase::Unlocking;
    m_phase = phase;
    if (locked != accountList.locked) {
        accountList.locked = locked;
        for (FakeModel *model :
             {&requestModel, &permissionModel, &sourceModel, &providerModel, &networkModel, &historyModel})
            model->setHidden(locked);
        Q_EMIT personChanged();
    }
    Q_EMIT phaseChanged();
    if (locked)
        Q_EMIT promptsChanged();
}

BrowserStep *FakeFacade::signIn(const IdpIdentifier &provider)
{
    const int row = providerModel.find(role(ProviderRole::Id), provider.value());
    step = new FakeBrowserStep(providerModel.index(row).data(role(ProviderRole::Name)).toString(), this);
    step->ended = [this, row](BrowserStep::State state) {
        if (state != BrowserStep::State::Done)
            return;
        providerModel.change(row, {{role(ProviderRole::Linked), true}});
        setPhase(Phase::Ready); // before finished(), as the real one may do
        Q_EMIT personChanged();
    };
    step->move(BrowserStep::State::Waiting);
    return step;
}

BrowserStep *FakeFacade::connectSource(const SourceIdentifier &source)
{
    const int row = sourceModel.find(role(SourceRole::Id), source.value());
    step = new FakeBrowserStep(sourceModel.index(row).data(role(SourceRole::Name)).toString(), this);
    step->ended = [this, row](BrowserStep::State state) {
        if (state != BrowserStep::State::Done)
            return;
        sourceModel.change(row, {{role(SourceRole::Status), QStringLiteral("connected")},
                                 {role(SourceRole::StatusText), QStringLiteral("Connected")},
                                 {role(SourceRole::ResourceNames), QStringList{QStringLiteral("Laboratory results")}}});
        for (FakePrompt *prompt : std::as_const(m_prompts)) {
            PromptContent content = prompt->content();
            for (ResourceOffer &resource : content.resources) {
                for (SourceOffer &offer : resource.sources) {
                    if (offer.id.value() == sourceModel.index(row).data(role(SourceRole::Id)).toString()) {
                        offer.connected = true;
                        offer.subjects = {SubjectOffer{}};
                    }
                }
            }
            prompt->setContent(content);
        }
    };
    step->move(BrowserStep::State::Waiting);
    return step;
}

void FakeFacade::joinNetwork(const AsIdentifier &network)
{
    joined.append(network.value());
    networkModel.change(networkModel.find(role(NetworkRole::Id), network.value()),
                        {{role(NetworkRole::Status), QStringLiteral("joined")},
                         {role(NetworkRole::StatusText), QStringLiteral("Joined")}});
}

void FakeFacade::setOpenDirectly(const AsIdentifier &network, bool direct)
{
    networkModel.change(networkModel.find(role(NetworkRole::Id), network.value()),
                        {{role(NetworkRole::OpenDirectly), direct}});
}

Consequences FakeFacade::consequencesOfDisconnecting(const SourceIdentifier &) const
{
    return {{QStringLiteral("Immunize Me can no longer read your immunization history."),
             QStringLiteral("Requests for laboratory results can no longer be answered from here.")},
            2};
}

void FakeFacade::disconnectSource(const SourceIdentifier &source, bool revokePermissions)
{
    disconnected.append(source.value());
    revokedWithSource = revokePermissions;
    sourceModel.change(sourceModel.find(role(SourceRole::Id), source.value()),
                       {{role(SourceRole::Status), QStringLiteral("not_connected")},
                        {role(SourceRole::StatusText), QStringLiteral("Not connected")},
                        {role(SourceRole::ResourceNames), QStringList()},
                        {role(SourceRole::PermissionCount), 0}});
}

QList<Prompt *> FakeFacade::prompts() const
{
    return accountList.locked ? QList<Prompt *>() : QList<Prompt *>(m_prompts.begin(), m_prompts.end());
}

Prompt *FakeFacade::prompt(const RequestKey &key) const
{
    for (FakePrompt *prompt : m_prompts) {
        if (prompt->key() == key && !accountList.locked)
            return prompt;
    }
    return nullptr;
}

Result<void> FakeFacade::setSetting(const QString &name, const QVariant &value)
{
    if (lockedSettings.contains(name))
        return fail("setting_locked",
                    QStringLiteral("The provider of this wallet has fixed this setting. It stays as it is."));
    settings.insert(name, value);
    Q_EMIT settingsChanged();
    return {};
}

FakePrompt *FakeFacade::addPrompt(const std::function<void(PromptContent &)> &change, Prompt::Stage stage)
{
    PromptContent content = sampleContent();
    if (change)
        change(content);
    auto *prompt = new FakePrompt(QStringLiteral("request-%1").arg(++m_next), content, this);
    prompt->move(stage);
    m_prompts.append(prompt);
    connect(prompt, &Prompt::finished, this, [this, prompt] {
        m_prompts.removeAll(prompt);
        Q_EMIT promptsChanged();
        prompt->deleteLater(); // as the engine does
    });
    requestModel.prepend({{Qt::DisplayRole, QStringLiteral("%1 is waiting for you").arg(content.clientName)},
                          {role(RequestRole::Key), prompt->key().value()},
                          {role(RequestRole::ClientName), content.clientName},
                          {role(RequestRole::NetworkName), content.networkName},
                          {role(RequestRole::Summary), QStringLiteral("wants to read your immunization history")},
                          {role(RequestRole::State), QStringLiteral("waiting")},
                          {role(RequestRole::StateText), QStringLiteral("Waiting")},
                          {role(RequestRole::ReceivedAt), clock.now()},
                          {role(RequestRole::ExpiresAt), content.expiresAt},
                          {role(RequestRole::Waiting), true}});
    Q_EMIT promptsChanged();
    return prompt;
}

} // namespace fpx::test
