// A good profile to start from, and its violations by changing one member.
#pragma once

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/operator/profilefile.h>
#include <fpx/operator/settings.h>

#include <QTest>

namespace profiletest {

using namespace fpx;
using namespace fpx::op;

constexpr qint64 now = 1'790'000'000;
constexpr qint64 day = 24 * 3600;

/// JSON with ' for ": moc 6.4 does not read raw strings inside the arguments of a macro.
inline QByteArray q(const char *value)
{
    return QByteArray(value).replace('\'', '"');
}

inline QString text(const char *value)
{
    return QString::fromLatin1(value);
}

inline QJsonValue json(const char *value)
{
    return parseJsonObject(q("{'v':") + q(value) + "}")->value(text("v"));
}

template <class T>
QByteArray code(const Result<T> &result)
{
    return result ? QByteArray("accepted") : result.error().code;
}

inline QJsonObject goodProfile()
{
    return json(
               "{'iss':'https://operator.example','iat':1789990000,'exp':1795000000,'profile_version':7,"
               "'product':{'name':{'en':'Demo Wallet','fr':'Portefeuille'},'accent':'#0a5fb4','logo':'logo.svg',"
               " 'support_uri':'https://operator.example/help','privacy_uri':'https://operator.example/privacy'},"
               "'listener':{'port':28951},'uri_scheme':'demo-wallet',"
               "'identity_providers':[{'identifier':'bank','display_name':'Bank','issuer':'https://bank.example',"
               " 'client_id':'wallet','scope':'openid profile','acr_values':'high low',"
               " 'assurance':{'high':{'ial':2,'aal':3},'low':{'ial':1}},'logo':'bank.png','style_color':'#ffffff',"
               " 'style_font_color':'#000000','additional_query_params':{'kc_idp_hint':'bank'},"
               " 'account_uri':'https://bank.example/me'},"
               " {'identifier':'gov','display_name':'Government','issuer':'https://gov.example/oidc','client_id':'w2'}],"
               "'authorization_servers':[{'identifier':'health','issuer':'https://as.example',"
               " 'display_name':'Health Network','organization':'Ministry','client_id':'as-health',"
               " 'redirect_uris':['https://as.example/cb','https://as.example/cb2'],"
               " 'software_statement':'eyJh.eyJi.AAAA','request_object':'required'},"
               " {'identifier':'edu','issuer':'https://edu.example','display_name':'Edu','client_id':'as-edu',"
               " 'redirect_uris':['https://edu.example/cb'],'software_statement':'eyJh.eyJi.BBBB'}],"
               "'data_sources':[{'identifier':'clinic','display_name':'Clinic','issuer':'https://clinic.example',"
               " 'client_id':'c1','scope':'openid fpx_rot',"
               " 'rot':{'endpoint':'https://clinic.example/rot','strategy':'hmac-jwt'},"
               " 'userinfo':'https://clinic.example/userinfo','authorization_servers':["
               " {'identifier':'health','resource_server':'Clinic_1'}]}],"
               "'policies':[{'effect':'deny','id':'r1'},{'effect':'ask'}],"
               "'settings':{'session_max':3600,'appearance':'dark'},'locked':['session_max','close_to_tray'],"
               "'trusted_roots':[{'pem':'-----BEGIN CERTIFICATE-----\\nMAAwADAA\\n-----END CERTIFICATE-----\\n',"
               " 'hosts':['as.example']}],"
               "'update':{'feed':'https://operator.example/feed','keys':['RWQ']}}")
        .toObject();
}

/// Replaces what `path` names (`a.b`, `a.0.b`); undefined removes it.
inline QJsonValue changed(const QJsonValue &where, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value;
    const QString first = path.first();
    if (where.isArray()) {
        QJsonArray array = where.toArray();
        const int index = first.toInt();
        if (index == array.size())
            array.append(changed(QJsonValue(), path.mid(1), value));
        else
            array[index] = changed(array[index], path.mid(1), value);
        return array;
    }
    QJsonObject object = where.toObject();
    const QJsonValue inner = changed(object.value(first), path.mid(1), value);
    if (inner.isUndefined())
        object.remove(first);
    else
        object.insert(first, inner);
    return object;
}

inline QJsonObject profileWith(const char *path, const QJsonValue &value)
{
    return changed(goodProfile(), text(path).split(QLatin1Char('.')), value).toObject();
}

inline const jose::PrivateKey &operatorKey()
{
    static const jose::PrivateKey key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    return key;
}

inline jose::JwkSet operatorKeys()
{
    return jose::JwkSet({operatorKey().publicKey()});
}

inline QByteArray signedProfile(const QJsonObject &profile, const jose::PrivateKey &key = operatorKey(),
                                const char *typ = "fpx-operator-profile+jwt")
{
    return *jose::sign(QJsonObject{{text("typ"), text(typ)}, {text("kid"), key.keyId()}}, profile, key);
}

inline Result<OperatorProfile> accept(const QJsonObject &profile, const AcceptedVersion &previous = {},
                                      qint64 when = now)
{
    return OperatorProfile::verify(signedProfile(profile), operatorKeys(), previous, when);
}

} // namespace profiletest
