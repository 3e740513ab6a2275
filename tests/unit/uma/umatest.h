// A small world for the tests of this module: an operator profile with two ASs, and a good request and ticket.
#pragma once

#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/operator/operatorprofile.h>
#include <fpx/uma/authorizationrequest.h>
#include <fpx/uma/ticketdetails.h>

#include <QCoroTask>
#include <QTest>

namespace umatest {

using namespace fpx;
using namespace fpx::uma;

constexpr qint64 now = 1'790'000'000;
using Pairs = QList<QPair<QString, QString>>;

inline QString text(const char *value)
{
    return QString::fromLatin1(value);
}

/// JSON with ' for ": moc 6.4 does not read raw strings inside the arguments of a macro.
inline QJsonObject json(const char *value)
{
    return *parseJsonObject(QByteArray(value).replace('\'', '"'));
}

template <class T>
QByteArray code(const Result<T> &result)
{
    return result ? QByteArray("accepted") : result.error().code;
}

template <class T>
Result<T> wait(QCoro::Task<Result<T>> task)
{
    return QCoro::waitFor(std::move(task));
}

/// AS `health` (client_id `as-health`, request objects optional) and `edu` (`as-edu`, required).
inline op::OperatorProfile profile()
{
    const QJsonObject payload = json(
        "{'iss':'https://operator.example','iat':1789990000,'exp':1795000000,'profile_version':1,"
        "'product':{'name':'Demo Wallet'},"
        "'identity_providers':[{'identifier':'bank','display_name':'Bank','issuer':'https://bank.example',"
        " 'client_id':'wallet','scope':'openid'}],"
        "'authorization_servers':[{'identifier':'health','issuer':'https://as.example','display_name':'Health',"
        " 'client_id':'as-health','redirect_uris':['https://as.example/cb?k=v','https://as.example/cb'],"
        " 'software_statement':'eyJh.eyJi.AAAA','request_object':'optional'},"
        " {'identifier':'edu','issuer':'https://edu.example','display_name':'Edu','client_id':'as-edu',"
        " 'redirect_uris':['https://edu.example/cb'],'software_statement':'eyJh.eyJi.BBBB','request_object':'required'}],"
        "'data_sources':[{'identifier':'clinic','display_name':'Clinic','issuer':'https://clinic.example','client_id':'c1','scope':'openid',"
        " 'userinfo':'https://clinic.example/userinfo','authorization_servers':["
        " {'identifier':'health','resource_server':'clinic'}]}]}");
    const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    const QJsonObject header{{text("typ"), text("fpx-operator-profile+jwt")}, {text("kid"), key.keyId()}};
    const auto jws = *jose::sign(header, payload, key);
    const auto result = op::OperatorProfile::verify(jws, jose::JwkSet({key.publicKey()}), {}, now);
    if (!result)
        qFatal("the test's profile is refused: %s", qPrintable(result.error().detail));
    return *result;
}

inline QString state()
{
    return QString(22, QLatin1Char('s'));
}
inline QString nonce()
{
    return QString(22, QLatin1Char('n'));
}

inline Pairs goodParameters()
{
    return {{text("response_type"), text("id_token")},
            {text("client_id"), text("as-health")},
            {text("redirect_uri"), text("https://as.example/cb")},
            {text("scope"), text("openid")},
            {text("state"), state()},
            {text("nonce"), nonce()},
            {text("ticket"), text("ticket-1._~")},
            {text("response_mode"), text("form_post")}};
}

/// Replaces, adds, or with a null string removes.
inline Pairs with(Pairs pairs, const char *name, const QString &value)
{
    const QString key = text(name);
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        if (pairs[i].first == key) {
            if (value.isNull())
                pairs.removeAt(i);
            else
                pairs[i].second = value;
            return pairs;
        }
    }
    if (!value.isNull())
        pairs.append({key, value});
    return pairs;
}

inline QJsonObject toObject(const Pairs &pairs)
{
    QJsonObject object;
    for (const auto &[name, value] : pairs)
        object.insert(name, value);
    return object;
}

/// `authorization_request` of the ticket details for these parameters.
inline QJsonObject asTicketSays(const Pairs &pairs)
{
    QJsonObject object = toObject(pairs);
    for (const char *name : {"ticket", "ui_locales", "request"})
        object.remove(text(name));
    return object;
}

inline QJsonObject goodTicket()
{
    QJsonObject ticket = json(
        "{'ticket':'ticket-1','transaction_id':'t1','purpose':'access','expires_at':1790000600,"
        "'client':{'client_id':'immunize-me'},'reason':{'en':'To plan your vaccinations','fr':'Pour vos vaccins'},"
        "'requested_resources':[{'request_id':'r1','resource_definition':'immunization-history','resource_server':null,"
        " 'resource_id':null,'linkage':'same-subject','scopes':[{'scope':'read','required':true},"
        " {'scope':'subscribe','required':false}],'required':true}],"
        "'usage':'repeated','duration':{'requested':'P90D','max':'P1Y'}}");
    ticket.insert(text("authorization_request"), asTicketSays(goodParameters()));
    return ticket;
}

} // namespace umatest
