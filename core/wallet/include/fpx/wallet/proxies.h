// Proxies that want a user name and a password which the system's settings do not have.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

namespace fpx::wallet {

struct KnownProxy {
    QString proxy; ///< "host:port"
    QString user;
};

/// Lives in the GUI thread, owned by the facade.
class Proxies : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// The proxy, as "host:port", that asked last and was not satisfied; empty: none.
    [[nodiscard]] virtual QString asking() const = 0;
    /// The user name that it did not take; empty: none was known.
    [[nodiscard]] virtual QString refusedUser() const = 0;
    /// The person did not want to answer it now: nobody is disturbed about it until the wallet is unlocked or started.
    [[nodiscard]] virtual bool postponed() const = 0;
    /// Answers the proxy that asks, from now on and, by way of the keychain, after the next start. What failed has to be
    /// tried again. Where it could not be stored, Facade::notice says so and it holds until the end.
    virtual void signIn(const QString &user, const QString &password) = 0;
    virtual void postpone() = 0;

    [[nodiscard]] virtual QList<KnownProxy> known() const = 0;
    virtual void forget(const QString &proxy) = 0;

Q_SIGNALS:
    void changed();
};

} // namespace fpx::wallet
