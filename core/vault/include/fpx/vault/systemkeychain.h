// The keychain port over QtKeychain: Secret Service or KWallet, macOS Keychain, Windows Credential Manager.
//
// On Linux each operation first asks the `Locked` property of the default collection, since a locked Secret Service
// answers reads with "no entry" and removals with "done", and since a job on a locked collection opens a prompt and
// stays silent until it is answered: only unlock() lets the service ask the person. Each job has a watchdog. The insecure fall-back of QtKeychain stays off.
#pragma once

#include <fpx/vault/keychain.h>

#include <chrono>
#include <functional>

namespace fpx::vault {

class SystemKeychain final : public Keychain
{
public:
    /// `service` groups the items of one brand, e.g. "fpx-wallet". `watchdog` bounds each D-Bus question and each job;
    /// a job that it gave up on is left to end by itself, since QtKeychain cannot cancel.
    explicit SystemKeychain(QString service, std::chrono::milliseconds watchdog = std::chrono::seconds(25));

    /// How the service's question becomes the child of a window: its number as the platform writes it (X11: decimal), or
    /// empty where there is none. Called in unlock(), in its thread.
    void setParentWindow(std::function<QString()> window) { m_window = std::move(window); }

    [[nodiscard]] QCoro::Task<KeychainState> state() override;
    /// The person has five minutes for the question.
    [[nodiscard]] Async<void> unlock() override;
    [[nodiscard]] Async<void> write(QString item, Secret value) override;
    [[nodiscard]] Async<Secret> read(QString item) override;
    [[nodiscard]] Async<void> remove(QString item) override;

private:
    QString m_service;
    std::chrono::milliseconds m_watchdog;
    std::function<QString()> m_window;
    /// The service said that it had opened the collection, and went on calling it locked: its word no longer counts
    /// before a job, only what the job answers. Shared with what is under way.
    std::shared_ptr<bool> m_lockedMeansNothing = std::make_shared<bool>(false);
};

} // namespace fpx::vault
