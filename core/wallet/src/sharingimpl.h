// Sharing over the services, which come and go with the vault.
#pragma once

#include <fpx/wallet/sharing.h>

#include "services.h"

namespace fpx::wallet {

class SharingImpl final : public Sharing
{
    Q_OBJECT

public:
    using Tell = std::function<void(const Error &)>; ///< A code of "": something went well.
    using Open = std::function<Result<void>(const QUrl &)>;
    SharingImpl(Tell tell, Open open) : m_tell(std::move(tell)), m_open(std::move(open)) {}
    /// Null while nothing is open, or locked.
    void setServices(const std::shared_ptr<Services> &services);

    void pause(const PermissionId &permission) override;
    void resume(const PermissionId &permission) override;
    void revoke(const QList<PermissionId> &permissions, const QStringList &rules) override;
    [[nodiscard]] Consequences consequencesOfRevoking(const QList<PermissionId> &permissions) const override;
    [[nodiscard]] QList<consent::DetailLine> details(const PermissionId &permission) const override;
    [[nodiscard]] Result<consent::ChangeOffer> changeOffer(const PermissionId &permission) const override;
    void change(const PermissionId &permission, const consent::PermissionChange &change,
                std::function<void(Result<void>)> done) override;
    [[nodiscard]] QList<StoryLine> story(const PermissionId &permission) const override;
    void contacts(const PermissionId &permission, std::function<void(Result<PartyContacts>)> done) override;
    void receipt(const PermissionId &permission, std::function<void(Result<ConsentReceipt>)> done) override;
    void openPage(const QString &uri) override;
    void noteErasureAsked(const PermissionId &permission) override;
    [[nodiscard]] QList<SharingAlert> alerts() const override;
    void dismissAlert(const PermissionId &permission) override;
    [[nodiscard]] QList<ProtectionRow> protections() const override;
    void endProtection(const AsIdentifier &network, const RsIdentifier &resourceServer) override;

private:
    using Shared = std::shared_ptr<Services>;
    /// A revocation that the networks have not confirmed yet.
    struct UnderWay {
        int number = 0;
        QSet<PermissionId> unconfirmed;
        QString ended; ///< For the person, once all is confirmed.
    };
    void confirmed(const PermissionId &permission);
    [[nodiscard]] const op::DataSource *sourceAt(const AsIdentifier &network, const RsIdentifier &server) const;
    void report(const Result<void> &done) const;

    Tell m_tell;
    Open m_open;
    Shared m_services;
    QList<UnderWay> m_underWay;
    int m_revocations = 0; ///< So far.
};

} // namespace fpx::wallet
