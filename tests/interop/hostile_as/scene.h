// The whole wallet without its windows (vault, listener, HTTP, request machine), with one person, one identity provider,
// one data source and one AS, all on sockets of this computer.
#pragma once

#include "../hostile/hostileidp.h"
#include "../support/roamingbrowser.h"
#include "hostileas.h"

#include "../../unit/listener/browser.h"

#include <fpx/wallet/policies.h>
#include <fpx/wallet/wallet.h>

#include <QTemporaryDir>

namespace interop {

class Scene
{
public:
    explicit Scene(std::shared_ptr<vault::Keychain> keychain = std::make_shared<vault::FakeKeychain>());
    ~Scene();

    std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
    std::unique_ptr<HostileIdp> bank;
    std::unique_ptr<HostileIdp> clinic;
    std::unique_ptr<HostileAs> as;
    QList<Error> notices; ///< What the wallet told, oldest first.

    [[nodiscard]] wallet::Facade &wallet() { return *m_wallet; }
    // Each returns when it is done; false: it never was.
    [[nodiscard]] bool start();
    [[nodiscard]] bool listens() const { return m_wallet->listenerStatus().listening; }
    [[nodiscard]] bool signIn(); ///< Joins the network as well, by itself.
    [[nodiscard]] bool joined();
    [[nodiscard]] bool connectClinic();

    /// The operator publishes the next version of its profile, with a longer session; true once it is in force.
    [[nodiscard]] bool renewProfile();

    /// Bytes to the listener, and everything that comes back; `{port}` stands for the listener's port.
    [[nodiscard]] listener::Answer exchange(QByteArray bytes) const;
    /// A navigation of the person's browser.
    [[nodiscard]] listener::Answer navigate(const QByteArray &target) const;
    /// The AS's redirect to /authorize, as far as the waiting page; returns that page's path.
    [[nodiscard]] QByteArray arrive();

    /// What a failed attempt must leave alone.
    struct Standing {
        wallet::Facade::Phase phase;
        QString network; ///< Status of the network.
        QList<QPair<QString, QString>> permissions;
        int rules = 0;
        [[nodiscard]] bool operator==(const Standing &) const = default;
    };
    [[nodiscard]] Standing standing();
    /// Codes of the history, newest first.
    [[nodiscard]] QStringList history();

private:
    [[nodiscard]] bool finish(wallet::BrowserStep *step);

    QTemporaryDir m_directory;
    jose::PrivateKey m_operatorKey;
    QJsonObject m_profile;
    RoamingBrowser m_browser;
    FakeNotifier m_notifier;
    quint16 m_port = 0;
    std::unique_ptr<wallet::Wallet> m_wallet;
};

} // namespace interop
