// A service that wants data: the page with the button, the way through the network, and the result.
#pragma once

#include "http/aslink.h"
#include "http/party.h"

namespace fpx::sandbox {

/// One thing that the service can be asked to do.
struct Offer {
    QString key;
    QString button; ///< "Get my immunization history"
    QString text;
    QJsonArray resources; ///< `requested_resources` (profile 4.3)
    QString usage;
    QJsonObject duration;
    QJsonObject reason;
};

struct ClientConfig {
    QString headline;
    QString lead;
    QList<Offer> offers;
};

class ServiceClient : public Party
{
    Q_OBJECT
public:
    ServiceClient(Place place, ClientConfig config);
    void joinNetwork(const AsLink &link, const QString &name) { m_links.append({link, name}); }
    [[nodiscard]] QString redirectUri() const { return url(QStringLiteral("/callback")); }
    [[nodiscard]] QJsonObject description() const override;
    void reset() override;

private:
    struct Network {
        AsLink link;
        QString name;
    };
    /// One errand, from the button to the result.
    struct Errand {
        QString id;
        QString browser;
        QString offer;
        QString network;
        QString ticket; ///< Device: polled with.
        QString userCode;
        QString walletLink;                       ///< Device: opens the wallet where the code is typed.
        QString outcome = QStringLiteral("open"); ///< open | granted | declined | failed
        QString error;
        QString refreshToken;
        QJsonArray documents;
        qint64 startedAt = 0;
    };
    using ErrandPtr = std::shared_ptr<Errand>;

    // serviceclient.cpp
    [[nodiscard]] Response home(const Request &request) const;
    void start(const Request &request, const Reply &reply);
    [[nodiscard]] QJsonObject ticketRequest(const Offer &offer, const Fields &options) const;
    void callback(const Request &request, const Reply &reply);

    // errand.cpp
    void redeem(const ErrandPtr &errand, const QList<QPair<QString, QString>> &grant,
                const std::function<void()> &done);
    void fetch(const ErrandPtr &errand, const QJsonArray &tokens, const std::function<void()> &done);
    void again(const Request &request, const Reply &reply);
    void devicePage(const Request &request, const Reply &reply);

    // result.cpp
    [[nodiscard]] Response result(const Request &request) const;
    [[nodiscard]] QJsonObject results() const;

    [[nodiscard]] const Offer *offer(const QString &key) const;
    [[nodiscard]] const Network *network(const QString &identifier) const;
    [[nodiscard]] ErrandPtr errandOf(const Request &request) const;

    ClientConfig m_config;
    QList<Network> m_links;
    QHash<QString, ErrandPtr> m_byState;
    QHash<QString, ErrandPtr> m_errands;
    QStringList m_order;
};

} // namespace fpx::sandbox
