// An OpenID provider of a few lines, honest until a test makes it lie. Its keys come from fpx::jose.
#pragma once

#include <fpx/base/base64url.h>
#include <fpx/base/clock.h>
#include <fpx/base/json.h>
#include <fpx/base/random.h>
#include <fpx/http/fakehttpclient.h>
#include <fpx/jose/jwkset.h>
#include <fpx/jose/jws.h>
#include <fpx/jose/jwt.h>
#include <fpx/oauth/codeflow.h>

#include <QUrlQuery>

#include <functional>
#include <memory>
#include <optional>

namespace fpx::oauth {

inline QString q(const char *text)
{
    return QString::fromUtf8(text);
}

struct FakeIssuer {
    QString issuer = q("https://idp.example/tenant");
    QString clientId = q("wallet");
    bool idTokenAtLogout = false; ///< Says the operator profile.
    QString clientSecret;         ///< What the operator profile says; empty: none.
    std::shared_ptr<http::FakeHttpClient> http;
    FakeRedirectReceiver *receiver;
    const Clock *clock;
    jose::PrivateKey key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    QJsonObject metadata;
    qint64 authTimeAgo = 0;     ///< Seconds before now that the person signed in; `prompt=login` asks them anew.
    bool ignoresPrompt = false; ///< `prompt=login` is answered as if it were not there.
    QString subject = q("person-1");
    QString acr = q("loa2");

    // Lies.
    std::function<void(QJsonObject &claims)> claims;
    std::function<void(QJsonObject &header)> header;
    std::function<QByteArray(const QByteArray &idToken)> idToken;
    std::function<void(QJsonObject &response)> tokens;
    std::function<void(CallbackParameters &)> callback;
    std::optional<qint64> dateOffset; ///< `Date` of the token response against the local clock.

    // What it saw.
    QUrlQuery asked;
    QString verifierChallenge;
    QList<QUrlQuery> tokenRequests;

    FakeIssuer(std::shared_ptr<http::FakeHttpClient> h, FakeRedirectReceiver *r, const Clock *c,
               const QString &name = q("https://idp.example/tenant"))
        : issuer(name), http(std::move(h)), receiver(r), clock(c)
    {
        metadata = {{q("issuer"), issuer},
                    {q("authorization_endpoint"), issuer + q("/authorize?tenant=a%20b")},
                    {q("token_endpoint"), issuer + q("/token")},
                    {q("jwks_uri"), issuer + q("/jwks")},
                    {q("revocation_endpoint"), issuer + q("/revoke")},
                    {q("end_session_endpoint"), issuer + q("/logout")},
                    {q("code_challenge_methods_supported"), QJsonArray{q("S256")}},
                    {q("authorization_response_iss_parameter_supported"), true}};
        publish();
        publishKeys({key.publicKey()});
        http->on(http::Method::Post, issuer + q("/token"),
                 [this](const http::Request &request) { return tokenEndpoint(request); });
        http->answer(http::Method::Post, issuer + q("/revoke"), http::FakeHttpClient::text({}));
        receiver->answer = [this](const BrowserFlow &flow) { return browser(flow); };
    }
    FakeIssuer(const FakeIssuer &) = delete;
    FakeIssuer &operator=(const FakeIssuer &) = delete;

    void publish()
    {
        http->answer(http::Method::Get, issuer + q("/.well-known/openid-configuration"),
                     http::FakeHttpClient::json(metadata));
    }
    void publishKeys(const QList<jose::PublicKey> &keys)
    {
        http->answer(http::Method::Get, issuer + q("/jwks"), http::FakeHttpClient::json(jose::JwkSet(keys).toJson()));
    }

    /// Announces a userinfo endpoint, and answers this there.
    void tellAtUserinfo(const QJsonObject &info)
    {
        metadata.insert(q("userinfo_endpoint"), issuer + q("/userinfo"));
        publish();
        http->answer(http::Method::Get, issuer + q("/userinfo"), http::FakeHttpClient::json(info));
    }
    /// The tokens that were revoked here, sorted.
    [[nodiscard]] QStringList revoked() const
    {
        QStringList given;
        for (const http::Request &request : std::as_const(http->requests)) {
            if (request.url == QUrl(issuer + q("/revoke")))
                given.append(QUrlQuery(QString::fromLatin1(request.body)).queryItemValue(q("token")));
        }
        given.sort();
        return given;
    }

    Result<CallbackParameters> browser(const BrowserFlow &flow)
    {
        asked = QUrlQuery(flow.authorizationUrl);
        CallbackParameters parameters{{q("code"), q("4/0Ab+c=%")}, {q("state"), flow.state}, {q("iss"), issuer}};
        if (callback)
            callback(parameters);
        return parameters;
    }

    QJsonObject claimsFor(const QByteArray &accessToken, jose::Algorithm algorithm) const
    {
        const qint64 now = clock->nowSeconds();
        const bool anew = !ignoresPrompt && asked.queryItemValue(q("prompt")) == q("login");
        QJsonObject c{{q("iss"), issuer},
                      {q("sub"), subject},
                      {q("aud"), clientId},
                      {q("iat"), now},
                      {q("exp"), now + 300},
                      {q("auth_time"), anew ? now : now - authTimeAgo},
                      {q("acr"), acr},
                      {q("name"), q("Aïcha")},
                      {q("email"), q("a@example")},
                      {q("nonce"), asked.queryItemValue(q("nonce"), QUrl::FullyDecoded)},
                      {q("at_hash"), QString::fromLatin1(jose::tokenHash(accessToken, algorithm))}};
        return c;
    }

    Result<http::Response> tokenEndpoint(const http::Request &request)
    {
        const QUrlQuery form(QString::fromLatin1(request.body));
        tokenRequests.append(form);
        const QByteArray verifier = form.queryItemValue(q("code_verifier")).toLatin1();
        verifierChallenge = QString::fromLatin1(sha256Base64Url(verifier));
        const QByteArray access = "access-" + QByteArray::number(tokenRequests.size());
        QJsonObject c = claimsFor(access, *key.algorithm());
        if (claims)
            claims(c);
        QJsonObject h{{q("typ"), q("JWT")}, {q("kid"), key.keyId()}};
        if (header)
            header(h);
        const auto signedToken = jose::sign(h, c, key);
        QByteArray token = signedToken ? *signedToken : QByteArray("unsigned");
        if (idToken)
            token = idToken(token);
        QJsonObject body{{q("access_token"), QString::fromLatin1(access)},
                         {q("token_type"), q("bearer")},
                         {q("refresh_token"), q("refresh-%1").arg(tokenRequests.size())},
                         {q("expires_in"), 300},
                         {q("id_token"), QString::fromLatin1(token)}};
        if (tokens)
            tokens(body);
        auto response = http::FakeHttpClient::json(body);
        const auto date = clock->now().addSecs(dateOffset.value_or(0));
        response.headers.set("Date", QLocale::c().toString(date, q("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1());
        return response;
    }
};

/// The end of an operation that the test began.
template <class T>
struct Ending {
    std::optional<Result<T>> result;
    [[nodiscard]] QByteArray code() const
    {
        return !result ? QByteArray("waiting") : *result ? QByteArray("ok") : result->error().code;
    }
};

template <class T>
QCoro::Task<> recordEnding(Async<T> task, std::shared_ptr<Ending<T>> ending)
{
    auto result = co_await task;
    ending->result.emplace(std::move(result));
}

template <class T>
std::shared_ptr<Ending<T>> follow(Async<T> task)
{
    auto ending = std::make_shared<Ending<T>>();
    spawn(recordEnding(std::move(task), ending));
    return ending;
}

} // namespace fpx::oauth
