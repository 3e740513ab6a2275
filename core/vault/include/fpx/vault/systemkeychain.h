// The keychain port over QtKeychain: Secret Service or KWallet, macOS Keychain, Windows Credential Manager.
//
// On Linux each operation first asks the `Locked` property of the default collection, since a locked Secret Service
// answers reads with "no entry" and removals with "done", and since a job on a locked collection opens a prompt and
// stays silent until it is answered. Each job has a watchdog. The insecure fall-back of QtKeychain stays off.
#pragma once

#include <fpx/vault/keychain.h>

#include <chrono>

namespace fpx::vault {

class SystemKeychain final : public Keychain
{
public:
    /// `service` groups the items of one brand, e.g. "fpx-wallet". `watchdog` bounds each D-Bus question and each job;
    /// a job that it gave up on is left to end by itself, since QtKeychain cannot cancel.
    explicit SystemKeychain(QString service, std::chrono::milliseconds watchdog = std::chrono::seconds(25));

    [[nodiscard]] QCoro::Task<KeychainState> state() override;
    [[nodiscard]] Async<void> write(QString item, Secret value) override;
    [[nodiscard]] Async<Secret> read(QString item) override;
    [[nodiscard]] Async<void> remove(QString item) override;

private:
    QString m_service;
    std::chrono::milliseconds m_watchdog;
};

} // namespace fpx::vault
