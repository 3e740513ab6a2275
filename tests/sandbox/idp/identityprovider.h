// An OpenID provider of some assurance: profile section 8.
#pragma once

#include "idp/loginserver.h"

namespace fpx::sandbox {

struct AcrLevel {
    QString acr;
    int ial = 1;
    int aal = 1;
};

class IdentityProvider : public LoginServer
{
    Q_OBJECT
public:
    /// `levels`: password alone, then password and second factor.
    IdentityProvider(Place place, LoginConfig config, QList<AcrLevel> levels);
    [[nodiscard]] QJsonObject description() const override;
    /// The operator profile's `assurance`.
    [[nodiscard]] QJsonObject assurance() const;

protected:
    [[nodiscard]] QJsonObject metadata() const override;
    [[nodiscard]] QString wantedAcr(const Fields &request) const override;
    [[nodiscard]] bool needsSecondFactor(const QString &acr) const override;
    [[nodiscard]] QString reachedAcr(bool secondFactor) const override;

private:
    [[nodiscard]] Response userinfo(const Request &request);
    [[nodiscard]] Response home(const Request &request) const;
    QList<AcrLevel> m_levels;
};

} // namespace fpx::sandbox
