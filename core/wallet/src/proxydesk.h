// The facade's face of proxies that ask who is there: their logins, in the keychain and in use.
#pragma once

#include "services.h"

#include <fpx/wallet/proxies.h>

namespace fpx::wallet {

/// Reads the logins from the keychain; one that cannot be read is asked for again.
[[nodiscard]] QCoro::Task<> loadProxyLogins(std::shared_ptr<Services> services);

class ProxyDesk final : public Proxies
{
    Q_OBJECT

public:
    /// `tell`: told of what went wrong; a code of "" is good news.
    explicit ProxyDesk(std::function<void(const Error &)> tell) : m_tell(std::move(tell)) {}
    /// Null while the wallet is locked.
    void setServices(std::shared_ptr<Services> services);

    [[nodiscard]] QString asking() const override { return m_asking; }
    [[nodiscard]] QString refusedUser() const override { return m_refused; }
    [[nodiscard]] bool postponed() const override { return m_postponed; }
    void signIn(const QString &user, const QString &password) override;
    void postpone() override;
    [[nodiscard]] QList<KnownProxy> known() const override;
    void forget(const QString &proxy) override;

private:
    static QCoro::Task<> store(std::shared_ptr<Services> services, QString proxy, http::ProxyLogin login,
                               std::function<void(const Error &)> tell, QPointer<ProxyDesk> self);
    static QCoro::Task<> erase(std::shared_ptr<Services> services, QString proxy,
                               std::function<void(const Error &)> tell, QPointer<ProxyDesk> self);
    void wanted(const QString &proxy, const QString &refused);

    std::function<void(const Error &)> m_tell;
    std::shared_ptr<Services> m_services;
    QString m_asking;
    QString m_refused;
    bool m_postponed = false;
};

} // namespace fpx::wallet
