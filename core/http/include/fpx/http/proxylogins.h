// User names and passwords for proxies that ask who is there (status 407, RFC 9110 section 11.7).
#pragma once

#include <fpx/base/secret.h>

#include <QHash>
#include <QObject>
#include <QString>

#include <optional>

namespace fpx::http {

struct ProxyLogin {
    QString user;
    Secret password; ///< UTF-8
};

/// Shared by all network contexts: the proxy stands before all of them and sees one person anyway. Each login is for one
/// proxy, as "host:port", alone: a script that names another one gets nothing. Lives in the thread of the contexts.
class ProxyLogins : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void put(const QString &proxy, const ProxyLogin &login);
    void remove(const QString &proxy);
    void clear();
    [[nodiscard]] std::optional<ProxyLogin> find(const QString &proxy) const;

Q_SIGNALS:
    void changed(); ///< What find() answers differs.
    /// `proxy` asked, and what is known was not enough; the request ends as `proxy_sign_in_required`. `refused`: the user
    /// name that it did not take; empty if none was known.
    void wanted(const QString &proxy, const QString &refused);

private:
    QHash<QString, ProxyLogin> m_logins;
};

} // namespace fpx::http
