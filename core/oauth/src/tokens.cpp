#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/oauth/tokens.h>

#include "words.h"

#include <algorithm>

namespace fpx::oauth {

namespace {

constexpr qsizetype maxBytes = 64 * 1024;

// What a server says of an error, short and without anything that could mislead a reader.
QString cleaned(const QString &text)
{
    QString result;
    for (const QChar c : text.left(200)) {
        if (c.unicode() >= 0x20 && c.unicode() < 0x7f)
            result.append(c);
    }
    return result;
}

Failure refused(const http::Response &response)
{
    QString error;
    QString description;
    if (const auto json = http::readJson(response, maxBytes)) {
        error = cleaned(json->value(QStringLiteral("error")).toString());
        description = cleaned(json->value(QStringLiteral("error_description")).toString());
    }
    const QString detail = QStringLiteral("HTTP %1 %2 %3").arg(response.status).arg(error, description);
    if (response.status >= 500 || response.status == 429)
        return fail("token_request_refused", Words::tr("The other side has a problem at the moment. Try again later."), detail, Retry::Later);
    for (const char *code : {"invalid_grant", "invalid_client", "invalid_scope"}) {
        if (error == QLatin1String(code))
            return fail(code, Words::tr("The other side no longer accepts this connection."), detail);
    }
    return fail("token_request_refused", Words::tr("The other side refused the connection."), detail);
}

Result<Tokens> parse(const http::Response &response, const QStringList &asked)
{
    FPX_TRY(json, http::readJson(response, maxBytes));
    JsonReader reader(json, QStringLiteral("token response"), "bad_token_response");
    Tokens tokens;
    QByteArray access = reader.string(QStringLiteral("access_token")).toUtf8();
    QByteArray refresh = reader.string(QStringLiteral("refresh_token"), QString()).toUtf8();
    if (reader.string(QStringLiteral("token_type")).compare(QStringLiteral("Bearer"), Qt::CaseInsensitive) != 0)
        reader.refuse(QStringLiteral("token_type"), QStringLiteral("must be Bearer"));
    tokens.idToken = reader.string(QStringLiteral("id_token"), QString()).toLatin1();
    tokens.expiresIn = reader.optionalInteger(QStringLiteral("expires_in"));
    if (tokens.expiresIn && *tokens.expiresIn < 0)
        reader.refuse(QStringLiteral("expires_in"), QStringLiteral("must not be negative"));
    const QString scope = reader.string(QStringLiteral("scope"), QString());
    FPX_CHECK(reader.finish());
    tokens.accessToken = Secret::take(access);
    tokens.refreshToken = Secret::take(refresh);
    tokens.scope = scope.isEmpty() ? asked : scope.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const bool wider = std::ranges::any_of(tokens.scope, [&asked](const QString &granted) { return !asked.contains(granted); });
    if (wider)
        return fail("scope_widened", Words::tr("The other side gave more access than was asked for. The wallet did not take it."), cleaned(scope));
    if (const auto date = response.date())
        tokens.serverTime = date->toSecsSinceEpoch();
    return tokens;
}

QString text(const Secret &secret)
{
    return QString::fromUtf8(secret.view());
}

} // namespace

Async<Tokens> requestTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, http::FormFields form, QStringList askedScope,
                            CancelToken cancel)
{
    http::Request request = http::formRequest(endpoint, form);
    request.maxBody = maxBytes;
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    if (!response.ok())
        co_return refused(response);
    co_return parse(response, askedScope);
}

Async<Tokens> refreshTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, QString clientId, Secret refreshToken, QStringList scope,
                            CancelToken cancel)
{
    const http::FormFields form{{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                                {QStringLiteral("refresh_token"), text(refreshToken)},
                                {QStringLiteral("client_id"), clientId}};
    co_return co_await requestTokens(http, endpoint, form, scope, cancel);
}

Async<Tokens> requestClientCredentials(std::shared_ptr<http::HttpClient> http, ClientCredentials credentials, QString jti, CancelToken cancel)
{
    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("client-authentication+jwt")}, {QStringLiteral("kid"), credentials.key.keyId()}};
    const QJsonObject claims{{QStringLiteral("iss"), credentials.clientId}, {QStringLiteral("sub"), credentials.clientId},
                             {QStringLiteral("aud"), credentials.issuer},   {QStringLiteral("iat"), credentials.now},
                             {QStringLiteral("exp"), credentials.now + 60}, {QStringLiteral("jti"), jti}};
    FPX_CO_TRY(assertion, jose::sign(header, claims, credentials.key));
    const http::FormFields form{
        {QStringLiteral("grant_type"), QStringLiteral("client_credentials")},
        {QStringLiteral("scope"), credentials.scope},
        {QStringLiteral("client_id"), credentials.clientId},
        {QStringLiteral("client_assertion_type"), QStringLiteral("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")},
        {QStringLiteral("client_assertion"), QString::fromLatin1(assertion)}};
    const QUrl endpoint = credentials.tokenEndpoint;
    const QStringList asked{credentials.scope};
    co_return co_await requestTokens(http, endpoint, form, asked, cancel);
}

Async<void> revokeToken(std::shared_ptr<http::HttpClient> http, QUrl endpoint, QString clientId, Secret token, QString hint, CancelToken cancel)
{
    const http::FormFields form{{QStringLiteral("token"), text(token)},
                                {QStringLiteral("token_type_hint"), hint},
                                {QStringLiteral("client_id"), clientId}};
    FPX_CO_TRY(response, co_await http->send(http::formRequest(endpoint, form), cancel));
    if (!response.ok())
        co_return refused(response);
    co_return {};
}

} // namespace fpx::oauth
