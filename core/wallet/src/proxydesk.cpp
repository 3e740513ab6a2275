#include "proxydesk.h"

#include "words.h"

#include <fpx/consent/outbox.h>

#include <QCryptographicHash>

namespace fpx::wallet {

namespace {

constexpr QLatin1String settingsTable("settings");
constexpr QLatin1String proxiesRow("proxies"); // "host:port" → user name
constexpr qsizetype greatestUser = 256;
constexpr qsizetype greatestPassword = 1024;

SecretName secretOf(const QString &proxy)
{
    const QByteArray name = QCryptographicHash::hash(proxy.toUtf8(), QCryptographicHash::Sha256).toHex();
    return {SecretPurpose::SignIn, QStringLiteral("proxy/") + QLatin1String(name)};
}

Result<QJsonObject> stored(const Services &services)
{
    FPX_TRY(row, services.records->get(settingsTable, proxiesRow));
    return row.value_or(QJsonObject());
}

Result<void> note(const Services &services, const QString &proxy, const std::optional<QString> &user)
{
    FPX_TRY(users, stored(services));
    if (user)
        users.insert(proxy, *user);
    else
        users.remove(proxy);
    return services.records->put(settingsTable, proxiesRow, users);
}

} // namespace

QCoro::Task<> loadProxyLogins(std::shared_ptr<Services> services)
{
    const auto users = stored(*services);
    if (!users)
        co_return;
    for (auto it = users->constBegin(); it != users->constEnd(); ++it) {
        const auto password = co_await services->vault->get(secretOf(it.key()));
        if (password)
            services->proxyLogins->put(it.key(), {it.value().toString(), *password});
    }
}

void ProxyDesk::setServices(std::shared_ptr<Services> services)
{
    if (m_services)
        m_services->proxyLogins->disconnect(this);
    m_services = std::move(services);
    m_asking.clear();
    m_refused.clear();
    m_postponed = false;
    if (m_services)
        connect(m_services->proxyLogins.get(), &http::ProxyLogins::wanted, this, &ProxyDesk::wanted);
    Q_EMIT changed();
}

void ProxyDesk::wanted(const QString &proxy, const QString &refused)
{
    if (m_asking == proxy && m_refused == refused)
        return;
    m_postponed = m_postponed && m_asking == proxy;
    m_asking = proxy;
    m_refused = refused;
    Q_EMIT changed();
}

void ProxyDesk::signIn(const QString &user, const QString &password)
{
    if (!m_services || m_asking.isEmpty())
        return;
    if (user.isEmpty() || user.size() > greatestUser || password.size() > greatestPassword)
        return m_tell(
            {"proxy_login_invalid", Words::tr("That is no user name and password for a proxy."), {}, Retry::No});
    QByteArray bytes = password.toUtf8();
    const http::ProxyLogin login{user, Secret::take(bytes)};
    const QString proxy = std::exchange(m_asking, {});
    m_refused.clear();
    m_postponed = false;
    m_services->proxyLogins->put(proxy, login);
    m_services->outbox->wake();
    spawn(store(m_services, proxy, login, m_tell, this));
    Q_EMIT changed();
}

QCoro::Task<> ProxyDesk::store(std::shared_ptr<Services> services, QString proxy, http::ProxyLogin login,
                               std::function<void(const Error &)> tell, QPointer<ProxyDesk> self)
{
    // The secret first: a name without one would be read at each start in vain.
    auto done = co_await services->vault->put(secretOf(proxy), login.password);
    if (done)
        done = note(*services, proxy, login.user);
    if (!done)
        tell({done.error().code,
              Words::tr("The password of the proxy could not be kept. It holds until the wallet is closed."),
              done.error().detail, Retry::No});
    else
        tell({{},
              Words::tr("The wallet signs in to the proxy from now on. Try again what did not work."),
              {},
              Retry::No});
    if (self)
        Q_EMIT self->changed();
}

void ProxyDesk::postpone()
{
    m_postponed = !m_asking.isEmpty();
    Q_EMIT changed();
}

QList<KnownProxy> ProxyDesk::known() const
{
    QList<KnownProxy> proxies;
    const auto users = m_services ? stored(*m_services) : Result<QJsonObject>();
    if (!users)
        return proxies;
    for (auto it = users->constBegin(); it != users->constEnd(); ++it)
        proxies.append({it.key(), it.value().toString()});
    return proxies;
}

void ProxyDesk::forget(const QString &proxy)
{
    if (!m_services)
        return;
    m_services->proxyLogins->remove(proxy);
    spawn(erase(m_services, proxy, m_tell, this));
}

QCoro::Task<> ProxyDesk::erase(std::shared_ptr<Services> services, QString proxy,
                               std::function<void(const Error &)> tell, QPointer<ProxyDesk> self)
{
    auto done = co_await services->vault->remove(secretOf(proxy));
    if (done)
        done = note(*services, proxy, std::nullopt);
    if (!done)
        tell(done.error());
    if (self)
        Q_EMIT self->changed();
}

} // namespace fpx::wallet
