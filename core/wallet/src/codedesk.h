// The facade's face of codes from another device: follows the request of the code that was typed last.
#pragma once

#include "services.h"

#include <fpx/wallet/devicecodes.h>

namespace fpx::wallet {

class CodeDesk final : public DeviceCodes
{
    Q_OBJECT

public:
    /// Null while the wallet is locked.
    void setServices(std::shared_ptr<Services> services);

    [[nodiscard]] bool reading() const override { return !m_key.isEmpty(); }
    [[nodiscard]] Error problem() const override { return m_problem; }
    void read(const EnrolmentId &profile, const QString &typed) override;

private:
    [[nodiscard]] Result<RequestKey> enter(const EnrolmentId &profile, const QString &typed) const;
    void look();
    void settle(const Error &problem);

    std::shared_ptr<Services> m_services;
    RequestKey m_key; ///< Empty: nothing is being read.
    Error m_problem;
};

} // namespace fpx::wallet
