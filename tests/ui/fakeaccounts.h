// Accounts of an invented person; remembers what was asked of them.
#pragma once

#include <fpx/wallet/facade.h>

namespace fpx::test {

class FakeAccounts final : public wallet::Accounts
{
    Q_OBJECT

public:
    /// Two sign-ins, and a network with two profiles.
    explicit FakeAccounts(const QDateTime &now)
    {
        const auto days = [&now](int count) { return now.addDays(-count); };
        linked = {{IdpIdentifier(QStringLiteral("north-bank-id")),
                   QStringLiteral("NorthBank ID"),
                   {},
                   QStringLiteral("Aïcha Benali"),
                   days(120),
                   now,
                   true,
                   now.addSecs(-1800),
                   now.addSecs(41400),
                   2,
                   2,
                   true},
                  {IdpIdentifier(QStringLiteral("gov-id")),
                   QStringLiteral("Gov ID"),
                   {},
                   QStringLiteral("Aïcha B."),
                   days(40),
                   days(12),
                   false,
                   {},
                   {},
                   0,
                   0,
                   true}};
        wallet::NetworkAccounts health{AsIdentifier(QStringLiteral("ontario")),
                                       QStringLiteral("Ontario Health"),
                                       QStringLiteral("https://as.ontario-health.example"),
                                       {},
                                       false};
        health.profiles = {
            {EnrolmentId(QStringLiteral("e1")), QStringLiteral("Aïcha, private"),
             QStringLiteral("a-6f0b1c1e-51c0-4c8e-9b68-2a9d1f3a7e55"), days(120), days(30), true, true, 4},
            {EnrolmentId(QStringLiteral("e2")), QStringLiteral("Work"),
             QStringLiteral("a-0b6f8c1e-51c0-4c8e-9b68-2a9d1f3a7e56"), days(20), days(20), false, false, 0}};
        all = {health,
               {AsIdentifier(QStringLiteral("great-lakes")),
                QStringLiteral("Great Lakes"),
                QStringLiteral("https://as.great-lakes.example"),
                {},
                false}};
    }

    [[nodiscard]] QList<wallet::LinkedSignIn> signIns() const override
    {
        return locked ? QList<wallet::LinkedSignIn>() : linked;
    }
    void unlink(const IdpIdentifier &provider) override { asked.append(QStringLiteral("unlink ") + provider.value()); }
    void signOutEverywhere() override { asked.append(QStringLiteral("sign out")); }
    [[nodiscard]] QList<wallet::NetworkAccounts> networks() const override
    {
        return locked ? QList<wallet::NetworkAccounts>() : all;
    }
    void keepDuplicates() override { asked.append(QStringLiteral("keep duplicates")); }
    void addProfile(const AsIdentifier &network, const QString &name) override
    {
        asked.append(QStringLiteral("add %1 %2").arg(network.value(), name));
    }
    void rename(const EnrolmentId &profile, const QString &name) override
    {
        asked.append(QStringLiteral("rename %1 %2").arg(profile.value(), name));
    }
    void setDefault(const EnrolmentId &profile) override { asked.append(QStringLiteral("default ") + profile.value()); }
    void setOpenDirectly(const EnrolmentId &profile, bool direct) override
    {
        asked.append(
            QStringLiteral("%1 %2").arg(direct ? QStringLiteral("direct") : QStringLiteral("ask"), profile.value()));
    }
    void renewKeys(const EnrolmentId &profile) override { asked.append(QStringLiteral("keys ") + profile.value()); }
    [[nodiscard]] wallet::Consequences consequencesOfLeaving(const EnrolmentId &) const override
    {
        return {{QStringLiteral("Immunize Me can no longer use Immunization history."),
                 QStringLiteral("Ontario Health deletes the profile. It cannot be brought back.")},
                1};
    }
    void leave(const EnrolmentId &profile) override { asked.append(QStringLiteral("leave ") + profile.value()); }

    QList<wallet::LinkedSignIn> linked;
    QList<wallet::NetworkAccounts> all;
    bool locked = false; ///< The wallet: then the lists are empty.
    QStringList asked;   ///< What was asked for, oldest first.
};

} // namespace fpx::test
