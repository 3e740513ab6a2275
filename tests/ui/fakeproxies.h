// A proxy that asks when a test says so.
#pragma once

#include <fpx/wallet/proxies.h>

namespace fpx::test {

class FakeProxies : public wallet::Proxies
{
    Q_OBJECT

public:
    [[nodiscard]] QString asking() const override { return proxy; }
    [[nodiscard]] QString refusedUser() const override { return refused; }
    [[nodiscard]] bool postponed() const override { return later; }
    void signIn(const QString &user, const QString &password) override
    {
        signedIn = {user, password};
        knownProxies.append({proxy, user});
        ask({});
    }
    void postpone() override
    {
        later = true;
        Q_EMIT changed();
    }
    [[nodiscard]] QList<wallet::KnownProxy> known() const override { return knownProxies; }
    void forget(const QString &forgotten) override
    {
        knownProxies.removeIf([&forgotten](const wallet::KnownProxy &one) { return one.proxy == forgotten; });
        Q_EMIT changed();
    }

    /// `name` as "host:port"; empty: it asks no more.
    void ask(const QString &name, const QString &refusedName = {})
    {
        proxy = name;
        refused = refusedName;
        later = false;
        Q_EMIT changed();
    }

    QString proxy;
    QString refused;
    bool later = false;
    QPair<QString, QString> signedIn;
    QList<wallet::KnownProxy> knownProxies;
};

} // namespace fpx::test
