// The wallet operator: its profile and software statement, its public pages, the front page of the sandbox, and one
// control address for all parties.
#pragma once

#include "http/party.h"

namespace fpx::sandbox {

class OperatorSite : public Party
{
    Q_OBJECT
public:
    explicit OperatorSite(Place place);

    [[nodiscard]] const Key &statementKey() const { return m_statementKey; }
    [[nodiscard]] QString softwareStatement();
    /// Signs `profile`, which is without iss, iat, exp and profile_version, and renames it into place as `file`. Empty, or
    /// what went wrong.
    [[nodiscard]] QString publish(const QJsonObject &profile, const QString &file);
    [[nodiscard]] Response control(const QJsonObject &command) override;
    [[nodiscard]] QJsonObject keySet() const { return jwks({m_profileKey}); }
    /// The parties that the front page shows and that /control/{id} reaches.
    void setParties(const QList<Party *> &parties) { m_parties = parties; }

private:
    [[nodiscard]] Response frontPage() const;
    [[nodiscard]] Response controlParty(const Request &request);
    [[nodiscard]] Response resetAll();

    Key m_profileKey;
    Key m_statementKey;
    QList<Party *> m_parties;
    QJsonObject m_profile;
    QString m_file;
    qint64 m_version = 0;
    QString m_jws;
};

} // namespace fpx::sandbox
