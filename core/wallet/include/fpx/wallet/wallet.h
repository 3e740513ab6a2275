// The real facade: wires vault, engine and listener together over the ports that the application gives it.
#pragma once

#include <fpx/base/clock.h>
#include <fpx/base/desktop.h>
#include <fpx/base/random.h>
#include <fpx/vault/keychain.h>
#include <fpx/wallet/facade.h>

#include <memory>

namespace fpx::wallet {

struct WalletConfig {
    QString dataDirectory;       ///< Made with mode 0700 if absent.
    QString operatorProfileFile; ///< Compact JWS
    QString operatorKeysFile;    ///< JWKS
    std::shared_ptr<vault::Keychain> keychain;
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<const RandomSource> random;
    Browser *browser = nullptr;   ///< Outlives the wallet.
    Notifier *notifier = nullptr; ///< Outlives the wallet.
    QStringList locales;          ///< BCP 47, most wanted first
};

class Wallet final : public Facade
{
    Q_OBJECT

public:
    explicit Wallet(WalletConfig config, QObject *parent = nullptr);
    ~Wallet() override;

    /// Opens everything; phaseChanged() tells how it went. Call once, from the event loop.
    void start();

    [[nodiscard]] Phase phase() const override;
    [[nodiscard]] Error problem() const override;
    void retry() override;
    [[nodiscard]] Product product() const override;
    [[nodiscard]] QString personName() const override;
    [[nodiscard]] ListenerStatus listenerStatus() const override;
    [[nodiscard]] QAbstractItemModel *requests() override;
    [[nodiscard]] QAbstractItemModel *permissions() override;
    [[nodiscard]] QAbstractItemModel *sources() override;
    [[nodiscard]] QAbstractItemModel *identityProviders() override;
    [[nodiscard]] QAbstractItemModel *networks() override;
    [[nodiscard]] QAbstractItemModel *history() override;
    BrowserStep *signIn(const IdpIdentifier &provider) override;
    [[nodiscard]] BrowserStep *signInUnderWay() const override;
    void signOut() override;
    void lock() override;
    void unlock() override;
    void awake() override;
    void joinNetwork(const AsIdentifier &network) override;
    void setOpenDirectly(const AsIdentifier &network, bool direct) override;
    [[nodiscard]] Accounts *accounts() override;
    BrowserStep *connectSource(const SourceIdentifier &source) override;
    [[nodiscard]] Consequences consequencesOfDisconnecting(const SourceIdentifier &source) const override;
    void disconnectSource(const SourceIdentifier &source, bool revokePermissions) override;
    void refreshSource(const SourceIdentifier &source) override;
    [[nodiscard]] Sharing *sharing() override;
    [[nodiscard]] Policies *policies() override;
    [[nodiscard]] QList<consent::Prompt *> prompts() const override;
    [[nodiscard]] consent::Prompt *prompt(const RequestKey &key) const override;
    [[nodiscard]] int waitingBehindLock() const override;
    [[nodiscard]] DeviceCodes *deviceCodes() override;
    [[nodiscard]] Proxies *proxies() override;
    void openLink(const QString &link) override;
    void exportHistory(std::function<void(Result<QByteArray>)> done) override;
    [[nodiscard]] QVariant setting(const QString &name) const override;
    [[nodiscard]] bool settingLocked(const QString &name) const override;
    [[nodiscard]] Result<void> setSetting(const QString &name, const QVariant &value) override;
    [[nodiscard]] QJsonObject status() const override;

private:
    class Private;
    std::shared_ptr<Private> d;
};

} // namespace fpx::wallet
