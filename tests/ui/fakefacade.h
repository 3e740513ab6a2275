// A wallet made of invented data that does what it is told.
#pragma once

#include "fakeaccounts.h"
#include "fakecodes.h"
#include "fakemodel.h"
#include "fakepolicies.h"
#include "fakeproxies.h"
#include "fakesharing.h"
#include "fakesteps.h"

#include <fpx/base/clock.h>
#include <fpx/wallet/facade.h>

#include <QPointer>

namespace fpx::test {

enum class Preset { Empty, Typical, Overfull };

class FakeFacade : public wallet::Facade
{
    Q_OBJECT

public:
    explicit FakeFacade(Preset preset = Preset::Typical, QObject *parent = nullptr);

    [[nodiscard]] Phase phase() const override { return m_phase; }
    [[nodiscard]] Error problem() const override { return problemError; }
    void retry() override { ++retried; }
    [[nodiscard]] wallet::Product product() const override { return productInfo; }
    [[nodiscard]] QString personName() const override { return accountList.locked ? QString() : person; }
    [[nodiscard]] wallet::ListenerStatus listenerStatus() const override { return listener; }
    [[nodiscard]] QAbstractItemModel *requests() override { return &requestModel; }
    [[nodiscard]] QAbstractItemModel *permissions() override { return &permissionModel; }
    [[nodiscard]] QAbstractItemModel *sources() override { return &sourceModel; }
    [[nodiscard]] QAbstractItemModel *identityProviders() override { return &providerModel; }
    [[nodiscard]] QAbstractItemModel *networks() override { return &networkModel; }
    [[nodiscard]] QAbstractItemModel *history() override { return &historyModel; }
    wallet::BrowserStep *signIn(const IdpIdentifier &provider) override;
    [[nodiscard]] wallet::BrowserStep *signInUnderWay() const override { return underWay; }
    void signOut() override { setPhase(Phase::SignedOut); }
    void lock() override { setPhase(Phase::Locked); }
    void awake() override { ++awoken; }
    void unlock() override
    {
        ++unlockings;
        setPhase(Phase::Ready);
    }
    void joinNetwork(const AsIdentifier &network) override;
    void setOpenDirectly(const AsIdentifier &network, bool direct) override;
    [[nodiscard]] wallet::Accounts *accounts() override { return &accountList; }
    wallet::BrowserStep *connectSource(const SourceIdentifier &source) override;
    [[nodiscard]] wallet::Consequences consequencesOfDisconnecting(const SourceIdentifier &source) const override;
    void disconnectSource(const SourceIdentifier &source, bool revokePermissions) override;
    void refreshSource(const SourceIdentifier &source) override { refreshed.append(source.value()); }
    [[nodiscard]] wallet::Sharing *sharing() override { return &sharingPart; }
    [[nodiscard]] wallet::Policies *policies() override { return &ruleBook; }
    [[nodiscard]] QList<consent::Prompt *> prompts() const override;
    [[nodiscard]] consent::Prompt *prompt(const RequestKey &key) const override;
    [[nodiscard]] int waitingBehindLock() const override { return behindLock; }
    [[nodiscard]] wallet::DeviceCodes *deviceCodes() override { return &codes; }
    [[nodiscard]] wallet::Proxies *proxies() override { return &proxyPart; }
    void openLink(const QString &link) override { links.append(link); }
    void exportHistory(std::function<void(Result<QByteArray>)> done) override { done(QByteArray("{}")); }
    [[nodiscard]] QVariant setting(const QString &name) const override { return settings.value(name); }
    [[nodiscard]] bool settingLocked(const QString &name) const override { return lockedSettings.contains(name); }
    [[nodiscard]] Result<void> setSetting(const QString &name, const QVariant &value) override;
    [[nodiscard]] QJsonObject status() const override { return {{QStringLiteral("phase"), QStringLiteral("ready")}}; }

    void setPhase(Phase phase);
    /// A request that waits; `change` may alter what is asked before it is shown.
    FakePrompt *addPrompt(const std::function<void(consent::PromptContent &)> &change = {},
                          consent::Prompt::Stage stage = consent::Prompt::Stage::Question);
    [[nodiscard]] consent::PromptContent sampleContent() const;

    FakeClock clock;
    FakeAccounts accountList{clock.now()};
    FakeCodes codes;
    FakeProxies proxyPart;
    FakeModel requestModel, permissionModel, sourceModel, providerModel, networkModel, historyModel;
    FakeSharing sharingPart{permissionModel, clock};
    wallet::Product productInfo;
    wallet::ListenerStatus listener;
    Error problemError;
    QString person;
    QVariantMap settings;
    FakePolicies ruleBook;
    QStringList lockedSettings;
    QPointer<FakeBrowserStep> underWay; ///< what signInUnderWay() answers
    QPointer<FakeBrowserStep> step;     ///< the last one that was begun
    QStringList disconnected, refreshed, joined, links;
    bool revokedWithSource = false;
    int retried = 0;
    int behindLock = 0;
    int awoken = 0;
    int unlockings = 0; ///< How often unlock() was called.

private:
    void fillProviders();
    void fillNetworks(Preset preset);
    void fillSources(Preset preset);
    void fillPermissions(Preset preset);
    void fillRequests(Preset preset);
    void fillHistory(Preset preset);
    void addPermission(const QStringList &words, const QString &status, int grantedDaysAgo, int endsInDays,
                       int usedHoursAgo);

    Phase m_phase = Phase::Ready;
    QList<FakePrompt *> m_prompts;
    int m_next = 0;
};

} // namespace fpx::test
