// Sharing made of invented data that does what it is told.
#pragma once

#include "fakemodel.h"

#include <fpx/wallet/sharing.h>

namespace fpx::test {

class FakeSharing : public wallet::Sharing
{
    Q_OBJECT

public:
    explicit FakeSharing(FakeModel &rows, const Clock &clock) : m_rows(rows), m_clock(clock) {}

    void pause(const PermissionId &permission) override { mark(permission, "disabling", "Pausing…"); }
    void resume(const PermissionId &permission) override { mark(permission, "enabling", "Resuming…"); }
    void revoke(const QList<PermissionId> &permissions, const QStringList &rules) override;
    [[nodiscard]] wallet::Consequences consequencesOfRevoking(const QList<PermissionId> &permissions) const override;
    [[nodiscard]] QList<consent::DetailLine> details(const PermissionId &permission) const override;
    [[nodiscard]] Result<consent::ChangeOffer> changeOffer(const PermissionId &permission) const override;
    void change(const PermissionId &permission, const consent::PermissionChange &change,
                std::function<void(Result<void>)> done) override;
    [[nodiscard]] QList<wallet::StoryLine> story(const PermissionId &permission) const override;
    void contacts(const PermissionId &permission, std::function<void(Result<wallet::PartyContacts>)> done) override;
    void receipt(const PermissionId &permission, std::function<void(Result<wallet::ConsentReceipt>)> done) override;
    void openPage(const QString &uri) override { opened.append(uri); }
    void noteErasureAsked(const PermissionId &permission) override { erasureAsked.append(permission.value()); }
    [[nodiscard]] QList<wallet::SharingAlert> alerts() const override { return standing; }
    void dismissAlert(const PermissionId &permission) override;
    [[nodiscard]] QList<wallet::ProtectionRow> protections() const override { return held; }
    void endProtection(const AsIdentifier &network, const RsIdentifier &resourceServer) override;

    std::optional<QList<wallet::StoryLine>> told; ///< The story of every permission, if not the usual one.
    QList<wallet::SharingAlert> standing;
    QList<wallet::ProtectionRow> held;
    QStringList revoked, opened, erasureAsked;
    int behind = 1;          ///< Permissions behind each row.
    QStringList allowing;    ///< Ids of rules that would share again,
    QStringList switchedOff; ///< and those that were switched off with it.
    QList<consent::PermissionChange> changes;
    Result<wallet::ConsentReceipt> receiptAnswer; ///< Its record_id is filled in.
    Result<void> changeAnswers;
    Result<wallet::PartyContacts> contactsAnswer; ///< Filled by the constructor of the facade.

private:
    void mark(const PermissionId &permission, const char *status, const char *text);
    FakeModel &m_rows;
    const Clock &m_clock;
};

} // namespace fpx::test
