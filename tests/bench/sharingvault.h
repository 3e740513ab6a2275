// The vault that fpx-bench-sharing opens: ten thousand permissions, two hundred data sources in the operator's profile.
#pragma once

#include <fpx/vault/vault.h>
#include <fpx/wallet/wallet.h>

namespace fpx::bench {

constexpr int permissionCount = 10'000;
constexpr int sourceCount = 200;

struct Desktop {
    FakeBrowser browser;
    FakeNotifier notifier;
};

/// Where the wallet is, and the keys that open it.
struct Stored {
    QString directory;
    std::shared_ptr<vault::FakeKeychain> keychain = std::make_shared<vault::FakeKeychain>();

    [[nodiscard]] wallet::WalletConfig config(Desktop &desktop) const;
    /// Writes the operator's signed profile and its keys.
    [[nodiscard]] bool writeProfile() const;
    /// Makes the vault and what is in it.
    [[nodiscard]] Result<void> fill() const;
    /// The keychain as one line, and back.
    [[nodiscard]] QByteArray keys() const;
    [[nodiscard]] bool takeKeys(const QByteArray &line) const;
};

} // namespace fpx::bench
