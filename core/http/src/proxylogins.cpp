#include <fpx/http/proxylogins.h>

namespace fpx::http {

void ProxyLogins::put(const QString &proxy, const ProxyLogin &login)
{
    m_logins.insert(proxy, login);
    Q_EMIT changed();
}

void ProxyLogins::remove(const QString &proxy)
{
    m_logins.remove(proxy);
    Q_EMIT changed();
}

void ProxyLogins::clear()
{
    m_logins.clear();
    Q_EMIT changed();
}

std::optional<ProxyLogin> ProxyLogins::find(const QString &proxy) const
{
    const auto found = m_logins.constFind(proxy);
    return found == m_logins.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace fpx::http
