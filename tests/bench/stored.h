// A wallet on disk for a benchmark: where it is, the keys that open it, and a profile of the operator.
#pragma once

#include <fpx/vault/vault.h>
#include <fpx/wallet/wallet.h>

#include <QJsonArray>

namespace fpx::bench {

struct Desktop {
    FakeBrowser browser;
    FakeNotifier notifier;
};

struct Stored {
    QString directory;
    std::shared_ptr<vault::FakeKeychain> keychain = std::make_shared<vault::FakeKeychain>();

    /// `desktop` outlives whatever is made of it.
    [[nodiscard]] wallet::WalletConfig config(Desktop &desktop) const;
    /// The same vault without the wallet; only one of them at a time.
    [[nodiscard]] Result<std::shared_ptr<vault::Vault>> openVault() const;
    /// Signed with a key of its own: one network on an address that nobody serves, and these data sources.
    [[nodiscard]] bool writeProfile(const QJsonArray &dataSources = {}) const;
    /// The keychain as one line, for another process, and back.
    [[nodiscard]] QByteArray keys() const;
    [[nodiscard]] bool takeKeys(const QByteArray &line) const;
};

/// Runs the event loop until the wallet has opened. False: it could not.
[[nodiscard]] bool open(wallet::Wallet &wallet);

} // namespace fpx::bench
