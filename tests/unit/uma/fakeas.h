// An AS made of scripted answers, and the world of one enrolment.
#pragma once

#include "umatest.h"

#include <fpx/base/utc.h>
#include <fpx/http/fakehttpclient.h>
#include <fpx/uma/asclient.h>

#include <QJsonDocument>
#include <QUrlQuery>

namespace umatest {

using http::FakeHttpClient;
using http::Method;

inline const QString asUrl = QStringLiteral("https://as.example");

inline QJsonObject metadataDocument()
{
    return json("{'issuer':'https://as.example','token_endpoint':'https://as.example/token',"
                "'registration_endpoint':'https://as.example/register','jwks_uri':'https://as.example/jwks',"
                "'fpx_ticket_endpoint':'https://as.example/ticket',"
                "'fpx_permission_endpoint':'https://as.example/permissions',"
                "'fpx_registry_endpoint':'https://as.example/registry'}");
}

inline http::Response errorResponse(int status, const char *error)
{
    return FakeHttpClient::json({{text("error"), text(error)}}, status);
}

inline http::Response dated(http::Response response, qint64 seconds)
{
    const auto when = utcFromSeconds(seconds);
    const QString date = QLocale::c().toString(when, text("ddd, dd MMM yyyy hh:mm:ss")) + text(" GMT");
    response.headers.set("Date", date.toLatin1());
    return response;
}

inline QMap<QString, QString> form(const http::Request &request)
{
    QMap<QString, QString> fields;
    const QUrlQuery query(QString::fromLatin1(request.body));
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded))
        fields.insert(name, value);
    return fields;
}

struct World {
    std::shared_ptr<FakeHttpClient> http = std::make_shared<FakeHttpClient>();
    FakeSecretStore secrets;
    FakeRecordStore records;
    FakeClock clock;
    FakeRandom random;
    int tokens = 0;
    int registrations = 0;

    World()
    {
        http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"),
                     FakeHttpClient::json(metadataDocument()));
        http->on(Method::Post, asUrl + text("/token"), [this](const http::Request &request) -> Result<http::Response> {
            if (!takesKeyOf(request))
                return errorResponse(401, "invalid_client");
            return FakeHttpClient::json(
                {{text("access_token"), text("token-%1").replace(text("%1"), QString::number(++tokens))},
                 {text("token_type"), text("bearer")},
                 {text("expires_in"), 300}});
        });
        http->on(Method::Post, asUrl + text("/register"),
                 [this](const http::Request &request) -> Result<http::Response> {
                     const QString id = text("client-") + QString::number(++registrations);
                     learnKeys(id, request);
                     return FakeHttpClient::json({{text("client_id"), id},
                                                  {text("registration_client_uri"), asUrl + text("/register/") + id},
                                                  {text("registration_access_token"), text("rat-") + id}},
                                                 201);
                 });
    }

    /// Client assertions are taken by the keys that a client has registered last.
    void learnKeys(const QString &client, const http::Request &registration)
    {
        const QJsonObject jwks =
            parseJsonObject(registration.body).value_or(QJsonObject()).value(text("jwks")).toObject();
        keys.insert(client, jose::JwkSet::parse(jwks).value_or(jose::JwkSet()));
    }
    bool takesKeyOf(const http::Request &request) const
    {
        const QByteArray assertion = form(request).value(text("client_assertion")).toLatin1();
        const auto claims = QByteArray::fromBase64(assertion.split('.').value(1), QByteArray::Base64UrlEncoding);
        const QString client = QJsonDocument::fromJson(claims).object().value(text("sub")).toString();
        const auto known = keys.constFind(client);
        const auto expect = jose::Expect::exactly(text("client-authentication+jwt"), {jose::Algorithm::ES256});
        return known == keys.constEnd() || jose::verify(assertion, *known, expect).has_value();
    }

    QHash<QString, jose::JwkSet> keys; ///< By client; of one that is not here any key is taken.

    AsContext context() { return {http, &secrets, &records, &clock, &random}; }

    QList<http::Request> sent(Method method, const QString &path) const
    {
        QList<http::Request> result;
        for (const http::Request &request : http->requests) {
            if (request.method == method && request.url.toString(QUrl::RemoveQuery) == asUrl + path)
                result.append(request);
        }
        return result;
    }

    Result<Enrolment> enrolNow(CancelToken cancel = {})
    {
        const op::OperatorProfile p = profile();
        return wait(enrol(context(), EnrolmentId(text("e1")), *p.authorizationServer(AsIdentifier(text("health"))),
                          p.issuer(), cancel));
    }

    jose::PrivateKey key(const char *what) const
    {
        return *jose::PrivateKey::fromSecret(secrets.values.value({SecretPurpose::AsKeys, text("e1/") + text(what)}));
    }
};

} // namespace umatest
