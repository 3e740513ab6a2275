// A data source: an OAuth authorization server of its own for the wallet, and a resource server protected by the ASs
// (profile sections 5, 6 and 11).
#pragma once

#include "data/records.h"
#include "http/aslink.h"
#include "idp/loginserver.h"

#include <QSet>

namespace fpx::sandbox {

struct SourceResource {
    QString definition;
    QString displayName;
    QStringList scopes;
};

/// Someone for whom a person may share.
struct Related {
    QString person;  ///< Who may.
    QString subject; ///< Whose data it is: key of recordOf().
    QString displayName;
    QString relation;
};

struct SourceConfig {
    LoginConfig login;
    QString strategy; ///< simple | hmac-jwt
    QList<SourceResource> resources;
    QList<Related> related;
};

class DataSource : public LoginServer
{
    Q_OBJECT
public:
    DataSource(Place place, SourceConfig config);
    /// This source under the protection of an AS; `link.id` is its RS identifier there.
    void protectBy(const AsLink &link) { m_links.append(link); }
    /// Registers what it has with each AS, with its own PAT (profile section 11). Fails silently: an AS may be down.
    void registerResources();
    [[nodiscard]] const QList<AsLink> &links() const { return m_links; }
    [[nodiscard]] const SourceConfig &sourceConfig() const { return m_config; }
    [[nodiscard]] QJsonObject encryptionKeys() const { return jwks({m_encryptionKey}, QStringLiteral("enc")); }
    [[nodiscard]] QString resourceLocation(const QString &asIdentifier) const
    {
        return url(QStringLiteral("/api/") + asIdentifier);
    }
    [[nodiscard]] QJsonObject description() const override;
    [[nodiscard]] QJsonObject secrets() override;
    void reset() override;
    [[nodiscard]] Response control(const QJsonObject &command) override;

protected:
    [[nodiscard]] QJsonObject jwkSet() const override;
    [[nodiscard]] QString consentText(const Flow &flow) const override;

private:
    /// A subject: the `subject` that the wallet names, and the key of its data.
    struct Subject {
        QString id;
        QString dataKey;
        QString name;
    };
    struct SimpleRot {
        QString permissionId;
        QString jkt;
        Subject subject;
    };
    struct Material {
        QByteArray proof;
        Subject subject;
        qint64 issuedAt = 0;
    };
    /// A permission that has passed the checks on first sight.
    struct Known {
        QJsonObject claims;
        Subject subject;
        bool spent = false; ///< `once`: has served its one answer.
    };

    // datasource.cpp
    [[nodiscard]] std::optional<Subject> subjectOf(qsizetype login, const QString &id) const;
    [[nodiscard]] QString resourceId(const QString &definition, const Subject &subject) const;
    [[nodiscard]] Response userinfo(const Request &request);

    // rot.cpp
    [[nodiscard]] Response makeRot(const Request &request);
    [[nodiscard]] Response deleteRot(const Request &request);
    [[nodiscard]] Refusal openRot(const QString &rot, const QJsonObject &claims, const QString &jkt,
                                  Subject &subject) const;
    [[nodiscard]] Refusal checkRotJwt(const QString &jwt, const QJsonObject &claims, const QString &jkt,
                                      Subject &subject) const;

    // resource.cpp
    void serveResource(const Request &request, const Reply &reply);
    [[nodiscard]] Response answerWith(const Request &request, const AsLink &link, const QJsonObject &introspection);
    [[nodiscard]] Refusal checkFirstSight(const QString &permission, const QString &rot,
                                          const QJsonObject &introspection, const AsLink &link, Known &out) const;
    void refuseWithTicket(const Request &request, const AsLink &link, const Reply &reply);
    [[nodiscard]] const AsLink *link(const QString &asIdentifier) const;

    // portal.cpp
    [[nodiscard]] Response portal(const Request &request) const;
    void beginProtect(const Request &request, const Reply &reply);
    void endProtect(const Request &request, const Reply &reply);
    void usePat(const Request &request, const Reply &reply);

    SourceConfig m_config;
    QList<AsLink> m_links;
    Key m_encryptionKey;
    QHash<QString, SimpleRot> m_simpleRots;
    QHash<QString, Material> m_pseudonyms;   ///< Pseudonym → what it was issued with.
    QHash<QString, Known> m_known;           ///< hash(permission + rot) → checked.
    QHash<QString, QString> m_pseudonymUse;  ///< Pseudonym → the one permission_id that may use it.
    QSet<QString> m_ended;                   ///< permission_ids that the wallet has ended here.
    QHash<QString, QString> m_protectStates; ///< state → browser cookie + AS
    QHash<QString, QString> m_pats;          ///< person + '/' + AS → user PAT
};

} // namespace fpx::sandbox
