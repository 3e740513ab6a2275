// An authorization server on a real socket of this computer, and the browser's half of what it begins. It is honest until
// a variant makes it lie. It checks nothing: that is the sandbox's part.
#pragma once

#include "../support/wirepeer.h"

#include <fpx/jose/jwk.h>

#include <QJsonArray>

namespace interop {

class HostileAs : public WirePeer
{
public:
    /// `sourceKeys` is what its registry says of the keys of the data source `clinic`.
    HostileAs(qint64 now, const QJsonObject &sourceKeys);

    /// What it asks of the person, as it leaves in the browser.
    QList<QPair<QString, QString>> query;
    /// Signs request objects.
    jose::PrivateKey key = *jose::PrivateKey::generate(jose::Algorithm::ES256);

    // What it says; publish() after a change to metadata.
    QJsonObject metadata;
    QJsonObject ticket; ///< The ticket details.
    QJsonObject client; ///< Registry entries.
    QJsonObject server;
    QJsonObject definition;
    void publish();

    // One change each to what is answered; an undefined value removes the member.
    void describe(const char *member, const QJsonValue &value); ///< The metadata document.
    void registration(const char *member, const QJsonValue &value,
                      int which); ///< 1: the enrolment's 201, 2: the account's
    void token(const char *member, const QJsonValue &value);
    void permission(const char *member, const QJsonValue &value); ///< The 201 of a permission.
    void asked(const char *parameter, const QJsonValue &value);   ///< `authorization_request` of the ticket.
    /// One change to what the browser brings; a null string removes the parameter.
    void bring(const char *parameter, const QString &value);
    /// Puts the parameters into a request object, changed as the two functions say, and brings that instead.
    void bringObject(const std::function<void(QJsonObject &header)> &header,
                     const std::function<void(QJsonObject &claims)> &claims);

    /// Asks anew for the same: another ticket, state and nonce.
    void askAgain();
    /// The answer that names these has reached it: what was pending is active.
    void take(const QStringList &permissions);
    struct Kept {
        QString permission; ///< The JWS.
        QString status;
    };
    QMap<QString, Kept> kept; ///< What was posted, by its id; what it says when it is asked for one of them.
    /// One change to what it says of a permission that it is asked for.
    void reading(const char *member, const QJsonValue &value);
    /// It lists all that it keeps.
    void list();

    /// The same request as one that began on another device, behind a code (profile 4.6).
    void onAnotherDevice();
    /// What the wallet itself has posted to the redirect URI.
    QList<QByteArray> delivered;

    [[nodiscard]] QString redirectUri() const { return url("/answer"); }
    [[nodiscard]] int deletions() const { return static_cast<int>(deleted.size()); }
    QStringList deleted; ///< Ids that a 204 has confirmed.
    int registrations = 0;

private:
    [[nodiscard]] Result<http::Response> registerClient(const http::Request &request);
    [[nodiscard]] http::Response postPermission(const http::Request &request);
    [[nodiscard]] http::Response readPermission(const QString &id) const;

    struct Change {
        QString member;
        QJsonValue value;
        int which = 0;
    };
    qint64 m_now;
    std::optional<Change> m_registration;
    std::optional<Change> m_token;
    std::optional<Change> m_permission;
    std::optional<Change> m_reading;
};

} // namespace interop
